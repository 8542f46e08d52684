/** Names for people: which module and variable an application is, what a handler is called, what lies in tests. */
import type { Context } from '../../values/context';
import { dottedName } from '../../values/modules/python-packages';
import type { Site, Value } from '../../values/value';
import { expressionText } from '../../values/words';
import type { Step } from './route';

/** 'app.main:app', 'app.factory:create_app': the module as imported, and the variable or factory that holds the value. */
export function objectName(ctx: Context, value: Value): string | null {
  const site = siteOfValue(value);
  if (!site) return null;
  return `${dottedName(ctx, site.file)}:${variableOf(ctx, site) ?? '?'}`;
}

/** 'app.tasks:router', 'what app.tasks:make() makes' */
export function routerName(ctx: Context, value: Value): string | null {
  const site = siteOfValue(value);
  const name = objectName(ctx, value);
  const isMadeInCall = site !== undefined && ctx.world.chunk(site.file, site.chunk)?.kind === 'function';
  return name !== null && isMadeInCall ? `what ${name}() makes` : name;
}

/** The calls that lead to an effect, inner ones first. */
export function callsTo(ctx: Context, { via }: { via: readonly Site[] }): Step[] {
  return [...via].reverse().flatMap((site) => {
    const chunk = ctx.world.chunk(site.file, site.chunk);
    const call = chunk?.arena[site.x];
    if (!chunk || call?.kind !== 'call') return [];
    const callee = expressionText(chunk, call.callee);
    return [{ text: `by this call${callee === undefined ? '' : ` of ${callee}`}`, site }];
  });
}

export function siteOfValue(value: Value): Site | undefined {
  if (value.kind === 'made' || value.kind === 'inst') return value.site;
  if (value.kind === 'member') return siteOfValue(value.of);
  return undefined;
}

function variableOf(ctx: Context, site: Site): string | undefined {
  const chunk = ctx.world.chunk(site.file, site.chunk);
  if (!chunk) return undefined;
  if (chunk.kind === 'function') return chunk.name;
  for (const [name, assigns] of Object.entries(chunk.vars)) if (assigns.some((a) => holds(chunk.arena, a.x, site.x))) return name;
  return undefined;
}

function holds(arena: readonly { kind: string; of?: unknown }[], x: number, wanted: number): boolean {
  const e = arena[x];
  return x === wanted || (e?.kind === 'either' && Array.isArray(e.of) && e.of.includes(wanted));
}

export interface HandlerName {
  name: string | null;
  file?: string;
  chunk?: string;
}

/** 'list_tasks', 'Tasks.get' of the class that has the method, null for what has no name. */
export function handlerName(ctx: Context, handler: Value, method: string): HandlerName {
  switch (handler.kind) {
    case 'either':
      return handlerName(ctx, handler.of[0]!.value, method);
    case 'fn':
      return functionName(ctx, handler, method);
    case 'class':
      return className(ctx, handler, method);
    case 'inst':
      return {
        name: ctx.world.outline(handler.cls.file, handler.cls.chunk)?.name ?? null,
        file: handler.cls.file,
        chunk: handler.cls.chunk,
      };
    case 'ext':
      return { name: handler.path.split('.').at(-1) ?? null };
    case 'member':
      return { name: handler.name };
    case 'made':
      return handler.args.pos[0] ? handlerName(ctx, handler.args.pos[0], method) : handlerName(ctx, handler.callee, method);
    default:
      return { name: null };
  }
}

function functionName(ctx: Context, fn: Value & { kind: 'fn' }, method: string): HandlerName {
  const original = wrappedBy(ctx, fn);
  if (original?.kind === 'fn' || original?.kind === 'class') return handlerName(ctx, original, method);
  const chunk = ctx.world.outline(fn.file, fn.chunk);
  const parent = chunk?.parent === undefined ? undefined : ctx.world.outline(fn.file, chunk.parent);
  const own = chunk?.name || '<lambda>';
  return { name: parent?.kind === 'class' ? `${parent.name}.${own}` : own, file: fn.file, chunk: fn.chunk };
}

/** A handler, and the functions that it wraps. */
export function originalsOf(ctx: Context, handler: Value): Value[] {
  const inner = handler.kind === 'fn' ? wrappedBy(ctx, handler) : undefined;
  return inner ? [handler, ...originalsOf(ctx, inner)] : [handler];
}

/** The function whose name a wrapper takes on: `@wraps(view)`. */
function wrappedBy(ctx: Context, fn: Value & { kind: 'fn' }): Value | undefined {
  const chunk = ctx.world.outline(fn.file, fn.chunk);
  const place = chunk?.decorators?.length ? ctx.place(fn.file, chunk.parent ?? '', fn.env) : undefined;
  for (const x of (place && chunk?.decorators) || []) {
    const e = place!.chunk.arena[x];
    // `@router.get("/x")`, of which no argument needs to be looked at.
    if (e?.kind === 'call' && ctx.evaluate(place!, e.callee).kind === 'member') continue;
    const decorator = ctx.evaluate(place!, x);
    if (decorator.kind === 'made' && decorator.callee.kind === 'ext' && decorator.callee.path === 'functools.wraps')
      return decorator.args.pos[0];
  }
  return undefined;
}

function className(ctx: Context, cls: Value & { kind: 'class' }, method: string): HandlerName {
  for (const name of [method.toLowerCase(), 'dispatch_request']) {
    const found = ctx.member(cls, name);
    if (found.kind === 'fn') return functionName(ctx, found, method);
  }
  return { name: ctx.world.outline(cls.file, cls.chunk)?.name ?? null, file: cls.file, chunk: cls.chunk };
}

const TEST_PATH =
  /(^|\/)(tests?|testing|__tests__|examples?|docs?|docs_src|fixtures|benchmarks?|samples?|e2e)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$|\.(test|spec|stories)\.[cm]?[jt]sx?$/;
/** In tests, examples or documentation, seen from the workspace's root. */
export const isTestPath = (path: string, root: string): boolean =>
  TEST_PATH.test(path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
/** The same, seen from the root that holds it. */
export const isTestIn = (path: string, roots: readonly string[]): boolean =>
  isTestPath(path, roots.find((root) => path.startsWith(`${root}/`)) ?? '');
