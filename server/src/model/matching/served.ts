/**
 * Who else answers a path: handlers that a framework of the user interface finds by the names of their files (Next, SvelteKit, Nuxt), files in
 * `public` and `static`, folders that a Python application serves.
 */

import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { basename, dirname, isInside, relative } from '../../base/uri';
import { packageFolder } from '../../values/bundler-config';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { rewritesFor } from '../../values/rewrites';
import { exportedVerbs, nextBasePath, notAnswered } from '../../values/rewrites/next';
import { textOf } from '../../values/value';
import type { RouteTable } from '../routes/routes';
import { handlersIn } from './functions';

interface Served {
  /** As an expression, anchored. */
  test: string;
  /** 'ui/app/api/x/route.ts' */
  by: string;
  /** Absent: any. */
  verbs?: string[];
}
export interface Other {
  /** `dynamic`: something answers the path, though not this verb. */
  status: 'external' | 'dynamic';
  reason: string;
}

const queries: (ctx: Context) => {
  handlers: Query<null, Served[]>;
  assets: Query<readonly string[], string[]>;
  folders: Query<RouteTable, Served[]>;
} = perContext((ctx) => ({
  handlers: ctx.world.db.query<null, Served[]>(
    'handlers by file',
    () => handlers(ctx),
    () => [],
    { equal: equalData },
  ),
  assets: ctx.world.db.query<readonly string[], string[]>(
    'assets',
    (roots) => roots.flatMap((root) => assets(ctx, root, false)),
    () => [],
    { equal: equalData, kept: true },
  ),
  folders: ctx.world.db.query<RouteTable, Served[]>(
    'served folders',
    (table) => folders(ctx, table),
    () => [],
    { equal: equalData, kept: true },
  ),
}));

/** Undefined where nothing is known to answer. */
export function servedBy(
  ctx: Context,
  table: RouteTable,
  roots: readonly string[],
  method: string | null,
  path: string,
): Other | undefined {
  const { handlers, assets, folders } = queries(ctx);
  const fitting = handlers.get('', null).filter((h) => new RegExp(h.test).test(path));
  const handler = fitting.find((h) => method === null || !h.verbs || h.verbs.includes(method));
  if (handler) return external(`served by ${handler.by}`);
  if (fitting[0] && method !== null) return { status: 'dynamic', reason: notAnswered(fitting[0].by, method) };
  if (method !== 'GET' && method !== 'HEAD' && method !== null) return undefined;
  const folder = folders.get('', table).find((f) => new RegExp(f.test).test(path));
  if (folder) return external(`a file of the folder that ${basename(folder.by)} serves`);
  const wanted = new RegExp(
    `/(?:public|static|assets)${escaped(path)}$|${path.startsWith('/static/') ? escaped(path) : '(?!)'}$`,
  );
  const file = assets.get(roots.join('\n'), roots).find((a) => wanted.test(a));
  return file === undefined ? undefined : external(`the file ${shown(roots, file)}`);
}

/** A file as people of the workspace name it. */
export function shown(roots: readonly string[], file: string): string {
  const root = roots.find((one) => isInside(file, one));
  return root === undefined ? basename(file) : relative(root, file);
}

const external = (reason: string): Other => ({ status: 'external', reason });

