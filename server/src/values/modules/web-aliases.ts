/** Other names for folders: `paths` and `baseUrl` of tsconfig, aliases of bundlers, names of the workspace's packages. */
import { equalData } from '../../base/equal';
import { own } from '../../base/own';
import { dirname, isAbsolute, join } from '../../base/uri';
import { configFiles, configObjects, entriesIn, pathOf, valuesAt } from '../bundler-config';
import type { Context } from '../context';
import { perContext } from '../memo';
import { regexOf } from '../regex';
import { textOf, type Value } from '../value';

/** '@/*' to '/app/src/*'. `from` has at most one star. `regex`: `from` is only the text that the expression begins with. */
export interface Alias {
  from: string;
  to: string[];
  regex?: true;
}

const queries = perContext((ctx) => {
  const db = ctx.world.db;
  const equal = equalData;
  const none = (): Alias[] => [];
  return {
    compiler: db.query('tsconfig aliases', (dir: string) => compilerAliases(ctx, dir), none, { equal }),
    bundler: db.query('bundler aliases', (dir: string) => bundlerAliases(ctx, dir), none, { equal }),
    packages: db.query(
      'workspace packages',
      () => workspacePackages(ctx),
      (): Record<string, string> => ({}),
      { equal },
    ),
  };
});

/** What holds in a folder, nearest first. A bundler's configuration cannot itself be resolved by the aliases that it declares. */
export function aliasesOf(ctx: Context, dir: string, bundlers: boolean): Alias[] {
  const { compiler, bundler } = queries(ctx);
  const out: Alias[] = [];
  for (let at = dir; at !== '' && ctx.world.listing(at) !== undefined; at = dirname(at)) {
    out.push(...compiler.get(at, at));
    if (bundlers) out.push(...bundler.get(at, at));
    if (dirname(at) === at) break;
  }
  return out;
}

/** Folder of each package of the workspace, by its name. */
export function packagesOf(ctx: Context): Record<string, string> {
  return queries(ctx).packages.get('', undefined);
}

function workspacePackages(ctx: Context): Record<string, string> {
  const out: Record<string, string> = {};
  for (const file of ctx.world.files('settings')) {
    if (!file.endsWith('/package.json')) continue;
    const facts = ctx.world.settings(file);
    if (facts?.of === 'package' && facts.name !== undefined) out[facts.name] ??= dirname(file);
  }
  return out;
}

/** A Vite template keeps its paths in tsconfig.app.json beside; so all of a folder's tsconfigs are read, the plain one first. */
function compilerAliases(ctx: Context, dir: string): Alias[] {
  const names = (ctx.world.listing(dir) ?? []).filter((name) => /^[jt]sconfig(?:[.-][\w.-]+)?\.json$/.test(name));
  const ordered = names.sort((a, b) => a.length - b.length || (a < b ? 1 : -1));
  const all = ordered.flatMap((name) => declared(ctx, `${dir}/${name}`, 0));
  const distinct = new Map(all.map((alias) => [`${alias.from}>${alias.to.join()}`, alias]));
  return [...distinct.values()].sort((a, b) => Number(a.from === '*') - Number(b.from === '*') || prefix(b) - prefix(a));
}

/** The longer what stands before the star, the closer the match. */
const prefix = (alias: Alias) => alias.from.replace(/\*.*$/, '').length;

function declared(ctx: Context, file: string, depth: number): Alias[] {
  const facts = ctx.world.settings(file);
  if (facts?.of !== 'tsconfig' || depth > 5) return [];
  const base = join(dirname(file), facts.baseUrl ?? '.');
  const paths = Object.entries(facts.paths ?? {}).map(([from, to]): Alias => ({ from, to: to.map((t) => join(base, t)) }));
  const all: Alias[] = facts.baseUrl === undefined ? paths : [...paths, { from: '*', to: [`${base}/*`] }];
  return [...all, ...(facts.extends ?? []).flatMap((e) => declared(ctx, extended(ctx, dirname(file), e), depth + 1))];
}

