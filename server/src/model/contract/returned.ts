/**
 * What a Python handler returns without a model, as a shape: dict literals and what is added to them, lists, comprehensions, models made
 * in place, helpers of the project followed, `jsonify`, `JSONResponse(content=…)`, `(body, status)`.
 */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import { type Context, type Place, siteOf } from '../../values/context';
import { isTrue, unknown, type Value } from '../../values/value';
import { present, typeAt, typeOfValue } from '../details/python-types';
import { statusOf } from '../details/route-details';
import {
  fieldOf,
  list,
  NONE,
  noFields,
  type ObjectShape,
  object,
  PLAIN,
  type Shape,
  spreadInto,
  union,
  unknownShape,
} from '../shapes/shape';
import { FILES, fileOf, isEmpty, textAnswer } from './file-answers';
import { dumpedBy } from './flask-declared';
import { shapeOfType, type Way } from './python-shapes';
import { methodOfRow } from './rows';
import { answeredStatus } from './statuses';
import { variable } from './variables';

const MAX_DEPTH = 10;
/** How many expressions are looked at for one answer. */
const BUDGET = 600;

export interface Reader {
  ctx: Context;
  left: number;
  /** Text is sent as it is: `return json.dumps(tasks)` gives the tasks. */
  asIs?: boolean;
  /** Under which names models are given: `model_dump()` takes the fields' own. */
  way: Way;
}
export const newReader = (ctx: Context, asIs = false): Reader => ({ ctx, left: BUDGET, asIs, way: 'out' });
const DUMPS = /^(json|orjson|simplejson|ujson|flask\.json)\.dumps$/;

/** What a function gives back: all its returns, those that say an error left out. */
export function returnedBy(reader: Reader, place: Place, depth = 0): Shape {
  const { chunk } = place;
  if (depth > MAX_DEPTH || chunk.yields?.length) return unknownShape('a generator');
  const outer = outerOf(reader.ctx, place);
  if (depth > 0 && outer && chunk.returnsX !== undefined) {
    const shape = shapeOfType(reader.ctx, typeAt(reader.ctx, outer, chunk.returnsX).type, reader.way);
    if (isTelling(shape)) return shape;
  }
  // A helper may make the errors of its callers.
  const returns = (chunk.returns ?? []).filter((r) => !isError(reader.ctx, place, r.x));
  if (!returns.length) return unknownShape(chunk.returns?.length ? 'errors only' : 'nothing is returned');
  return oneOf(returns.map((r) => shapeOfExpression(reader, place, r.x, depth + 1)));
}

/** What a handler answers past its model: responses that it makes itself. */
export const directResponses = (reader: Reader, place: Place): Shape[] =>
  (place.chunk.returns ?? []).flatMap(({ x }) =>
    isResponse(reader.ctx, place, x) && !isError(reader.ctx, place, x) ? [shapeOfExpression(reader, place, x, 0)] : [],
  );

/** Of a handler that makes all its responses itself the model is never asked. */
export const isAllDirect = (ctx: Context, place: Place): boolean =>
  (place.chunk.returns ?? []).every(({ x }) => isResponse(ctx, place, x));

const isResponse = (ctx: Context, place: Place, x: X): boolean => isMadeBy(ctx, place, x, /Response$/);

/** Whether something of a library, whose path fits, is called at `x`. */
export function isMadeBy(ctx: Context, place: Place, x: X, path: RegExp): boolean {
  const e = place.chunk.arena[x];
  const callee = e?.kind === 'call' ? calleeOf(ctx, place, e) : undefined;
  return callee?.kind === 'ext' && path.test(callee.path);
}

const outerOf = (ctx: Context, place: Place): Place | undefined =>
  ctx.place(place.file, place.chunk.parent ?? '', place.env.parent ?? ctx.moduleEnv(place.file));

export const isTelling = (s: Shape): boolean =>
  (s.kind === 'object' ? Object.keys(s.fields).length > 0 : s.kind !== 'unknown' && s.kind !== 'list') ||
  (s.kind === 'list' && isTelling(s.of));

