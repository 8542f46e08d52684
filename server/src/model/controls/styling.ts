/** Handlers of hovering and of focus that only change how their own element looks: `onMouseEnter={(e) => { e.currentTarget.style.color = "red"; }}`. */
import type { ChunkId, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { alternatives } from '../../values/value';
import { assignsOutside } from './reach';

const HOVERING = /^on:?(mouse|pointer)(enter|leave|over|out|move)$|^on:?(focus|blur)$/i;
const LOOKS = /^(add|remove|toggle|replace|setProperty|removeProperty)$/;

/** Whether the attribute `key`, written at `x`, is such a handler. */
export function onlyStyles(ctx: Context, place: Place, key: string, x: X): boolean {
  if (x < 0 || !HOVERING.test(key)) return false;
  return alternatives(ctx.evaluate(place, x)).every(
    ({ value }) => value.kind === 'fn' && isStyling(ctx, value.file, value.chunk),
  );
}

function isStyling(ctx: Context, file: string, id: ChunkId): boolean {
  const chunk = ctx.world.chunk(file, id);
  if (!chunk || chunk.raises?.length || assignsOutside(ctx, file, id)) return false;
  /** `event.currentTarget.style`, also by a name of its own. */
  const isOwn = (x: X, depth = 0): boolean => {
    const e = chunk.arena[x];
    if (e?.kind === 'get') return isOwn(e.object, depth);
    if (e?.kind === 'param') return e.index === 0;
    return e?.kind === 'ref' && e.chunk === id && depth < 4 && (chunk.vars[e.name] ?? []).every((a) => isOwn(a.x, depth + 1));
  };
  return (
    (chunk.sets ?? []).every((set) => isOwn(set.object)) &&
    chunk.arena.every((e) => {
      const callee = e.kind === 'call' ? chunk.arena[e.callee] : undefined;
      if (e.kind === 'call') return callee?.kind === 'get' && LOOKS.test(callee.name) && isOwn(callee.object);
      return e.kind !== 'new' && e.kind !== 'fn';
    })
  );
}
