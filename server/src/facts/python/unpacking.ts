/** Which part of a value each target of an unpacking takes: of `a, *b, c = x` a takes x[0], b x[1:-1], c x[-1]. */
import type { X } from '../expression';
import type { Body, Step } from './body';
import type { N, Source } from './source';

export function stepsOf(source: Source, targets: readonly N[]): Step[] {
  const star = targets.findIndex((c) => source.kind(c).startsWith('list_splat'));
  const after = targets.length - star - 1;
  return targets.map((_, i) => (star < 0 || i < star ? i : i === star ? `${star}:${after ? -after : ''}` : i - targets.length));
}

export function part(body: Body, n: N, object: X, step: Step): X {
  const index = body.addFor(
    n,
    typeof step === 'number' ? { kind: 'lit', value: step } : { kind: 'unknown', why: `slice ${step}` },
  );
  return body.addFor(n, { kind: 'at', object, index });
}