/** `{}` of a path stands for any text within a segment. */
const escaped = (path: string) =>
  path
    .split('{}')
    .map((p) => p.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*');

const NEXT_APP = /\/(?:src\/)?app\/((?:.+\/)?)route\.[jt]sx?$/;
const NEXT_PAGES = /\/(?:src\/)?pages\/(api\/.+)\.[jt]sx?$/;
/** What may lie below the base path of a Next application. */
const NEXT = /\/(?:app|pages)\/.+\.[jt]sx?$/;
const SVELTE = /\/src\/routes\/((?:.+\/)?)\+server\.[jt]s$/;
const NUXT = /\/server\/(api\/.+|routes\/.+)\.[jt]s$/;

function handlers(ctx: Context): Served[] {
  const bases = new Map<string, string>();
  const below = (file: string, test: string): string => {
    if (!NEXT.test(file)) return test;
    const folder = packageFolder(ctx, dirname(file));
    const base = bases.get(folder) ?? nextBasePath(ctx, folder);
    bases.set(folder, base);
    return base === '' ? test : test.replace('^', `^(?:${escaped(base)})?`);
  };
  return ctx.world.files('web').flatMap((file) => {
    const by = file.split('/').slice(-4).join('/');
    const functions = handlersIn(ctx, file);
    if (functions.length) return functions.map(({ path, verbs }) => ({ test: anchored(path), by, ...(verbs ? { verbs } : {}) }));
    const path = handled(file);
    const own = path === undefined ? page(ctx, file) : undefined;
    if (own) return [{ ...own, test: below(file, own.test), by }];
    if (path === undefined || rewritesFor(ctx, file).some((rule) => rule.file === file)) return [];
    const verbs = exportedVerbs(ctx, file);
    return [{ test: below(file, path), by, ...(verbs ? { verbs } : {}) }];
  });
}

function handled(file: string): string | undefined {
  const nuxt = NUXT.exec(file)?.[1]
    ?.replace(/^routes\//, '')
    .replace(/\.(?:get|post|put|patch|delete|head|options)$/, '');
  const own = NEXT_APP.exec(file)?.[1] ?? NEXT_PAGES.exec(file)?.[1] ?? SVELTE.exec(file)?.[1] ?? nuxt;
  return own === undefined ? undefined : anchored(own);
}

const segmentsOf = (path: string): string[] =>
  path.split('/').filter((s) => s !== '' && s !== 'index' && !/^(?:\(.*\)|@.*)$/.test(s));
const anchored = (path: string): string => `^${segmentsOf(path).map(segment).join('')}/?$`;

/** Pages by the names of their files, for those who have the package; without verbs, a page may take a form, too. */
const PAGES: { of: RegExp; file: RegExp; verbs?: string[] }[] = [
  { of: /^next$/, file: /\/(?:src\/)?app\/((?:.+\/)?)page\.[jt]sx?$/, verbs: ['GET', 'HEAD'] },
  { of: /^next$/, file: /\/(?:src\/)?pages\/(?!api\/|_)(.+)\.[jt]sx?$/, verbs: ['GET', 'HEAD'] },
  { of: /^nuxt$/, file: /\/pages\/(.+)\.vue$/, verbs: ['GET', 'HEAD'] },
  { of: /^@sveltejs\/kit$/, file: /\/src\/routes\/((?:.+\/)?)\+page(?:\.server)?\.(?:svelte|[jt]s)$/ },
  { of: /^@remix-run\/|^@react-router\/dev$/, file: /\/app\/routes\/((?:[^/]+\+\/)*[^/]+?)(?:\/route)?\.[jt]sx?$/ },
];

/** A page that takes any path below the root says nothing of a single one. */
function page(ctx: Context, file: string): { test: string; verbs?: string[] } | undefined {
  const kind = PAGES.find((one) => one.file.test(file) && hasPackage(ctx, file, one.of));
  const own = kind?.file.exec(file)?.[1];
  if (!kind || own === undefined) return undefined;
  const path = kind.of.test('@remix-run/') ? flat(own) : own;
  if (segmentsOf(path)[0]?.startsWith('[')) return undefined;
  return { test: anchored(path), ...(kind.verbs ? { verbs: kind.verbs } : {}) };
}

/** 'tasks.$id_.edit' is tasks/[id]/edit, and so is 'tasks+/$id_.edit'; '_auth.login' is login. */
const flat = (name: string): string =>
  name
    .replaceAll('+/', '.')
    .split('.')
    .filter((s) => !s.startsWith('_'))
    .map((s) => (s === '$' ? '[...rest]' : s.replace(/_$/, '').replace(/^\$(.+)$/, '[$1]')))
    .join('/');

function hasPackage(ctx: Context, file: string, name: RegExp): boolean {
  const facts = ctx.world.settings(`${packageFolder(ctx, dirname(file))}/package.json`);
  return facts?.of === 'package' && facts.dependencies.some((one) => name.test(one));
}

/** '[id]', '[...rest]', '[[...rest]]', 'plain' */
function segment(text: string): string {
  if (/^\[\[?\.\.\./.test(text)) return '(?:/.*)?';
  if (/^\[.*\]$/.test(text)) return '/[^/]+';
  return `/${text.replace(/[.*+?^${}()|\\]/g, '\\$&')}`;
}

/** Files below folders of these names, whatever they are; the names are all that is known of them. */
function assets(ctx: Context, folder: string, inside: boolean): string[] {
  return (ctx.world.listing(folder) ?? []).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (ctx.world.listing(path)) return assets(ctx, path, inside || name === 'public' || name === 'static');
    return inside ? [path] : [];
  });
}

/** StaticFiles that are mounted below a path, and the static folder of every Flask application. */
function folders(ctx: Context, table: RouteTable): Served[] {
  const mounted = ctx.world.files('python').flatMap((file) =>
    table.effects.ofFile(file).flatMap(({ data }): Served[] => {
      const path = data?.op === 'files' ? textOf(data.path)?.replace(/\/+$/, '') : undefined;
      return path ? [{ test: `^${escaped(path)}/`, by: file }] : [];
    }),
  );
  const flask = table
    .all()
    .find((r) => r.app !== null && r.appFile !== null && (r.framework === 'flask' || r.framework === 'restful'));
  return flask ? [...mounted, { test: '^/static/', by: flask.appFile! }] : mounted;
}
