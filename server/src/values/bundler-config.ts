/**
 * Configuration files of bundlers and frameworks, read as what they are: code. `vite.config.ts`, `next.config.mjs`, `webpack.config.js`
 * are evaluated like any module; their default export, through `defineConfig(…)` and the like, is the configuration.
 */
import { dirname, join, normalise } from '../base/uri';
import type { Entry } from '../facts/expression';
import type { Context, Place } from './context';
import { perContext } from './memo';
import { alternatives, type Site, textOf, type Value } from './value';

const CONFIG = /^(?:[\w-]+\.)*config(?:\.\w+)*\.[mc]?[jt]s$|^webpack\.[\w.]+\.js$/;
export const isConfig = (file: string): boolean => CONFIG.test(file.slice(file.lastIndexOf('/') + 1));

/** Of a tool by its name: `next.config.js`, not the `config.ts` of a project. */
export const isOfTool = (file: string): boolean =>
  isConfig(file) && /\/(?:vite|vitest|next|nuxt|vue|webpack|svelte|astro|craco|rspack|rsbuild|quasar)\.[^/]*$/.test(file);

/** The configuration files of a folder whose names begin so: `vite`, `next`, `vue`. */
export function configFiles(ctx: Context, dir: string, tool: RegExp): string[] {
  return (ctx.world.listing(dir) ?? []).filter((name) => CONFIG.test(name) && tool.test(name)).map((name) => `${dir}/${name}`);
}

/** The objects that a file's default export may be; of a function what it returns, of `defineConfig(x)` or `merge(a, b)` what was given. */
export function configObjects(ctx: Context, file: string): Value[] {
  return unwrap(ctx, ctx.exported(file, 'default'), file, 0);
}

const OPEN = { pos: [], named: {}, open: true } as const;

export function unwrap(ctx: Context, value: Value, file: string, depth: number): Value[] {
  if (depth > 6) return [];
  const inner = (v: Value) => unwrap(ctx, v, file, depth + 1);
  switch (value.kind) {
    case 'obj':
    case 'dict':
      return [value];
    case 'either':
      return value.of.flatMap((a) => inner(a.value));
    case 'list':
      return (ctx.elements(value) ?? value.items).flatMap(inner);
    case 'fn':
      return inner(ctx.call(value, { ...OPEN, pos: [] }, { file, chunk: '', x: -1 }, ctx.moduleEnv(file)));
    case 'module':
      return inner(ctx.exported(value.file, 'default'));
    case 'made':
      return value.args.pos.flatMap(inner);
    default:
      return [];
  }
}

/** What may stand at a path of keys: `valuesAt(ctx, config, 'resolve', 'alias')`. Nothing where it is surely absent. */
export function valuesAt(ctx: Context, of: Value, ...names: string[]): Value[] {
  let values: Value[] = [of];
  for (const name of names) {
    const members = values.filter((v) => v.kind === 'obj' || v.kind === 'dict').map((v) => ctx.member(v, name));
    values = members.flatMap((v) => (v.kind === 'either' ? v.of.map((a) => a.value) : [v]));
    values = values.filter(
      (v) => !(v.kind === 'lit' && v.value === null) && !(v.kind === 'member' && (v.of.kind === 'obj' || v.of.kind === 'dict')),
    );
  }
  return values;
}

export interface ConfigEntry {
  key: string;
  value: Value;
  site?: Site;
}

/** The entries of an object as far as they are known, conditional spreads included. */
export function entriesIn(ctx: Context, value: Value, depth = 0): ConfigEntry[] {
  if (value.kind === 'either') return value.of.flatMap((a) => entriesIn(ctx, a.value, depth));
  if (value.kind === 'dict') return Object.entries(value.entries).map(([key, v]) => ({ key, value: v }));
  const place = value.kind === 'obj' && depth < 6 ? ctx.place(value.site.file, value.site.chunk, value.env) : undefined;
  const e = place && value.kind === 'obj' ? place.chunk.arena[value.site.x] : undefined;
  if (!place || e?.kind !== 'obj') return [];
  return e.entries.flatMap((entry): ConfigEntry[] => {
    const of = ctx.evaluate(place, entry.x);
    if (entry.spread) return entriesIn(ctx, of, depth + 1);
    const keys = keysOf(ctx, place, entry).filter((key) => key !== undefined);
    return keys.map((key) => ({ key, value: of, site: { file: place.file, chunk: place.id, x: entry.x } }));
  });
}

/** '/api', also of `[env.VITE_API]`: what the environment files say of it; undefined where nobody knows. */
function keysOf(ctx: Context, place: Place, { key, keyX }: Entry): (string | undefined)[] {
  if (keyX === undefined) return [key];
  return [...new Set(alternatives(ctx.evaluate(place, keyX)).map((a) => textOf(a.value)))];
}

