/** The words of a name: `fleet-presigner` and `FleetPresigner` have two. */
const wordsOf = (name: string): string[] => name.normalize('NFKD').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];

/** `FromString` for `fromString`. */
export const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const capitalized = (word: string): string => upperFirst(word.toLowerCase());

/** `FleetPresigner` for `fleet-presigner`. */
export const pascalCase = (name: string): string => wordsOf(name).map(capitalized).join('');

/** `fleetPresigner` for `fleet-presigner`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `fleet-presigner` for `FleetPresigner`. */
export const kebabCase = (name: string): string => wordsOf(name).join('-').toLowerCase();

/** `fleet_presigner` for `fleetPresigner`, as Python names a member. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]+/g, (capitals, at: number) => `${at > 0 ? '_' : ''}${capitals.toLowerCase()}`);

/** Names that are unique, also on file systems that do not distinguish capital letters. */
export class UniqueNames {
  private readonly taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.taken = new Set([...taken].map(name => name.toLowerCase()));
  }

  /** The name itself, or the name with a number if it is taken. */
  unique(name: string): string {
    const candidates = function* () {
      yield name;
      for (let count = 2; ; count++) yield `${name}${count}`;
    };
    for (const candidate of candidates()) {
      if (this.taken.has(candidate.toLowerCase())) continue;
      this.taken.add(candidate.toLowerCase());
      return candidate;
    }
    return name;
  }
}
