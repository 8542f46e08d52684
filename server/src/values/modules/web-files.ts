/** Which file an import of JavaScript means: extensions and index files, packages of the workspace, aliases, in that order of cost. */
import { equalData } from '../../base/equal';
import { own } from '../../base/own';
import { basename, dirname, isAbsolute, join } from '../../base/uri';
import { foldersUp, isConfig, packageFolder } from '../bundler-config';
import type { Context } from '../context';
import { perContext } from '../memo';
import { type Alias, aliasesOf, packagesOf } from './web-aliases';

/** `file`: of the workspace. `external`: a library. `missing`: should be a file of the workspace, and is not there. */
export type Resolution = { file: string } | { external: string } | { missing: string };

const EXTENSIONS = ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.vue', '.svelte', '.d.ts', '.d.mts'];
const CODE = /\.(?:[mc]?[jt]s|[jt]sx|vue|svelte|x?html?)$/;
const BUILT_IN =
  /^node:|^(?:assert|buffer|child_process|crypto|events|fs|http|https|module|net|os|path|process|querystring|stream|url|util|worker_threads|zlib)(?:\/|$)/;

const resolutions = perContext((ctx) =>
  ctx.world.db.query(
    'web import',
    (a: { dir: string; specifier: string; config: boolean }) => resolve(ctx, a.dir, a.specifier, a.config, 0),
    (a): Resolution => ({ external: a.specifier }),
    { equal: equalData },
  ),
);

export function resolveWeb(ctx: Context, from: string, specifier: string): Resolution {
  const dir = dirname(from);
  const config = isConfig(from);
  return resolutions(ctx).get(`${dir}\n${specifier}${config ? '\nconfig' : ''}`, { dir, specifier, config });
}

function resolve(ctx: Context, dir: string, written: string, config: boolean, depth: number): Resolution {
  const specifier = written.replace(/[?].*$/, '');
  if (/^\.\.?(\/|$)/.test(specifier)) return found(fileAt(ctx, join(dir, specifier)), specifier);
  if (BUILT_IN.test(specifier) || depth > 4) return { external: written };
  const home = packageFolder(ctx, dir);
  if (specifier.startsWith('#')) {
    const target = imported(ctx, home, specifier);
    if (target !== undefined) return found(fileAt(ctx, join(home, target)), specifier);
  }
  if (isAbsolute(specifier))
    return found(
      foldersUp(ctx, dir)
        .map((up) => fileAt(ctx, `${up}${specifier}`))
        .find((f) => f),
      specifier,
    );
  return aliased(ctx, dir, specifier, config, depth) ?? packaged(ctx, specifier) ?? { external: written };
}

const found = (file: string | undefined, specifier: string): Resolution =>
  file === undefined ? { missing: specifier } : { file };

/** Aliases of compilers and bundlers; '@/' and '~/' mean the source folder even where nobody says so. */
function aliased(ctx: Context, dir: string, specifier: string, config: boolean, depth: number): Resolution | undefined {
  let missing = false;
  for (const alias of aliasesOf(ctx, dir, !config)) {
    const rest = matched(alias, specifier);
    if (rest === undefined) continue;
    for (const to of alias.to) {
      const target = to.replace('*', () => rest);
      const file = isAbsolute(target) ? fileAt(ctx, target) : undefined;
      if (file !== undefined) return { file };
      if (!isAbsolute(target) && target !== specifier) return resolve(ctx, dir, target, config, depth + 1);
    }
    missing ||= alias.from !== '*';
  }
  const short = /^(?:@|~|~~|@@|src)\/(.+)$/.exec(specifier) ?? /^\$lib\/?(.*)$/.exec(specifier);
  if (short) {
    const file = conventional(ctx, dir, short[1]!, specifier.startsWith('$lib'));
    if (file !== undefined) return { file };
  }
  return missing ? { missing: specifier } : undefined;
}

function conventional(ctx: Context, dir: string, rest: string, lib: boolean): string | undefined {
  for (const up of foldersUp(ctx, dir)) {
    const roots = lib
      ? [`${up}/src/lib`]
      : basename(up) === 'src' || basename(up) === 'app'
        ? [up]
        : [`${up}/src`, `${up}/app`, up];
    for (const root of roots) {
      const file = ctx.world.listing(root) && fileAt(ctx, `${root}/${rest}`);
      if (file) return file;
    }
    if (ctx.world.exists(`${up}/package.json`)) return undefined;
  }
  return undefined;
}

