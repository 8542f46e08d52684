/** What a component hands on of what it is given, `{...rest}`, as far as all who use it are known. */
import type { ChunkId, Entry, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { usesOf } from '../shapes/callers';
import { type Elem, HEARS } from './elements';

/** Whether what is spread into an element may have it hear clicks. Nothing of it does where no use of the component gives such a thing. */
export function mayHear(ctx: Context, file: string, id: ChunkId, e: Elem): boolean {
  const chunk = ctx.world.chunk(file, id);
  return e.props.some((p) => {
    if (!isOpenEntry(p)) return false;
    if (!chunk || !p.spread) return true;
    return passesOn(chunk, p) ? !isNeverGiven(ctx, file, id) : !isDeaf(chunk, p.x);
  });
}

/** `{...(isWide && { onOpenAutoFocus: f })}`: all that is spread is written there, and hears no click. */
function isDeaf(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'either') return e.of.every((one) => isDeaf(chunk, one));
  if (e?.kind === 'obj')
    return e.entries.every((n) => (n.spread ? isDeaf(chunk, n.x) : n.key !== undefined && !HEARS.test(n.key)));
  return e?.kind === 'lit';
}

const isOpenEntry = ({ spread, key }: Entry): boolean => spread === true || key === 'v-on' || key === 'v-bind';

function isNeverGiven(ctx: Context, file: string, id: ChunkId): boolean {
  const uses = usesOf(ctx, file, id);
  return (
    uses.length > 0 &&
    uses.every(({ place, call, role }) => {
      const e = place.chunk.arena[call];
      return (
        role === 'element' &&
        e?.kind === 'elem' &&
        !e.props.some((p) => isOpenEntry(p) || (p.key !== undefined && HEARS.test(p.key)))
      );
    })
  );
}

/** `{...props}`, or what is left of it. */
export function passesOn(chunk: Chunk, { x, spread }: Entry): boolean {
  const e = spread ? chunk.arena[x] : undefined;
  if (e?.kind === 'param') return e.index === 0;
  if (e?.kind === 'obj') return e.entries.some((n) => passesOn(chunk, n) && !n.except?.some((name) => /^on[A-Z]/.test(name)));
  return e?.kind === 'ref' && assigned(chunk, e.name).some((at) => passesOn(chunk, { x: at, spread: true }));
}

const assigned = (chunk: Chunk, name: string): X[] =>
  (chunk.vars[name] ?? []).flatMap((a) => (a.chunk === undefined ? [a.x] : []));
