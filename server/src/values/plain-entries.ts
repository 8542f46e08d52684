/**
 * Entries that are worked out faster than they are remembered: of `{ method: 'POST', body: item }` in a function, where nothing is spread and
 * nobody sets anything later.
 */
import type { Entry, Expr, X } from '../facts/expression';
import { setsAny } from './assigned';
import type { Context } from './context';
import { setsComputed } from './named-late';
import { COMPONENT_SECTIONS } from './self';
import { isSetAbroad } from './set-later';
import type { Value } from './value';

/** Entries of a component's options that hold members of their own. */
export const MEMBER_SECTIONS = [...COMPONENT_SECTIONS, 'data', 'state', 'setup', 'props', 'mixins'];
const SECTIONS: ReadonlySet<string | undefined> = new Set(MEMBER_SECTIONS);

/** `absent`: it surely has none; undefined where more must be looked at. */
export function plainEntry(ctx: Context, of: Value & { kind: 'obj' }, name: string): Value | 'absent' | undefined {
  const { file, chunk, x } = of.site;
  if (chunk === '') return undefined;
  const place = ctx.place(file, chunk, of.env);
  const e = place?.chunk.arena[x];
  if (!place || e?.kind !== 'obj' || setsAny(ctx, file) || setsComputed(ctx, file)) return undefined;
  const entry = lastOf(e.entries, name);
  if (entry === 'unsure') return undefined;
  if (!entry) return isWhole(ctx, file, e, name) ? 'absent' : undefined;
  const written = place.chunk.arena[entry.x];
  if (!written || entry.getter || written.kind === 'fn' || !isPlain(place.chunk.arena, written) || isSetAbroad(ctx, file, name))
    return undefined;
  const value = ctx.evaluate(place, entry.x);
  // A function is bound to the object.
  return value.kind === 'fn' || value.kind === 'either' ? undefined : value;
}

function lastOf(entries: readonly Entry[], name: string): Entry | 'unsure' | undefined {
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i]!;
    if (entry.spread || entry.keyX !== undefined) return 'unsure';
    if (entry.key === name) return entry;
  }
  return undefined;
}

/** Whether there is no more to it than is written in the literal. */
const isWhole = (ctx: Context, file: string, e: Expr & { kind: 'obj' }, name: string): boolean =>
  !name.startsWith('$') && !e.entries.some((entry) => SECTIONS.has(entry.key)) && ctx.world.sharedIn(file).length === 0;

/** What cannot be made of the object itself but through a variable: that goes through the kernel. */
function isPlain(arena: readonly Expr[], e: Expr): boolean {
  switch (e.kind) {
    case 'str':
    case 'lit':
    case 'ref':
    case 'param':
    case 'obj':
    case 'unknown':
      return true;
    case 'cat':
      return e.parts.every((x: X) => ['str', 'lit', 'ref', 'param'].includes(arena[x]?.kind ?? ''));
    default:
      return false;
  }
}
