/** Code in attributes and braces of a page: `@click="save(1)"`, `:src="url"`, `{item.name}`. Each is parsed where it stands. */
import type { LanguageId } from '../../syntax/languages';
import type { X } from '../expression';
import type { Place } from './builder';
import { Context, type Hint } from './context';
import { hoistVars } from './hoist';
import { decode } from './literals';
import { Scope } from './scope';
import { type FlatTree, parseFlat } from './tree';

const PATH = /^[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*$/;
const QUOTED = /^(?:'[^'\\\n]*'|"[^"\\\n]*")$/;
const RESERVED = new Set('true false null undefined this super new typeof void async function class'.split(' '));

export class Fragments {
  /** `code`: the page's text, server tags blanked out. */
  constructor(
    readonly code: string,
    readonly language: LanguageId,
  ) {}

  /** An expression; what cannot be read as one is unknown. */
  expression(c: Context, from: number, to: number, hint?: Hint): X {
    const place = this.trimmed(from, to);
    const text = this.code.slice(place.from, place.to);
    const simple = this.simple(c, place, text);
    if (simple !== undefined) return simple;
    const tree = /^[{]|^(?:function|class|async)\b/.test(text) ? this.inParentheses(place) : this.parse(place);
    const statement = tree.firstNamed(0);
    const inner = tree.type[statement] === 'expression_statement' ? tree.firstNamed(statement) : 0;
    const own = fork(c, tree);
    if (inner) return own.expr(inner, hint);
    own.salvage(0);
    return c.addAt({ kind: 'unknown', why: 'fragment' }, place);
  }

  /** An event's code: the function it names or writes, else a function around its statements. */
  handler(c: Context, from: number, to: number, event: string): X {
    const place = this.trimmed(from, to);
    const text = this.code.slice(place.from, place.to);
    if (PATH.test(text) && !RESERVED.has(text)) return this.simple(c, place, text)!;
    if (/^(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>|^(?:async\s+)?function\b/.test(text))
      return this.expression(c, from, to, { name: event, numbered: true });
    const chunk = c.file.nested(c.chunk, 'function', '', `${event}$`, place, { from: place.from, to: place.from }, place.from);
    const tree = this.parse(place);
    const own = fork(c, tree);
    const scope = new Scope(chunk, c.scope, true);
    own.inChunk(chunk, scope, () => {
      const statements = tree.namedOf(0);
      hoistVars(own, scope, statements);
      own.statements(statements);
    });
    return c.addAt({ kind: 'fn', chunk: chunk.id }, place);
  }

  /** A pattern as in `v-for="({id}, i) in items"`; names are bound by the caller, from the tree. */
  pattern(from: number, to: number): { tree: FlatTree; nodes: number[] } {
    const tree = this.inParentheses(this.trimmed(from, to));
    const statement = tree.firstNamed(0);
    let node = tree.firstNamed(statement);
    while (tree.type[node] === 'parenthesized_expression') node = tree.firstNamed(node);
    return { tree, nodes: tree.type[node] === 'sequence_expression' ? listed(tree, node) : [node] };
  }

  trimmed(from: number, to: number): Place {
    let [start, end] = [from, to];
    while (start < end && /\s/.test(this.code[start]!)) start++;
    while (end > start && /[\s;]/.test(this.code[end - 1]!)) end--;
    return { from: start, to: end };
  }

  /** Most are a name, a path or a quoted text, for which no parser is needed. */
  private simple(c: Context, place: Place, text: string): X | undefined {
    if (text === '') return c.addAt({ kind: 'unknown', why: 'empty' }, place);
    if (c.holes && c.holes.within(place.from, place.to).length > 0) return undefined;
    if (QUOTED.test(text)) return c.addAt({ kind: 'str', value: decode(text.slice(1, -1)) }, place);
    if (!PATH.test(text)) return undefined;
    const [first = '', ...rest] = text.split('.');
    if (RESERVED.has(first.trim())) return undefined;
    let at = place.from + first.length;
    let x = c.ref(first.trim(), { from: place.from, to: place.from + first.trimEnd().length });
    for (const name of rest) {
      at += 1 + name.length;
      x = c.addAt({ kind: 'get', object: x, name: name.trim() }, { from: place.from, to: at });
    }
    return x;
  }

  private parse(place: Place): FlatTree {
    return parseFlat(this.language, unescapedCode(this.code.slice(place.from, place.to)), place.from);
  }

  /** `{a: 1}` alone would be a block. */
  private inParentheses(place: Place): FlatTree {
    return parseFlat(this.language, `(${unescapedCode(this.code.slice(place.from, place.to))})`, place.from - 1);
  }
}

function listed(tree: FlatTree, node: number): number[] {
  return tree.namedOf(node).flatMap((child) => (tree.type[child] === 'sequence_expression' ? listed(tree, child) : [child]));
}

/** The same place over another tree. */
export function fork(c: Context, tree: FlatTree): Context {
  const own = new Context(c.file, tree, c.handlers, c.chunk, c.scope);
  own.block = c.block;
  own.holes = c.holes;
  own.unbound = c.unbound;
  return own;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
};

/** Entities as what they stand for, at the same length: blanks go before an opening quote and after all else. */
function unescapedCode(code: string): string {
  if (!code.includes('&')) return code;
  let open = false;
  return code.replace(/&(?:quot|#34|#39|apos|amp|lt|gt);/g, (entity) => {
    const char = ENTITIES[entity]!;
    const blanks = ' '.repeat(entity.length - 1);
    const isQuote = char === '"' || char === "'";
    if (isQuote) open = !open;
    return isQuote && open ? blanks + char : char + blanks;
  });
}
