import { bytesOf, type DecodedText, fromBase64, unescaped, withoutPlus, withoutQuotes } from './decoded-text';
import { mergeSpans, replaceSpans, type Span, withoutSpansIn } from './spans';
import { RESERVED_TAG_PREFIX } from '../shared/contract';

/** The label of each member that holds a secret, by its name in lower case. CloudFormation and AWS IoT differ only in the case of names. */
const SECRET_MEMBERS: { readonly [member: string]: string } = {
  description: 'description',
  document: 'document',
  documentsource: 'document source',
  value: 'tag value',
  responseurl: 'response URL',
};

/** Whether the values of a member are secrets, whatever the case of its name. */
export const isSecretMember = (member: string): boolean => Object.hasOwn(SECRET_MEMBERS, member.toLowerCase());

/** Members whose values operators search for. They are no secrets. */
const NAMES = ['jobtemplateid', 'jobtemplatearn', 'jobarn', 'rolearn', 'stackid', 'logicalresourceid', 'physicalresourceid', 'key'];

/** The shortest fragment of a secret that cannot be an accident. */
const MIN_FRAGMENT_LENGTH = 16;
/** The shortest secret that is redacted without quotes around it. A shorter one may be a word of the message. */
const MIN_UNQUOTED_LENGTH = 8;
/** The shortest beginning of a secret that is redacted in quotes. */
const MIN_QUOTED_LENGTH = 4;
/** More than a response to CloudFormation can hold. */
const MAX_TEXT_LENGTH = 8_192;
const QUOTE = /['"`[(<{]/g;
const END_QUOTES = '\'"`])>}';

/** Keeps secrets out of messages, because AWS IoT quotes its input in errors. */
export class Redactor {
  /** The label of each secret. */
  private readonly secrets = new Map<string, string>();
  private readonly names = new Set<string>();
  private index?: Index;

  /** @param values events or results, with secret members and others */
  constructor(...values: unknown[]) {
    for (const value of values) this.addSecretsFrom(value);
  }

  /** Adds the secret members of a value at any depth. */
  addSecretsFrom(value: unknown): void {
    const pending = [value];
    while (pending.length > 0) {
      const next = pending.pop();
      if (typeof next !== 'object' || next === null) continue;
      // Bookkeeping tags hold ids and names.
      const isOwnTag = String((next as { Key?: unknown }).Key).startsWith(RESERVED_TAG_PREFIX);
      for (const [name, inner] of Object.entries(next)) {
        const member = name.toLowerCase();
        if (typeof inner !== 'string') pending.push(inner);
        else if (inner === '') continue;
        else if (NAMES.includes(member)) this.names.add(inner);
        else if (isSecretMember(member) && !isOwnTag) this.addSecret(inner, SECRET_MEMBERS[member]);
      }
    }
  }

  /**
   * The text with labels such as `[description]` in place of secrets. It redacts whole secrets, long fragments, and quoted beginnings, in any
   * encoding. Ids and names that stand alone stay.
   */
  redact(whole: string): string {
    const text = whole.slice(0, MAX_TEXT_LENGTH);
    let spans: readonly Span[] = mergeSpans(this.secretsIn(text));
    // A name next to a secret may be a fragment of that secret.
    for (const name of this.names) {
      for (const { from, to } of wholeOccurrences(name, text)) spans = withoutSpansIn(spans, from, to);
    }
    // A secret that is cut off at the end may be too short to be recognized.
    return whole.length > MAX_TEXT_LENGTH ? `${replaceSpans(text.slice(0, -MIN_FRAGMENT_LENGTH), spans)}...` : replaceSpans(text, spans);
  }

  private secretsIn(text: string): Span[] {
    const { values, decoded, bare } = this.index ??= indexOf(this.secrets);
    const spans = [...values.find(text)];
    const plain = unescaped(bytesOf(text));
    for (const view of [plain, ...[0, 1, 2, 3].map(offset => unescaped(fromBase64(plain, offset)))].map(withoutPlus)) {
      const unquoted = withoutQuotes(view);
      for (const span of decoded.find(view.bytes)) spans.push(inOriginal(view, span));
      for (const span of bare.findFragments(unquoted.bytes)) spans.push(inOriginal(unquoted, span));
    }
    return spans;
  }

  private addSecret(value: string, label: string): void {
    // Stryker disable next-line ConditionalExpression: a new index is as good as the old one
    if (this.secrets.get(value) !== label) this.index = undefined;
    this.secrets.set(value, label);
    if (label === 'document') stringsIn(value).forEach(inner => this.secrets.set(inner, label));
  }
}

/** Secrets in one form, and all their fragments, with their labels. */
class SecretIndex {
  private readonly fragments = new Map<string, string>();

  /** @param labels the labels of the secrets, the longest secret last */
  constructor(private readonly labels: ReadonlyMap<string, string>) {
    for (const [secret, label] of labels) {
      // Stryker disable next-line ArithmeticOperator: no fragment that is too short is ever looked up
      for (let at = 0; at + MIN_FRAGMENT_LENGTH <= secret.length; at++) this.fragments.set(secret.slice(at, at + MIN_FRAGMENT_LENGTH), label);
    }
  }

  /** The places of secrets, of those that overrule others last. */
  *find(text: string): Iterable<Span> {
    const quoted = [...text.matchAll(QUOTE)].map(({ index }) => index + 1);
    for (const [secret, label] of this.labels) {
      if (secret.length >= MIN_UNQUOTED_LENGTH) {
        for (const occurrence of wholeOccurrences(secret, text)) yield { ...occurrence, label };
      }
      for (const from of quoted) {
        const length = commonLength(secret, text, from);
        const isWhole = length > 0 && length === secret.length && END_QUOTES.includes(text[from + length] ?? '');
        if (isWhole || length >= MIN_QUOTED_LENGTH) yield { from, to: from + length, label };
      }
    }
    yield* this.findFragments(text);
  }

  *findFragments(text: string): Iterable<Span> {
    // Stryker disable next-line ConditionalExpression,EqualityOperator,ArithmeticOperator: only the time differs, because nothing contains a fragment of none
    for (let from = 0; this.fragments.size > 0 && from + MIN_FRAGMENT_LENGTH <= text.length; from++) {
      const to = from + MIN_FRAGMENT_LENGTH;
      const label = this.fragments.get(text.slice(from, to));
      if (label !== undefined) yield { from, to, label };
    }
  }
}

/** Secrets as they are, without their escapes, and also without their quotes. */
interface Index {
  readonly values: SecretIndex;
  readonly decoded: SecretIndex;
  readonly bare: SecretIndex;
}

function indexOf(secrets: ReadonlyMap<string, string>): Index {
  const longestLast = [...secrets].sort(([a], [b]) => a.length - b.length);
  const decoded = longestLast.map(([secret, label]) => [withoutPlus(unescaped(bytesOf(secret))), label] as const);
  return {
    values: new SecretIndex(new Map(longestLast)),
    decoded: new SecretIndex(new Map(decoded.map(([{ bytes }, label]) => [bytes, label]))),
    bare: new SecretIndex(new Map(decoded.map(([view, label]) => [withoutQuotes(view).bytes, label]))),
  };
}

/** The span of a decoded text in the text that it comes from. */
const inOriginal = (decoded: DecodedText, { from, to, label }: Span): Span => ({ from: decoded.from[from], to: decoded.to[to - 1], label });

/** The places at which a value stands alone, and not inside a longer word. */
function* wholeOccurrences(value: string, text: string): Iterable<{ readonly from: number; readonly to: number }> {
  const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  for (let from = text.indexOf(value); from !== -1; from = text.indexOf(value, from + 1)) {
    const to = from + value.length;
    const isInside = (isWord(value[0]) && isWord(text[from - 1])) || (isWord(value[value.length - 1]) && isWord(text[to]));
    if (!isInside) yield { from, to };
  }
}

function commonLength(secret: string, text: string, at: number): number {
  let length = 0;
  // Stryker disable next-line EqualityOperator: only values of up to three characters differ
  while (length < secret.length && text[at + length] === secret[length]) length++;
  return length;
}

/** All strings of a document, without the names of its members. These are words that any message may have. */
function stringsIn(document: string): string[] {
  // Stryker disable next-line ArrayDeclaration: no message has the text of the mutant
  const strings: string[] = [];
  try {
    JSON.parse(document, (_, value) => {
      if (typeof value === 'string') strings.push(value);
      return value;
    });
  } catch { /* a text that is not JSON is one secret */ }
  return strings;
}
