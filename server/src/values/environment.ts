/**
 * What the environment gives: `import.meta.env`, `process.env`, `os.environ`, as far as files of the workspace say it. The files of the
 * nearest folder that names a variable count; several that differ give one of their values.
 */
import { equalData } from '../base/equal';
import { own } from '../base/own';
import { basename, dirname, join } from '../base/uri';
import type { SettingsFacts } from '../facts/facts';
import { configFiles, configObjects, entriesIn, foldersUp, isConfig, packageFolder, valuesAt } from './bundler-config';
import { configuredUrl } from './config';
import type { Context } from './context';
import { perContext } from './memo';
import { type Alternative, either, ext, NULL, str, textOf, unknown, type Value } from './value';

const METHODS = new Set(['get', 'copy', 'items', 'keys', 'values', 'pop', 'setdefault', 'update', 'toString', 'hasOwnProperty']);

export function environmentValue(ctx: Context, of: Value & { kind: 'ext' }, name: string): Value | undefined {
  const { path, from } = of;
  if (path === 'os.environ' || path === 'environ') return METHODS.has(name) ? undefined : unset(name);
  if (path !== 'global:import.meta.env' && path !== 'global:process.env') return undefined;
  const said = from === undefined ? undefined : configuredUrl(ctx, from, [`${path.slice('global:'.length)}.${name}`]);
  if (said !== undefined) return str(said);
  const dir = from === undefined ? undefined : dirname(from);
  if (name === 'MODE' || name === 'NODE_ENV') return either([{ value: str('development') }, { value: str('production') }]);
  if (path === 'global:import.meta.env' && (name === 'DEV' || name === 'PROD'))
    return either([{ value: { kind: 'lit', value: true } }, { value: { kind: 'lit', value: false } }]);
  if (path === 'global:import.meta.env' && name === 'BASE_URL') return dir === undefined ? str('/') : basePath(ctx, dir);
  if (dir === undefined) return unset(name);
  return (
    (isConfig(from!) ? undefined : defined(ctx, dir, `${path.slice('global:'.length)}.${name}`)) ??
    fromFiles(ctx, dir, name) ??
    unset(name)
  );
}

const unset = (name: string) => unknown(`environment variable ${name} is set nowhere in the workspace`);

/** `.env` and `.env.local` hold always, `.env.production` only in its mode; an example says what is probably set. */
function fromFiles(ctx: Context, dir: string, name: string): Value | undefined {
  let example: Value | undefined;
  for (const up of foldersUp(ctx, packageFolder(ctx, dir)).concat(dir)) {
    const files = envFiles(ctx, up).filter(({ facts }) => own(facts.values, name) !== undefined);
    const real = files.filter(({ facts }) => !facts.example);
    if (real.length) {
      const modes = real.map(({ file }) => /^\.env\.(?!local$)(\w+)/.exec(basename(file))?.[1]);
      const always = modes.includes(undefined) || (modes.includes('development') && modes.includes('production'));
      return either([...real.map((f) => valueIn(f, name)), ...(always ? [] : [{ value: NULL }])]);
    }
    if (files.length) example ??= either([...files.map((f) => valueIn(f, name)), { value: unset(name) }]);
  }
  return example;
}

interface EnvFile {
  file: string;
  facts: SettingsFacts & { of: 'env' };
}

function envFiles(ctx: Context, dir: string): EnvFile[] {
  const names = (ctx.world.listing(dir) ?? []).filter((name) => /^\.env(\.|$)|\.env$/.test(name));
  return names.flatMap((name) => {
    const facts = ctx.world.settings(`${dir}/${name}`);
    return facts?.of === 'env' ? [{ file: `${dir}/${name}`, facts }] : [];
  });
}

function valueIn({ file, facts }: EnvFile, name: string): Alternative {
  return { value: str(facts.values[name]!, { file, chunk: '', x: Object.keys(facts.values).indexOf(name) }) };
}

