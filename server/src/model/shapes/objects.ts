/** Object literals: written entries, spreads, and what the code around sets on them later. */
import type { ChunkId, Entry, Expr, X } from '../../facts/expression';
import type { Chunk, SetMember } from '../../facts/facts';
import { genericEnv } from '../../values/calls';
import type { Place } from '../../values/context';
import { textOf } from '../../values/value';
import { type Look, shapeAt, siteAt } from './expressions';
import { eitherOf, fieldOf, noFields, type ObjectShape, object, type Shape, spreadInto, union } from './shape';
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

/** `body.title = …` and `body[key] = …` after `const body = {…}`, in the chunk of the literal and those inside it. */
function setLater(look: Look, place: Place, x: X, before: ObjectShape, depth: number): ObjectShape {
  let out = before;
  for (const name of variablesOf(place.chunk, x)) {
    if (isHandedToSetter(look, place, name)) out = { ...out, open: true };
    for (const { id, chunk, set } of setsOn(look, place, name)) {
      const at = id === place.id ? place : look.ctx.place(place.file, id, genericEnv(look.ctx, place.file, id, place.env));
      if (!at) continue;
      const key = set.name ?? textOf(look.ctx.evaluate(at, set.index!));
      if (key === undefined) {
        out = { ...out, open: true };
        continue;
      }
      const sure = id === place.id && !branches(chunk, set.block);
      const { shape, absent } = withoutAbsence(shapeAt(look, at, set.x, depth + 1));
      out = spreadInto(out, object({ [key]: fieldOf(shape, siteAt(at, set.x), !sure || absent) }));
    }
    out = lessDeleted(place, name, out);
  }
  return out;
}

/** `delete body.id` */
function lessDeleted({ chunk, id }: Place, name: string, before: ObjectShape): ObjectShape {
  let out = before;
  for (const gone of chunk.deletes ?? []) {
    const object_ = chunk.arena[gone.object];
    if (object_?.kind !== 'ref' || object_.chunk !== id || object_.name !== name) continue;
    const isSure = !branches(chunk, gone.block);
    out = keep(out, (field, key) => (key !== gone.name ? field : isSure ? undefined : { ...field, optional: true }));
  }
  return out;
}

/** `fill(body, values)` after `const body = {…}`: a function that sets what it is handed may set anything. */
function isHandedToSetter(look: Look, place: Place, name: string): boolean {
  return place.chunk.arena.some((e) => {
    if (e.kind !== 'call') return false;
    const index = e.args.findIndex((a) => isRefTo(place, a.x, name));
    return index >= 0 && setsParameter(look, place, e.callee, index);
  });
}

const isRefTo = ({ chunk, id }: Place, x: X, name: string): boolean => {
  const e = chunk.arena[x];
  return e?.kind === 'ref' && e.chunk === id && e.name === name;
};

/** Only a function that is called by its name is looked at. */
function setsParameter(look: Look, place: Place, callee: X, index: number): boolean {
  const called = place.chunk.arena[callee];
  if (called?.kind !== 'ref' && called?.kind !== 'get') return false;
  if (called.kind === 'get' && !['ref', 'import'].includes(place.chunk.arena[called.object]?.kind ?? '')) return false;
  const fn = look.ctx.evaluate(place, callee);
  if (fn.kind !== 'fn') return false;
  const param = look.ctx.world.outline(fn.file, fn.chunk)?.params?.[index]?.name;
  return within(look, fn.file, fn.chunk).some((id) => {
    const chunk = id === '' ? undefined : look.ctx.world.chunk(fn.file, id);
    return (chunk?.sets ?? []).some((set) => {
      const object = chunk!.arena[set.object];
      return object?.kind === 'ref' && object.chunk === fn.chunk && object.name === param;
    });
  });
}

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

function setsOn(look: Look, place: Place, name: string): { id: ChunkId; chunk: Chunk; set: SetMember }[] {
  return within(look, place.file, place.id).flatMap((id) => {
    const chunk = look.ctx.world.chunk(place.file, id);
    return (chunk?.sets ?? []).flatMap((set) => {
      const object = chunk!.arena[set.object];
      const isOn = object?.kind === 'ref' && object.chunk === place.id && object.name === name;
      return isOn && (set.name !== undefined || set.index !== undefined) ? [{ id, chunk: chunk!, set }] : [];
    });
  });
}

/** Whether a block may not run. `loops`: loops may not. */
export function branches(chunk: Chunk, block: number | undefined, loops = true): boolean {
  const kinds = loops ? ['if', 'else', 'loop', 'except'] : ['if', 'else', 'except'];
  for (let b = block ?? 0; b > 0; b = chunk.blocks[b]?.parent ?? 0) if (kinds.includes(chunk.blocks[b]?.kind ?? '')) return true;
  return false;
}
