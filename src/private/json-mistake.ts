/** How much of a text is shown from the place of a mistake on. */
const MAX_EXCERPT = 40;

const WHITE_SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const OTHER_SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** The place of the first mistake in a text that is no JSON, for messages. The errors of `JSON.parse` have a place for some mistakes only. */
export function jsonMistake(text: string): string {
  const at = new Reader(text).firstMistake();
  const lines = text.slice(0, at).split('\n');
  const place = `line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
  const [excerpt] = text.slice(at, at + MAX_EXCERPT).split(/\r?\n/);
  return at === text.length ? `it ends too early, in ${place}` : `the mistake is in ${place}, at ${JSON.stringify(excerpt)}`;
}

/** Reads a text token by token. The objects and lists around a token are in a list, since they may be nested deeper than calls can be. */
class Reader {
  private at = 0;
  /** What ends the objects and lists that are open. */
  private readonly ends: string[] = [];

  constructor(private readonly text: string) {}

  /** The position of the first token that is in a wrong place; the length of the text if it ends too early. */
  public firstMistake(): number {
    while (this.readItem() && this.readEnds());
    this.skipWhiteSpace();
    return this.at;
  }

  /** Reads the beginning of a value, with its name inside of an object. An object or a list that is empty is read as a whole. */
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

  /** Reads to where the next item begins. */
  private readEnds(): boolean {
    while (this.ends.length > 0 && this.read(this.ends[this.ends.length - 1])) this.ends.pop();
    return this.ends.length > 0 && this.read(',');
  }

  private isInObject(): boolean {
    return this.ends[this.ends.length - 1] === '}';
  }

  /** Reads a token, if it is the next one. White space before it is read in any case. */
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

/** How long a token is at a position; undefined if it is not there. */
function lengthOf(token: RegExp | string, text: string, at: number): number | undefined {
  if (typeof token === 'string') return text.startsWith(token, at) ? token.length : undefined;
  token.lastIndex = at;
  return token.exec(text)?.[0].length;
}