/** Whether an object has entries that nobody can name: spreads of what is not known, computed keys. */
export function hasMore(ctx: Context, value: Value, depth = 0): boolean {
  if (value.kind === 'either') return value.of.some((a) => hasMore(ctx, a.value, depth));
  if (value.kind === 'dict') return value.open === true;
  if (value.kind === 'lit') return false;
  const place = value.kind === 'obj' && depth < 6 ? ctx.place(value.site.file, value.site.chunk, value.env) : undefined;
  const e = place && value.kind === 'obj' ? place.chunk.arena[value.site.x] : undefined;
  if (!place || e?.kind !== 'obj' || e.entries.length === 0) return true;
  return e.entries.some((entry) => {
    if (entry.spread) return hasMore(ctx, ctx.evaluate(place, entry.x), depth + 1);
    return keysOf(ctx, place, entry).includes(undefined);
  });
}

/** A path that configuration computes: `path.resolve(__dirname, 'src')`, `fileURLToPath(new URL('./src', import.meta.url))`. */
export function pathOf(v: Value): string | undefined {
  switch (v.kind) {
    case 'str':
      return v.text;
    case 'cat': {
      const parts = v.parts.map(pathOf);
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    case 'sym':
      return v.fallback && pathOf(v.fallback);
    case 'member':
      return v.name === 'pathname' || v.name === 'href' ? pathOf(v.of) : undefined;
    case 'either':
      return v.of.map((a) => pathOf(a.value)).find((p) => p !== undefined);
    case 'ext':
      return ownPath(v);
    case 'made':
      return calledPath(v);
    default:
      return undefined;
  }
}

function ownPath(v: Value & { kind: 'ext' }): string | undefined {
  if (v.from === undefined) return undefined;
  if (v.path === 'global:__dirname' || v.path === 'global:import.meta.dirname') return dirname(v.from);
  return v.path === 'global:__filename' || v.path === 'global:import.meta.url' || v.path === 'global:import.meta.filename'
    ? v.from
    : undefined;
}

function calledPath(v: Value & { kind: 'made' }): string | undefined {
  const called = v.callee.kind === 'ext' ? v.callee.path.replace(/^(?:node|global):/, '') : '';
  const [first, second] = v.args.pos;
  const name = called.slice(called.lastIndexOf('.') + 1);
  if (called === 'process.cwd') return '.';
  if (name === 'URL' && first) return second ? beside(pathOf(first), pathOf(second)) : pathOf(first);
  if (name === 'fileURLToPath' || name === 'pathToFileURL' || called === 'require.resolve' || name === 'normalize')
    return first && pathOf(first);
  if (!/^path(\.|$)/.test(called)) return undefined;
  if (name === 'dirname') return first && mapped(pathOf(first), dirname);
  if (name !== 'join' && name !== 'resolve') return undefined;
  const parts = v.args.pos.map(pathOf);
  if (parts.length === 0) return '.';
  if (parts.includes(undefined)) return undefined;
  const [root, ...rest] = parts.filter((p) => p !== undefined);
  return join(root ?? '.', ...(name === 'join' ? rest.map((p) => p.replace(/^\/+/, '')) : rest));
}

const mapped = (path: string | undefined, f: (path: string) => string) => (path === undefined ? undefined : f(path));

/** './src' as seen from a file. */
function beside(path: string | undefined, file: string | undefined): string | undefined {
  if (path === undefined || file === undefined) return undefined;
  return path.startsWith('/') ? normalise(path) : join(dirname(file), path);
}

const queries = perContext((ctx) => ({
  packages: ctx.world.db.query<string, string>(
    'package of folder',
    (dir) => packageAbove(ctx, dir),
    (dir) => dir,
  ),
}));

/** The nearest folder at or above `dir` that holds a package.json; the topmost known one where none does. */
export const packageFolder = (ctx: Context, dir: string): string => queries(ctx).packages.get(dir, dir);

function packageAbove(ctx: Context, dir: string): string {
  let top = dir;
  for (let at = dir; ctx.world.listing(at) !== undefined; at = dirname(at)) {
    if (ctx.world.exists(`${at}/package.json`)) return at;
    top = at;
    if (dirname(at) === at) break;
  }
  return top;
}

/** `dir` and every folder above it that is known, nearest first. */
export function foldersUp(ctx: Context, dir: string): string[] {
  const out: string[] = [];
  for (let at = dir; at !== '' && ctx.world.listing(at) !== undefined; at = dirname(at)) {
    out.push(at);
    if (dirname(at) === at) break;
  }
  return out;
}
