/** Who gives a request its body, where it is sent by a function that is only handed it: each caller by itself. */
import type { Site } from '../../values/value';
import type { Call } from '../calls/calls';
import { usesOf } from './callers';
import { type Look, newLook, shapeAt, siteAt } from './expressions';
import { declaredShape, MAX_CALLERS } from './parameters';
import { requestOf, unpacked } from './request';
import type { Shape } from './shape';

export interface Sender {
  /** The argument that is the body; of a request that is made for its caller, the call. */
  site: Site;
  body: Shape;
}

/** Empty where there are not several. `same`: the call, and others by which the same request is made. */
export function sendersOf(look: Look, same: readonly Call[]): Sender[] {
  const all = same.flatMap(
    (call) => handedTo(look, call) ?? { site: call.callSite, body: requestOf(newLook(look.ctx), call).body },
  );
  return all.length > 1 ? all : [];
}

/** Those who call the function of which the body is a parameter; undefined where it is none, or says its type. */
function handedTo(look: Look, { data, kind }: Call): Sender[] | undefined {
  const body = data.body && kind === 'request' && !data.reshaped?.body ? unpacked(data.body) : undefined;
  if (body?.kind !== 'sym' || declaredShape(look.ctx, body.file, body.chunk, body.index)) return undefined;
  const out = usesOf(look.ctx, body.file, body.chunk).flatMap(({ role, place, call }): Sender[] => {
    const e = place.chunk.arena[call];
    const args = e?.kind === 'call' && role === 'called' ? e.args.slice(0, body.index + 1) : [];
    const arg = args.some((a) => a.spread) ? undefined : args[body.index];
    return arg ? [{ site: siteAt(place, arg.x), body: shapeAt(newLook(look.ctx), place, arg.x) }] : [];
  });
  return out.length ? out.slice(0, MAX_CALLERS) : undefined;
}