/** Alternatives stay apart: a client that reads one of them is right. Objects of one making become one. */
const oneOf = (shapes: readonly Shape[]): Shape => union(shapes);

/** `return {"error": …}, 404` · `JSONResponse(…, status_code=404)` · `abort(404)` */
export function isError(ctx: Context, place: Place, x: X): boolean {
  const e = place.chunk.arena[x];
  const callee = e?.kind === 'call' ? place.chunk.arena[e.callee] : undefined;
  return (callee && 'name' in callee && callee.name === 'abort') || (answeredStatus(ctx, place, x) ?? 200) >= 400;
}

export function shapeOfExpression(reader: Reader, place: Place, x: X, depth: number): Shape {
  const e = place.chunk.arena[x];
  if (!e || depth > MAX_DEPTH || reader.left-- <= 0) return unknownShape('too much to follow');
  const at = (inner: X): Shape => shapeOfExpression(reader, place, inner, depth + 1);
  switch (e.kind) {
    case 'str':
    case 'cat':
      return PLAIN.string;
    case 'lit':
      return e.value === null ? PLAIN.null : typeof e.value === 'boolean' ? PLAIN.boolean : PLAIN.number;
    case 'obj':
      return dict(reader, place, e, depth);
    case 'list':
      return e.fixed && isStatus(reader.ctx, place, e)
        ? isEmpty(reader.ctx, place, e.items[1]!.x)
          ? NONE
          : at(e.items[0]!.x)
        : listed(reader, place, e, depth);
    case 'map':
      return e.dict ? { ...object(noFields(), true) } : list(at(e.item));
    case 'await':
      return at(e.of);
    case 'either':
      return e.op === 'or' ? orElse(e.of.map(at)) : oneOf(e.of.map(at));
    case 'ref':
      return variable(reader, place, e, depth);
    case 'call':
      return called(reader, place, x, e, depth);
    case 'get':
      return member(reader, place, e, depth);
    case 'param':
      return parameter(reader, place, e.index);
    default:
      return unknownShape(e.kind === 'unknown' ? e.why : e.kind);
  }
}

/** `rows or []`: the list is as good as the rows. */
const orElse = (shapes: readonly Shape[]): Shape => union(shapes.filter((s, i) => i === shapes.length - 1 || s.kind !== 'null'));

/** (body, status), (body, status, headers) */
const isStatus = (ctx: Context, place: Place, e: Expr & { kind: 'list' }): boolean =>
  e.items[1] !== undefined && statusOf(ctx.evaluate(place, e.items[1].x)) !== undefined;

function listed(reader: Reader, place: Place, e: Expr & { kind: 'list' }, depth: number): Shape {
  const items = e.items.map((i) => {
    const shape = shapeOfExpression(reader, place, i.x, depth + 1);
    return i.spread ? (shape.kind === 'list' ? shape.of : unknownShape('what is spread')) : shape;
  });
  return list(items.length ? union(items) : unknownShape('elements'));
}

function dict(reader: Reader, place: Place, e: Expr & { kind: 'obj' }, depth: number): Shape {
  let out: ObjectShape = object(noFields());
  for (const entry of e.entries) {
    const shape = shapeOfExpression(reader, place, entry.x, depth + 1);
    if (entry.key !== undefined) out = spreadInto(out, object({ [entry.key]: fieldOf(shape, siteOf(place, entry.x)) }));
    else if (entry.spread && shape.kind === 'object') out = spreadInto(out, shape);
    else out = { ...out, open: true };
  }
  return out;
}

/**
 * The function that is called, where that is a matter of names: of imports, of the module, of parameters. What is called on the result of
 * a call is not worked out here, for it costs more than it tells.
 */
export function calleeOf(ctx: Context, place: Place, e: Expr & { kind: 'call' }): Value {
  return isByName(ctx, place, e.callee, 0) ? ctx.evaluate(place, e.callee) : unknown('a result');
}

