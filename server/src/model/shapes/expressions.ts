/** The shape of what an expression is worth: literals and types where it is written, else what evaluation says of it. */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { type Env, type Site, textOf } from '../../values/value';
import { builtinResult, functionResult } from './builtins';
import { objectAt } from './objects';
import { parameterShape } from './parameters';
import { BOOLEAN, eitherOf, list, NONE, NULL, NUMBER, type Shape, STRING, union, unknownShape } from './shape';
import { stateShape, vueState } from './state';
import { says, typeShape } from './types';
import { shapeOf } from './values';

/** One question, with how much work it may still cost. */
export interface Look {
  ctx: Context;
  left: number;
  /** Objects that are being looked at: what is made of them again says nothing new. */
  busy: Set<string>;
}
export const newLook = (ctx: Context): Look => ({ ctx, left: 4000, busy: new Set() });
const SPENT = unknownShape('too much to follow');
const MAX_DEPTH = 14;

export function shapeAt(look: Look, place: Place, x: X, depth = 0): Shape {
  const e = place.chunk.arena[x];
  if (!e || depth > MAX_DEPTH || look.left-- <= 0) return SPENT;
  const cast = own(place.chunk.casts, String(x));
  const typed = cast && typeShape(look.ctx, place.file, cast);
  if (says(typed) && typed.kind !== 'none') return typed;
  return written(look, place, x, e, depth);
}

function written(look: Look, place: Place, x: X, e: Expr, depth: number): Shape {
  const at = (inner: X): Shape => shapeAt(look, place, inner, depth + 1);
  switch (e.kind) {
    case 'str':
      return { kind: 'literal', value: e.value };
    case 'lit':
      return e.value === null ? NULL : { kind: 'literal', value: e.value };
    case 'cat':
      return joined(e.parts.map(at));
    case 'obj':
      return objectAt(look, place, x, e, depth);
    case 'list':
      return e.items.length
        ? list(eitherOf(e.items.map((i) => (i.spread ? elementOf(at(i.x)) : at(i.x)))))
        : list(unknownShape('empty'));
    case 'await':
      return at(e.of);
    case 'either':
      return e.op === 'and' ? union([at(e.of[0]!), NONE]) : chosen(e.of.map(at), e.op === 'or');
    case 'ref':
      return reference(look, place, x, e, depth);
    case 'param':
      return parameterShape(look, place, e.index, depth);
    case 'get':
      return member(look, place, x, e, depth);
    case 'at':
      return stateShape(look, place, e, depth) ?? item(look, place, x, e, depth);
    case 'each':
      return elementOf(at(e.of));
    case 'map':
      return list(at(e.item));
    case 'call':
    case 'new':
      return called(look, place, x, e, depth);
    case 'unknown':
      return operation(e.why);
    default:
      return valueShape(look, place, x, depth);
  }
}

const valueShape = (look: Look, place: Place, x: X, depth: number): Shape =>
  shapeOf(look, look.ctx.evaluate(place, x), depth + 1);

/** What `+` makes: text if any part is text, a number if all are. */
function joined(parts: readonly Shape[]): Shape {
  const isNumber = (s: Shape) => s.kind === 'number' || (s.kind === 'literal' && typeof s.value === 'number');
  return parts.length > 0 && parts.every(isNumber) ? NUMBER : STRING;
}

/** Of `a || b` what stands first is never empty where it is the answer. */
function chosen(shapes: readonly Shape[], first: boolean): Shape {
  const kept = first ? shapes.filter((s, i) => i === shapes.length - 1 || (s.kind !== 'null' && s.kind !== 'none')) : shapes;
  const known = kept.filter((s) => s.kind !== 'unknown');
  if (!first || known.length === 0 || known.length === kept.length) return eitherOf(kept);
  const fallback = known.at(-1)!;
  // `title || ''` is text; what `items || []` holds is not known.
  return fallback.kind === 'literal' && typeof fallback.value !== 'boolean'
    ? { kind: typeof fallback.value as 'string' | 'number' }
    : eitherOf(kept);
}

export const elementOf = (shape: Shape): Shape =>
  shape.kind === 'list'
    ? shape.of
    : shape.kind === 'union'
      ? union(shape.of.filter((s) => s.kind === 'list').map((s) => (s.kind === 'list' ? s.of : s)))
      : unknownShape('an element');

/** The activation of a chunk that is around a place. */
function envAround(ctx: Context, place: Place, chunk: string): Env {
  let env: Env | null = place.env;
  while (env && env.chunk !== chunk) env = env.parent;
  return env ?? ctx.genericEnv(place.file, chunk);
}

function reference(look: Look, place: Place, x: X, e: Expr & { kind: 'ref' }, depth: number): Shape {
  const { ctx } = look;
  const home = ctx.place(place.file, e.chunk, envAround(ctx, place, e.chunk));
  const declared = home && own(home.chunk.varTypes, e.name);
  const typed = declared && typeShape(ctx, place.file, declared);
  if (says(typed)) return mayBeAbsent(home, e.name) ? union([typed, NONE]) : typed;
  const assigns = (home && own(home.chunk.vars, e.name)) ?? [];
  const possible = e.of ? assigns.filter((a) => a.chunk !== undefined || e.of!.includes(a.x)) : assigns;
  if (!home || !possible.length || possible.some((a) => a.chunk === undefined && home.chunk.arena[a.x]?.kind === 'import'))
    return valueShape(look, place, x, depth);
  const shapes = possible.map((a) => {
    const from = a.chunk === undefined ? home : ctx.place(place.file, a.chunk, ctx.genericEnv(place.file, a.chunk));
    return from ? shapeAt(look, from, a.x, depth + 1) : SPENT;
  });
  // `let body = null` says nothing where something is assigned later.
  const telling = shapes.filter((s) => s.kind !== 'null');
  return eitherOf(telling.length ? telling : shapes);
}

