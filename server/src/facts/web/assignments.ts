/** `a = x`, `a += x`, `o.m = x`, `({a} = x)`, `a ||= x`, `i++`. */
import type { X } from '../expression';
import { reaching, thinned } from '../reach';
import { type Context, folded, type ToExpression } from './context';
import { hintOf } from './names';
import { bindPattern, setMember } from './patterns';
import type { Bound } from './scope';

const assignment: ToExpression = (c, node) => {
  const { tree } = c;
  const [left, right] = [tree.child(node, 'left'), tree.child(node, 'right')];
  if (!left || !right) return c.unknown(node, 'assignment');
  const uses = c.chunk.uses.length;
  const x = c.expr(right, hintOf(c, left));
  markOwn(c, left, uses);
  bindPattern(c, left, x);
  return x;
};

/** The uses since `from` of the name that is being assigned. */
function markOwn(c: Context, left: number, from: number): void {
  const bound = c.tree.type[left] === 'identifier' ? c.scope.lookup(c.tree.textOf(left)) : undefined;
  for (let i = from; bound && i < c.chunk.uses.length; i++) {
    const use = c.chunk.uses[i]!;
    const ref = c.chunk.arena[use.x];
    if (ref?.kind === 'ref' && ref.name === bound.name) use.own = true;
  }
}

const augmented: ToExpression = (c, node) => {
  const { tree } = c;
  const [left, right] = [tree.child(node, 'left'), tree.child(node, 'right')];
  if (!left || !right) return c.unknown(node, 'assignment');
  const operator = operatorOf(c, node);
  if (tree.type[left] !== 'identifier') return augmentMember(c, node, left, right, operator);
  const x = c.expr(right, hintOf(c, left));
  const bound = c.scope.lookup(tree.textOf(left));
  const before = bound ? valueSoFar(c, bound, left) : c.expr(left);
  const joined = join(c, node, operator, before, x);
  if (bound) c.assign(bound, joined);
  return joined;
};

function augmentMember(c: Context, node: number, left: number, right: number, operator: string): X {
  const x = c.expr(right, hintOf(c, left));
  if (operator === '+=') {
    setMember(c, left, x, true);
    return c.add({ kind: 'cat', parts: [c.expr(left), x] }, node);
  }
  setMember(c, left, operator.length === 3 ? x : c.add({ kind: 'unknown', why: operator }, node));
  return x;
}

function operatorOf(c: Context, node: number): string {
  const { tree } = c;
  const between = tree.slice(tree.to[tree.child(node, 'left')]!, tree.from[tree.child(node, 'right')]!);
  return /[^\s=]*=/.exec(between.replace(/\/\*.*?\*\//gs, ''))?.[0] ?? '';
}

function join(c: Context, node: number, operator: string, before: X, x: X): X {
  if (operator === '+=') return c.add({ kind: 'cat', parts: [before, x] }, node);
  if (operator === '||=' || operator === '??=') return c.add({ kind: 'either', op: 'or', of: [before, x] }, node);
  if (operator === '&&=') return c.add({ kind: 'either', op: 'and', of: [x], test: folded(c.tree.textOf(node)) }, node);
  return c.add({ kind: 'unknown', why: operator }, node);
}

/** What the binding may hold here: one value, or one of several. */
function valueSoFar(c: Context, bound: Bound, left: number): X {
  const own = bound.chunk === c.chunk ? (bound.chunk.vars.get(bound.name) ?? []) : [];
  const values = thinned(reaching(c.chunk.blocks, own, own.length, c.block));
  if (values.length === 0) return c.expr(left);
  return values.reduce((of, x) => c.add({ kind: 'either', op: 'if', of: [of, x] }, left));
}

const update: ToExpression = (c, node) => {
  const target = c.tree.child(node, 'argument') || c.tree.firstNamed(node);
  const x = c.add({ kind: 'unknown', why: '++' }, node);
  if (target) bindPattern(c, target, x);
  return x;
};

export const assignments: [string, ToExpression][] = [
  ['assignment_expression', assignment],
  ['augmented_assignment_expression', augmented],
  ['update_expression', update],
];
