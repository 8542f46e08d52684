/** Strings, numbers, templates: `"a"`, `5`, `` `a${b}` ``. */
import type { X } from '../expression';
import type { Context, ToExpression } from './context';

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', '0': '\0' };

/** The value of a literal's inside: `a\n\u0062` with its escapes decoded. */
export function decode(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/g,
    (all, long, four, two, one) => {
      const hex = long ?? four ?? two;
      if (hex !== undefined) {
        const code = Number.parseInt(hex, 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : all;
      }
      if (one === '\n' || one === '\r' || one === '\r\n' || one === '\u2028' || one === '\u2029') return '';
      return SIMPLE[one] ?? one;
    },
  );
}

/** The value of a string node, quotes off. */
export function stringValue(c: Context, node: number): string {
  const raw = c.tree.textOf(node);
  const closed = raw.length > 1 && raw.at(-1) === raw[0];
  return decode(raw.slice(1, closed ? -1 : undefined));
}

const string: ToExpression = (c, node) => {
  const { from, to } = c.place(node);
  if (c.holes?.within(from, to).length) return c.add({ kind: 'cat', parts: textParts(c, from + 1, to - 1) }, node);
  return c.add({ kind: 'str', value: stringValue(c, node) }, node);
};

/** The literal text between two offsets, with the template tags in it: "a{{ b }}" is two parts. */
function textParts(c: Context, from: number, to: number): X[] {
  const parts: X[] = [];
  let at = from;
  const literal = (end: number) => {
    if (end > at) parts.push(c.addAt({ kind: 'str', value: decode(c.tree.slice(at, end)) }, { from: at, to: end }));
  };
  for (const hole of c.holes?.within(from, to) ?? []) {
    literal(hole.from);
    parts.push(hole.lower(c));
    at = hole.to;
  }
  literal(to);
  return parts;
}

/** Literal parts are what stands between the substitutions, whatever a grammar calls them. */
function templateParts(c: Context, node: number): X[] {
  const { tree } = c;
  const parts: X[] = [];
  let at = tree.from[node]! + 1;
  for (let child = tree.first[node]!; child; child = tree.next[child]!) {
    if (tree.type[child] !== 'template_substitution') continue;
    parts.push(...textParts(c, at, tree.from[child]!));
    const inner = tree.firstNamed(child);
    parts.push(inner ? c.expr(inner) : c.add({ kind: 'unknown', why: 'empty' }, child));
    at = tree.to[child]!;
  }
  const to = tree.to[node]!;
  const end = tree.slice(to - 1, to) === '`' ? to - 1 : to;
  parts.push(...textParts(c, at, end));
  return parts;
}

/** Always a cat, so that `` tag`a` `` keeps its parts. */
export function templateCat(c: Context, node: number): X {
  return c.add({ kind: 'cat', parts: templateParts(c, node) }, node);
}

const template: ToExpression = (c, node) => {
  const { tree } = c;
  const plain = !tree.ofType(node, 'template_substitution') && !c.holes?.within(tree.from[node]!, tree.to[node]!).length;
  if (!plain) return templateCat(c, node);
  return c.add({ kind: 'str', value: stringValue(c, node) }, node);
};

const number: ToExpression = (c, node) => {
  const raw = c.tree.textOf(node).replaceAll('_', '');
  const value = Number(raw.endsWith('n') ? raw.slice(0, -1) : raw);
  return c.add(Number.isFinite(value) ? { kind: 'lit', value } : { kind: 'unknown', why: 'number' }, node);
};

const literal =
  (value: boolean | null): ToExpression =>
  (c, node) =>
    c.add({ kind: 'lit', value }, node);

export const literals: [string, ToExpression][] = [
  ['string', string],
  ['template_string', template],
  ['number', number],
  ['true', literal(true)],
  ['false', literal(false)],
  ['null', literal(null)],
  ['undefined', literal(null)],
  ['regex', (c, node) => c.add({ kind: 'unknown', why: `regex ${c.tree.textOf(node)}` }, node)],
  ['this', (c, node) => c.add({ kind: 'this' }, node)],
  ['super', (c, node) => c.add({ kind: 'super' }, node)],
];
