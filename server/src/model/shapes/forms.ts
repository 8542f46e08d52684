/** FormData and URLSearchParams: what they are made from and what is appended to them. */
import type { ChunkId, Expr } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { activation, genericEnv } from '../../values/activations';
import { loopsAround, turnsOf } from '../../values/branches';
import type { Place } from '../../values/context';
import { textOf, type Value } from '../../values/value';
import { type Look, shapeAt } from './expressions';
import { deedsOn } from './holders';
import { branches } from './objects';
import { type Field, fieldOf, list, noFields, type ObjectShape, object, type Shape, STRING, spreadInto, union } from './shape';
import { shapeOf } from './values';

type Made = Value & { kind: 'made' };

/** 'form' for FormData, 'query' for URLSearchParams. */
export function formKind(value: Value): 'form' | 'query' | undefined {
  if (value.kind !== 'made' || value.callee.kind !== 'ext') return undefined;
  const name = value.callee.path.replace(/^global:(window\.)?/, '');
  return name === 'FormData' ? 'form' : name === 'URLSearchParams' ? 'query' : undefined;
}

export function formShape(look: Look, value: Made, depth: number): ObjectShape | undefined {
  const kind = formKind(value);
  if (!kind) return undefined;
  const [first] = value.args.pos;
  const begun = !first ? object(noFields()) : kind === 'form' ? object(noFields(), true) : initial(look, first, depth);
  return appended(look, value, begun, depth);
}

/** What `new URLSearchParams(…)` is given: an object, pairs, a text. */
function initial(look: Look, first: Value, depth: number): ObjectShape {
  const text = textOf(first);
  if (text !== undefined) return queryText(text);
  if (first.kind === 'list' && !first.open) {
    const fields = noFields();
    for (const pair of first.items) {
      const key = pair.kind === 'list' ? textOf(pair.items[0]) : undefined;
      if (key === undefined || pair.kind !== 'list') return object(fields, true);
      fields[key] = fieldOf(pair.items[1] ? shapeOf(look, pair.items[1], depth + 1) : STRING);
    }
    return object(fields);
  }
  const shape = shapeOf(look, first, depth + 1);
  return shape.kind === 'object' ? shape : object(noFields(), true);
}

/** 'a=1&b=2' */
export function queryText(text: string): ObjectShape {
  const fields = noFields();
  for (const [key] of new URLSearchParams(text)) fields[key] = fieldOf(STRING);
  return object(fields);
}

const ADDING = /^(append|set)$/;

/** `data.append("title", title)`, wherever that is seen; open where it goes out of sight. */
function appended(look: Look, value: Made, begun: ObjectShape, depth: number): ObjectShape {
  const { all, open } = deedsOn(look.ctx, value.site);
  let out: ObjectShape = open ? { ...begun, open: true } : begun;
  for (const deed of all) {
    const chunk = look.ctx.world.chunk(deed.file, deed.chunk);
    const e = deed.kind === 'called' ? chunk?.arena[deed.call] : undefined;
    if (deed.kind !== 'called' || !chunk || e?.kind !== 'call') out = { ...out, open: true };
    else if (ADDING.test(deed.name))
      out = withCall(look, value, out, { file: deed.file, id: deed.chunk, chunk, e, at: deed.call }, depth);
  }
  return out;
}

interface Added {
  file: string;
  id: ChunkId;
  chunk: Chunk;
  e: Expr & { kind: 'call' };
  at: number;
}

function withCall(look: Look, value: Made, before: ObjectShape, { file, id, chunk, e, at }: Added, depth: number): ObjectShape {
  const [name, given] = e.args;
  if (!name || !given) return before;
  const inside = file === value.site.file && id === value.site.chunk;
  const block = chunk.blockOf?.[at];
  const turns = file === value.site.file ? turnsAround(look, value, id, block) : placesOf(look, file, id);
  if (!turns) return fromTable(look, value, before, id, block, depth);
  const many = turns.length > 1;
  let out = before;
  for (const place of turns) {
    const key = textOf(look.ctx.evaluate(place, name.x));
    if (key === undefined) return fromTable(look, value, out, id, block, depth);
    const shape = there(shapeAt(look, place, given.x, depth + 1));
    const repeated = !many && (!inside || loopsAround({ chunk }, block).length > 0) && shape.kind !== 'list';
    const sure = many ? !branches(chunk, block, false) : inside && !branches(chunk, block);
    const field = fieldOf(repeated ? list(shape) : shape, { file: place.file, chunk: id, x: given.x }, !sure);
    out = spreadInto(out, object({ [key]: field }));
  }
  return out;
}

