/** Operators that keep a value in sight: + on strings and lists, % on templates, | on dicts, `or` and `and`. */
import type { Expr, Item, X } from '../expression';
import type { Body } from './body';
import { lower } from './expressions';
import type { N } from './source';
import { lowerPercent } from './strings';

/** Long sums lean left, so they are taken apart in a loop: a + b + c → a, b, c with the operators between them. */
export function lowerBinary(body: Body, n: N): X {
  const { source } = body.file;
  const rest: { n: N; operator: string; right: N }[] = [];
  let left = n;
  while (source.kind(left) === 'binary_operator') {
    const right = source.child(left, 'right');
    const inner = source.child(left, 'left');
    rest.push({ n: left, operator: source.between(inner, right), right });
    left = inner;
  }
  let x = lower(body, left);
  for (const step of rest.reverse()) x = combine(body, step.n, step.operator, x, lower(body, step.right));
  return x;
}

function combine(body: Body, n: N, operator: string, left: X, right: X): X {
  const a = body.expr(left);
  const b = body.expr(right);
  if (operator === '+') return plus(body, n, left, right);
  if (operator === '%' && a.kind === 'str') {
    const filled = lowerPercent(body, n, a.value, right);
    if (filled !== undefined) return filled;
  }
  if (operator === '|')
    return body.addFor(n, a.kind === 'obj' || b.kind === 'obj' ? merged(left, right) : choice(a, left, right));
  return body.addFor(n, { kind: 'unknown', why: 'operator' });
}

/** Also what `+=` does: lists are joined, strings joined, numbers not followed. */
export function plus(body: Body, n: N, left: X, right: X): X {
  const a = body.expr(left);
  const b = body.expr(right);
  if (isList(a) || isList(b)) return body.addFor(n, { kind: 'list', items: [...joined(a, left), ...joined(b, right)] });
  if (isNumber(a) || isNumber(b)) return body.addFor(n, { kind: 'unknown', why: 'operator' });
  return body.addFor(n, { kind: 'cat', parts: [...parts(a, left), ...parts(b, right)] });
}

function isList(e: Expr): boolean {
  return e.kind === 'list' || e.kind === 'map';
}
function isNumber(e: Expr): boolean {
  return e.kind === 'lit' && typeof e.value === 'number';
}
function joined(e: Expr, x: X): Item[] {
  return e.kind === 'list' ? e.items : [{ x, spread: true }];
}
function parts(e: Expr, x: X): X[] {
  return e.kind === 'cat' ? e.parts : [x];
}
function merged(left: X, right: X): Expr {
  const entries = [left, right].map((x) => ({ x, spread: true as const }));
  return { kind: 'obj', entries };
}
/** Task | None */
function choice(a: Expr, left: X, right: X): Expr {
  const of = a.kind === 'either' && a.op === 'or' ? [...a.of, right] : [left, right];
  return { kind: 'either', op: 'or', of };
}

/** a or b or c → one of three; a and b → b. Long chains lean left here too. */
export function lowerBoolean(body: Body, n: N): X {
  const { source } = body.file;
  const rest: { n: N; operator: string; right: N }[] = [];
  let left = n;
  while (source.kind(left) === 'boolean_operator') {
    const right = source.child(left, 'right');
    const inner = source.child(left, 'left');
    rest.push({ n: left, operator: source.between(inner, right), right });
    left = inner;
  }
  const steps = rest.reverse();
  let x = lower(body, left);
  for (let i = 0; i < steps.length; ) {
    const { operator } = steps[i]!;
    const of = [x];
    let whole = n;
    for (; steps[i]?.operator === operator; i++) {
      whole = steps[i]!.n;
      of.push(lower(body, steps[i]!.right));
    }
    x = body.addFor(
      whole,
      operator === 'and' ? { kind: 'either', op: 'and', of: of.slice(-1) } : { kind: 'either', op: 'or', of },
    );
  }
  return x;
}
