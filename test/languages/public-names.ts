import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Member {
  readonly name: string;
  /** What it implements of another type: asked for by the CDK, and not by users. */
  readonly overrides?: string;
}

export interface Type {
  readonly fqn: string;
  readonly kind: 'class' | 'enum' | 'interface';
  readonly name: string;
  /** A struct, such as props. */
  readonly datatype?: boolean;
  readonly initializer?: { readonly parameters?: unknown[] };
  readonly methods?: (Member & { readonly parameters?: unknown[] })[];
  readonly properties?: Member[];
  /** Of an enum. */
  readonly members?: Member[];
  /** The interfaces that it extends. */
  readonly interfaces?: string[];
}

const ASSEMBLY = resolve(__dirname, '..', '..', '.jsii');

export const publicTypes = (): Type[] => Object.values(JSON.parse(readFileSync(ASSEMBLY, 'utf8')).types);

/** What an app uses: classes and their methods, enums, and the members of the structs that it passes, which few languages name. */
export function publicNames(types = publicTypes()): string[] {
  const taken = JSON.stringify(types.map(({ datatype, initializer, methods = [], properties }) =>
    [initializer?.parameters, methods.map(({ parameters }) => parameters), datatype && properties]));
  return types.flatMap(({ fqn, kind, name, datatype, methods = [], properties = [] }) => {
    if (kind !== 'interface') return [name, ...namesOf(methods).map(method => `${name}.${method}`)];
    return datatype && taken.includes(`"${fqn}"`) ? namesOf(properties).map(property => `${name}.${property}`) : [];
  });
}

/** Most languages call the first themselves, and JavaScript the second. */
const CALLED_BY_LANGUAGES = ['toString', 'toJSON'];

const namesOf = (members: Member[]): string[] =>
  members.filter(({ name, overrides }) => overrides === undefined && !CALLED_BY_LANGUAGES.includes(name)).map(({ name }) => name);

/** Those of the names that no source in a folder uses, in whichever way its language writes them. */
export function unused(names: string[], folder: string, extension: string): string[] {
  const words = new Set(sourcesIn(folder, extension).flatMap(source => source.replace(IMPORTS, '').match(/\w+/g) ?? []).flatMap(readings));
  return names.filter((name) => {
    const [type, member] = name.split('.').map(folded);
    return !(member === undefined ? [type, `new${type}`] : [member, type + member]).some(word => words.has(word));
  });
}

const sourcesIn = (folder: string, extension: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(extension) && !file.includes('node_modules'))
    .map(file => readFileSync(join(folder, file), 'utf8'));

/** What is imported is not used yet. */
const IMPORTS = /^(?:import|from)\b(?:[^\n]*\([^)]*\)|[^;\n]*\{[^}]*\}[^\n]*|[^\n]*)/gm;

/** In Go, what belongs to a class has its name in front: JobDocument_FromObject. */
const readings = (word: string): string[] => [folded(word), folded(word.split('_')[0])];

/** from_object, fromObject and FromObject are one name. */
const folded = (name: string): string => name.replaceAll('_', '').toLowerCase();
