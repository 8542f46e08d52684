/** FormData and URLSearchParams: what they are made from and what is appended to them. */
import type { ChunkId, Expr } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { genericEnv } from '../../values/calls';
import { textOf, type Value } from '../../values/value';
import { type Look, shapeAt } from './expressions';
import { branches, variablesOf, within } from './objects';
import { fieldOf, list, noFields, type ObjectShape, object, type Shape, STRING, spreadInto } from './shape';
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

const ADDING = new Set(['append', 'set']);

/** `data.append("title", title)` on the variables that hold it, in the chunk that makes it and those inside. */
function appended(look: Look, value: Made, begun: ObjectShape, depth: number): ObjectShape {
  const { file, chunk: home, x } = value.site;
  const maker = look.ctx.world.chunk(file, home);
  const names = maker ? variablesOf(maker, x) : [];
  let out = begun;
  if (!names.length) return out;
  for (const id of within(look, file, home)) {
    const chunk = look.ctx.world.chunk(file, id);
    chunk?.arena.forEach((e, at) => {
      if (e.kind === 'call' && isOn(chunk, e, home, names)) out = withCall(look, value, out, { id, chunk, e, at }, depth);
    });
  }
  return out;
}

function isOn(chunk: Chunk, e: Expr & { kind: 'call' }, home: ChunkId, names: readonly string[]): boolean {
  const callee = chunk.arena[e.callee];
  const object_ = callee?.kind === 'get' && ADDING.has(callee.name) ? chunk.arena[callee.object] : undefined;
  return object_?.kind === 'ref' && object_.chunk === home && names.includes(object_.name);
}

interface Added {
  id: ChunkId;
  chunk: Chunk;
  e: Expr & { kind: 'call' };
  at: number;
}

function withCall(look: Look, value: Made, before: ObjectShape, { id, chunk, e, at }: Added, depth: number): ObjectShape {
  const { ctx } = look;
  const inside = id === value.site.chunk;
  const place = ctx.place(value.site.file, id, inside ? value.env : genericEnv(ctx, value.site.file, id, value.env));
  if (!place || !e.args[0] || !e.args[1]) return before;
  const key = textOf(ctx.evaluate(place, e.args[0].x));
  if (key === undefined) return { ...before, open: true };
  const block = chunk.blockOf?.[at];
  const given = shapeAt(look, place, e.args[1].x, depth + 1);
  const many = !inside || inLoop(chunk, block);
  const shape: Shape = many && given.kind !== 'list' ? list(given) : given;
  const sure = inside && !branches(chunk, block);
  return spreadInto(before, object({ [key]: fieldOf(shape, { file: place.file, chunk: id, x: e.args[1].x }, !sure) }));
}

function inLoop(chunk: Chunk, block: number | undefined): boolean {
  for (let b = block ?? 0; b > 0; b = chunk.blocks[b]?.parent ?? 0) if (chunk.blocks[b]?.kind === 'loop') return true;
  return false;
}