/** What is appended is there, whatever its type says. */
const there = (shape: Shape): Shape => (shape.kind === 'union' ? union(shape.of.filter((s) => s.kind !== 'none')) : shape);

const placesOf = ({ ctx }: Look, file: string, id: ChunkId): Place[] =>
  [ctx.place(file, id, ctx.genericEnv(file, id)) ?? []].flat();

/** The activations in which code runs that a loop or `forEach` repeats: one for each element where those are known. */
function turnsAround(look: Look, value: Made, id: ChunkId, block: number | undefined): Place[] | undefined {
  const { ctx } = look;
  const { file, chunk: home } = value.site;
  const place = ctx.place(file, id, id === home ? value.env : genericEnv(ctx, file, id, value.env));
  if (!place) return undefined;
  const items = id === home ? undefined : repeatedOver(look, value, id);
  const places = (items ?? [undefined]).flatMap((item) => {
    if (!item) return [place];
    const fn: Value & { kind: 'fn' } = { kind: 'fn', file, chunk: id, env: place.env.parent ?? value.env };
    const env = activation(ctx, fn, { pos: [item], named: {} }, value.env);
    return env ? [{ ...place, env }] : [];
  });
  return places.flatMap((p) => turnsOf(ctx, p, loopsAround(p, block)) ?? [p]);
}

/** The elements of `list` in `list.forEach((item) => …)`, for the function that is written there. */
function repeatedOver(look: Look, value: Made, id: ChunkId): Value[] | undefined {
  const over = repeated(look, value, id);
  return over && look.ctx.elements(look.ctx.evaluate(over.place, over.x));
}

function repeated(look: Look, value: Made, id: ChunkId): { place: Place; x: number } | undefined {
  const { ctx } = look;
  const { file } = value.site;
  const parent = ctx.world.chunk(file, id)?.parent ?? '';
  const place = ctx.place(file, parent, genericEnv(ctx, file, parent, value.env));
  const call = place?.chunk.arena.find((e): e is Expr & { kind: 'call' } => {
    const given = e.kind === 'call' && e.args[0] ? place.chunk.arena[e.args[0].x] : undefined;
    return given?.kind === 'fn' && given.chunk === id;
  });
  const callee = call && place?.chunk.arena[call.callee];
  return place && callee?.kind === 'get' && callee.name === 'forEach' ? { place, x: callee.object } : undefined;
}

/** `Object.entries(task).forEach(([key, value]) => data.append(key, value))`: all that the table has, where that is known. */
function fromTable(
  look: Look,
  value: Made,
  before: ObjectShape,
  id: ChunkId,
  block: number | undefined,
  depth: number,
): ObjectShape {
  const over = id === value.site.chunk ? loopedOver(look, value, block) : repeated(look, value, id);
  const call = over?.place.chunk.arena[over.x];
  const callee = call?.kind === 'call' ? over!.place.chunk.arena[call.callee] : undefined;
  const isTable = callee?.kind === 'get' && (callee.name === 'entries' || callee.name === 'keys');
  const table =
    isTable && call?.kind === 'call' && call.args[0] ? shapeAt(look, over!.place, call.args[0].x, depth + 1) : undefined;
  if (table?.kind !== 'object') return { ...before, open: true };
  const given: Record<string, Field> = noFields();
  for (const [name, field] of Object.entries(table.fields)) given[name] = { ...field, optional: true };
  return spreadInto(before, object(given, table.open));
}

function loopedOver(look: Look, value: Made, block: number | undefined): { place: Place; x: number } | undefined {
  const place = look.ctx.place(value.site.file, value.site.chunk, value.env);
  for (let b = block ?? 0; place && b > 0; b = place.chunk.blocks[b]?.parent ?? 0) {
    const at = place.chunk.blocks[b];
    if (at?.kind === 'loop' && at.x !== undefined) return { place, x: at.x };
  }
  return undefined;
}
