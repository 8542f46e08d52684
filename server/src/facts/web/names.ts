/** Names and members: `a`, `a.b`, `a["b"]`, `a[i]`, `import.meta`. */
import type { TypeForm } from '../expression';
import type { Context, Hint, ToExpression } from './context';
import { stringValue } from './literals';

const identifier: ToExpression = (c, node) => {
  const hole = c.holes?.at(c.tree.from[node]!);
  return hole ? hole.lower(c) : c.ref(c.tree.textOf(node), c.place(node));
};

const member: ToExpression = (c, node) => {
  const { tree } = c;
  const object = tree.child(node, 'object');
  const property = tree.child(node, 'property');
  if (!object || !property) return c.unknown(node, 'member');
  return c.add({ kind: 'get', object: c.expr(object), name: tree.textOf(property) }, node);
};

const subscript: ToExpression = (c, node) => {
  const { tree } = c;
  const object = tree.child(node, 'object');
  const index = tree.child(node, 'index');
  if (!object || !index) return c.unknown(node, 'subscript');
  const of = c.expr(object);
  if (tree.type[index] === 'string' && !c.holes) return c.add({ kind: 'get', object: of, name: stringValue(c, index) }, node);
  return c.add({ kind: 'at', object: of, index: c.expr(index) }, node);
};

/** import.meta · new.target */
const meta: ToExpression = (c, node) => c.add({ kind: 'free', name: c.tree.textOf(node).replace(/\s+/g, '') }, node);

/** (x) · x as T · x! · <T>x: what stands inside, with the name it is given to. */
const transparent: ToExpression = (c, node, hint) => {
  const inner = c.tree.child(node, 'expression') || valueChild(c, node);
  if (!inner) return c.unknown(node, 'empty');
  const x = c.expr(inner, hint);
  const type = castType(c, node, inner);
  if (type) c.chunk.casts.set(x, type);
  return x;
};

/** The T of `x as T`, where it says something: `as const` and `as any` do not. */
function castType(c: Context, node: number, inner: number): TypeForm | undefined {
  const { tree } = c;
  if (!['as_expression', 'satisfies_expression', 'type_assertion'].includes(tree.type[node]!)) return undefined;
  const written = tree.namedOf(node).find((child) => child !== inner && tree.type[child] !== 'comment');
  const type = written ? c.typeForm(tree.type[written] === 'type_arguments' ? tree.firstNamed(written) : written) : undefined;
  const silent = type?.kind === 'prim' && ['any', 'unknown', 'never', 'object'].includes(type.name);
  return silent || (type?.kind === 'opaque' && type.text === 'const') ? undefined : type;
}

/** Of `<T>x` and `x as T` the child that is no type. */
function valueChild(c: Context, node: number): number {
  for (const child of c.tree.namedOf(node)) if (c.handlers.expressions.has(c.tree.type[child]!)) return child;
  return 0;
}

export const names: [string, ToExpression][] = [
  ['identifier', identifier],
  ['member_expression', member],
  ['subscript_expression', subscript],
  ['meta_property', meta],
  ['parenthesized_expression', transparent],
  ['as_expression', transparent],
  ['satisfies_expression', transparent],
  ['non_null_expression', transparent],
  ['type_assertion', transparent],
  ['instantiation_expression', transparent],
];

/** The name that is given to what stands on the right: `this.x = …`, `exports["x"] = …`, `x = …`. */
export function hintOf(c: Context, target: number): Hint | undefined {
  const { tree } = c;
  const type = tree.type[target];
  if (type === 'identifier') return { name: tree.textOf(target), ...c.place(target) };
  const last =
    type === 'member_expression'
      ? tree.child(target, 'property')
      : type === 'subscript_expression'
        ? tree.child(target, 'index')
        : 0;
  if (!last) return undefined;
  if (tree.type[last] === 'string') return { name: stringValue(c, last), ...c.place(last) };
  return type === 'member_expression' ? { name: tree.textOf(last), ...c.place(last) } : undefined;
}

/** The last name of a callee, by which its callbacks are called: `a.b.then(…)` → then. */
export function calleeName(c: Context, node: number): string {
  const { tree } = c;
  if (tree.type[node] === 'identifier') return tree.textOf(node);
  if (tree.type[node] === 'member_expression') {
    const property = tree.child(node, 'property');
    if (property) return tree.textOf(property);
  }
  if (tree.type[node] === 'non_null_expression' || tree.type[node] === 'instantiation_expression')
    return calleeName(c, tree.firstNamed(node));
  return 'fn';
}
