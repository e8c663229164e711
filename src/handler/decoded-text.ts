/** A text as its bytes in UTF-8, one character per byte, with the place of each byte in the original text. */
export interface DecodedText {
  readonly bytes: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The most levels of escapes that are decoded. */
const MAX_DEPTH = 4;

const ESCAPES = new RegExp([
  '\\\\u(?<high>d[89ab][0-9a-f]{2})\\\\u(?<low>d[c-f][0-9a-f]{2})', '\\\\u(?<unit>[0-9a-f]{4})', '\\\\x(?<hex>[0-9a-f]{2})', '\\\\(?<character>.)',
  '%(?<percent>[0-9a-f]{2})', '&(?<entity>amp|lt|gt|quot|apos);', '&#(?<decimal>\\d{1,6});', '&#x(?<hexadecimal>[0-9a-f]{1,5});',
].join('|'), 'gis');
const CHARACTERS: { readonly [character: string]: string } = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const ENTITIES: { readonly [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

export function bytesOf(text: string): DecodedText {
  const parts: Part[] = [];
  let at = 0;
  for (const character of text) parts.push({ bytes: utf8(character), from: at, to: at += character.length });
  return joined(parts);
}

/** The text without the escapes of JSON, programming languages, URLs and HTML, on all levels. */
export function unescaped(text: DecodedText): DecodedText {
  let current = text;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next = unescapedOnce(current);
    if (next.bytes === current.bytes) break;
    current = next;
  }
  return current;
}

/** All runs of Base64, decoded and in quotes. If a run is part of a longer text, it may begin at any offset from 0 to 3. */
export function fromBase64({ bytes, from, to }: DecodedText, offset: number): DecodedText {
  const parts: Part[] = [];
  for (const { 0: run, index } of bytes.matchAll(/[\w+/-]{4,}/g)) {
    const decoded = Buffer.from(run.slice(offset), 'base64');
    const quote = { bytes: '"', from: from[index], to: from[index] };
    parts.push(quote);
    decoded.forEach((byte, at) => {
      // Four characters hold three bytes, so each byte is in two characters.
      const first = index + offset + Math.floor(at / 3) * 4 + at % 3;
      parts.push({ bytes: String.fromCharCode(byte), from: from[first], to: to[first + 1] });
    });
    parts.push(quote);
  }
  return joined(parts);
}

/** The text with a space for each plus sign, as in URL-encoded forms. */
export const withoutPlus = (text: DecodedText): DecodedText => ({ ...text, bytes: text.bytes.replace(/\+/g, ' ') });

/** The text without quotes, backslashes and white space. */
export const withoutQuotes = ({ bytes, from, to }: DecodedText): DecodedText =>
  joined([...bytes].map((byte, at) => ({ bytes: byte, from: from[at], to: to[at] })).filter(part => !/[\s"'`\\]/.test(part.bytes)));

interface Part {
  readonly bytes: string;
  readonly from: number;
  readonly to: number;
}

function joined(parts: readonly Part[]): DecodedText {
  const [from, to]: number[][] = [[], []];
  let bytes = '';
  for (const part of parts) {
    bytes += part.bytes;
    for (let count = part.bytes.length; count > 0; count--) {
      from.push(part.from);
      to.push(part.to);
    }
  }
  return { bytes, from, to };
}

function unescapedOnce(text: DecodedText): DecodedText {
  const { bytes, from, to } = text;
  // Most texts have no escapes, and most of the others have few levels of them.
  if (!/[\\%&]/.test(bytes)) return text;
  const parts: Part[] = [];
  let end = 0;
  const copyTo = (until: number) => {
    for (; end < until; end++) parts.push({ bytes: bytes[end], from: from[end], to: to[end] });
  };
  for (const match of bytes.matchAll(ESCAPES)) {
    copyTo(match.index);
    end += match[0].length;
    parts.push({ bytes: meaningOf(match.groups!), from: from[match.index], to: to[end - 1] });
  }
  copyTo(bytes.length);
  return joined(parts);
}

/** The bytes that an escape means. */
function meaningOf(groups: { readonly [group: string]: string | undefined }): string {
  const { high, low, unit, hex, character, percent, entity, decimal, hexadecimal } = groups;
  if (high && low) return utf8(String.fromCharCode(parseInt(high, 16), parseInt(low, 16)));
  if (character) return CHARACTERS[character] ?? character;
  if (percent) return String.fromCharCode(parseInt(percent, 16));
  if (entity) return ENTITIES[entity.toLowerCase()];
  return utf8(String.fromCodePoint(decimal ? parseInt(decimal, 10) : parseInt((unit ?? hex ?? hexadecimal)!, 16)));
}
