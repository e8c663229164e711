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

// A character of ASCII is its own byte.
const utf8 = (character: string): string => character <= '\x7f' ? character : Buffer.from(character).toString('latin1');

export function bytesOf(text: string): DecodedText {
  const decoded = new Builder();
  let at = 0;
  for (const character of text) decoded.add(utf8(character), at, at += character.length);
  return decoded;
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
  const decoded = new Builder();
  for (const { 0: run, index } of bytes.matchAll(/[\w+/-]{4,}/g)) {
    decoded.add('"', from[index], from[index]);
    Buffer.from(run.slice(offset), 'base64').forEach((byte, at) => {
      // Four characters hold three bytes, so each byte is in two characters.
      const first = index + offset + Math.floor(at / 3) * 4 + at % 3;
      decoded.add(String.fromCharCode(byte), from[first], to[first + 1]);
    });
    decoded.add('"', from[index], from[index]);
  }
  return decoded;
}

/** The text with a space for each plus sign, as in URL-encoded forms. */
export const withoutPlus = (text: DecodedText): DecodedText => ({ ...text, bytes: text.bytes.replace(/\+/g, ' ') });

/** The text without quotes, backslashes and white space. */
export function withoutQuotes(text: DecodedText): DecodedText {
  const unquoted = new Builder();
  for (const { 0: run, index } of text.bytes.matchAll(/[^\s"'`\\]+/g)) unquoted.copy(text, index, index + run.length);
  return unquoted;
}

class Builder implements DecodedText {
  bytes = '';
  readonly from: number[] = [];
  readonly to: number[] = [];

  /** Adds bytes that come from the same place. */
  add(bytes: string, from: number, to: number): void {
    this.bytes += bytes;
    for (let count = bytes.length; count > 0; count--) {
      this.from.push(from);
      this.to.push(to);
    }
  }

  copy({ bytes, from, to }: DecodedText, begin: number, end: number): void {
    for (let at = begin; at < end; at++) this.add(bytes[at], from[at], to[at]);
  }
}

function unescapedOnce(text: DecodedText): DecodedText {
  const { bytes, from, to } = text;
  // Most texts have no escapes, and most of the others have few levels of them.
  if (!/[\\%&]/.test(bytes)) return text;
  const decoded = new Builder();
  let end = 0;
  for (const match of bytes.matchAll(ESCAPES)) {
    decoded.copy(text, end, match.index);
    end = match.index + match[0].length;
    decoded.add(meaningOf(match.groups!), from[match.index], to[end - 1]);
  }
  decoded.copy(text, end, bytes.length);
  return decoded;
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
