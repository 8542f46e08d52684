/** The expressions of Jinja and Django tags: names, members, calls, strings, `~`, `+`, filters, `a if b else c`. */
import type { Arg, X } from '../expression';
import type { Context } from './context';
import { decode } from './literals';

/** Filters that leave the text what it is. */
const TRANSPARENT = new Set(
  'safe tojson escape e forceescape escapejs string urlencode trim lower json_script to_json'.split(' '),
);

const TOKEN =
  /\s+|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(\/\/|\*\*|==|!=|<=|>=|[()[\]{},.|~+\-*/%=:<>])|./gsy;

interface Token {
  kind: 'string' | 'number' | 'name' | 'mark' | 'end';
  text: string;
  from: number;
  to: number;
}

function tokens(text: string, from: number, to: number): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = from;
  while (TOKEN.lastIndex < to) {
    const match = TOKEN.exec(text);
    if (!match) break;
    const kind =
      match[1] !== undefined
        ? 'string'
        : match[2] !== undefined
          ? 'number'
          : match[3] !== undefined
            ? 'name'
            : match[4] !== undefined
              ? 'mark'
              : undefined;
    if (kind) found.push({ kind, text: match[0], from: match.index, to: TOKEN.lastIndex });
  }
  return found;
}

/** {{ expression }} */
export function lowerPrinted(c: Context, text: string, from: number, to: number): X {
  return new TagReader(c, tokens(text, from, to), { from, to }).whole();
}

/** {% url 'name' a b=c as x %} → url('name', a, b=c); the same for every other tag that stands for a value. */
export function lowerDjangoTag(c: Context, text: string, tag: { innerFrom: number; innerTo: number; word: string }): X {
  const all = tokens(text, tag.innerFrom, tag.innerTo);
  const place = { from: tag.innerFrom, to: tag.innerTo };
  const name = all.shift();
  if (!name) return c.addAt({ kind: 'unknown', why: 'template' }, place);
  const callee = c.addAt({ kind: 'free', name: tag.word }, name);
  const args = new TagReader(c, all, place).spaced();
  return c.addAt({ kind: 'call', callee, args }, place);
}

/** Reads `name = expression` pairs of `{% set a = b %}`, `{% with a=b c=d %}`. */
export function lowerSetTag(c: Context, text: string, from: number, to: number): { name: string; x: X }[] {
  const args = new TagReader(c, tokens(text, from, to), { from, to }).spaced();
  return args.flatMap((arg) => (arg.name === undefined ? [] : [{ name: arg.name, x: arg.x }]));
}

const MAX_DEPTH = 60;

