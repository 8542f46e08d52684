/** Operators: what joins text and what chooses is lowered, the rest is unknown with its operands in the arena. */
import type { X } from '../expression';
import { type Context, folded, type ToExpression } from './context';

/** `a + b + c` is one cat; the chain is walked, not recursed into. */
function sum(c: Context, node: number): X {
  const { tree } = c;
  const operands: number[] = [];
  let left = node;
  while (tree.type[left] === 'binary_expression' && isPlus(c, left)) {
    operands.push(tree.child(left, 'right'));
    left = tree.child(left, 'left');
  }
  operands.push(left);
  const parts = operands
    .reverse()
    .map((operand) => (operand ? c.expr(operand) : c.add({ kind: 'unknown', why: 'missing' }, node)));
  return c.add({ kind: 'cat', parts }, node);
}

function isPlus(c: Context, node: number): boolean {
  return c.tree.ofType(node, '+') !== 0;
}

const binary: ToExpression = (c, node) => {
  const { tree } = c;
  if (isPlus(c, node)) return sum(c, node);
  const operator = tree.namedOf(node).length === 2 ? operatorOf(c, node) : '';
  const left = tree.child(node, 'left');
  const right = tree.child(node, 'right');
  if (!left || !right) return c.unknown(node, 'operator');
  const x = c.expr(left);
  const y = c.expr(right);
  if (operator === '||' || operator === '??') return c.add({ kind: 'either', op: 'or', of: [x, y] }, node);
  if (operator === '&&') return c.add({ kind: 'either', op: 'and', of: [y], test: folded(tree.textOf(left)) }, node);
  const asked = operator === 'in' ? c.chunk.arena[x] : undefined;
  if (asked?.kind === 'str') c.chunk.asks.push({ object: y, name: asked.value });
  return c.add({ kind: 'unknown', why: operator || 'operator' }, node);
};

function operatorOf(c: Context, node: number): string {
  for (let child = c.tree.first[node]!; child; child = c.tree.next[child]!) if (!c.tree.named[child]) return c.tree.type[child]!;
  return '';
}

const ternary: ToExpression = (c, node) => {
  const { tree } = c;
  const [test, then, other] = [tree.child(node, 'condition'), tree.child(node, 'consequence'), tree.child(node, 'alternative')];
  if (!test || !then || !other) return c.unknown(node, 'ternary');
  c.expr(test);
  const of = [c.expr(then), c.expr(other)];
  return c.add({ kind: 'either', op: 'if', of, test: folded(tree.textOf(test)) }, node);
};

const unary: ToExpression = (c, node) => {
  const { tree } = c;
  const operator = operatorOf(c, node);
  const argument = tree.child(node, 'argument');
  if (operator === '-' && tree.type[argument] === 'number')
    return c.add({ kind: 'lit', value: -Number(tree.textOf(argument)) }, node);
  const of = argument ? c.expr(argument) : undefined;
  const member = operator === 'delete' && of !== undefined ? c.chunk.arena[of] : undefined;
  if (member?.kind === 'get')
    c.chunk.deletes.push({ object: member.object, name: member.name, ...(c.block ? { block: c.block } : {}) });
  return c.add(operator === 'void' ? { kind: 'lit', value: null } : { kind: 'unknown', why: operator }, node);
};

const awaited: ToExpression = (c, node) => {
  const inner = c.tree.firstNamed(node);
  return inner ? c.add({ kind: 'await', of: c.expr(inner) }, node) : c.unknown(node, 'await');
};

const yielded: ToExpression = (c, node) => {
  const inner = c.tree.firstNamed(node);
  if (inner) c.chunk.yields.push({ x: c.expr(inner) });
  return c.add({ kind: 'unknown', why: 'yield' }, node);
};

/** a, b: the last. */
const sequence: ToExpression = (c, node) => {
  const all = c.tree.namedOf(node).map((child) => c.expr(child));
  return all.at(-1) ?? c.add({ kind: 'unknown', why: 'empty' }, node);
};

export const operators: [string, ToExpression][] = [
  ['binary_expression', binary],
  ['ternary_expression', ternary],
  ['unary_expression', unary],
  ['await_expression', awaited],
  ['yield_expression', yielded],
  ['sequence_expression', sequence],
];
