/**
 * JSON with comments and trailing commas as a tree with places. Never throws: what is broken is said with its place, and reading goes on
 * behind it, so that one slip in a file does not take the rest of it away.
 */
export type JsonNode =
  | { kind: 'object'; entries: JsonEntry[]; from: number; to: number }
  | { kind: 'array'; items: JsonNode[]; from: number; to: number }
  | { kind: 'scalar'; value: string | number | boolean | null; from: number; to: number };

export interface JsonEntry {
  key: string;
  /** Of the key, quotes included. */
  from: number;
  to: number;
  value: JsonNode;
}

export interface JsonError {
  message: string;
  at: number;
}

export interface JsonTree {
  root?: JsonNode;
  errors: JsonError[];
}

const MAX_DEPTH = 200;
const MAX_ERRORS = 20;
/** What stands for itself to its end: a comment, a string. */
const COMMENT = /\/\/[^\n\r]*|\/\*[\s\S]*?\*\//y;
const STRING = /"(?:[^"\\\n\r]|\\.)*"/y;
const BLANK = /(?:\s+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/y;
const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

export function parseJsonTree(text: string): JsonTree {
  const reader = new Reader(text);
  const root = reader.document();
  return { errors: reader.errors, ...(root && { root }) };
}

/** The plain value of a tree. Of equal keys the last counts. */
export function plainValue(node: JsonNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
}

class Reader {
  readonly errors: JsonError[] = [];
  private at = 0;
  /** The entry that was just read ends in a string without its closing quote: the next line begins another. */
  private torn = false;

  constructor(private readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  document(): JsonNode | undefined {
    const root = this.value(0);
    this.take(BLANK);
    if (root && this.at < this.text.length) this.error('text after the end of the value');
    return root;
  }

  /** Only the first at a place: what follows from it says nothing new. */
  private error(message: string, at = this.at): undefined {
    if (this.errors.length < MAX_ERRORS && this.errors.at(-1)?.at !== at) this.errors.push({ message, at });
  }

  private value(depth: number): JsonNode | undefined {
    this.take(BLANK);
    const c = this.text[this.at];
    if (depth > MAX_DEPTH && (c === '{' || c === '[')) return this.error('nested too deeply');
    if (c === '{') return this.object(depth);
    if (c === '[') return this.array(depth);
    return c === '"' ? this.string() : this.word();
  }

  private object(depth: number): JsonNode {
    const from = this.at++;
    const entries: JsonEntry[] = [];
    while (!this.ends('}')) {
      const entry = this.entry(depth);
      if (entry) entries.push(entry);
      this.comma('}', entry !== undefined);
    }
    return { kind: 'object', entries, from, to: this.at };
  }

  private entry(depth: number): JsonEntry | undefined {
    const from = this.at;
    if (this.text[from] !== '"') return this.error('a key in double quotes was expected');
    const key = this.string();
    if (!key) return undefined;
    this.take(BLANK);
    if (this.text[this.at] !== ':') return this.error("':' was expected");
    this.at++;
    const value = this.value(depth + 1);
    return value && { key: String(key.value), from, to: key.to, value };
  }

  private array(depth: number): JsonNode {
    const from = this.at++;
    const items: JsonNode[] = [];
    while (!this.ends(']')) {
      const item = this.value(depth + 1);
      if (item) items.push(item);
      this.comma(']', item !== undefined);
    }
    return { kind: 'array', items, from, to: this.at };
  }

  private ends(close: string): boolean {
    this.take(BLANK);
    if (this.at >= this.text.length) this.error('the file ends too early');
    else if (this.text[this.at] !== close) return false;
    else this.at++;
    return true;
  }

  /** Behind an entry, or behind what should have been one. */
  private comma(close: string, isWhole: boolean): void {
    this.take(BLANK);
    const c = this.text[this.at];
    if (c === ',') this.at++;
    else if (c !== close && this.at < this.text.length) {
      if (isWhole) this.error(`',' or '${close}' was expected`);
      if (c !== '"' || !(isWhole || this.torn)) this.skip(close);
    }
    this.torn = false;
  }

  /** To the next entry: behind the next comma that belongs here, or before the end of the list. */
  private skip(close: string): void {
    for (let depth = 0; this.at < this.text.length; ) {
      if (this.take(COMMENT) || this.take(STRING)) continue;
      const c = this.text[this.at]!;
      if (depth === 0 && c === close) return;
      this.at++;
      if (c === '{' || c === '[') depth++;
      else if (c === '}' || c === ']') depth = Math.max(0, depth - 1);
      else if (c === ',' && depth === 0) return;
    }
  }

  private string(): (JsonNode & { kind: 'scalar' }) | undefined {
    const from = this.at;
    const found = this.take(STRING);
    if (found === undefined) {
      this.error('a string is not closed');
      this.torn = true;
      this.take(/[^\n\r]*/y);
      return undefined;
    }
    try {
      const value: unknown = JSON.parse(found.replaceAll('\t', '\\t'));
      return { kind: 'scalar', value: String(value), from, to: this.at };
    } catch {
      // The token has the form of a string, so only an escape or a control character in it can be wrong.
      return this.error('a string holds a wrong escape', from);
    }
  }

  private word(): JsonNode | undefined {
    const from = this.at;
    const found = this.take(WORD);
    if (found === undefined) return this.error(from < this.text.length ? 'a value was expected' : 'the file ends too early');
    const value = found === 'null' ? null : found === 'true' || (found === 'false' ? false : Number(found));
    return { kind: 'scalar', value, from, to: this.at };
  }

  private take(token: RegExp): string | undefined {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found) this.at += found.length;
    return found === '' ? undefined : found;
  }
}

export const entries = (node: JsonNode | undefined): JsonEntry[] => (node?.kind === 'object' ? node.entries : []);
