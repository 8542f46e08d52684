/**
 * What a route takes and gives: parameters by where they come from, models of body and answer, guards, statuses, tags. Computed from the
 * handler's facts and the options of registration and includes, when somebody asks for one route.
 */
import { statusNamed } from '../../base/http-status';
import type { Context, Place } from '../../values/context';
import { elementsOf, entriesOf } from '../../values/elements';
import { type PatternPart, patternOf } from '../../values/pattern';
import { type Args, alternatives, textOf, type Value } from '../../values/value';
import { argument, externalClass } from '../routes/registration';
import { roleOf } from '../routes/roles';
import type { Route } from '../routes/routes';
import { decoratorsOf } from './decorators';
import type { Guard, RouteDetails, RouteParameter } from './described';
import { dependenciesOf, parametersOf, type Reading } from './fastapi-parameters';
import { isRestx, requestReads } from './flask-reads';
import { guardName, shownDependency } from './guard-text';
import { type PyType, typeAt, typeOfValue, UNKNOWN } from './python-types';
import { readsAnything } from './request-use';

export type { Guard, Parameter, Returned, RouteDetails, RouteParameter } from './described';

export function detailsOf(ctx: Context, route: Route): RouteDetails {
  const handler = handlerPlace(ctx, route);
  const declared = route.framework === 'fastapi' ? fastapiParts(ctx, route, handler) : flaskParts(ctx, route, handler);
  const { route: registration } = route.source;
  return {
    ...declared,
    response: responseOf(ctx, route, handler),
    status: statusOf(argument(registration.options, 'status_code')) ?? null,
    errors: errorsOf(ctx, route, handler),
    tags: tagsOf(ctx, route),
    guards: [...guardsOf(ctx, route, handler), ...decoratorsOf(ctx, route)],
    site: route.site,
    pathSites: route.pathSites,
  };
}

/** The handler's chunk, that of the function inside where a wrapper stands around it. */
export function handlerPlace(ctx: Context, route: Route): Place | undefined {
  const { file, chunk } = route.handler;
  return file === undefined || chunk === undefined ? undefined : ctx.place(file, chunk, ctx.genericEnv(file, chunk));
}

type Parts = Pick<RouteDetails, 'parameters' | 'body' | 'open'>;

function fastapiParts(ctx: Context, route: Route, handler: Place | undefined): Parts {
  const inPath = pathParameters(ctx, route);
  if (route.source.route.bare)
    return { parameters: inPath, body: [], ...(readsAnything(ctx, handler) ? { open: true as const } : {}) };
  const reading: Reading = { inPath: new Set(inPath.map((p) => p.name)) };
  const all = parametersOf(ctx, handler, reading);
  for (const { value } of dependenciesAround(ctx, route))
    all.push(...(value.kind === 'fn' ? parametersOf(ctx, placeOf(ctx, value), reading) : []));
  const once = withoutRepeats(all);
  const declared = new Map(once.filter((p) => p.in === 'path').map((p) => [p.name, p]));
  const rest = once.filter((p) => p.in !== 'path' && p.in !== 'body');
  const typed = inPath.map((p) => {
    const own = declared.get(p.name);
    return own?.type.kind === 'unknown' ? { ...own, type: p.type } : (own ?? p);
  });
  const open = reading.open ? { open: true as const } : {};
  return { parameters: [...typed, ...rest], body: once.filter((p) => p.in === 'body'), ...open };
}

/** What a handler and its dependencies read alike is one: required where one of them requires it. */
function withoutRepeats(all: readonly RouteParameter[]): RouteParameter[] {
  const out = new Map<string, RouteParameter>();
  for (const one of all) {
    const before = out.get(`${one.in} ${one.name}`);
    if (!before || (one.required && !before.required)) out.set(`${one.in} ${one.name}`, one);
  }
  return [...out.values()];
}

function flaskParts(ctx: Context, route: Route, handler: Place | undefined): Parts {
  const reads = handler ? requestReads(ctx, handler) : [];
  return {
    parameters: [...pathParameters(ctx, route), ...reads.filter((p) => p.in !== 'body')],
    body: reads.filter((p) => p.in === 'body'),
  };
}

const placeOf = (ctx: Context, fn: Value & { kind: 'fn' }): Place | undefined =>
  ctx.place(fn.file, fn.chunk, ctx.genericEnv(fn.file, fn.chunk));

const CONVERTERS: Record<string, string> = {
  int: 'int',
  float: 'float',
  uuid: 'uuid.UUID',
};

/** {id:int}, <int:id>, {name}: with the converter's type, str without one. */
function pathParameters(ctx: Context, route: Route): RouteParameter[] {
  const out = new Map<string, RouteParameter>();
  for (const part of rawParts(ctx, route)) {
    for (const [, flask, a, b, fastapi] of (part.text ?? '').matchAll(/<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>|\{(\w+)(?::(\w+))?\}/g)) {
      const name = (a ?? b)!;
      const converter = flask ?? fastapi ?? 'str';
      const type: PyType = { kind: 'plain', name: CONVERTERS[converter] ?? 'str' };
      out.set(name, { in: 'path', name, type, required: true, site: part.site ?? route.site });
    }
  }
  return [...out.values()];
}

/** The path with its converters: prefixes of includes and routers, then the route's own. */
function rawParts(ctx: Context, route: Route): PatternPart[] {
  const { route: registration, includes } = route.source;
  const values = [...includes].reverse().flatMap((i) => [i.prefix, roleOf(ctx, i.child)?.prefix]);
  return [...values, registration.path].flatMap((v) => (v ? alternatives(v).flatMap((a) => patternOf(a.value)) : []));
}

