import { bytesOf, type DecodedText, fromBase64, unescaped, withoutPlus, withoutQuotes } from './decoded-text';
import { RESERVED_TAG_PREFIX } from '../shared/contract';

/** What is confidential, by the name of the member that holds it; CloudFormation's names and the service's are the same but for their case. */
const SECRET_MEMBERS: { readonly [member: string]: string } = {
  description: 'description',
  document: 'document',
  documentsource: 'document source',
  value: 'tag value',
  responseurl: 'response URL',
};

/** Whether the values of a member are confidential, whatever the case of its name. */
export const isSecretMember = (member: string): boolean => Object.hasOwn(SECRET_MEMBERS, member.toLowerCase());

/** What operators look for, and is confidential nowhere. */
const NAMES = ['jobtemplateid', 'jobtemplatearn', 'jobarn', 'rolearn', 'stackid', 'logicalresourceid', 'physicalresourceid', 'key'];

/** A piece that long is no accident: it was copied. */
const MIN_FRAGMENT_LENGTH = 16;
/** The shortest value that is told from a word of the message where nothing quotes it. */
const MIN_UNQUOTED_LENGTH = 8;
/** The shortest beginning that is told from another text where it is quoted. */
const MIN_QUOTED_LENGTH = 4;
/** No answer to CloudFormation holds more. */
const MAX_TEXT_LENGTH = 8_192;
const QUOTES = '\'"`[(<{';
const END_QUOTES = '\'"`])>}';

/** What must not be told: the service quotes in its errors what it was sent. */
export class Redactor {
  private readonly secrets = new Map<string, string>();
  private readonly names = new Set<string>();
  private index?: Index;

  /** @param values an event, or the like, with confidential members and others */
  constructor(...values: unknown[]) {
    for (const value of values) this.addSecretsFrom(value);
  }

  /** Takes in the confidential members of a value, however deep. */
  addSecretsFrom(value: unknown): void {
    const pending = [value];
    while (pending.length > 0) {
      const next = pending.pop();
      if (typeof next !== 'object' || next === null) continue;
      // The tags that the library keeps hold ids and names.
      const isOwnTag = String((next as { Key?: unknown }).Key).startsWith(RESERVED_TAG_PREFIX);
      for (const [name, inner] of Object.entries(next)) {
        const member = name.toLowerCase();
        if (typeof inner !== 'string') pending.push(inner);
        else if (inner === '') continue;
        else if (NAMES.includes(member)) this.names.add(inner);
        else if (isSecretMember(member) && !isOwnTag) this.keep(inner, SECRET_MEMBERS[member]);
      }
    }
  }

  /**
   * A text of somebody else, in which marks such as `[description]` stand for what is confidential: for each piece of some length, for
   * values as a whole, and for quoted beginnings of them, in whatever encoding. Ids and names that stand by themselves stay.
   */
  redact(whole: string): string {
    const text = whole.slice(0, MAX_TEXT_LENGTH);
    const labels: (string | undefined)[] = new Array(text.length);
    const cover = (from: number, to: number, mark: string | undefined) => labels.fill(mark, from, to);
    const { values, decoded, bare } = this.index ??= indexOf(this.secrets);
    values.find(text, cover);
    const plain = unescaped(bytesOf(text));
    for (const view of [plain, ...[0, 1, 2, 3].map(offset => unescaped(fromBase64(plain, offset)))].map(withoutPlus)) {
      decoded.find(view.bytes, coverFrom(view, cover));
      const unquoted = withoutQuotes(view);
      bare.findPieces(unquoted.bytes, coverFrom(unquoted, cover));
    }
    // As part of something longer a name would show a piece of that.
    const uncover = (from: number, to: number) => labels[from - 1] === undefined && labels[to] === undefined && cover(from, to, undefined);
    for (const name of this.names) eachWhole(name, text, uncover);
    // What is cut off at the end may be too short to be known.
    return whole.length > MAX_TEXT_LENGTH ? `${composed(text.slice(0, -MIN_FRAGMENT_LENGTH), labels)}...` : composed(text, labels);
  }

