/** Rows of the route table: the full path of a registration, its place, its conditions in words. */
import type { ChunkId, Expr } from '../../facts/expression';
import type { Context } from '../../values/context';
import { type PatternPart, patternOf, patternText } from '../../values/pattern';
import { alternatives, keyOf, type Site, siteKey, type Value } from '../../values/value';
import { reasonOf } from '../../values/words';
import { callsTo, handlerName, originalsOf } from './naming';
import type { Registration } from './registration';
import type { Route, Step } from './route';
import { allConditions, type Done, type Walk } from './route-walk';

/** Why a route is not served; `perhaps` where something is included of which nobody can say what it is. */
export const UNREGISTERED = 'no application includes it';
const PERHAPS = 'no application is seen to include it, but one includes what is only known at run time';
export const perhaps = <T extends Omit<Route, 'test'>>(row: T): T =>
  row.reason === UNREGISTERED ? { ...row, reason: PERHAPS } : row;

/** Whether the framework answers a verb by itself beside those that are written: Flask HEAD and OPTIONS, Starlette HEAD; FastAPI neither. */
function isImplied(method: string, { methods, framework, bare }: Registration & { op: 'route' }): boolean {
  const byItself = framework !== 'fastapi';
  if (method === 'OPTIONS') return byItself && methods.length > 1;
  return method === 'HEAD' && methods.includes('GET') && (byItself || bare === true);
}

export function rowsOf(ctx: Context, route: Registration & { op: 'route' }, e: Done, at: Walk): Omit<Route, 'test'>[] {
  const out: Omit<Route, 'test'>[] = [];
  const before = route.bare ? at.prefix : joined(at.prefix, at.own, route.framework);
  const site = route.written ?? handedOver(ctx, e, route.handler);
  const via = callsTo(ctx, e).filter((step) => siteKey(step.site) !== siteKey(site));
  for (const { value, when } of alternatives(route.path ?? { kind: 'unknown', why: 'no path is given' })) {
    const conditions = allConditions(at.conditions, when);
    if (!conditions) continue;
    const parts = joined(before, patternOf(value), route.framework);
    const text = route.path ? (patternText(parts) ?? (parts.length ? null : { text: '', partial: false })) : null;
    const hole = parts.find((p) => p.hole)?.hole;
    const [path, typed] = [text && tidy(text.text), text ? tidy(text.text, true) : ''];
    for (const method of route.methods) {
      if (isImplied(method, route)) continue;
      const handler = handlerName(ctx, route.handler, method);
      const own: Step = {
        text: `${handler.name ?? (hole ? 'what is not known' : 'a handler')} answers ${method}${shown(patternOf(value))}`,
        site,
        via,
      };
      out.push({
        method,
        path,
        ...(text && typed !== path ? { typedPath: typed } : {}),
        partial: text?.partial ?? false,
        reason: hole ? reasonOf(hole) : at.app === null ? UNREGISTERED : null,
        framework: route.framework,
        handler,
        site,
        pathSites: parts.flatMap((p) => (p.site && p.text ? [p.site] : [])),
        app: at.app,
        appFile: at.appSite?.file ?? null,
        appSite: at.appSite,
        appRoot: at.appRoot,
        conditions,
        trace: [own, ...at.trace],
        source: { route, includes: at.includes },
      });
    }
  }
  return out;
}

/** Where a person would look for the route: the outermost call that is given the handler by name, else the decorator that makes it. */
function handedOver(ctx: Context, e: Done, handler: Value): Site {
  const wanted = new Set(originalsOf(ctx, handler).map(keyOf));
  let decorator: Site | undefined;
  for (const site of e.via) {
    const place = ctx.place(site.file, site.chunk, ctx.genericEnv(site.file, site.chunk));
    const call = place?.chunk.arena[site.x];
    if (!place || call?.kind !== 'call') continue;
    if (call.decorator && !isInside(e.site, site.file, decorated(place.chunk.arena, call))) decorator ??= site;
    if (call.args.some((arg) => alternatives(ctx.evaluate(place, arg.x)).some((a) => wanted.has(keyOf(a.value))))) return site;
  }
  return decorator ?? e.site;
}

/** The function that a decorator is written above. */
function decorated(arena: readonly Expr[], call: Expr & { kind: 'call' }): ChunkId | undefined {
  let e: Expr | undefined = call;
  while (e?.kind === 'call' && e.decorator && e.args[0]) e = arena[e.args[0].x];
  return e?.kind === 'fn' ? e.chunk : undefined;
}

/** Whether something stands in a function: what registers by itself is not registered by the decorator above it. */
const isInside = (site: Site, file: string, fn: ChunkId | undefined): boolean =>
  fn !== undefined && site.file === file && (site.chunk === fn || site.chunk.startsWith(`${fn}/`));

/** Flask puts exactly one slash where a prefix and a rule meet; the others put nothing. */
export function joined(before: PatternPart[], after: PatternPart[], framework: string): PatternPart[] {
  if (framework === 'fastapi' || before.length === 0 || after.length === 0) return [...before, ...after];
  const touch = before.at(-1)!.text?.endsWith('/') !== false || after[0]!.text?.startsWith('/') !== false;
  return touch ? [...before, ...after] : [...before, { text: '/' }, ...after];
}

export const shown = (parts: PatternPart[]): string => (parts.length ? ` at ${patternText(parts)?.text ?? '{?}'}` : '');

/** Flask's <int:id> as {id}, <path:p> as {p:path}; with `typed` as {id:int}; one slash where prefixes meet. */
export function tidy(path: string, typed = false): string {
  const braces = path
    .replace(/<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>/g, (_all, kind: string | undefined, name: string) =>
      kind === undefined || kind === 'string' || kind === 'default' ? `{${name}}` : `{${name}:${kind}}`,
    )
    .replace(/\{(\w+):(\w+)\}/g, (all, name: string, kind: string) =>
      kind === 'path' || (typed && kind !== 'str') ? all : `{${name}}`,
    )
    .replace(/\/{2,}/g, '/');
  return braces === '' ? '/' : braces.startsWith('/') || braces.startsWith('{?}') ? braces : `/${braces}`;
}
