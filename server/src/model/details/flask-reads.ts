/** What a handler reads of the request by name, of Flask or Quart: `request.args.get("page", 1)`, `request.json["name"]`, `request.form`, headers. */
import type { X } from '../../facts/expression';
import { type Context, type Place, siteOf } from '../../values/context';
import { alternatives, textOf, type Value } from '../../values/value';
import type { RouteParameter } from './described';
import { literalOf, type PyType, typeOfValue } from './python-types';

const SOURCES: Record<string, RouteParameter['in']> = {
  args: 'query',
  form: 'form',
  files: 'file',
  headers: 'header',
  cookies: 'cookie',
  json: 'body',
  values: 'query',
};
const REQUEST = /^(flask|quart)(\.\w+)*\.request\.(args|form|files|headers|cookies|json|values)$/;
const RESTX = /^(flask_restx|flask_restplus)(\.\w+)*\.(Api|Namespace)$/;
const JSON_CALL = /^(flask|quart)(\.\w+)*\.request\.get_json$/;

/** `source`: which part of the request an expression is. */
export function requestReads(
  ctx: Context,
  handler: Place,
  source: (object: X) => RouteParameter['in'] | undefined = (object) => sourceOf(ctx, handler, object),
): RouteParameter[] {
  const out = new Map<string, RouteParameter>();
  handler.chunk.arena.forEach((e, x) => {
    const read =
      e.kind === 'call'
        ? called(ctx, handler, x, source)
        : e.kind === 'get'
          ? subscripted(handler, e.name, x, source(e.object))
          : undefined;
    if (!read) return;
    const before = out.get(`${read.in} ${read.name}`);
    if (!before || (before.required && !read.required)) out.set(`${read.in} ${read.name}`, read);
  });
  return [...out.values()];
}

/** `source.get("name", default, type=int)`, `source.getlist("name")`. */
function called(
  ctx: Context,
  handler: Place,
  x: X,
  sourceAt: (object: X) => RouteParameter['in'] | undefined,
): RouteParameter | undefined {
  const e = handler.chunk.arena[x];
  const callee = e?.kind === 'call' ? handler.chunk.arena[e.callee] : undefined;
  if (
    e?.kind !== 'call' ||
    callee?.kind !== 'get' ||
    (callee.name !== 'get' && callee.name !== 'getlist' && callee.name !== 'pop')
  )
    return undefined;
  const source = sourceAt(callee.object);
  if (!source) return undefined;
  const { pos, named } = ctx.args(handler, e.args);
  const name = textOf(pos[0]);
  if (name === undefined) return undefined;
  const given = pos[1] ?? named.default;
  const [literal] = given ? literalOf(given) : [];
  const type = named.type ? typeOfValue(ctx, named.type) : typeOfLiteral(literal);
  const listed: PyType = callee.name === 'getlist' ? { kind: 'list', of: type } : type;
  return {
    in: source,
    name,
    type: listed,
    required: false,
    ...(literal === undefined ? {} : { default: literal }),
    site: siteOf(handler, x),
  };
}

/** `source["name"]`: there, or the request fails. */
function subscripted(handler: Place, name: string, x: X, source: RouteParameter['in'] | undefined): RouteParameter | undefined {
  if (METHODS.has(name)) return undefined;
  return source && { in: source, name, type: { kind: 'unknown' }, required: true, site: siteOf(handler, x) };
}
const METHODS = new Set(['get', 'getlist', 'items', 'keys', 'values', 'to_dict', 'pop', 'copy', 'setdefault']);

function sourceOf(ctx: Context, handler: Place, object: X): RouteParameter['in'] | undefined {
  const e = handler.chunk.arena[object];
  if (e?.kind !== 'get' && e?.kind !== 'ref' && e?.kind !== 'call' && e?.kind !== 'either' && e?.kind !== 'await')
    return undefined;
  for (const { value } of alternatives(ctx.evaluate(handler, object))) {
    const source = sourceOfValue(value);
    if (source) return source;
  }
  return undefined;
}

/** What of the request a value is: `request.args`, `request.get_json()`, `api.payload` of flask-restx. */
export function sourceOfValue(value: Value): RouteParameter['in'] | undefined {
  if (value.kind === 'ext') return SOURCES[REQUEST.exec(value.path)?.[3] ?? ''];
  if (value.kind === 'member') return value.name === 'payload' && isRestx(value.of) ? 'body' : undefined;
  return value.kind === 'made' && value.callee.kind === 'ext' && JSON_CALL.test(value.callee.path) ? 'body' : undefined;
}

/** An API or namespace of flask-restx. */
export const isRestx = (value: Value): boolean =>
  value.kind === 'made' && value.callee.kind === 'ext' && RESTX.test(value.callee.path);

function typeOfLiteral(value: string | number | boolean | null | undefined): PyType {
  if (typeof value === 'boolean') return { kind: 'plain', name: 'bool' };
  if (typeof value === 'number') return { kind: 'plain', name: Number.isInteger(value) ? 'int' : 'float' };
  return typeof value === 'string' ? { kind: 'plain', name: 'str' } : { kind: 'unknown' };
}
