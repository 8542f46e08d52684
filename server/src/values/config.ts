/**
 * What the crosswire.json files of the workspace say, as it holds for a file: those of its folder and of the folders above count, the nearest
 * first. Backends of all files are known together, so that a name can be used where another file gives it.
 */
import { equalData } from '../base/equal';
import { basename, dirname, isInside, join } from '../base/uri';
import type { CrosswireConfig, Level } from '../facts/config';
import type { Context } from './context';
import { perContext } from './memo';
import type { Site } from './value';

export interface BaseUrl {
  /** 'api.example.org', 'localhost:8001'; absent where only a path is said. */
  host?: string;
  /** '/billing'; '' for the root. */
  path: string;
}

export interface Backend {
  name: string;
  /** Engine paths; one of the two is there. */
  folder?: string;
  openapi?: string;
  urls: BaseUrl[];
  /** Where it is written. */
  site: Site;
}

export interface ConfigFile {
  file: string;
  folder: string;
  config: CrosswireConfig;
  backends: Backend[];
}

const queries = perContext((ctx) => ({
  files: ctx.world.db.query<null, ConfigFile[]>(
    'configuration',
    () => read(ctx),
    () => [],
    { equal: equalData },
  ),
  above: ctx.world.db.query<string, ConfigFile[]>(
    'configuration of folder',
    (dir) => configFiles(ctx).filter(({ folder }) => isInside(dir, folder)),
    () => [],
    { equal: equalData },
  ),
}));

/** Deepest folders first. */
export const configFiles = (ctx: Context): ConfigFile[] => queries(ctx).files.get('', null);

/** Those that hold for a file, the nearest first. */
export function configAbove(ctx: Context, file: string): ConfigFile[] {
  if (configFiles(ctx).length === 0) return [];
  const dir = dirname(file);
  return queries(ctx).above.get(dir, dir);
}

function read(ctx: Context): ConfigFile[] {
  const names = ctx.world.files('settings').filter((file) => /^crosswire\.jsonc?$/.test(basename(file)));
  return names
    .filter((file) => !file.endsWith('c') || !names.includes(file.slice(0, -1)))
    .flatMap((file): ConfigFile[] => {
      const facts = ctx.world.settings(file);
      if (facts?.of !== 'crosswire') return [];
      const folder = dirname(file);
      return [{ file, folder, config: facts.config, backends: backendsIn(facts.config, file, folder) }];
    })
    .sort((a, b) => b.folder.length - a.folder.length || (a.folder < b.folder ? -1 : 1));
}

const backendsIn = ({ backends }: CrosswireConfig, file: string, at: string): Backend[] =>
  backends.map(({ name, folder, openapi, urls }, x) => ({
    name,
    ...(folder === undefined ? {} : { folder: join(at, slashes(folder)) }),
    ...(openapi === undefined ? {} : { openapi: join(at, slashes(openapi)) }),
    urls: urls.map(baseUrl),
    site: { file, chunk: 'backends', x },
  }));

/** Paths are also written as Windows does. */
const slashes = (path: string) => path.replaceAll('\\', '/');

/** 'https://API.example.org:443/v1/' is api.example.org and /v1; a port is kept where it says something. */
export function baseUrl(url: string): BaseUrl {
  const [, scheme = '', host, rest = ''] = /^(?:(\w+):)?\/\/([^/?#]+)([^?#]*)/.exec(url) ?? [];
  const path = (host === undefined ? url : rest).replace(/\/+$/, '');
  if (host === undefined) return { path };
  return { host: plainHost(host, scheme), path };
}

/** As hosts are compared: lower case, no user, no usual port, every name of this machine the same. */
export function plainHost(host: string, scheme = ''): string {
  const bare = host.toLowerCase().replace(/^.*@/, '');
  const usual = /^(?:https|wss)$/i.test(scheme) ? /:443$/ : /^(?:http|ws)$/i.test(scheme) ? /:80$/ : /:(?:80|443)$/;
  return bare.replace(usual, '').replace(/^(?:127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)(?=:|$)/, 'localhost');
}

/** Every backend, those of files that hold for the given one first. */
export function backendsFor(ctx: Context, file: string): Backend[] {
  const own = configAbove(ctx, file);
  const all = [...own, ...configFiles(ctx).filter((c) => !own.includes(c))].flatMap((c) => c.backends);
  return [...new Map([...all].reverse().map((b) => [b.name, b])).values()].reverse();
}

/** The backends that a file of the user interface asks; undefined where that is not said. An entry that names no backend is left aside. */
export function askedBackends(ctx: Context, file: string): Backend[] | undefined {
  const backends = backendsFor(ctx, file);
  const said = configAbove(ctx, file)
    .flatMap(({ folder, config }) => config.ui.map((ui) => ({ dir: join(folder, slashes(ui.folder)), names: ui.backends })))
    .filter(({ dir, names }) => isInside(dirname(file), dir) && backends.some((b) => names.includes(b.name)))
    .sort((a, b) => b.dir.length - a.dir.length)[0];
  return said && backends.filter(({ name }) => said.names.includes(name));
}

/** The severity that a rule has in a file; undefined where none is said. */
export function levelFor(ctx: Context, file: string, rule: string): Level | undefined {
  for (const { config } of configAbove(ctx, file)) {
    const said = config.rules.find((r) => r.rule === rule);
    if (said) return said.level;
  }
  return undefined;
}

/** Whether any file says how severe the rule is. */
export const isRuled = (ctx: Context, rule: string): boolean =>
  configFiles(ctx).some(({ config }) => config.rules.some((one) => one.rule === rule));

/**
 * The address that is said for one of these expressions. 'VITE_API_URL' and 'config.apiUrl' also mean what is written with more in front of it:
 * import.meta.env.VITE_API_URL, window.config.apiUrl.
 */
export function configuredUrl(ctx: Context, file: string, written: readonly string[]): string | undefined {
  for (const { config } of configAbove(ctx, file))
    for (const { name, url } of config.baseUrls) {
      const wanted = name
        .replaceAll('?.', '.')
        .replaceAll('"', "'")
        .replace(/\s+|^(?:window|globalThis|self)\./g, '');
      if (written.some((text) => text === wanted || text.endsWith(`.${wanted}`))) return url === '/' ? '' : url;
    }
  return undefined;
}
