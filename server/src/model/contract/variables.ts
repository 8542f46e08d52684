/** Variables of a Python function, as shapes: what is assigned to them, and what the code adds to it afterwards. */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import { type Context, type Place, siteOf } from '../../values/context';
import {
  eitherOf,
  type Field,
  fieldOf,
  list,
  type ObjectShape,
  object,
  type Shape,
  spreadInto,
  union,
  unknownShape,
} from '../shapes/shape';
import { fileIndex } from '../uses';
import { calleeOf, isMadeBy, isTelling, type Reader, shapeOfExpression, WRAPPERS } from './returned';

/** A variable: what is assigned to it, and what its code adds. */
export function variable(reader: Reader, place: Place, e: Expr & { kind: 'ref' }, depth: number): Shape {
  const { ctx } = reader;
  const home = e.chunk === place.id ? place : ctx.place(place.file, e.chunk, ctx.genericEnv(place.file, e.chunk));
  const assigns = own(home?.chunk.vars, e.name) ?? [];
  const possible = e.of ? assigns.filter((a) => a.chunk !== undefined || e.of!.includes(a.x)) : assigns;
  if (!home || !possible.length || possible.some((a) => a.chunk !== undefined)) return unknownShape(e.name);
  if (e.chunk !== place.id) return unknownShape('a variable of another function');
  const shapes = possible.map((a) => shapeOfExpression(reader, home, a.x, depth + 1));
  // `answer.status_code = 404` is said of a response, and adds nothing to what it holds.
  if (possible.some((a) => isMadeBy(ctx, home, a.x, RESPONSES))) return eitherOf(shapes);
  return grown(reader, home, e.name, eitherOf(shapes), depth);
}

const RESPONSES = /(^|\.)(\w*Response|jsonify|make_response)$/;

/** `data["x"] = …`, `data.update(…)`, `rows.append(…)`; handed on to others it may be anything more. */
function grown(reader: Reader, home: Place, name: string, begun: Shape, depth: number): Shape {
  const index = fileIndex(reader.ctx, home.file);
  const isIt = (x: X): boolean => {
    const e = home.chunk.arena[x];
    return e?.kind === 'ref' && e.name === name && e.chunk === home.id;
  };
  let shape = begun;
  for (const set of home.chunk.sets ?? []) if (isIt(set.object)) shape = withMember(reader, home, set, shape, depth);
  for (const { chunk, x } of index.refs(home.id, name)) {
    if (chunk !== home.id) return opened(shape);
    for (const p of index.parents(chunk, x)) shape = used(reader, home, x, p, shape, depth);
  }
  return shape;
}

type Set = NonNullable<Place['chunk']['sets']>[number];
function withMember(reader: Reader, home: Place, set: Set, shape: Shape, depth: number): Shape {
  if (set.name === undefined || shape.kind !== 'object') return opened(shape);
  const field: Field = fieldOf(shapeOfExpression(reader, home, set.x, depth + 1), siteOf(home, set.x), (set.block ?? 0) !== 0);
  return spreadInto(shape, object({ [set.name]: field }));
}

const READS = /^(get|items|keys|values|copy|index|count|sort|reverse|pop|remove|insert|clear|model_dump|dict|json)$/;

function used(reader: Reader, home: Place, x: X, p: X, shape: Shape, depth: number): Shape {
  const { arena } = home.chunk;
  const e = arena[p];
  if (e?.kind === 'call') return e.args.some((a) => a.x === x) && !isHarmless(reader.ctx, home, e) ? opened(shape) : shape;
  if (e?.kind !== 'get' || e.object !== x) return shape;
  for (const c of fileIndex(reader.ctx, home.file).parents(home.id, p)) {
    const call = arena[c];
    if (call?.kind !== 'call' || call.callee !== p) continue;
    const arg = call.args[0];
    if ((e.name === 'append' || e.name === 'insert') && arg && shape.kind === 'list') {
      const item = shapeOfExpression(reader, home, call.args.at(-1)!.x, depth + 1);
      shape = list(isTelling(shape.of) ? union([shape.of, item]) : item);
    } else if (e.name === 'extend' && shape.kind === 'list') shape = list(unknownShape('what is appended'));
    else if (e.name === 'update' && shape.kind === 'object') shape = updated(reader, home, call, shape, depth);
    else if (!READS.test(e.name)) shape = opened(shape);
  }
  return shape;
}

function updated(reader: Reader, home: Place, call: Expr & { kind: 'call' }, shape: ObjectShape, depth: number): Shape {
  const more = call.args.map((a): Shape => {
    const inner = shapeOfExpression(reader, home, a.x, depth + 1);
    return a.name === undefined ? inner : object({ [a.name]: fieldOf(inner) });
  });
  return more.every((m) => m.kind === 'object')
    ? more.reduce<ObjectShape>((a, b) => spreadInto(a, b as ObjectShape), shape)
    : opened(shape);
}

/** What looks at its argument only. */
function isHarmless(ctx: Context, place: Place, e: Expr & { kind: 'call' }): boolean {
  const callee = calleeOf(ctx, place, e);
  return (
    (callee.kind === 'ext' &&
      (/^builtins\.(len|str|list|sorted|print|bool|any|all|sum|min|max|enumerate|zip|set|isinstance|type)$/.test(callee.path) ||
        WRAPPERS.test(callee.path))) ||
    (callee.kind === 'member' && /^(info|debug|warning|error|append)$/.test(callee.name))
  );
}

const opened = (shape: Shape): Shape =>
  shape.kind === 'object'
    ? { ...shape, open: true }
    : shape.kind === 'list'
      ? list(unknownShape('what is added elsewhere'))
      : unknownShape('changed elsewhere');
