/** Lowers any expression into the arena of a body. */
import type { Entry, Expr, Item, X } from '../expression';
import type { Body } from './body';
import { lowerCall } from './calls';
import { lowerComprehension, lowerDictComprehension } from './comprehensions';
import { lowerLambda } from './definitions';
import { decodeNumber, decodeString } from './literals';
import { lowerName } from './names';
import { lowerBinary, lowerBoolean } from './operators';
import { type N, NONE } from './source';
import { lowerConcatenated, lowerString } from './strings';
import { lowerAssignment, lowerAugmented, lowerNamed } from './targets';

/** Deeper nests are not followed; each level costs a few frames of the stack. */
export const MAX_DEPTH = 300;

type Lower = (body: Body, n: N) => X;

/** NONE, where the grammar left a part out, is unknown. */
export const lower: Lower = (body, n) => {
  const { file } = body;
  if (n === NONE) return body.add({ kind: 'unknown', why: 'syntax error' }, 0, 0);
  if (file.depth >= MAX_DEPTH) {
    file.damaged ??= 'too deep';
    return body.addFor(n, { kind: 'unknown', why: 'too deep' });
  }
  file.depth++;
  const x = (lowerers.get(file.source.kind(n)) ?? lowerOther)(body, n);
  file.depth--;
  return x;
};

const constant =
  (expr: Expr): Lower =>
  (body, n) =>
    body.addFor(n, expr);

/** An operator: its operands are lowered for the calls in them. */
const opaque =
  (why: string): Lower =>
  (body, n) => {
    for (const c of body.file.source.children(n)) lower(body, c);
    return body.addFor(n, { kind: 'unknown', why });
  };

/** What only wraps one expression: (x), a type. */
const only: Lower = (body, n) => lower(body, body.file.source.firstChild(n));

const lowerNumber: Lower = (body, n) => {
  const value = decodeNumber(body.file.source.textOf(n));
  return body.addFor(n, value === undefined ? { kind: 'unknown', why: 'number' } : { kind: 'lit', value });
};

const lowerAttribute: Lower = (body, n) => {
  const { source } = body.file;
  const object = lower(body, source.child(n, 'object'));
  return body.addFor(n, { kind: 'get', object, name: source.textOf(source.child(n, 'attribute')) });
};

/** o["a"] is o.a, o[1:] has an index that says so, but in an annotation List["Task"] names a type. */
const lowerSubscript: Lower = (body, n) => {
  const { source } = body.file;
  const object = lower(body, source.child(n, 'value'));
  const indices = source.all(n, 'subscript');
  const first = indices[0];
  if (first === undefined) return body.addFor(n, { kind: 'unknown', why: 'syntax error' });
  if (indices.length === 1 && source.kind(first) === 'slice') {
    const slice = source.textOf(first);
    if (!/^-?\d*:-?\d*$/.test(slice)) {
      lower(body, first);
      return body.addFor(n, { kind: 'unknown', why: 'slice' });
    }
    const index = body.addFor(first, { kind: 'unknown', why: `slice ${slice}` });
    return body.addFor(n, { kind: 'at', object, index });
  }
  if (indices.length === 1 && !body.inAnnotation && source.kind(first) === 'string' && source.firstChild(first) === NONE) {
    return body.addFor(n, { kind: 'get', object, name: decodeString(source.textOf(first)) });
  }
  const xs = indices.map((c) => lower(body, c));
  const index = xs.length === 1 ? xs[0]! : body.add(tuple(xs), source.from(first), source.to(indices.at(-1)!));
  return body.addFor(n, { kind: 'at', object, index });
};

/** List[Task] as the grammar reads it in annotations: an identifier with type parameters. */
const lowerGeneric: Lower = (body, n) => {
  const { source } = body.file;
  const [name, parameters] = source.children(n);
  const object = lower(body, name!);
  const xs = parameters === undefined ? [] : source.children(parameters).map((c) => lower(body, c));
  const index = xs.length === 1 ? xs[0]! : body.addFor(parameters ?? n, tuple(xs));
  return body.addFor(n, { kind: 'at', object, index });
};

/** a.B in a place where only types may stand. */
const lowerMemberType: Lower = (body, n) => {
  const { source } = body.file;
  const [of, name] = source.children(n);
  return body.addFor(n, { kind: 'get', object: lower(body, of!), name: name === undefined ? '' : source.textOf(name) });
};

const lowerUnion: Lower = (body, n) => {
  const of = body.file.source.children(n).map((c) => lower(body, c));
  return body.addFor(n, { kind: 'either', op: 'or', of });
};

function tuple(xs: readonly X[]): Expr {
  return { kind: 'list', items: xs.map((x) => ({ x })), fixed: true };
}

const lowerList: Lower = (body, n) => body.addFor(n, { kind: 'list', items: items(body, n) });
const lowerTuple: Lower = (body, n) => body.addFor(n, { kind: 'list', items: items(body, n), fixed: true });

function items(body: Body, n: N): Item[] {
  const { source } = body.file;
  return source.children(n).map((c): Item => {
    const kind = source.kind(c);
    const splat = kind === 'list_splat' || kind === 'list_splat_pattern';
    return splat ? { x: only(body, c), spread: true } : { x: lower(body, c) };
  });
}