/** `(id: number, note?: string)` */
const mayBeAbsent = (home: Place | undefined, name: string): boolean =>
  home?.chunk.params?.some((p) => p.name === name && p.optional && p.default === undefined) ?? false;

function member(look: Look, place: Place, x: X, e: Expr & { kind: 'get' }, depth: number): Shape {
  const { ctx } = look;
  const state = e.name === 'value' ? vueState(look, place, e.object, depth) : undefined;
  if (state) return state;
  const field = place.chunk.arena[e.object]?.kind === 'this' ? declaredField(look, place, e.name) : undefined;
  if (field) return field;
  const dom = builtinResult(e.name, 'field');
  const of = shapeAt(look, place, e.object, depth + 1);
  const found = memberShape(of, e.name);
  if (says(found)) return found;
  const value = ctx.evaluate(place, x);
  const worth = value.kind === 'member' ? undefined : shapeOf(look, value, depth + 1);
  return (says(worth) && worth.kind !== 'null' ? worth : undefined) ?? dom ?? found ?? unknownShape(`.${e.name}`);
}

/** A field of a shape; undefined where the shape has none or nothing is known. */
export function memberShape(of: Shape, name: string): Shape | undefined {
  if (of.kind === 'union') {
    const found = of.of.flatMap((s) => memberShape(s, name) ?? []);
    return found.length ? eitherOf(found) : undefined;
  }
  if (of.kind !== 'object') return (of.kind === 'list' || of.kind === 'string') && name === 'length' ? NUMBER : undefined;
  const field = own(of.fields, name);
  return field ? (field.optional ? union([field.shape, NONE]) : field.shape) : of.values;
}

/** `task?: Task` in the body of the class around. */
function declaredField({ ctx }: Look, place: Place, name: string): Shape | undefined {
  for (let id: string | undefined = place.id; id !== undefined; id = ctx.world.chunk(place.file, id)?.parent) {
    const chunk = ctx.world.chunk(place.file, id);
    const type = chunk?.kind === 'class' ? own(chunk.varTypes, name) : undefined;
    const shape = type && typeShape(ctx, place.file, type);
    if (says(shape)) return shape;
  }
  return undefined;
}

function item(look: Look, place: Place, x: X, e: Expr & { kind: 'at' }, depth: number): Shape {
  const value = look.ctx.evaluate(place, x);
  const index = look.ctx.evaluate(place, e.index);
  const isItem = index.kind === 'lit' && look.ctx.evaluate(place, e.object).kind === 'list';
  if (isItem || !['member', 'unknown', 'sym', 'either'].includes(value.kind)) return shapeOf(look, value, depth + 1);
  const of = shapeAt(look, place, e.object, depth + 1);
  const key = textOf(index);
  const found = key === undefined ? (of.kind === 'object' ? of.values : undefined) : memberShape(of, key);
  if (found) return found;
  if (of.kind === 'list') return of.of;
  return valueShape(look, place, x, depth);
}

function called(look: Look, place: Place, x: X, e: Expr & { kind: 'call' | 'new' }, depth: number): Shape {
  const { ctx } = look;
  const callee = ctx.evaluate(place, e.callee);
  if (callee.kind === 'fn') {
    const chunk = ctx.world.chunk(callee.file, callee.chunk);
    const declared = chunk?.returnType && typeShape(ctx, callee.file, chunk.returnType);
    if (says(declared) && declared.kind !== 'none') return declared;
  }
  const state = vueState(look, place, x, depth);
  if (state) return state;
  const builtin = callee.kind === 'ext' ? functionResult(callee.path) : undefined;
  if (builtin) return builtin;
  const worth = valueShape(look, place, x, depth);
  if (says(worth)) return worth;
  const name = place.chunk.arena[e.callee];
  const method = name?.kind === 'get' ? name.name : undefined;
  if (method === undefined) return worth;
  const of = () => shapeAt(look, place, (name as { object: X }).object, depth + 1);
  if (['filter', 'slice', 'sort', 'reverse', 'concat'].includes(method)) return listOr(of(), worth);
  if (['find', 'at', 'pop', 'shift'].includes(method)) return elementOf(of());
  if (method === 'map') return list(resultOfCallback(look, place, e, depth));
  return builtinResult(method, 'method') ?? worth;
}

const listOr = (shape: Shape, other: Shape): Shape => (shape.kind === 'list' ? shape : other);

/** What `tasks.map((t) => ({ id: t.id }))` makes of each. */
function resultOfCallback(look: Look, place: Place, e: Expr & { kind: 'call' | 'new' }, depth: number): Shape {
  const fn = e.args[0] && look.ctx.evaluate(place, e.args[0].x);
  if (fn?.kind !== 'fn') return unknownShape('what a function gives');
  const inner = look.ctx.place(fn.file, fn.chunk, look.ctx.genericEnv(fn.file, fn.chunk));
  const returns = inner?.chunk.returns ?? [];
  return inner && returns.length ? eitherOf(returns.map((r) => shapeAt(look, inner, r.x, depth + 1))) : unknownShape('nothing');
}

/** What operators make that are not lowered. */
function operation(why: string): Shape {
  if (/^(!|[=!]==?|[<>]=?|in|instanceof|delete)$/.test(why)) return BOOLEAN;
  if (/^([-*/%~&|^+]|\*\*|<<|>>>?|\+\+|--)$/.test(why)) return NUMBER;
  return why === 'typeof' ? STRING : unknownShape(why);
}

export const siteAt = (place: Place, x: X): Site => ({ file: place.file, chunk: place.id, x });
