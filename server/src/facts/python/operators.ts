/** Operators that keep a value in sight: + on strings and lists, % on templates, | on dicts, `or` and `and`. */
import type { Expr, Item, X } from '../expression';
import type { Body } from './body';
import { lower } from './expressions';
import { type N, NONE } from './source';
import { lowerPercent } from './strings';

interface Step {
  n: N;
  operator: string;
  right: N;
}

/** Long chains lean left, so they are taken apart in a loop: a + b - c → a, then (+ b), (- c). */
function chain(body: Body, n: N, kind: string): { first: N; steps: Step[] } {
  const { source } = body.file;
  const steps: Step[] = [];
  let first = n;
  while (source.kind(first) === kind) {
    const right = source.child(first, 'right');
    const left = source.child(first, 'left');
    steps.push({ n: first, operator: left === NONE || right === NONE ? '' : source.between(left, right), right });
    first = left;
    if (left === NONE) break;
  }
  return { first, steps: steps.reverse() };
}

/** Runs of one operator are taken together: what they make is one expression, not one for each pair. */
function lowerChain(body: Body, n: N, kind: string, combine: (n: N, operator: string, of: X[]) => X): X {
  const { first, steps } = chain(body, n, kind);
  let x = lower(body, first);
  for (let i = 0; i < steps.length; ) {
    const { operator } = steps[i]!;
    const of = [x];
    let whole = n;
    for (; steps[i]?.operator === operator; i++) {
      whole = steps[i]!.n;
      of.push(lower(body, steps[i]!.right));
    }
    x = combine(whole, operator, of);
  }
  return x;
}

export function lowerBinary(body: Body, n: N): X {
  return lowerChain(body, n, 'binary_operator', (whole, operator, of) => {
    if (operator === '+') return plus(body, whole, of);
    if (operator === '|') return pipe(body, whole, of);
    const template = body.expr(of[0]!);
    if (operator === '%' && template.kind === 'str' && of.length === 2) {
      const filled = lowerPercent(body, whole, template.value, of[1]!);
      if (filled !== undefined) return filled;
    }
    if (operator === '/' && of.slice(1).some((x) => body.expr(x).kind === 'str')) return path(body, whole, of);
    return body.addFor(whole, { kind: 'unknown', why: 'operator' });
  });
}

/** `folder / "routers" / name`: no number is divided by a text. */
function path(body: Body, n: N, of: readonly X[]): X {
  const parts = of.flatMap((x, i) => (i ? [body.addFor(n, { kind: 'str', value: '/' }), x] : [x]));
  return body.addFor(n, { kind: 'cat', parts });
}

/** a or b or c → one of three; a and b → b. */
export function lowerBoolean(body: Body, n: N): X {
  return lowerChain(body, n, 'boolean_operator', (whole, operator, of) =>
    body.addFor(whole, operator === 'and' ? { kind: 'either', op: 'and', of: of.slice(-1) } : { kind: 'either', op: 'or', of }),
  );
}

/** Longer ones stay one part of what they are added to, so that a thousand `+=` do not copy each other. */
const MAX_FLATTENED = 64;

/** Also what `+=` does: lists are joined, strings joined, numbers not followed. */
export function plus(body: Body, n: N, of: readonly X[]): X {
  const exprs = of.map((x) => body.expr(x));
  if (exprs.some((e) => e.kind === 'list' || e.kind === 'map')) {
    return body.addFor(n, { kind: 'list', items: of.flatMap((x, i) => joined(exprs[i]!, x)) });
  }
  if (exprs.some((e) => e.kind === 'lit' && typeof e.value === 'number')) {
    return body.addFor(n, { kind: 'unknown', why: 'operator' });
  }
  return body.addFor(n, { kind: 'cat', parts: of.flatMap((x, i) => parts(exprs[i]!, x)) });
}

function joined(e: Expr, x: X): Item[] {
  return e.kind === 'list' && e.items.length <= MAX_FLATTENED ? e.items : [{ x, spread: true }];
}
function parts(e: Expr, x: X): X[] {
  return e.kind === 'cat' && e.parts.length <= MAX_FLATTENED ? e.parts : [x];
}

/** Dicts are merged; Task | None is a choice. */
function pipe(body: Body, n: N, of: readonly X[]): X {
  if (!of.some((x) => body.expr(x).kind === 'obj')) return body.addFor(n, { kind: 'either', op: 'or', of: [...of] });
  return body.addFor(n, { kind: 'obj', entries: of.map((x) => ({ x, spread: true })) });
}