const lowerDictionary: Lower = (body, n) => {
  const { source, layout } = body.file;
  const entries: Entry[] = [];
  const keys: number[] = [];
  for (const c of source.children(n)) {
    const kind = source.kind(c);
    if (kind !== 'pair' && kind !== 'dictionary_splat') {
      lower(body, c);
      continue;
    }
    const key = kind === 'pair' ? source.child(c, 'key') : c;
    if (key === NONE) continue;
    keys.push(source.from(key), source.to(key));
    entries.push(kind === 'pair' ? pair(body, c, key) : { x: only(body, c), spread: true });
  }
  const x = body.addFor(n, { kind: 'obj', entries });
  layout.keys ??= {};
  layout.keys[`${body.id}:${x}`] = keys;
  return x;
};

function pair(body: Body, n: N, key: N): Entry {
  const { source } = body.file;
  const literal = source.kind(key) === 'string' && source.firstChild(key) === NONE;
  const keyX = literal ? NONE : lower(body, key);
  const x = lower(body, source.child(n, 'value'));
  return literal ? { x, key: decodeString(source.textOf(key)) } : { x, keyX };
}

const lowerConditional: Lower = (body, n) => {
  const { source } = body.file;
  const [yes, test, no] = source.children(n);
  if (yes === undefined || test === undefined || no === undefined) return lowerOther(body, n);
  lower(body, test);
  const of = [lower(body, yes), lower(body, no)];
  return body.addFor(n, { kind: 'either', op: 'if', of, test: source.folded(test) });
};

/** -1 is a number; any other sign or ~ is not followed. */
const lowerUnary: Lower = (body, n) => {
  const { source } = body.file;
  const x = lower(body, source.child(n, 'argument'));
  const operand = body.expr(x);
  if (operand.kind === 'lit' && typeof operand.value === 'number') {
    if (source.startsWith(n, '-')) return body.addFor(n, { kind: 'lit', value: 0 - operand.value });
    if (source.startsWith(n, '+')) return x;
  }
  return body.addFor(n, { kind: 'unknown', why: 'operator' });
};

/** What is sent in is not known; what is yielded is among the chunk's facts. */
const lowerYield: Lower = (body, n) => {
  const { source } = body.file;
  const child = source.firstChild(n);
  if (child !== NONE) {
    let x = lower(body, child);
    if (/^yield\s+from\b/.test(source.text.slice(source.from(n), source.from(child)))) {
      x = body.addFor(child, { kind: 'each', of: x, block: body.open({ kind: 'loop', x }) });
    }
    body.chunk.yields ??= [];
    body.chunk.yields.push({ x, ...body.where() });
  }
  return body.addFor(n, { kind: 'unknown', why: 'yield' });
};

/** ERROR, patterns and whatever the grammar may add: lowered for the calls inside. */
const lowerOther: Lower = (body, n) => {
  const { source } = body.file;
  for (const c of source.children(n)) if (isExpression(source.kind(c))) lower(body, c);
  return body.addFor(n, {
    kind: 'unknown',
    why: source.kind(n) === 'ERROR' ? 'syntax error' : source.kind(n).replace(/_/g, ' '),
  });
};

export function isExpression(kind: string): boolean {
  return lowerers.has(kind) || kind === 'ERROR';
}

const lowerers = new Map<string, Lower>([
  ['identifier', (body, n) => lowerName(body, n)],
  ['string', lowerString],
  ['concatenated_string', lowerConcatenated],
  ['integer', lowerNumber],
  ['float', lowerNumber],
  ['true', constant({ kind: 'lit', value: true })],
  ['false', constant({ kind: 'lit', value: false })],
  ['none', constant({ kind: 'lit', value: null })],
  ['ellipsis', constant({ kind: 'unknown', why: '...' })],
  ['attribute', lowerAttribute],
  ['subscript', lowerSubscript],
  ['call', lowerCall],
  ['parenthesized_expression', only],
  ['type', only],
  ['generic_type', lowerGeneric],
  ['member_type', lowerMemberType],
  ['union_type', lowerUnion],
  ['binary_operator', lowerBinary],
  ['boolean_operator', lowerBoolean],
  ['not_operator', opaque('not')],
  ['unary_operator', lowerUnary],
  ['comparison_operator', opaque('comparison')],
  ['conditional_expression', lowerConditional],
  ['named_expression', lowerNamed],
  // In a = b = c the right side is an assignment.
  ['assignment', lowerAssignment],
  ['augmented_assignment', lowerAugmented],
  ['lambda', lowerLambda],
  ['list', lowerList],
  ['set', lowerList],
  ['tuple', lowerTuple],
  ['expression_list', lowerTuple],
  ['pattern_list', lowerTuple],
  ['dictionary', lowerDictionary],
  ['list_comprehension', lowerComprehension],
  ['set_comprehension', lowerComprehension],
  ['generator_expression', lowerComprehension],
  ['dictionary_comprehension', lowerDictComprehension],
  ['await', (body, n) => body.addFor(n, { kind: 'await', of: only(body, n) })],
  ['yield', lowerYield],
  ['slice', opaque('slice')],
  ['list_splat', only],
  ['dictionary_splat', only],
  ['as_pattern', only],
]);
