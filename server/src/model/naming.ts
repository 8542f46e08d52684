/** Names for people: which module and variable an application is, what a handler is called, what lies in tests. */
import type { Context } from '../values/context';
import type { Site, Value } from '../values/value';

/** 'app.main:app', 'app.factory:create_app': the module as imported, and the variable or factory that holds the value. */
export function objectName(ctx: Context, value: Value): string | null {
  const site = siteOfValue(value);
  if (!site) return null;
  return `${moduleName(ctx, site.file)}:${variableOf(ctx, site) ?? '?'}`;
}

export function siteOfValue(value: Value): Site | undefined {
  if (value.kind === 'made' || value.kind === 'inst') return value.site;
  if (value.kind === 'member') return siteOfValue(value.of);
  return undefined;
}

/** Dotted module name from the nearest folder above that is no package. */
export function moduleName(ctx: Context, file: string): string {
  const parts = file.replace(/\.py$/, '').split('/');
  let from = parts.length - 1;
  while (from > 1 && ctx.world.exists(`${parts.slice(0, from).join('/')}/__init__.py`)) from--;
  const names = parts.slice(from);
  if (names.length > 1 && names.at(-1) === '__init__') names.pop();
  return names.join('.');
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

/** 'list_tasks', 'Tasks.get', null for what has no name. */
export function handlerName(
  ctx: Context,
  handler: Value,
  method: string,
): { name: string | null; file?: string; chunk?: string } {
  if (handler.kind === 'either') return handlerName(ctx, handler.of[0]!.value, method);
  if (handler.kind === 'fn') {
    const id = handler.chunk;
    const parent = ctx.world.chunk(handler.file, id)?.parent;
    const own = ctx.world.chunk(handler.file, id)?.name || 'lambda';
    const inClass = parent !== undefined && ctx.world.chunk(handler.file, parent)?.kind === 'class';
    return { name: inClass ? `${ctx.world.chunk(handler.file, parent)!.name}.${own}` : own, file: handler.file, chunk: id };
  }
  if (handler.kind === 'class') {
    const method_ = ctx.member(handler, method.toLowerCase());
    const name = ctx.world.chunk(handler.file, handler.chunk)?.name ?? '';
    if (method_.kind === 'fn') return { name: `${name}.${method.toLowerCase()}`, file: method_.file, chunk: method_.chunk };
    return { name, file: handler.file, chunk: handler.chunk };
  }
  if (handler.kind === 'ext') return { name: handler.path.split('.').at(-1) ?? null };
  if (handler.kind === 'member') return { name: handler.name };
  if (handler.kind === 'made')
    return handler.args.pos[0] ? handlerName(ctx, handler.args.pos[0], method) : handlerName(ctx, handler.callee, method);
  return { name: null };
}

const TEST_PATH =
  /(^|\/)(tests?|testing|__tests__|examples?|docs?|docs_src|fixtures|benchmarks?|samples?|e2e)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$|\.(test|spec|stories)\.[cm]?[jt]sx?$/;
/** In tests, examples or documentation, seen from the workspace's root. */
export const isTestPath = (path: string, root: string): boolean =>
  TEST_PATH.test(path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