function extended(ctx: Context, dir: string, written: string): string {
  const path = /^\.|^\//.test(written) ? join(dir, written) : fromPackage(ctx, written);
  if (path.endsWith('.json')) return path;
  return ctx.world.exists(`${path}.json`) ? `${path}.json` : `${path}/tsconfig.json`;
}

function fromPackage(ctx: Context, written: string): string {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(written)?.[0] ?? written;
  const dir = own(packagesOf(ctx), name);
  return dir === undefined ? written : dir + written.slice(name.length);
}

const TOOLS = /^(?:vite|vitest|vue|webpack|craco|svelte|nuxt|next|astro|rspack|rsbuild|quasar|electron\.vite|storybook)\b/;
/** Where the tools keep their aliases: Vite and webpack, Vue CLI, CRACO, SvelteKit, Nuxt, Astro, Rsbuild. */
const PLACES = [
  ['resolve', 'alias'],
  ['configureWebpack', 'resolve', 'alias'],
  ['webpack', 'alias'],
  ['kit', 'alias'],
  ['alias'],
  ['vite', 'resolve', 'alias'],
  ['renderer', 'resolve', 'alias'],
  ['source', 'alias'],
];

function bundlerAliases(ctx: Context, dir: string): Alias[] {
  const files = configFiles(ctx, dir, TOOLS);
  return files.flatMap((file) =>
    configObjects(ctx, file).flatMap((config) =>
      PLACES.flatMap((place) => valuesAt(ctx, config, ...place).flatMap((v) => aliasesIn(ctx, dir, v))),
    ),
  );
}

/** {'@': '/src'} · [{find: '@', replacement: '/src'}] */
function aliasesIn(ctx: Context, dir: string, value: Value): Alias[] {
  if (value.kind !== 'list') return entriesIn(ctx, value).flatMap(({ key, value: to }) => alias(dir, key, pathOf(to)));
  return value.items.flatMap((item) => {
    const to = pathOf(ctx.member(item, 'replacement'));
    const find = ctx.member(item, 'find');
    const regex = regexOf(find);
    if (!regex) return alias(dir, textOf(find), to);
    const from = literalStart(regex.source);
    return from === undefined || to === undefined
      ? []
      : [{ from, to: [`${target(dir, to.replace(/\$1/, ''))}${/\/(?:\$1)?$/.test(to) ? '/' : ''}*`], regex: true as const }];
  });
}

/** `^@\/` begins with '@/'; an expression that does more is left alone. */
function literalStart(source: string): string | undefined {
  const plain = source
    .replace(/^\^/, '')
    .replace(/\(\.[*+]\)\$?$/, '')
    .replace(/\\([^\w])/g, '$1');
  return source.startsWith('^') && /^[\w@~$#/-]+$/.test(plain) ? plain : undefined;
}

function alias(dir: string, from: string | undefined, to: string | undefined): Alias[] {
  if (!from || to === undefined) return [];
  const path = target(dir, to);
  if (from.endsWith('/*')) return [{ from, to: [path.endsWith('*') ? path : `${path}/*`] }];
  if (from.endsWith('/')) return [{ from: `${from}*`, to: [`${path}/*`] }];
  if (from.endsWith('$')) return [{ from: from.slice(0, -1), to: [path] }];
  return [
    { from, to: [path] },
    { from: `${from}/*`, to: [`${path}/*`] },
  ];
}

/** Absolute as it stands if it lies in the workspace, else seen from the folder; Vite's '/src' is below the folder too. */
function target(dir: string, to: string): string {
  if (isAbsolute(to))
    return to === dir || to.startsWith(`${dir.split('/').slice(0, 2).join('/')}/`) ? trimmed(to) : trimmed(dir + to);
  return /^\.|^src\b|^app\b/.test(to) ? trimmed(join(dir, to)) : to;
}

const trimmed = (path: string) => (path.length > 1 ? path.replace(/\/+$/, '') : path);
