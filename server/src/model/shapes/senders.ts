/** Who gives a request its body, where it is sent by a function that is only handed it: each caller by itself. */
import type { ChunkId, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import type { Site } from '../../values/value';
import type { Call } from '../calls/calls';
import { type FileIndex, fileIndex } from '../uses';
import { usesOf } from './callers';
import { type Look, newLook, shapeAt, siteAt } from './expressions';
import { branches } from './objects';
import { declaredShape, MAX_CALLERS } from './parameters';
import { requestOf, unpacked } from './request';
import type { Shape } from './shape';

interface In {
  file: string;
  chunk: ChunkId;
}
export interface Sender {
  /** The argument that is the body; of a request that is made for its caller, the call. */
  site: Site;
  body: Shape;
  /** What it gives is sent whatever else it gives. */
  sure: boolean;
}

/** Empty where there are not several. `same`: the call, and others by which the same request is made. */
export function sendersOf(look: Look, same: readonly Call[]): Sender[] {
  const all = same.flatMap(
    (call) => handedTo(look, call) ?? { site: call.callSite, body: requestOf(newLook(look.ctx), call).body, sure: true },
  );
  return all.length > 1 ? all : [];
}

/** Those who call the function of which the body is a parameter; undefined where it is none, or says its type. */
function handedTo(look: Look, call: Call): Sender[] | undefined {
  const { data, kind } = call;
  const body = data.body && kind === 'request' && !data.reshaped?.body ? unpacked(data.body) : undefined;
  if (body?.kind !== 'sym' || declaredShape(look.ctx, body.file, body.chunk, body.index)) return undefined;
  const sure = isAlwaysSent(look.ctx, call, body);
  const out = usesOf(look.ctx, body.file, body.chunk).flatMap(({ role, place, call }): Sender[] => {
    const e = place.chunk.arena[call];
    const args = e?.kind === 'call' && role === 'called' ? e.args.slice(0, body.index + 1) : [];
    const arg = args.some((a) => a.spread) ? undefined : args[body.index];
    return arg ? [{ site: siteAt(place, arg.x), body: shapeAt(newLook(look.ctx), place, arg.x), sure }] : [];
  });
  return out.length ? out.slice(0, MAX_CALLERS) : undefined;
}

/** Whether the function sends to this address whatever it is given: `isNew ? post("/tasks", task) : put(…)` does not. */
function isAlwaysSent(ctx: Context, { data, origin, via }: Call, { file, chunk: id }: In): boolean {
  const site = [origin, ...via].find((s) => s.file === file && s.chunk === id);
  const chunk = site && ctx.world.chunk(file, id);
  if (!chunk || data.url.kind === 'either' || data.method?.kind === 'either') return false;
  const block = chunk.blockOf?.[site.x];
  const leaves = chunk.returns?.some((r) => r.x < site.x && branches(chunk, r.block));
  return !branches(chunk, block) && !leaves && !isChosen(fileIndex(ctx, file), chunk, id, site.x, 0);
}

/** Part of `a ? b : c`, `a && b`. */
function isChosen(index: FileIndex, chunk: Chunk, id: ChunkId, x: X, depth: number): boolean {
  return index
    .parents(id, x)
    .some((p) => chunk.arena[p]?.kind === 'either' || (depth < 20 && isChosen(index, chunk, id, p, depth + 1)));
}
