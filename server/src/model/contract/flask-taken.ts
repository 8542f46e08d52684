/**
 * What a Flask handler takes: what it reads of the request by name. It may hand the request on, so that there may always be more; only
 * what it reads in its very body, whatever was sent before, is required.
 */
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { alternatives } from '../../values/value';
import { sourceOfValue } from '../details/flask-reads';
import { handlerPlace, type RouteDetails, type RouteParameter } from '../details/route-details';
import type { Route } from '../routes/routes';
import { fieldOf, noFields, type ObjectShape, object, type Shape, spreadInto, unknownShape } from '../shapes/shape';
import { partsOf } from '../uses';
import { declaredTaken } from './flask-declared';
import { shapeOfType } from './python-shapes';
import { isError } from './returned';
import type { Taken } from './taken';

export function flaskTaken(ctx: Context, route: Route, { parameters, body }: RouteDetails): Taken {
  const handler = handlerPlace(ctx, route);
  const fields = (list: readonly RouteParameter[]): ObjectShape => readByName(ctx, handler, list);
  const named = (shape: ObjectShape, ...places: RouteParameter['in'][]): ObjectShape =>
    handler && !places.some((place) => isHandedOn(handler, isPart(ctx, handler, place))) ? { ...shape, byName: true } : shape;
  const said = handler ? declaredTaken(ctx, handler) : {};
  const query = named(withDeclared(fields(parameters.filter((p) => p.in === 'query')), said.query), 'query');
  // A parser that is told no place looks into JSON, forms and the query.
  const inForm = said.form ?? said.file;
  if (said.body && inForm)
    return { query, body: withDeclared(fields(body), said.form, said.file, said.body), content: 'unknown' };
  if (said.body && !body.length)
    return { query, body: isOpen(said.body) ? { ...said.body, byName: true } : said.body, content: 'json' };
  if (said.body) return { query, body: withDeclared(fields(body), said.body), content: 'json' };
  if (inForm) return { query, body: withDeclared(object({}, true), said.form, said.file), content: 'unknown' };
  const forms = parameters.filter((p) => p.in === 'form' || p.in === 'file');
  if (forms.length && body.length) return { query, body: unknownShape('read in two ways'), content: 'unknown' };
  const read = fields(forms.length ? forms : body);
  // What is always read of the one is never there in the other.
  const isSure = Object.values(read.fields).some((f) => !f.optional);
  if (forms.length) return { query, body: named(read, 'form', 'file'), content: isSure ? 'form' : 'unknown' };
  if (body.length) return { query, body: named(read, 'body'), content: isSure ? 'json' : 'unknown' };
  return { query, body: unknownShape('nothing is read by name'), content: 'unknown' };
}

/** What is read by name; there may always be more. */
export function readByName(ctx: Context, handler: Place | undefined, list: readonly RouteParameter[]): ObjectShape {
  const out = noFields();
  for (const { name, type, site, required } of list) {
    const isSure = required && handler !== undefined && 'x' in site && isAlwaysRead(ctx, handler, site.x);
    out[name] = fieldOf(shapeOfType(ctx, type, 'in'), 'x' in site ? site : undefined, !isSure);
  }
  return object(out, true);
}

/** What is read by name, and what is said to be read: where that is all, it says so itself. */
function withDeclared(read: ObjectShape, ...said: (Shape | undefined)[]): ObjectShape {
  return said.reduce<ObjectShape>((all, one) => (one?.kind === 'object' ? { ...spreadInto(all, one), open: true } : all), read);
}

const isOpen = (shape: Shape): shape is ObjectShape => shape.kind === 'object' && shape.open === true;

const isPart = (ctx: Context, handler: Place, place: RouteParameter['in']) => (x: X) =>
  alternatives(ctx.evaluate(handler, x)).some(({ value }) => sourceOfValue(value) === place);

/** `Task(**request.json)`, `save(data)`, `data.items()`: what is sent is taken as a whole too. */
export function isHandedOn(handler: Place, isIt: (x: X) => boolean): boolean {
  const { arena, returns } = handler.chunk;
  return (
    arena.some((e) => {
      if (e.kind === 'obj') return e.entries.some((n) => n.spread && isIt(n.x));
      if (e.kind === 'each') return isIt(e.of);
      const callee = e.kind === 'call' ? arena[e.callee] : undefined;
      if (e.kind !== 'call' || e.decorator) return false;
      return (callee?.kind === 'get' && WHOLE.has(callee.name) && isIt(callee.object)) || e.args.some((a) => isIt(a.x));
    }) || Boolean(returns?.some((r) => isIt(r.x)))
  );
}
const WHOLE = new Set(['items', 'values', 'keys', 'to_dict', 'copy']);

/** Whether it is part of what the function's own body assigns, calls or returns, before anything that may leave it but errors. */
function isAlwaysRead(ctx: Context, handler: Place, x: X): boolean {
  const { chunk } = handler;
  const whole = new Set(holders(chunk, x));
  const assigns = Object.values(chunk.vars).flat();
  const blocks = [
    ...assigns.filter((a) => a.chunk === undefined && whole.has(a.x)).map((a) => a.block ?? 0),
    ...[...whole].filter((y) => isCall(chunk, y)).map((y) => chunk.blockOf?.[y] ?? 0),
    ...(chunk.returns ?? []).filter((r) => whole.has(r.x)).map((r) => r.block ?? 0),
  ];
  const isChosen = [...whole].some((y) => chunk.arena[y]?.kind === 'either' || chunk.arena[y]?.kind === 'map');
  const leaves = (chunk.returns ?? []).some((r) => (r.block ?? 0) !== 0 && r.x < x && !isError(ctx, handler, r.x));
  return blocks.length > 0 && blocks.every((b) => b === 0) && !isChosen && !leaves;
}

const isCall = (chunk: Chunk, x: X): boolean => chunk.arena[x]?.kind === 'call';

/** The expression and all that it is a part of. */
function holders(chunk: Chunk, x: X): X[] {
  const out = [x];
  for (const at of out) chunk.arena.forEach((e, y) => !out.includes(y) && partsOf(e).includes(at) && out.push(y));
  return out;
}
