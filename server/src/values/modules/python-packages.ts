/** What lies beside a module: the modules of a package through pkgutil, files through pathlib, os and glob. */
import { above } from '../../base/uri';
import type { Context } from '../context';
import { type Args, str, textOf, type Value } from '../value';
import type { World } from '../world';
import { asked, fileAt, folderOf, globbed, joinedPlace, placeFrom, placeOf, relativeTo } from './python-places';

/** Values for `__name__`, `__package__` and `__file__`, whether of the module itself or of one that was imported. */
export function moduleAttribute(ctx: Context, file: string, name: string): Value | undefined {
  if (name === '__file__') return fileAt(file);
  if (name === '__path__') return { kind: 'package', dir: above(file) };
  if (name !== '__name__' && name !== '__package__') return undefined;
  const dotted = dottedName(ctx, file);
  return str(name === '__name__' || file.endsWith('/__init__.py') ? dotted : dotted.split('.').slice(0, -1).join('.'));
}

/** The nearest folder above a module that is no package. */
export function moduleRootOf(world: World, file: string): string {
  let dir = above(file);
  while (dir.includes('/', 1) && world.exists(`${dir}/__init__.py`)) dir = above(dir);
  return dir;
}

/** '/w/src/shop/api/__init__.py' is 'shop.api'. */
export function dottedName(ctx: Context, file: string): string {
  const names = file
    .replace(/\.py$/, '')
    .slice(moduleRootOf(ctx.world, file).length + 1)
    .split('/');
  if (names.length > 1 && names.at(-1) === '__init__') names.pop();
  return names.join('.');
}

/** Libraries that know of files and modules. */
export const LISTING = /^(os|pathlib|pkgutil|glob)\./;

/** Calls of libraries that list modules and files; undefined for others. */
export function listingCall(ctx: Context, file: string, path: string, args: Args): Value | undefined {
  const [first, second] = args.pos;
  if (path.startsWith('pkgutil.')) return moduleList(ctx, path, args);
  const at = first && placeOf(first);
  switch (path) {
    case 'glob.glob':
    case 'glob.iglob': {
      const text = textOf(first);
      const pattern = at ?? (text === undefined ? undefined : patternFrom(ctx, file, text));
      return pattern === undefined ? undefined : globbed(ctx, pattern);
    }
    case 'os.listdir':
    case 'os.scandir': {
      const place = placeFrom(ctx, file, first) ?? first;
      const dir = place && folderOf(place);
      const names = dir === undefined ? undefined : ctx.world.listing(dir);
      return names && { kind: 'list', items: names.map((n) => (path === 'os.listdir' ? str(n) : fileAt(`${dir}/${n}`))) };
    }
    case 'os.path.join':
      return joinedPlace(args.pos.flatMap((v, i) => (i ? [str('/'), v] : [v])));
    case 'os.path.dirname':
      return at === undefined ? undefined : fileAt(above(at));
    case 'os.path.abspath':
    case 'os.path.realpath':
    case 'pathlib.Path':
      return placeFrom(ctx, file, first) ?? (path === 'pathlib.Path' && textOf(first) !== undefined ? first : undefined);
    case 'os.path.relpath':
      return at === undefined ? undefined : relativeTo(at, second);
    case 'os.path.exists':
    case 'os.path.isdir':
    case 'os.path.isfile': {
      const known = at === undefined ? undefined : asked(ctx, at, path.slice('os.path.'.length));
      return known === undefined ? undefined : { kind: 'lit', value: known };
    }
    case 'os.path.basename':
      return at === undefined ? undefined : str(at.slice(at.lastIndexOf('/') + 1));
    case 'os.path.splitext': {
      const text = textOf(first) ?? at;
      const dot = text?.lastIndexOf('.') ?? -1;
      if (text === undefined || dot <= 0) return undefined;
      const start = at === undefined ? str(text.slice(0, dot)) : fileAt(text.slice(0, dot));
      return { kind: 'list', items: [start, str(text.slice(dot))] };
    }
    default:
      return undefined;
  }
}

/** 'routers/*.py', taken from where the program is started. */
function patternFrom(ctx: Context, file: string, pattern: string): string | undefined {
  const [dir = ''] = /^[^*?[]*(?=\/)/.exec(pattern) ?? [];
  const place = placeFrom(ctx, file, str(dir));
  const base = place && placeOf(place);
  return base === undefined ? undefined : `${base}/${pattern.slice(dir.length).replace(/^\//, '')}`;
}

/** pkgutil.iter_modules(package.__path__), pkgutil.walk_packages(path, prefix) */
function moduleList(ctx: Context, path: string, { pos: [first, second], named }: Args): Value | undefined {
  if (path !== 'pkgutil.iter_modules' && path !== 'pkgutil.walk_packages') return undefined;
  const from = first ?? named.path;
  const dir = from && folderOf(from);
  const prefix = textOf(second ?? named.prefix ?? str('')) ?? '';
  return dir === undefined ? undefined : modules(ctx, dir, prefix, path.endsWith('packages') ? 4 : 0);
}

/** Each a triple of finder, name and whether it is a package, also by names. */
function modules(ctx: Context, dir: string, prefix: string, deeper: number): Value {
  const items: Value[] = [];
  for (const name of ctx.world.listing(dir) ?? []) {
    const isPackage = ctx.world.exists(`${dir}/${name}/__init__.py`);
    if (!isPackage && (!name.endsWith('.py') || name === '__init__.py')) continue;
    const module = str(`${prefix}${name.replace(/\.py$/, '')}`);
    const ispkg: Value = { kind: 'lit', value: isPackage };
    items.push({ kind: 'dict', entries: { '0': { kind: 'lit', value: null }, '1': module, '2': ispkg, name: module, ispkg } });
    if (!isPackage || deeper === 0) continue;
    const below = modules(ctx, `${dir}/${name}`, `${prefix}${name}.`, deeper - 1);
    if (below.kind === 'list') items.push(...below.items);
  }
  return { kind: 'list', items };
}