function isByName(ctx: Context, place: Place, x: X, depth: number): boolean {
  const e = place.chunk.arena[x];
  if (e?.kind === 'get') return depth < 4 && isByName(ctx, place, e.object, depth + 1);
  if (e?.kind !== 'ref') return e?.kind === 'import' || e?.kind === 'free' || e?.kind === 'param';
  const home = e.chunk === place.id ? place.chunk : ctx.world.chunk(place.file, e.chunk);
  return (own(home?.vars, e.name) ?? []).every((a) => {
    const kind = home?.arena[a.x]?.kind;
    return (
      a.chunk === undefined && (e.chunk === '' || kind === 'import' || kind === 'fn' || kind === 'class' || kind === 'param')
    );
  });
}

export const WRAPPERS = /(^|\.)(jsonify|jsonable_encoder|make_response|JSONResponse|ORJSONResponse|UJSONResponse|json_response)$/;
const PAGES = /(^|\.)(HTMLResponse|PlainTextResponse|render_template|render_template_string|TemplateResponse)$/;
const LISTS = /^builtins\.(list|sorted|set|tuple)$/;
const TEXTS = /^builtins\.(str|repr)$/;
const NUMBERS = /^builtins\.(int|float|len|sum|round|abs)$/;

function called(reader: Reader, place: Place, x: X, e: Expr & { kind: 'call' }, depth: number): Shape {
  const { ctx } = reader;
  const callee = calleeOf(ctx, place, e);
  const at = (inner: X): Shape => shapeOfExpression(reader, place, inner, depth + 1);
  if (callee.kind === 'fn') {
    const inner = ctx.place(callee.file, callee.chunk, ctx.genericEnv(callee.file, callee.chunk));
    return inner && !inner.chunk.decorators?.length ? returnedBy(reader, inner, depth + 1) : typedResult(reader, inner);
  }
  if (callee.kind === 'class') return shapeOfType(ctx, typeOfValue(ctx, callee), reader.way);
  const dumped = dump(reader, place, e, depth) ?? dumpedBy(ctx, place, x);
  if (dumped) return dumped;
  const text = textAnswer(ctx, place, callee, e);
  if (text) return text;
  if (callee.kind !== 'ext') return ofRow(reader, place, e, depth) ?? unknownShape('what a call gives');
  const status = e.args.find((a) => a.name === 'status_code' || a.name === 'status');
  if (status && /Response$/.test(callee.path) && isEmpty(ctx, place, status.x)) return NONE;
  if (FILES.test(callee.path)) return fileOf(ctx, place, e);
  if (/(^|\.)Response$/.test(callee.path)) return plainResponse(reader, place, e, depth);
  if (reader.asIs && DUMPS.test(callee.path) && e.args[0] && !e.args.some((a) => a.name === 'default' || a.name === 'cls'))
    return at(e.args[0].x);
  return library(place, callee.path, e, at) ?? unknownShape(`what ${callee.path} gives at ${x}`);
}

/** `task.to_dict()` of a class of the project. */
function ofRow(reader: Reader, place: Place, e: Expr & { kind: 'call' }, depth: number): Shape | undefined {
  const method = methodOfRow(reader.ctx, place, e.callee);
  const inner = method && reader.ctx.place(method.file, method.chunk, reader.ctx.genericEnv(method.file, method.chunk));
  return inner && returnedBy(reader, inner, depth + 1);
}

/** `Response(json.dumps(tasks))`, `Response(image, media_type="image/png")` */
function plainResponse(reader: Reader, place: Place, e: Expr & { kind: 'call' }, depth: number): Shape {
  const { ctx } = reader;
  const content = e.args.find((a) => a.name === undefined || a.name === 'content' || a.name === 'response');
  const inner = content && place.chunk.arena[content.x];
  const callee = inner?.kind === 'call' ? calleeOf(ctx, place, inner) : undefined;
  if (inner?.kind === 'call' && inner.args[0] && callee?.kind === 'ext' && DUMPS.test(callee.path))
    return shapeOfExpression(reader, place, inner.args[0].x, depth + 1);
  const file = fileOf(ctx, place, e);
  return file.kind === 'file' && file.of !== undefined ? file : unknownShape('what a response holds');
}