/** What the star of the pattern stands for; '' where there is none. Undefined: no match. */
function matched(alias: Alias, specifier: string): string | undefined {
  if (alias.regex) return specifier.startsWith(alias.from) ? specifier.slice(alias.from.length) : undefined;
  const star = alias.from.indexOf('*');
  if (star < 0) return specifier === alias.from ? '' : undefined;
  const [head, tail] = [alias.from.slice(0, star), alias.from.slice(star + 1)];
  const fits = specifier.length >= head.length + tail.length && specifier.startsWith(head) && specifier.endsWith(tail);
  return fits ? specifier.slice(head.length, specifier.length - tail.length) : undefined;
}

/** A package of the workspace, by the name in its package.json, and what of it. */
function packaged(ctx: Context, specifier: string): Resolution | undefined {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const dir = own(packagesOf(ctx), name);
  if (dir === undefined) return undefined;
  const file = packageFile(ctx, dir, specifier.slice(name.length + 1));
  return file === undefined ? undefined : { file };
}

function packageFile(ctx: Context, dir: string, sub: string): string | undefined {
  const facts = ctx.world.settings(`${dir}/package.json`);
  const settings = facts?.of === 'package' ? facts : undefined;
  const exported = settings?.exports && mapped(settings.exports, sub === '' ? '.' : `./${sub}`);
  const named = sub === '' ? [settings?.source, exported, settings?.module, settings?.main, settings?.types] : [exported];
  const built = sub.replace(/^(?:dist|lib|build|out|esm?|cjs)\//, '');
  const usual =
    sub === ''
      ? ['src/index', 'index', 'src/main', 'lib/index', 'src/lib/index']
      : [sub, `src/${sub}`, `src/lib/${sub}`, `src/${built}`];
  for (const target of [...named, ...usual]) {
    const file = target === undefined ? undefined : (fileAt(ctx, join(dir, target)) ?? sourceOf(ctx, dir, target));
    if (file !== undefined) return file;
  }
  return undefined;
}

/** What is built does not lie in the repository; its source does: dist/api/index.js is src/api/index.ts. */
function sourceOf(ctx: Context, dir: string, target: string): string | undefined {
  const inner = /^(?:\.\/)?(?:dist|lib|build|out|esm?|cjs|types)\/(.+?)(?:\.d)?\.[mc]?[jt]s$/.exec(target)?.[1];
  return inner === undefined ? undefined : fileAt(ctx, join(dir, 'src', inner.replace(/^(?:esm?|cjs)\//, '')));
}

/** '#lib/x' by '#lib/*': './src/lib/*'. */
function imported(ctx: Context, dir: string, specifier: string): string | undefined {
  const facts = ctx.world.settings(`${dir}/package.json`);
  return facts?.of === 'package' && facts.imports ? mapped(facts.imports, specifier) : undefined;
}

function mapped(map: Record<string, string>, name: string): string | undefined {
  const exact = own(map, name);
  if (exact !== undefined) return exact;
  for (const [from, to] of Object.entries(map)) {
    const rest = matched({ from, to: [] }, name);
    if (rest !== undefined && from.includes('*')) return to.replace('*', () => rest);
  }
  return undefined;
}

/** The source file that a path means: as written, with an extension, './x.js' for x.ts, a folder's package.json or index. */
function fileAt(ctx: Context, path: string): string | undefined {
  if ((CODE.test(path) || path.endsWith('.json')) && ctx.world.exists(path)) return path;
  const names = ctx.world.listing(dirname(path));
  if (!names) return undefined;
  const last = basename(path);
  const has = (name: string) =>
    names.includes(name) && ctx.world.exists(`${dirname(path)}/${name}`) ? `${dirname(path)}/${name}` : undefined;
  const stem = /^(.+)\.([mc]?)jsx?$/.exec(last);
  const swapped = stem ? [`${stem[1]}.${stem[2]}ts`, `${stem[1]}.tsx`, `${stem[1]}.jsx`] : [];
  for (const name of [...EXTENSIONS.map((extension) => last + extension), ...swapped]) {
    const file = has(name);
    if (file !== undefined) return file;
  }
  return names.includes(last) || last === '' ? inFolder(ctx, path) : undefined;
}

function inFolder(ctx: Context, dir: string): string | undefined {
  const names = ctx.world.listing(dir);
  if (!names) return undefined;
  const facts = names.includes('package.json') ? ctx.world.settings(`${dir}/package.json`) : undefined;
  const main = facts?.of === 'package' ? (facts.source ?? facts.module ?? facts.main) : undefined;
  const file = main !== undefined && !/^\.?\/?$/.test(main) ? fileAt(ctx, join(dir, main)) : undefined;
  const index = EXTENSIONS.map((extension) => `index${extension}`).find((name) => names.includes(name));
  return file ?? (index === undefined ? undefined : `${dir}/${index}`);
}
