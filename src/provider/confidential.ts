import { RESERVED_TAG_PREFIX } from '../contract';

/** What is confidential, by the name of the member that holds it; CloudFormation's names and the service's are the same but for their case. */
const CONFIDENTIAL: { readonly [member: string]: string } = {
  description: 'description',
  document: 'document',
  documentsource: 'document source',
  value: 'tag value',
  responseurl: 'response URL',
};
/** What operators look for, and is confidential nowhere. */
const NAMES = ['jobtemplateid', 'jobtemplatearn', 'jobarn', 'rolearn', 'stackid', 'logicalresourceid', 'physicalresourceid', 'key'];

/** A piece that long is no accident: it was copied. */
const PIECE = 16;
/** The shortest value that is told from a word of the message where nothing quotes it. */
const UNQUOTED = 8;
/** The shortest beginning that is told from another text where it is quoted. */
const BEGINNING = 4;
/** No answer to CloudFormation holds more. */
const LONGEST = 8_192;
const QUOTES = '\'"`[(<{';
const END_QUOTES = '\'"`])>}';

/** What must not be told: the service quotes in its errors what it was sent. */
export class Confidential {
  private readonly secrets = new Map<string, string>();
  private readonly names = new Set<string>();

  /** @param values an event, or the like, with confidential members and others */
  constructor(...values: unknown[]) {
    for (const value of values) this.learn(value);
  }

  /** Takes in the confidential members of a value, however deep. */
  learn(value: unknown): void {
    const pending = [value];
    while (pending.length > 0) {
      const next = pending.pop();
      if (typeof next !== 'object' || next === null) continue;
      // The tags that the library keeps hold ids and names.
      const isOwnTag = String((next as { Key?: unknown }).Key).startsWith(RESERVED_TAG_PREFIX);
      for (const [name, inner] of Object.entries(next)) {
        const member = name.toLowerCase();
        if (typeof inner !== 'string') pending.push(inner);
        else if (NAMES.includes(member)) this.names.add(inner);
        else if (Object.hasOwn(CONFIDENTIAL, member) && !isOwnTag) this.keep(inner, CONFIDENTIAL[member]);
      }
    }
  }

  /**
   * A text of somebody else, in which marks such as `[description]` stand for what is confidential: for each piece of some length, for
   * values as a whole, and for quoted beginnings of them. Ids and names that stand by themselves stay.
   */
  redact(whole: string): string {
    const text = whole.slice(0, LONGEST);
    const marks: (string | undefined)[] = new Array(text.length);
    const cover = (from: number, to: number, mark: string | undefined) => marks.fill(mark, from, to);
    const quoted = Array.from({ length: text.length }, (_, at) => at).filter(at => at > 0 && QUOTES.includes(text[at - 1]));
    const longestLast = [...this.secrets].sort(([a], [b]) => a.length - b.length);
    for (const [secret, mark] of longestLast) {
      for (const form of formsOf(secret)) this.find(form, text, quoted, (from, to) => cover(from, to, mark));
    }
    // As part of something longer a name would show a piece of that.
    const uncover = (from: number, to: number) => marks[from - 1] === undefined && marks[to] === undefined && cover(from, to, undefined);
    for (const name of this.names) eachWhole(name, text, uncover);
    // What is cut off at the end may be too short to be known.
    return whole.length > LONGEST ? `${composed(text.slice(0, -PIECE), marks)}...` : composed(text, marks);
  }

  private keep(value: string, mark: string): void {
    this.secrets.set(value, mark);
    if (mark === 'document') stringsIn(value).forEach(inner => this.secrets.set(inner, mark));
  }

  private find(form: string, text: string, quoted: readonly number[], found: (from: number, to: number) => unknown): void {
    if (form.length >= UNQUOTED) eachWhole(form, text, found);
    for (const at of quoted) {
      const length = commonLength(form, text, at);
      const isWhole = length === form.length && END_QUOTES.includes(text[at + length] ?? ' ');
      if (isWhole || length >= BEGINNING) found(at, at + length);
    }
    const pieces = new Set<string>();
    for (let at = 0; at + PIECE <= form.length; at++) pieces.add(form.slice(at, at + PIECE));
    for (let at = 0; pieces.size > 0 && at + PIECE <= text.length; at++) {
      if (pieces.has(text.slice(at, at + PIECE))) found(at, at + PIECE);
    }
  }
}

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

/** How a value may be written: as it is, inside a string of JSON, inside a string inside that, or without the encoding of URLs. */
function formsOf(value: string): Set<string> {
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  return new Set([value, escaped(value), escaped(escaped(value)), decoded(value)]);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
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

function composed(text: string, marks: readonly (string | undefined)[]): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (marks[at] === undefined) result += text[at];
    else if (marks[at - 1] === undefined) result += `[${marks[at]}]`;
  }
  return result;
}