/** A decorated helper is what its annotation says. */
function typedResult({ ctx, way }: Reader, inner: Place | undefined): Shape {
  const outer = inner && outerOf(ctx, inner);
  return outer && inner?.chunk.returnsX !== undefined
    ? shapeOfType(ctx, typeAt(ctx, outer, inner.chunk.returnsX).type, way)
    : unknownShape('what a decorator makes of it');
}

function library(place: Place, path: string, e: Expr & { kind: 'call' }, at: (x: X) => Shape): Shape | undefined {
  const first = e.args.find((a) => a.name === undefined || a.name === 'content');
  if (WRAPPERS.test(path)) return wrapped(place, e, first?.x, at);
  if (PAGES.test(path) || TEXTS.test(path)) return PLAIN.string;
  if (NUMBERS.test(path)) return PLAIN.number;
  if (path === 'builtins.bool') return PLAIN.boolean;
  if (LISTS.test(path)) {
    const of = first && at(first.x);
    return of?.kind === 'list' ? of : list(unknownShape('elements'));
  }
  if (path !== 'builtins.dict') return undefined;
  return first ? at(first.x) : keywords(place, e, at);
}

/** jsonify(data), jsonify(name=…, done=…), jsonify([…]) */
function wrapped(place: Place, e: Expr & { kind: 'call' }, first: X | undefined, at: (x: X) => Shape): Shape {
  const isNamed =
    e.args.length > 0 && e.args.every((a) => a.name !== undefined && a.name !== 'content' && a.name !== 'status_code');
  if (isNamed) return keywords(place, e, at);
  return first === undefined ? unknownShape('no content') : at(first);
}

function keywords(place: Place, e: Expr & { kind: 'call' }, at: (x: X) => Shape): Shape {
  if (e.args.some((a) => a.spread)) return object(noFields(), true);
  const fields = noFields();
  for (const { name, x } of e.args) if (name !== undefined) fields[name] = fieldOf(at(x), siteOf(place, x));
  return object(fields);
}

/** `task.model_dump()`, `task.dict()`: all fields under their own names; with arguments fewer, or `by_alias=True` under those of the wire. */
function dump(reader: Reader, place: Place, e: Expr & { kind: 'call' }, depth: number): Shape | undefined {
  const callee = place.chunk.arena[e.callee];
  if (callee?.kind !== 'get' || !/^(model_dump|dict)$/.test(callee.name)) return undefined;
  const outer = reader.way;
  const named = e.args.find((a) => a.name === 'by_alias');
  const isAliased = named && isTrue(reader.ctx.evaluate(place, named.x));
  reader.way = isAliased ? 'out' : 'named';
  const shape = shapeOfExpression(reader, place, callee.object, depth + 1);
  reader.way = outer;
  if (shape.kind !== 'object') return undefined;
  return e.args.some((a) => a.name !== 'by_alias') ? { ...shape, open: true } : shape;
}

function member(reader: Reader, place: Place, e: Expr & { kind: 'get' }, depth: number): Shape {
  const of = shapeOfExpression(reader, place, e.object, depth + 1);
  const field = of.kind === 'object' ? own(of.fields, e.name) : undefined;
  if (field) return field.shape;
  return unknownShape(`.${e.name}`);
}

/** A parameter is of the type that it is given: a model's fields are known then. */
function parameter({ ctx, way }: Reader, place: Place, index: number): Shape {
  const outer = outerOf(ctx, place);
  const annotation = place.chunk.params?.[index]?.annotation;
  return outer && annotation !== undefined
    ? shapeOfType(ctx, present(typeAt(ctx, outer, annotation).type), way)
    : unknownShape('a parameter');
}
