/** What a name means where it stands. */
import type { Expr, X } from '../expression';
import { reaching, thinned } from '../reach';
import type { Body, Loop } from './body';
import type { Scope } from './scopes';
import { type N, NONE } from './source';
import { part } from './unpacking';

export function isLoop(scope: Scope): scope is Loop {
  return scope.kind === 'comprehension';
}

/** A use of `name` at the span of `n`. */
export function lowerName(body: Body, n: N, name = body.file.source.textOf(n)): X {
  const loop = loopBinding(body, name);
  if (loop) return loop.body === body ? eachOf(body, n, loop, name) : captured(body, n, loop, name);
  const found = lookUp(body, body.scope, name);
  const x = body.addFor(n, found);
  const own = found.kind === 'ref' && found.chunk === body.id ? body.history.get(name) : undefined;
  if (own) body.uses.push({ x, seen: own.length, block: body.block, ...(body.assigning === name && { own: true }) });
  return x;
}

/** The scopes seen from one: itself, then outwards, classes left out unless it is their own code. */
function* seenFrom(scope: Scope): Generator<Scope> {
  yield scope;
  for (let s = scope.parent; s; s = s.parent) if (s.kind !== 'class') yield s;
}

function loopBinding(body: Body, name: string): Loop | undefined {
  for (const scope of seenFrom(body.scope)) {
    if (isLoop(scope) && scope.paths.has(name)) return scope;
    if (scope.names.has(name) || scope.globals?.has(name)) return undefined;
  }
  return undefined;
}

/** `ref` to where the name is bound, or `free`. In a class body a name counts only from its first assignment on, as in Python. */
export function lookUp(body: Body, from: Scope, name: string): Expr {
  for (const scope of seenFrom(from)) {
    if (scope.globals?.has(name)) return { kind: 'ref', chunk: '', name };
    if (!scope.names.has(name)) continue;
    const unset = scope.kind === 'class' && !body.file.bodies.get(scope.chunk)!.vars.has(name);
    if (!unset) return { kind: 'ref', chunk: scope.chunk, name };
  }
  return { kind: 'free', name };
}

function eachOf(body: Body, n: N, loop: Loop, name: string): X {
  const path = loop.paths.get(name)!;
  const whole = body.addFor(n, { kind: 'each', of: loop.of, block: loop.block });
  return path.reduce<X>((x, step) => part(body, n, x, step), whole);
}

/** A comprehension's variable used by a lambda in it. */
function captured(body: Body, n: N, loop: Loop, name: string): X {
  return body.addFor(n, { kind: 'ref', chunk: loop.body.id, name: boundIn(loop, n, name) });
}

/** Binds a comprehension's variable in the comprehension's chunk, under a name that no source can write: 's$3' of the loop in block 3. */
export function boundIn(loop: Loop, n: N, name: string): string {
  const bound = `${name}$${loop.block}`;
  if (!loop.body.vars.has(bound)) loop.body.bind(bound, { x: eachOf(loop.body, n, loop, name) });
  return bound;
}

/** What the name holds before the present assignment: one value, or one of several. NONE: nothing yet in this chunk. */
export function soFar(body: Body, n: N, name: string): X {
  const all = body.history.get(name) ?? [];
  const [first, ...others] = thinned(reaching(body.chunk.blocks, all, all.length, body.block));
  return others.reduce((x, other) => body.addFor(n, { kind: 'either', op: 'if', of: [x, other] }), first ?? NONE);
}
