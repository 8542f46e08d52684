/**
 * Where a request is listed. One request can be seen from several functions: in the wrapper, where its address is a parameter, and in
 * each caller. It is listed where its address is known for the first time: in the function itself if its parameters only fill in segments
 * that the routes have as parameters too, else at each call that gives text for them.
 */

import type { Call, Matched, Seen } from '../matching/call';
import { pathText, type Segment } from '../requests/address';
import { hasDefault, type Variant } from '../requests/variants';

/** The calls of requests that clients of one file send, whoever leads there. */
export function listedOf(all: readonly Matched[]): Call[] {
  const above = byInner(all);
  const settled = new Map<number, Call[]>();
  const out: Call[] = [];
  // Inner functions first: what is listed there is not listed again in their callers.
  for (const { one, calls } of [...all].sort((a, b) => a.one.ways.length - b.one.ways.length)) {
    if (one.effect.data.kind === 'served') continue;
    const [key, ...rest] = one.ways;
    const inner = rest.flatMap((way) => settled.get(way) ?? []);
    const own = calls.filter(({ variant }) => !inner.length || differs(variant, inner)).map((c) => c.call);
    if (key === undefined || !isOwn(one, own, above.get(key) ?? [])) continue;
    if (one.effect.open.length) settled.set(key, own);
    out.push(...own);
  }
  return out;
}

/** Whether a request is listed where it stands, not at the calls that fill it in. */
function isOwn(one: Seen, calls: readonly Call[], callers: readonly Matched[]): boolean {
  if (!calls.length) return false;
  if (!one.effect.open.length) return true;
  const hasText = calls.some((c) => c.address.segments.some((s) => 'text' in s || 'glued' in s));
  if (!hasText || calls.some((c) => c.method === null)) return false;
  if (calls.every((c) => c.address.origin !== 'unknown' && c.match.status === 'matched' && c.match.sure)) return true;
  if (calls.every(isWrong) && callers.every((c) => c.calls.every((v) => isSameFault(v.call, calls)))) return true;
  const shapes = new Set(calls.map((c) => pathText(c.address.segments, false)));
  return !callers.some((c) =>
    c.one.variants.some(
      (v) =>
        !shapes.has(pathText(v.address.segments, false)) ||
        (v.address.origin !== 'unknown' && calls.some((x) => x.address.origin === 'unknown')),
    ),
  );
}

/** A path that is wrong as it is written here, whatever fills its parameters. */
const isWrong = ({ match, address }: Call): boolean =>
  (match.status === 'missing' || match.status === 'wrong-method') &&
  address.origin !== 'unknown' &&
  address.segments.filter((s) => 'text' in s).length >= 2 &&
  address.segments.every((s) => 'text' in s || 'hole' in s);

const isSameFault = (caller: Call, calls: readonly Call[]): boolean =>
  calls.some((c) => c.match.status === caller.match.status && c.address.segments.length === caller.address.segments.length);

/** By way: the requests of callers further out that come along it. */
function byInner(all: readonly Matched[]): Map<number, Matched[]> {
  const out = new Map<number, Matched[]>();
  for (const caller of all)
    for (const way of caller.one.ways.slice(1)) {
      const list = out.get(way);
      if (list) list.push(caller);
      else out.set(way, [caller]);
    }
  return out;
}

/** Whether a caller says something else than the default with which a request is listed already. */
function differs(variant: Variant, inner: readonly Call[]): boolean {
  if (!inner.some((c) => [c.data.url, c.data.method].some(hasDefault))) return false;
  const fits = (own: Segment, other: Segment | undefined) => 'hole' in own || JSON.stringify(own) === JSON.stringify(other);
  const { segments } = variant.address;
  return !inner.some(
    ({ method, address }) =>
      method === variant.method &&
      address.segments.length === segments.length &&
      address.segments.every((s, i) => fits(s, segments[i])),
  );
}