/** What a bundler puts in the place of names: Vite's `define`, webpack's DefinePlugin, Next's `env`. */
const queries = perContext((ctx) => ({
  defines: ctx.world.db.query(
    'build constants',
    (dir: string) => definedNames(ctx, dir),
    (): string[] => [],
    { equal: equalData },
  ),
}));

export function defined(ctx: Context, dir: string, name: string): Value | undefined {
  const folder = packageFolder(ctx, dir);
  if (!queries(ctx).defines.get(folder, folder).includes(name)) return undefined;
  const found = definitions(ctx, folder).filter((d) => d.name === name);
  return either(found.map(({ value }) => ({ value })));
}

function definedNames(ctx: Context, dir: string): string[] {
  return [...new Set(definitions(ctx, dir).map((d) => d.name))].sort();
}

interface Definition {
  name: string;
  value: Value;
}

function definitions(ctx: Context, dir: string): Definition[] {
  const files = configFiles(ctx, dir, /^(?:vite|webpack|vue|next|craco|rspack|rsbuild|quasar)\b/);
  return files.flatMap((file) =>
    configObjects(ctx, file).flatMap((config) => [...replaced(ctx, config), ...nextEnv(ctx, file, config)]),
  );
}

function replaced(ctx: Context, config: Value): Definition[] {
  const plugins = valuesAt(ctx, config, 'plugins').flatMap((v) => ctx.elements(v) ?? (v.kind === 'list' ? v.items : []));
  const plugged = plugins.flatMap((p) => (p.kind === 'made' && /DefinePlugin/.test(calleeName(p)) ? p.args.pos.slice(0, 1) : []));
  const entries = [...valuesAt(ctx, config, 'define'), ...plugged].flatMap((table) => entriesIn(ctx, table));
  return entries.flatMap(({ key, value }) =>
    value.kind === 'obj'
      ? entriesIn(ctx, value).map((e) => ({ name: `${key}.${e.key}`, value: literal(e.value) }))
      : [{ name: key, value: literal(value) }],
  );
}

const calleeName = (made: Value & { kind: 'made' }) => (made.callee.kind === 'ext' ? made.callee.path : '');

function nextEnv(ctx: Context, file: string, config: Value): Definition[] {
  if (!basename(file).startsWith('next')) return [];
  const entries = valuesAt(ctx, config, 'env').flatMap((table) => entriesIn(ctx, table));
  return entries.map(({ key, value }) => ({ name: `process.env.${key}`, value }));
}

/** JSON.stringify('/api') and '"/api"' both mean the text /api. */
function literal(value: Value): Value {
  if (value.kind === 'made' && value.callee.kind === 'ext' && value.callee.path === 'global:JSON.stringify')
    return value.args.pos[0] ?? NULL;
  const text = textOf(value);
  const inner = text === undefined ? undefined : /^(["'`])(.*)\1$/.exec(text)?.[2];
  return inner === undefined
    ? text === undefined
      ? value
      : unknown('a build constant')
    : str(inner, value.kind === 'str' ? value.site : undefined);
}

/** Vite's `base`; '/' where nothing is said. */
function basePath(ctx: Context, dir: string): Value {
  const folder = packageFolder(ctx, dir);
  const files = configFiles(ctx, folder, /^vite\b/);
  const bases = files.flatMap((file) => configObjects(ctx, file).flatMap((config) => valuesAt(ctx, config, 'base')));
  return bases.length ? either(bases.map((value) => ({ value }))) : str('/');
}

/** Nuxt's useRuntimeConfig(): the `runtimeConfig` of nuxt.config. */
export function runtimeConfig(ctx: Context, file: string): Value | undefined {
  const folder = packageFolder(ctx, dirname(file));
  const found = configFiles(ctx, folder, /^nuxt\b/).flatMap((config) =>
    configObjects(ctx, config).flatMap((c) => valuesAt(ctx, c, 'runtimeConfig')),
  );
  return found.length ? either(found.map((value) => ({ value }))) : undefined;
}

/** Vite's loadEnv(mode, folder): the environment as seen from that folder. */
export function loadedEnv(from: string, folder: string | undefined): Value {
  return ext('global:process.env', join(dirname(from), folder ?? '.', 'env'));
}
