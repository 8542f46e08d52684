/** What Nuxt brings in by itself: what the files of `composables` and `utils` export, and what plugins provide, `useNuxtApp().$api`. */
import { equalData } from '../base/equal';
import { own } from '../base/own';
import { dirname } from '../base/uri';
import { configFiles, packageFolder } from './bundler-config';
import type { Context } from './context';
import { perContext } from './memo';
import { alternatives, either, unknown, type Value } from './value';

const queries = perContext((ctx) => ({
  names: ctx.world.db.query(
    'names that Nuxt brings in',
    (folder: string) => namesIn(ctx, folder),
    (): Record<string, string> => ({}),
    { equal: equalData },
  ),
}));

const TOPS = ['', '/app', '/src'];
const FOLDERS = TOPS.flatMap((top) => [`${top}/composables`, `${top}/utils`]);
const SCRIPT = /\.[mc]?[jt]s$/;

export function autoImported(ctx: Context, file: string, name: string): Value | undefined {
  const folder = packageFolder(ctx, dirname(file));
  const from = own(queries(ctx).names.get(folder, folder), name);
  return from === undefined || from === file ? undefined : ctx.exported(from, name);
}

function namesIn(ctx: Context, folder: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const file of scriptsIn(ctx, folder, FOLDERS))
    for (const name of Object.keys(ctx.world.head(file)?.exports ?? {})) if (name !== 'default') out[name] ??= file;
  return out;
}

function scriptsIn(ctx: Context, folder: string, below: readonly string[]): string[] {
  if (!configFiles(ctx, folder, /^nuxt\b/).length) return [];
  return below.flatMap((name) =>
    (ctx.world.listing(folder + name) ?? []).flatMap((file) => (SCRIPT.test(file) ? `${folder}${name}/${file}` : [])),
  );
}

const USE_APP = /^(?:global:|#app\.|#imports\.|nuxt\/app\.)useNuxtApp$/;

/** `$api` of `useNuxtApp()`: what a plugin returns as `{ provide: { api } }`. */
export function providedByPlugin(ctx: Context, { callee, site }: Value & { kind: 'made' }, name: string): Value | undefined {
  if (!name.startsWith('$') || callee.kind !== 'ext' || !USE_APP.test(callee.path)) return undefined;
  const folder = packageFolder(ctx, dirname(site.file));
  const plugins = TOPS.map((top) => `${top}/plugins`);
  const found = scriptsIn(ctx, folder, plugins).flatMap((file) => provided(ctx, file, name.slice(1)) ?? []);
  return found.length ? either(found.map((value) => ({ value }))) : undefined;
}

/** `export default defineNuxtPlugin(() => ({ provide: { api } }))`, also with the function as `setup`. */
function provided(ctx: Context, file: string, name: string): Value | undefined {
  const plugin = ctx.exported(file, 'default');
  const given = plugin.kind === 'made' ? plugin.args.pos[0] : undefined;
  const setup = given?.kind === 'obj' ? ctx.member(given, 'setup') : given;
  if (plugin.kind !== 'made' || setup?.kind !== 'fn') return undefined;
  const returned = ctx.call(setup, { pos: [unknown('the application')], named: {} }, plugin.site, plugin.env);
  const values = alternatives(returned).flatMap(({ value }) => {
    const all = value.kind === 'obj' ? ctx.member(value, 'provide') : undefined;
    const one = all?.kind === 'obj' ? ctx.member(all, name) : undefined;
    return one && one.kind !== 'lit' ? [{ value: one }] : [];
  });
  return values.length ? either(values) : undefined;
}
