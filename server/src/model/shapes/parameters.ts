/** What a parameter holds: its argument, its declared type, its default, else what all callers give. */
import type { X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { usesOf } from './callers';
import { type Look, shapeAt } from './expressions';
import { eitherOf, NONE, type Shape, union, unknownShape } from './shape';
import { says, typeShape } from './types';
import { shapeOf } from './values';

export const MAX_CALLERS = 8;

export function parameterShape(look: Look, place: Place, index: number, depth: number): Shape {
  const { ctx } = look;
  const declared = declaredShape(ctx, place.file, place.id, index);
  if (place.env.args) {
    const value = ctx.evaluate(
      place,
      place.chunk.arena.findIndex((e) => e.kind === 'param' && e.index === index),
    );
    const given = value.kind === 'sym' && value.chunk === place.id ? undefined : shapeOf(look, value, depth + 1);
    if (says(given) && given.kind !== 'null') return given;
    if (declared || given) return declared ?? given!;
  }
  return declared ?? symbolShape(look, place.file, place.id, index, depth);
}

export function declaredShape(ctx: Context, file: string, chunk: string, index: number): Shape | undefined {
  const param = ctx.world.chunk(file, chunk)?.params?.[index];
  const shape = param?.type && typeShape(ctx, file, param.type);
  if (!says(shape)) return undefined;
  return param?.optional && param.default === undefined ? union([shape, NONE]) : shape;
}

/** The parameter of an activation that nobody specified: what its default is, and what callers give. */
export function symbolShape(look: Look, file: string, chunk: string, index: number, depth: number): Shape {
  const { ctx } = look;
  const declared = declaredShape(ctx, file, chunk, index);
  if (declared) return declared;
  const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  const param = place?.chunk.params?.[index];
  if (!place || !param || depth > 8) return unknownShape(`parameter ${param?.name ?? index}`);
  const fallback = param.default === undefined ? undefined : shapeAt(look, place, param.default, depth + 1);
  const given = argumentsAt(look, file, chunk, index, depth);
  const known = [...given, ...(fallback && fallback.kind !== 'null' && !isEmpty(fallback) ? [fallback] : [])];
  if (known.length) return eitherOf(known);
  return fallback && !isEmpty(fallback) ? fallback : unknownShape(`parameter ${param.name}`);
}

/** `{}` as a default says nothing of what callers give. */
const isEmpty = (shape: Shape): boolean => shape.kind === 'object' && Object.keys(shape.fields).length === 0;

function argumentsAt(look: Look, file: string, chunk: string, index: number, depth: number): Shape[] {
  const out: Shape[] = [];
  for (const use of usesOf(look.ctx, file, chunk)) {
    const call = use.place.chunk.arena[use.call];
    if (use.role !== 'called' || (call?.kind !== 'call' && call?.kind !== 'new')) continue;
    const arg: X | undefined = call.args.slice(0, index + 1).some((a) => a.spread) ? undefined : call.args[index]?.x;
    if (arg === undefined) continue;
    out.push(shapeAt(look, use.place, arg, depth + 2));
    if (out.length >= MAX_CALLERS) break;
  }
  return out;
}
