/**
 * Reads shell text as far as it takes to see which commands it runs, with which words and in which folder:
 *
 *     export APP=api.main:app; cd backend && exec uvicorn "$APP" --port ${PORT:-8000} &
 *
 * gives `exec uvicorn api.main:app --port 8000` in 'backend'. Nothing is run; substitutions `$(…)` stay as written.
 */
import { join, normalise } from '../../../base/uri';

export interface Word {
  /** Quotes taken off, known variables put in. */
  text: string;
  /** Before variables were put in, where that differs. */
  written?: string;
  from: number;
}
/** A simple command; `vars` and `dir` as they are when it runs. */
export interface Command {
  words: Word[];
  dir: string | undefined;
  vars: Vars;
  to: number;
}
export type Vars = Readonly<Record<string, string>>;

/** `offset`: where `text` starts in the file. */
export function commandsOf(text: string, offset = 0, vars: Vars = {}, dir?: string): Command[] {
  const state: State = { vars: { ...vars }, dir, outer: [], commands: [] };
  let words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const token = next(text, at);
    if (token.word !== undefined) words.push({ text: token.word, from: offset + token.from });
    if (token.operator !== undefined || token.to >= text.length) {
      run(state, words, offset + token.from + (token.word?.length ?? 0));
      words = [];
      if (token.operator === '(') state.outer.push(state.dir);
      else if (token.operator === ')' && state.outer.length > 0) state.dir = state.outer.pop();
    }
    at = token.to;
  }
  return state.commands;
}

interface State {
  vars: Record<string, string>;
  dir: string | undefined;
  /** Folders to which closing parentheses return. */
  outer: (string | undefined)[];
  commands: Command[];
}
interface Token {
  word?: string;
  operator?: string;
  from: number;
  to: number;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

function run(state: State, written: Word[], to: number): void {
  const words = written.map((word) => expanded(word, state.vars));
  const first = words.findIndex((word) => !ASSIGNMENT.test(word.text));
  const set = first === -1 || /^(?:export|local|readonly|declare)$/.test(words[first]?.text ?? '');
  if (set) for (const word of words) assign(word.text, state.vars);
  else if (words[first]?.text === 'cd') state.dir = folder(words[first + 1]?.text, state.dir);
  else if (words.length > 0) state.commands.push({ words, dir: state.dir, vars: { ...state.vars }, to });
}

export function expanded(word: Word, vars: Vars): Word {
  const text = expand(word.text, vars);
  return text === word.text ? word : { ...word, text, written: word.text };
}

function assign(text: string, vars: Record<string, string>): void {
  const [, name, value] = ASSIGNMENT.exec(text) ?? [];
  if (name !== undefined && value !== undefined && name !== '__proto__') vars[name] = value;
}

/** `$ROOT/backend` is 'backend': what is known of it. Undefined where nothing is. */
export function folder(path: string | undefined, base?: string): string | undefined {
  if (path === '-') return undefined;
  const known = path?.replace(/^.*[$`{}~][^/]*\/?/, '');
  if (!known) return path?.startsWith('~') ? undefined : base;
  return (path === known && base ? join(base, known) : normalise(known)) || undefined;
}

/** $X · ${X} · ${X:-default} · ${X:=default} · make's $(X). What is not known stays as written. */
export function expand(text: string, vars: Vars): string {
  return text.replace(/\$\{(\w+)(?::?[-=]([^{}]*))?\}|\$\((\w+)\)|\$(\w+)/g, (written, braced, otherwise, round, bare) => {
    const name: string = braced ?? round ?? bare;
    const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
    return value ?? (otherwise === undefined ? written : String(otherwise).replace(/^(["'])(.*)\1$/, '$2'));
  });
}

function next(text: string, start: number): Token {
  let at = start;
  while (/[^\S\n\r]/.test(text[at] ?? '') || /^\\\r?\n/.test(text.slice(at, at + 3)))
    at += text[at] === '\\' ? lineEnd(text, at) : 1;
  const operator = /^(?:\r?\n|\r|&&|&(?!>)|\|\||;;|[;|()])/.exec(text.slice(at, at + 2))?.[0];
  if (operator !== undefined) return { operator, from: at, to: at + operator.length };
  if (text[at] === '#') {
    const end = text.slice(at).search(/[\n\r]/);
    return { from: at, to: end === -1 ? text.length : at + end };
  }
  return word(text, at);
}

function lineEnd(text: string, at: number): number {
  return text[at + 1] === '\r' ? 3 : 2;
}

/** One word with its quotes taken off, `a"b c"'d'` as `ab cd`. */
function word(text: string, from: number): Token {
  let value = '';
  let at = from;
  while (at < text.length && !ends(text, at)) {
    const c = text[at];
    const end = c === '$' && text[at + 1] === '(' ? closing(text, at + 1) : c === '`' ? text.indexOf('`', at + 1) + 1 : 0;
    if (c === "'" || c === '"') {
      const close = closingQuote(text, at);
      const inner = text.slice(at + 1, close);
      value += c === '"' ? inner.replace(/\\(["\\$`]|\r?\n)/g, '$1') : inner;
      at = close + 1;
    } else if (c === '\\') {
      const skipped = /^\\\r?\n/.test(text.slice(at, at + 3)) ? lineEnd(text, at) : 2;
      if (text[at + 1] !== '\n' && text[at + 1] !== '\r') value += text[at + 1] ?? '';
      at += skipped;
    } else {
      const to = end > at ? end : at + 1;
      value += text.slice(at, to);
      at = to;
    }
  }
  return at === from ? { from, to: from + 1 } : { word: value, from, to: at };
}

/** `2>&1` and `&>log` are words of their command. */
function ends(text: string, at: number): boolean {
  const c = text[at] ?? '';
  return c === '&' ? text[at - 1] !== '>' && text[at + 1] !== '>' : /[\s;|()]/.test(c);
}

function closingQuote(text: string, open: number): number {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

/** The offset after the parenthesis that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return text.length;
}
