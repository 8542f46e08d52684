/**
 * Who else answers a path: handlers that are found by the names of their files or listed in a settings file, files in `public` and `static`, folders that
 * a Python application serves.
 */

import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { basename, dirname, isInside, relative } from '../../base/uri';
import { valuesAt } from '../../values/bundler-config';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { rewritesFor } from '../../values/rewrites';
import { nextBasePath, notAnswered } from '../../values/rewrites/next';
import { patternRule } from '../../values/rewrites/rule';
import { textOf } from '../../values/value';
import type { RouteTable } from '../routes/routes';
import { FileHandlers } from './file-handlers';

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
  if (!fitting.length && path.startsWith('/.netlify/')) return { status: 'dynamic', reason: 'Netlify answers what begins so' };
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

/** What may lie below the base path of a Next application. */
const NEXT = /\/(?:app|pages)\/.+\.[jt]sx?$/;

function handlers(ctx: Context): Served[] {
  const known = new FileHandlers(ctx);
  const bases = new Map<string, string>();
  const below = (file: string, test: string): string => {
    if (!NEXT.test(file)) return test;
    const folder = known.folder(dirname(file));
    const base = bases.get(folder) ?? nextBasePath(ctx, folder);
    bases.set(folder, base);
    return base === '' ? test : test.replace('^', `^(?:${escaped(base)})?`);
  };
  const named = ctx.world.files('web').flatMap((file) => {
    const found = known.of(file);
    if (!found || (!found.page && rewritesFor(ctx, file).some((rule) => rule.file === file))) return [];
    const { page: _, ...served } = found;
    return [{ ...served, test: below(file, found.test), by: lastOf(file) }];
  });
  return [...named, ...configured(ctx), ...listed(ctx)];
}

const lastOf = (file: string): string => file.split('/').slice(-4).join('/');

/** Functions of Netlify that say their paths themselves: `export const config = { path: '/geo' }`. */
function configured(ctx: Context): Served[] {
  const files = ctx.world.files('web').filter((file) => /\/netlify\/(?:edge-)?functions\/.+\.[mc]?[jt]sx?$/.test(file));
  return files.flatMap((file) => {
    const paths = valuesAt(ctx, ctx.exported(file, 'config'), 'path');
    const texts = paths.flatMap((v) => (v.kind === 'list' ? v.items : [v])).flatMap((v) => textOf(v) ?? []);
    return texts.map((text) => ({ test: patternRule(text, '').test.source, by: lastOf(file) }));
  });
}

/** Functions that a settings file lists with their paths. */
function listed(ctx: Context): Served[] {
  return ctx.world.files('settings').flatMap((file) => {
    const facts = ctx.world.settings(file);
    if (facts?.of !== 'functions') return [];
    return facts.functions.map(({ path, verbs }) => ({
      test: patternRule(path, '').test.source,
      by: lastOf(file),
      ...(verbs ? { verbs } : {}),
    }));
  });
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
