/** JSON with comments and trailing commas, as in tsconfig.json. Never throws; what is broken is said with its offset. */

export interface Jsonc {
  value?: unknown;
  error?: { message: string; at: number };
  /** Where the keys of objects stand: 'compilerOptions.paths' to the offset of its key. The first of equal keys counts. */
  keys: Map<string, number>;
}

const MAX_DEPTH = 200;

class Broken extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

export function parseJsonc(text: string): Jsonc {
  const reader = new Reader(text);
  try {
    return { value: reader.document(), keys: reader.keys };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { error: { message: error.message, at: error.at }, keys: reader.keys };
  }
}

class Reader {
  readonly keys = new Map<string, number>();
  private at = 0;

  constructor(private readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  document(): unknown {
    const value = this.value('', 0);
    this.blank();
    if (this.at < this.text.length) throw new Broken('text after the end of the value', this.at);
    return value;
  }

  private value(path: string, depth: number): unknown {
    if (depth > MAX_DEPTH) throw new Broken('nested too deeply', this.at);
    this.blank();
    const c = this.text[this.at];
    if (c === '{') return this.object(path, depth);
    if (c === '[') return this.array(path, depth);
    if (c === '"') return this.string();
    return this.word();
  }

  private object(path: string, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.at++;
    while (!this.ends('}')) {
      const start = this.at;
      if (this.text[start] !== '"') throw new Broken('a key in double quotes was expected', start);
      const key = this.string();
      const inner = path ? `${path}.${key}` : key;
      if (!this.keys.has(inner)) this.keys.set(inner, start);
      this.blank();
      if (this.text[this.at] !== ':') throw new Broken("':' was expected", this.at);
      this.at++;
      entries.push([key, this.value(inner, depth + 1)]);
      this.comma('}');
    }
    return Object.fromEntries(entries);
  }

  private array(path: string, depth: number): unknown[] {
    const items: unknown[] = [];
    this.at++;
    while (!this.ends(']')) {
      items.push(this.value(`${path}[${items.length}]`, depth + 1));
      this.comma(']');
    }
    return items;
  }

  private ends(close: string): boolean {
    this.blank();
    if (this.text[this.at] !== close) return false;
    this.at++;
    return true;
  }

  private comma(close: string): void {
    this.blank();
    if (this.text[this.at] === ',') this.at++;
    else if (this.text[this.at] !== close) throw new Broken(`',' or '${close}' was expected`, this.at);
  }

  private string(): string {
    const token = /"(?:[^"\\\n\r]|\\.)*"/y;
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found === undefined) throw new Broken('a string is not closed', this.at);
    try {
      const value: unknown = JSON.parse(found.replaceAll('\t', '\\t'));
      this.at += found.length;
      return String(value);
    } catch {
      // The token has the form of a string, so only an escape in it can be wrong.
      throw new Broken('a string holds a wrong escape', this.at);
    }
  }

  private word(): unknown {
    const token = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found === undefined)
      throw new Broken(this.at < this.text.length ? 'a value was expected' : 'the file ends too early', this.at);
    this.at += found.length;
    return JSON.parse(found);
  }

  private blank(): void {
    const token = /(?:\s+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/y;
    token.lastIndex = this.at;
    if (token.test(this.text)) this.at = token.lastIndex;
  }
}
