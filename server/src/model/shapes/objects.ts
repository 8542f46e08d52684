/** Object literals: written entries, spreads, and what the code around sets on them later. */
import { own } from '../../base/own';
import type { ChunkId, Entry, Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { genericEnv } from '../../values/activations';
import type { Place } from '../../values/context';
import { siteKey, textOf } from '../../values/value';
import { type Look, shapeAt, siteAt } from './expressions';
import { type Deed, deedsOn } from './holders';
import { eitherOf, fieldOf, noFields, type ObjectShape, object, type Shape, spreadInto, union, unknownShape } from './shape';
import { mapped as keep } from './types';

export function objectAt(look: Look, place: Place, x: X, e: Expr & { kind: 'obj' }, depth: number): Shape {
  let out: ObjectShape = object(noFields());
  for (const entry of e.entries) out = withEntry(look, place, out, entry, depth);
  return setLater(look, place, x, out, depth);
}

function withEntry(look: Look, place: Place, before: ObjectShape, entry: Entry, depth: number): ObjectShape {
  if (entry.spread) {
    const spread = spreadShape(shapeAt(look, place, entry.x, depth + 1));
    const kept =
      entry.except && spread ? keep(spread, (field, name) => (entry.except!.includes(name) ? undefined : field)) : spread;
    return kept ? spreadInto(before, kept) : before;
  }
  const name = entry.key ?? textOf(look.ctx.evaluate(place, entry.keyX!));
  if (name === undefined) return { ...before, open: true };
  // JSON leaves functions out.
  if (place.chunk.arena[entry.x]?.kind === 'fn' && !entry.getter) return name === 'toJSON' ? { ...before, open: true } : before;
  const value = shapeAt(look, place, entry.x, depth + 1);
  const { shape, absent } = withoutAbsence(value);
  return spreadInto(before, object({ [name]: fieldOf(shape, siteAt(place, entry.x), absent) }));
}

/** What a spread adds: nothing of null, all of it optional where it may be null. Undefined: nothing. */
function spreadShape(shape: Shape): ObjectShape | undefined {
  if (shape.kind === 'object') return shape;
  if (shape.kind === 'none' || shape.kind === 'null' || shape.kind === 'literal') return undefined;
  if (shape.kind !== 'union') return object(noFields(), true);
  const parts = shape.of.map(spreadShape);
  const merged = eitherOf(parts.map((part) => part ?? object(noFields())));
  return merged.kind === 'object' ? merged : object(noFields(), true);
}

/** A value that may be `undefined` is a field that may be missing: JSON leaves those out. */
function withoutAbsence(shape: Shape): { shape: Shape; absent: boolean } {
  if (shape.kind !== 'union') return { shape, absent: false };
  const rest = shape.of.filter((s) => s.kind !== 'none');
  return rest.length < shape.of.length ? { shape: union(rest), absent: true } : { shape, absent: false };
}

/** What the code does to it after `const body = {…}`, wherever that is seen; open where it goes out of sight. */
export function setLater(look: Look, place: Place, x: X, before: ObjectShape, depth: number): ObjectShape {
  const site = siteKey(siteAt(place, x));
  if (look.busy.has(site)) return before;
  look.busy.add(site);
  const { all, open } = deedsOn(look.ctx, siteAt(place, x));
  let out: ObjectShape = open ? { ...before, open: true } : before;
  for (const deed of all) {
    const at = isWithin(place, deed)
      ? deed.chunk === place.id
        ? place
        : look.ctx.place(deed.file, deed.chunk, genericEnv(look.ctx, deed.file, deed.chunk, place.env))
      : look.ctx.place(deed.file, deed.chunk, look.ctx.genericEnv(deed.file, deed.chunk));
    if (at) out = withDeed(look, at, out, deed, at === place, depth);
  }
  look.busy.delete(site);
  return out;
}

const isWithin = ({ file, id }: Place, deed: Deed): boolean =>
  deed.file === file && (deed.chunk === id || id === '' || deed.chunk.startsWith(`${id}/`));

/** `isHere`: it is done in the activation in which the object is made. */
function withDeed(look: Look, at: Place, before: ObjectShape, deed: Deed, isHere: boolean, depth: number): ObjectShape {
  const sure = (block: number | undefined) => isHere && !branches(at.chunk, block);
  switch (deed.kind) {
    case 'set': {
      const { set } = deed;
      const key = set.name ?? textOf(look.ctx.evaluate(at, set.index!));
      if (key === undefined) return { ...before, open: true };
      const { shape, absent } = withoutAbsence(shapeAt(look, at, set.x, depth + 1));
      return spreadInto(before, object({ [key]: fieldOf(shape, siteAt(at, set.x), !sure(set.block) || absent) }));
    }
    case 'merged':
      return merged(look, at, before, deed.call, sure(at.chunk.blockOf?.[deed.call]), depth);
    case 'replaced':
      return replaced(before, shapeAt(look, at, deed.x, depth + 1));
    case 'bound':
      if (own(before.fields, deed.name)) return before;
      return spreadInto(before, object({ [deed.name]: fieldOf(unknownShape('what the page writes'), siteAt(at, deed.x), true) }));
    case 'deleted':
      return lessDeleted(before, deed.name, sure(deed.block));
    default:
      return { ...before, open: true };
  }
}

/** `Object.assign(body, values, { title })` */
function merged(look: Look, at: Place, before: ObjectShape, call: X, sure: boolean, depth: number): ObjectShape {
  const e = at.chunk.arena[call];
  let out = before;
  for (const arg of e?.kind === 'call' ? e.args.slice(1) : []) {
    const spread = arg.spread ? object(noFields(), true) : spreadShape(shapeAt(look, at, arg.x, depth + 1));
    const given = spread && (sure ? spread : keep(spread, (field) => ({ ...field, optional: true })));
    if (given) out = spreadInto(out, given);
  }
  return out;
}

/** `this.form = { ...this.form, title }`: what it may be instead. */
function replaced(before: ObjectShape, other: Shape): ObjectShape {
  if (other.kind === 'null' || other.kind === 'none') return before;
  const merged = other.kind === 'object' ? eitherOf([before, other]) : undefined;
  return merged?.kind === 'object' ? merged : { ...before, open: true };
}

/** `delete body.id` */
const lessDeleted = (before: ObjectShape, name: string, sure: boolean): ObjectShape =>
  keep(before, (field, key) => (key !== name ? field : sure ? undefined : { ...field, optional: true }));

export function variablesOf(chunk: Chunk, x: X): string[] {
  return Object.entries(chunk.vars).flatMap(([name, assigns]) =>
    assigns.some((a) => a.chunk === undefined && isIt(chunk, a.x, x)) ? [name] : [],
  );
}

/** Also through `{} as Task`, `cond ? {…} : {}`. */
function isIt(chunk: Chunk, at: X, x: X): boolean {
  if (at === x) return true;
  const e = chunk.arena[at];
  return e?.kind === 'either' && e.of.some((o) => isIt(chunk, o, x));
}

export const within = (look: Look, file: string, id: ChunkId): ChunkId[] =>
  look.ctx.world.chunkIds(file).filter((other) => other === id || id === '' || other.startsWith(`${id}/`));

/** Whether a block may not run. `loops`: loops may not. */
export function branches(chunk: Chunk, block: number | undefined, loops = true): boolean {
  const kinds = loops ? ['if', 'else', 'loop', 'except'] : ['if', 'else', 'except'];
  for (let b = block ?? 0; b > 0; b = chunk.blocks[b]?.parent ?? 0) if (kinds.includes(chunk.blocks[b]?.kind ?? '')) return true;
  return false;
}
