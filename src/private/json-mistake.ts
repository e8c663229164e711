/** The number of characters that a message shows from the mistake on. */
const MAX_EXCERPT = 40;

const WHITE_SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const OTHER_SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** The position of the first mistake in a text that is not JSON, for messages. The errors of `JSON.parse` have a position only for some mistakes. */
export function jsonMistake(text: string): string {
  const at = new Reader(text).firstMistake();
  const lines = text.slice(0, at).split('\n');
  const place = `line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
  const [excerpt] = text.slice(at, at + MAX_EXCERPT).split(/\r?\n/);
  return at === text.length ? `it ends too early, in ${place}` : `the mistake is in ${place}, at ${JSON.stringify(excerpt)}`;
}

/** Reads a text token by token. A list holds the open objects and lists, because their nesting may be deeper than the call stack. */
class Reader {
  private at = 0;
  /** The closing brackets of the open objects and lists. */
  private readonly ends: string[] = [];

  constructor(private readonly text: string) {}

  /** The position of the first wrong token. The length of the text if the text ends too early. */
  public firstMistake(): number {
    while (this.readItem() && this.readEnds());
    this.skipWhiteSpace();
    return this.at;
  }

  /** Reads the beginning of a value, with its name if it is a member of an object. Reads an empty object or list as a whole. */
  private readItem(): boolean {
    for (;;) {
      if (this.isInObject() && !(this.read(STRING) && this.read(':'))) return false;
      const end = this.readStart();
      if (end === undefined) return this.read(STRING) || this.read(OTHER_SCALAR);
      if (this.read(end)) return true;
      this.ends.push(end);
    }
  }

  /** Reads the start of an object or a list, and returns its end. */
  private readStart(): string | undefined {
    if (this.read('{')) return '}';
    return this.read('[') ? ']' : undefined;
  }

  /** Reads closing brackets and the comma before the next item. */
  private readEnds(): boolean {
    while (this.ends.length > 0 && this.read(this.ends[this.ends.length - 1])) this.ends.pop();
    return this.ends.length > 0 && this.read(',');
  }

  private isInObject(): boolean {
    return this.ends[this.ends.length - 1] === '}';
  }

  /** Reads a token if it is next. Always reads the white space before it. */
  private read(token: RegExp | string): boolean {
    this.skipWhiteSpace();
    const length = lengthOf(token, this.text, this.at);
    this.at += length ?? 0;
    return length !== undefined;
  }

  private skipWhiteSpace(): void {
    this.at += lengthOf(WHITE_SPACE, this.text, this.at)!;
  }
}

/** The length of a token at a position. Undefined if the token is not there. */
function lengthOf(token: RegExp | string, text: string, at: number): number | undefined {
  if (typeof token === 'string') return text.startsWith(token, at) ? token.length : undefined;
  token.lastIndex = at;
  return token.exec(text)?.[0].length;
}