class TagReader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly c: Context,
    private readonly all: readonly Token[],
    private readonly place: { from: number; to: number },
  ) {}

  whole(): X {
    return this.all.length === 0 ? this.unknown('template') : this.choice();
  }

  /** Arguments apart by blanks or commas, up to `as`. */
  spaced(): Arg[] {
    const args: Arg[] = [];
    while (this.at < this.all.length) {
      if (this.isNext('as') && this.all[this.at + 1]?.kind === 'name') break;
      if (this.take(',')) continue;
      const before = this.at;
      args.push(this.argument());
      if (this.at === before) this.at++;
    }
    return args;
  }

  private argument(): Arg {
    const name = this.all[this.at];
    if (name?.kind === 'name' && this.all[this.at + 1]?.text === '=') {
      this.at += 2;
      return { x: this.choice(), name: name.text };
    }
    if (this.take('**')) return { x: this.choice(), spread: '**' };
    if (this.take('*')) return { x: this.choice(), spread: '*' };
    return { x: this.choice() };
  }

  /** a if b else c */
  private choice(): X {
    if (++this.depth > MAX_DEPTH) return this.giveUp();
    const from = this.next()?.from ?? this.place.to;
    let x = this.sum();
    if (this.take('if')) {
      this.sum();
      const other = this.take('else') ? this.choice() : this.c.addAt({ kind: 'lit', value: null }, this.end());
      x = this.c.addAt({ kind: 'either', op: 'if', of: [x, other], test: 'template' }, { from, to: this.end().to });
    }
    this.depth--;
    return x;
  }

  /** a ~ b + c; comparisons and the like end as unknown. */
  private sum(): X {
    const from = this.next()?.from ?? this.place.to;
    const parts = [this.filtered()];
    let isText = true;
    for (;;) {
      const mark = this.next();
      if (mark?.kind === 'mark' && (mark.text === '~' || mark.text === '+')) this.at++;
      else if (mark && (/^(?:==|!=|<=|>=|[<>*/%-]|\/\/)$/.test(mark.text) || ['and', 'is', 'in', 'not'].includes(mark.text))) {
        this.at++;
        isText = false;
      } else if (mark?.text === 'or') {
        this.at++;
        const other = this.filtered();
        parts.push(this.c.addAt({ kind: 'either', op: 'or', of: [parts.pop()!, other] }, { from, to: this.end().to }));
        continue;
      } else break;
      parts.push(this.filtered());
    }
    if (!isText) return this.c.addAt({ kind: 'unknown', why: 'operator' }, { from, to: this.end().to });
    return parts.length === 1 ? parts[0]! : this.c.addAt({ kind: 'cat', parts }, { from, to: this.end().to });
  }

  /** x|tojson · x|default('y') · x|default:"y" */
  private filtered(): X {
    const from = this.next()?.from ?? this.place.to;
    let x = this.postfix();
    while (this.next()?.text === '|' && this.all[this.at + 1]?.kind === 'name') {
      const name = this.all[this.at + 1]!.text;
      this.at += 2;
      const args: Arg[] = this.take('(') ? this.until(')') : this.take(':') ? [{ x: this.postfix() }] : [];
      if (TRANSPARENT.has(name)) continue;
      const place = { from, to: this.end().to };
      if ((name === 'default' || name === 'd') && args[0])
        x = this.c.addAt({ kind: 'either', op: 'or', of: [x, args[0].x] }, place);
      else x = this.c.addAt({ kind: 'unknown', why: `filter ${name}` }, place);
    }
    return x;
  }

  private postfix(): X {
    const from = this.next()?.from ?? this.place.to;
    let x = this.primary();
    for (;;) {
      if (this.next()?.text === '.' && this.all[this.at + 1]) {
        const name = this.all[this.at + 1]!;
        this.at += 2;
        x = this.c.addAt({ kind: 'get', object: x, name: name.text }, { from, to: name.to });
      } else if (this.next()?.text === '(' && this.next()!.from === this.end().to) {
        this.at++;
        const args = this.until(')');
        x = this.c.addAt({ kind: 'call', callee: x, args }, { from, to: this.end().to });
      } else if (this.take('[')) {
        const index = this.until(']')[0]?.x ?? this.unknown('index');
        const literal = this.c.chunk.arena[index];
        const place = { from, to: this.end().to };
        x = this.c.addAt(
          literal?.kind === 'str' ? { kind: 'get', object: x, name: literal.value } : { kind: 'at', object: x, index },
          place,
        );
      } else return x;
    }
  }

  private primary(): X {
    const token = this.next();
    if (!token) return this.unknown('template');
    this.at++;
    if (token.kind === 'string') return this.c.addAt({ kind: 'str', value: decode(token.text.slice(1, -1)) }, token);
    if (token.kind === 'number') return this.c.addAt({ kind: 'lit', value: Number(token.text) }, token);
    if (token.kind === 'name') return this.named(token);
    if (token.text === '(') {
      const inner = this.until(')');
      return inner.length === 1
        ? inner[0]!.x
        : this.c.addAt({ kind: 'list', items: inner.map(({ x }) => ({ x })), fixed: true }, token);
    }
    if (token.text === '[') return this.c.addAt({ kind: 'list', items: this.until(']').map(({ x }) => ({ x })) }, token);
    if (token.text === '{') {
      this.until('}');
      return this.c.addAt({ kind: 'unknown', why: 'dict' }, token);
    }
    if (token.text === '-' || token.text === '+') return this.postfix();
    return this.c.addAt({ kind: 'unknown', why: token.text }, token);
  }

  private named(token: Token): X {
    const constant = { true: true, false: false, none: null, True: true, False: false, None: null }[token.text];
    if (constant !== undefined) return this.c.addAt({ kind: 'lit', value: constant }, token);
    if (token.text === 'not') {
      this.postfix();
      return this.c.addAt({ kind: 'unknown', why: 'not' }, token);
    }
    const bound = this.c.file.chunks.get('#template')?.vars.has(token.text);
    if (bound) return this.c.addAt({ kind: 'ref', chunk: '#template', name: token.text }, token);
    // What the server passes to the page is no variable of its scripts; its functions (url_for, static) are known by name.
    const isCalled = this.next()?.text === '(';
    return this.c.addAt({ kind: 'free', name: isCalled ? token.text : `{{${token.text}}}` }, token);
  }

  private until(closer: string): Arg[] {
    const args: Arg[] = [];
    while (this.at < this.all.length && !this.take(closer)) {
      if (this.take(',') || this.take(':')) continue;
      const before = this.at;
      args.push(this.argument());
      if (this.at === before) this.at++;
    }
    return args;
  }

  private next(): Token | undefined {
    return this.all[this.at];
  }
  /** The token before this one. */
  private end(): { from: number; to: number } {
    return this.all[this.at - 1] ?? this.place;
  }
  private isNext(text: string): boolean {
    const token = this.next();
    return token !== undefined && token.kind !== 'string' && token.text === text;
  }
  private take(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.at++;
    return true;
  }
  private unknown(why: string): X {
    return this.c.addAt({ kind: 'unknown', why }, this.place);
  }
  private giveUp(): X {
    this.at = this.all.length;
    return this.unknown('too deep');
  }
}
