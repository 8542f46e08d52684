/**
 * Paths of Django by name, for `{% url 'check-copy' check.code %}`: what urlpatterns says of names and nothing else. What answers a
 * path is not understood yet, so calls of such addresses are unknown.
 */
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { textOf, type Value } from '../../values/value';
import { externalName } from '../requests/request';

/** '/checks/{code}/copy/' of each name; names of applications in front: 'accounts:logout'. */
type Names = Record<string, string>;
const MAX_DEPTH = 8;

const queries: (ctx: Context) => { patterns: Query<string, boolean>; names: Query<null, Names> } = perContext((ctx) => ({
  patterns: ctx.world.db.query(
    'has urlpatterns',
    (file: string) => Object.hasOwn(ctx.world.chunk(file, '')?.vars ?? {}, 'urlpatterns') && importsDjango(ctx, file),
    () => false,
    { early: 1 },
  ),
  names: ctx.world.db.query(
    'names of Django',
    (_: null) => allNames(ctx),
    (): Names => ({}),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  ),
}));

/** Files whose `urlpatterns` list routes of Django. */
export const djangoFiles = (ctx: Context): string[] =>
  ctx.world.words.filesWith('python', 'urlpatterns').filter((file) => queries(ctx).patterns.get(file, file));

export function djangoPath(ctx: Context, name: string): string | undefined {
  const names = queries(ctx).names.get('', null);
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

const importsDjango = (ctx: Context, file: string): boolean =>
  ctx.world.chunk(file, '')?.arena.some((e) => e.kind === 'import' && /^django(\.|$)/.test(e.module)) ?? false;

function allNames(ctx: Context): Names {
  const files = djangoFiles(ctx);
  const included = new Set<string>();
  const walks = files.map((file) => {
    const names: Names = {};
    walk(ctx, ctx.exported(file, 'urlpatterns'), '/', '', { names, included }, 0);
    return { file, names };
  });
  return Object.assign({}, ...walks.filter((w) => !included.has(w.file)).map((w) => w.names)) as Names;
}

interface Walk {
  names: Names;
  included: Set<string>;
}

function walk(ctx: Context, patterns: Value, prefix: string, space: string, into: Walk, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const item of ctx.elements(patterns) ?? []) {
    const kind =
      item.kind === 'made'
        ? /^django\.(?:urls|conf\.urls)\.(path|re_path|url)$/.exec(externalName(item.callee) ?? '')?.[1]
        : undefined;
    if (item.kind !== 'made' || !kind) continue;
    const [route, view] = item.args.pos;
    const text =
      textOf(route) ?? (route?.kind === 'either' ? route.of.map((a) => textOf(a.value)).find((t) => t !== undefined) : undefined);
    if (text === undefined || !view) continue;
    const path = prefix + (kind === 'path' ? converted(text) : fromRegex(text));
    const name = textOf(item.args.named.name);
    if (name !== undefined) into.names[`${space}${name}`] ??= path.replace(/\/{2,}/g, '/');
    included(ctx, view, path, space, into, depth);
  }
}

/** include("accounts.urls"), include(patterns), include((patterns, "accounts")) */
function included(ctx: Context, view: Value, path: string, space: string, into: Walk, depth: number): void {
  if (view.kind !== 'made' || !/^django\.(?:urls|conf\.urls)\.include$/.test(externalName(view.callee) ?? '')) return;
  const [what] = view.args.pos;
  const pair = what?.kind === 'list' && textOf(what.items[1]) !== undefined ? what : undefined;
  const target = pair?.items[0] ?? what;
  const file = target && moduleOf(ctx, target);
  if (file) into.included.add(file);
  const own = file ? ctx.exported(file, 'app_name') : undefined;
  const name = textOf(view.args.named.namespace) ?? textOf(pair?.items[1]) ?? textOf(own);
  const patterns = file ? ctx.exported(file, 'urlpatterns') : target;
  if (patterns) walk(ctx, patterns, path, name === undefined ? space : `${space}${name}:`, into, depth + 1);
}

function moduleOf(ctx: Context, target: Value): string | undefined {
  if (target.kind === 'module') return target.file;
  const dotted = textOf(target)?.replaceAll('.', '/');
  return dotted === undefined
    ? undefined
    : djangoFiles(ctx).find((f) => f.endsWith(`/${dotted}.py`) || f.endsWith(`/${dotted}/__init__.py`));
}

const converted = (route: string): string => route.replace(/<(?:\w+:)?(\w+)>/g, '{$1}');
const fromRegex = (pattern: string): string =>
  pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)/g, '{$1}')
    .replace(/\((?:[^()?][^()]*)\)/g, '{group}')
    .replace(/\\([./-])/g, '$1');