  private keep(value: string, mark: string): void {
    if (this.secrets.get(value) !== mark) this.index = undefined;
    this.secrets.set(value, mark);
    if (mark === 'document') stringsIn(value).forEach(inner => this.secrets.set(inner, mark));
  }

}

type Cover = (from: number, to: number, mark: string) => unknown;

/** Secrets in one form, and all their pieces, each with its mark. */
class Secrets {
  private readonly pieces = new Map<string, string>();

  /** @param labels the labels of the secrets, the longest secret last */
  constructor(private readonly labels: ReadonlyMap<string, string>) {
    for (const [secret, mark] of labels) {
      for (let at = 0; at + MIN_FRAGMENT_LENGTH <= secret.length; at++) this.pieces.set(secret.slice(at, at + MIN_FRAGMENT_LENGTH), mark);
    }
  }

  find(text: string, cover: Cover): void {
    const quoted = Array.from({ length: text.length }, (_, at) => at).filter(at => at > 0 && QUOTES.includes(text[at - 1]));
    for (const [secret, mark] of this.labels) {
      if (secret.length >= MIN_UNQUOTED_LENGTH) eachWhole(secret, text, (from, to) => cover(from, to, mark));
      for (const at of quoted) {
        const length = commonLength(secret, text, at);
        const isWhole = length > 0 && length === secret.length && END_QUOTES.includes(text[at + length] ?? ' ');
        if (isWhole || length >= MIN_QUOTED_LENGTH) cover(at, at + length, mark);
      }
    }
    this.findPieces(text, cover);
  }

  findPieces(text: string, cover: Cover): void {
    for (let at = 0; this.pieces.size > 0 && at + MIN_FRAGMENT_LENGTH <= text.length; at++) {
      const mark = this.pieces.get(text.slice(at, at + MIN_FRAGMENT_LENGTH));
      if (mark !== undefined) cover(at, at + MIN_FRAGMENT_LENGTH, mark);
    }
  }
}

/** Secrets as they are, without their escapes, and without their quotes, too. */
interface Index {
  readonly values: Secrets;
  readonly decoded: Secrets;
  readonly bare: Secrets;
}

function indexOf(secrets: ReadonlyMap<string, string>): Index {
  const longestLast = [...secrets].sort(([a], [b]) => a.length - b.length);
  const decoded = longestLast.map(([secret, mark]) => [withoutPlus(unescaped(bytesOf(secret))), mark] as const);
  return {
    values: new Secrets(new Map(longestLast)),
    decoded: new Secrets(new Map(decoded.map(([{ bytes }, mark]) => [bytes, mark]))),
    bare: new Secrets(new Map(decoded.map(([view, mark]) => [withoutQuotes(view).bytes, mark]))),
  };
}

/** Covers what was found in a decoded text, in the text that it comes from. */
const coverFrom = ({ from, to }: DecodedText, cover: Cover): Cover => (start, end, mark) => cover(from[start], to[end - 1], mark);

/** Where a value stands by itself, and not inside a longer word. */
function eachWhole(value: string, text: string, found: (from: number, to: number) => unknown): void {
  const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const end = at + value.length;
    const isInside = (isWord(value[0]) && isWord(text[at - 1])) || (isWord(value[value.length - 1]) && isWord(text[end]));
    if (!isInside) found(at, end);
  }
}

function commonLength(form: string, text: string, at: number): number {
  let length = 0;
  while (length < form.length && text[at + length] === form[length]) length++;
  return length;
}

/** All strings of a document; the names of its members are words such as any message has. */
function stringsIn(document: string): string[] {
  const strings: string[] = [];
  try {
    JSON.parse(document, (_, value) => {
      if (typeof value === 'string') strings.push(value);
      return value;
    });
  } catch { /* what is no JSON is one string */ }
  return strings;
}

function composed(text: string, labels: readonly (string | undefined)[]): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (labels[at] === undefined) result += text[at];
    else if (labels[at - 1] === undefined) result += `[${labels[at]}]`;
  }
  return result;
}