function responseOf(ctx: Context, route: Route, handler: Place | undefined): PyType | null {
  const { options, call } = route.source.route;
  const given = argument(options, 'response_model');
  if (given) {
    const place = call && ctx.place(call.file, call.chunk, ctx.genericEnv(call.file, call.chunk));
    const e = place?.chunk.arena[call!.x];
    const arg = e?.kind === 'call' ? e.args.find((a) => a.name === 'response_model') : undefined;
    const written = place && arg ? typeAt(ctx, place, arg.x).type : UNKNOWN;
    return written.kind === 'unknown' ? typeOfValue(ctx, given) : written;
  }
  const outer = handler && ctx.place(handler.file, handler.chunk.parent ?? '', handler.env.parent ?? ctx.moduleEnv(handler.file));
  return outer && handler?.chunk.returnsX !== undefined ? typeAt(ctx, outer, handler.chunk.returnsX).type : null;
}

/** 201, status.HTTP_201_CREATED, HTTPStatus.CREATED, "201 CREATED" */
export function statusOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'lit' && typeof value.value === 'number') return value.value;
  if (value?.kind !== 'ext') return Number(/^[1-5]\d\d\b/.exec(textOf(value) ?? '')?.[0]) || undefined;
  const digits = /(?:^|\.)(?:HTTP|WS)_(\d{3,4})\w*$/.exec(value.path)?.[1];
  return digits === undefined ? statusNamed(/\bHTTPStatus\.([A-Z_]+)(?:\.value)?$/.exec(value.path)?.[1] ?? '') : Number(digits);
}

/** raise HTTPException(404), abort(403), api.abort(410), responses={404: …} */
function errorsOf(ctx: Context, route: Route, handler: Place | undefined): number[] {
  const { arena = [], raises = [] } = handler?.chunk ?? {};
  const aborted = arena.flatMap((e, x) => {
    const callee = e.kind === 'call' ? arena[e.callee] : undefined;
    return callee && 'name' in callee && callee.name === 'abort' ? [x] : [];
  });
  const thrown = [...raises, ...aborted].flatMap((x) => {
    const v = ctx.evaluate(handler!, x);
    return v.kind === 'made' && isThrown(v.callee)
      ? (statusOf(argument(v.args, 'status_code', 0) ?? argument(v.args, 'code')) ?? [])
      : [];
  });
  const declared = layersOf(ctx, route).flatMap(({ args }) => statusesIn(ctx, argument(args, 'responses')));
  return errorsAmong([...thrown, ...declared]);
}

const isThrown = (callee: Value): boolean =>
  callee.kind === 'ext'
    ? /(HTTPException|\.abort)$/.test(callee.path)
    : callee.kind === 'member' && callee.name === 'abort' && isRestx(callee.of);

/** The statuses that `{404: {…}, "409": …}` is about, or `[404, 409]` lists. */
export function statusesIn(ctx: Context, value: Value | undefined): number[] {
  const keys = value && (entriesOf(ctx, value)?.map(([key]) => key) ?? elementsOf(ctx, value));
  return (keys ?? []).flatMap((key) => statusOf(key) ?? []);
}

export const errorsAmong = (statuses: readonly number[]): number[] =>
  [...new Set(statuses.filter((code) => code >= 400))].sort((a, b) => a - b);

interface Layer {
  from: Guard['from'];
  args: Args;
}

/** The arguments that add to a route: its own, those of its router, of each include, of the application. */
function layersOf(ctx: Context, route: Route): Layer[] {
  const { route: registration, includes } = route.source;
  const out: Layer[] = [{ from: 'route', args: registration.options }];
  const made = (value: Value, from: Layer['from']) => {
    const args = externalClass(ctx, value)?.args;
    if (args) out.push({ from, args });
  };
  made(registration.on, includes.length ? 'router' : 'app');
  includes.forEach((include, i) => {
    out.push({ from: 'include', args: include.options });
    made(include.on, i === includes.length - 1 ? 'app' : 'router');
  });
  return out;
}

/** The outermost first, as FastAPI joins them. */
function tagsOf(ctx: Context, route: Route): string[] {
  const lists = layersOf(ctx, route)
    .reverse()
    .flatMap(({ args }) => argument(args, 'tags') ?? []);
  return [...new Set(lists.flatMap((list) => elementsOf(ctx, list) ?? []).flatMap((tag) => textOf(tag) ?? []))];
}

/** The functions of `dependencies=[Depends(f)]` around a route. */
function dependenciesAround(ctx: Context, route: Route) {
  return layersOf(ctx, route).flatMap(({ from, args }) => {
    const list = argument(args, 'dependencies');
    return (list ? (elementsOf(ctx, list) ?? []) : []).flatMap((item) => dependenciesOf(ctx, item).map((d) => ({ ...d, from })));
  });
}

function guardsOf(ctx: Context, route: Route, handler: Place | undefined): Guard[] {
  const signature = handler ? signatureDependencies(ctx, handler) : [];
  return [...signature.map((d) => ({ ...d, from: 'signature' as const })), ...dependenciesAround(ctx, route)].map(
    ({ value, scopes, site, from }) => {
      const name = guardName(ctx, value);
      return { kind: 'dependency', name, shown: shownDependency(ctx, value, name), from, scopes, ...(site ? { site } : {}) };
    },
  );
}

function signatureDependencies(ctx: Context, handler: Place) {
  const outer = ctx.place(handler.file, handler.chunk.parent ?? '', handler.env.parent ?? ctx.moduleEnv(handler.file));
  return (handler.chunk.params ?? []).flatMap((param) => {
    const extras = outer && param.annotation !== undefined ? typeAt(ctx, outer, param.annotation).extras : [];
    const given = param.default === undefined ? [] : [ctx.evaluate(handler, param.default)];
    return [...extras, ...given].flatMap((v) => dependenciesOf(ctx, v));
  });
}
