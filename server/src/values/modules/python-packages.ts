/** What lies beside a module: the modules of a package through pkgutil, files through pathlib, os and glob, seen from `__file__`. */
import { join } from '../../base/uri';
import type { Context } from '../context';
import { type Args, ext, str, textOf, type Value } from '../value';
import type { World } from '../world';

const dirOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Values for `__name__`, `__package__` and `__file__`, whether of the module itself or of one that was imported. */
export function moduleAttribute(ctx: Context, file: string, name: string): Value | undefined {
  if (name === '__file__') return fileAt(file);
  if (name === '__path__') return { kind: 'package', dir: dirOf(file) };
  if (name !== '__name__' && name !== '__package__') return undefined;
  const dotted = dottedName(ctx, file);
  return str(name === '__name__' || file.endsWith('/__init__.py') ? dotted : dotted.split('.').slice(0, -1).join('.'));
}

/** The nearest folder above a module that is no package. */
export function moduleRootOf(world: World, file: string): string {
  let dir = dirOf(file);
  while (dir.includes('/', 1) && world.exists(`${dir}/__init__.py`)) dir = dirOf(dir);
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
export const LISTING = /^(os|pathlib|pkgutil)\./;

/** Calls of libraries that list modules and files; undefined for others. */
export function listingCall(ctx: Context, path: string, args: Args): Value | undefined {
  const [first, second] = args.pos;
  switch (path) {
    case 'pkgutil.iter_modules':
    case 'pkgutil.walk_packages': {
      const dir = first && folderOf(first);
      const prefix = textOf(second ?? args.named.prefix ?? str('')) ?? '';
      return dir === undefined ? undefined : modules(ctx, dir, prefix, path.endsWith('packages') ? 4 : 0);
    }
    case 'os.listdir': {
      const dir = first && folderOf(first);
      const names = dir === undefined ? undefined : ctx.world.listing(dir);
      return names && { kind: 'list', items: names.map((n) => str(n)) };
    }
    case 'os.path.dirname':
      return first && parentOf(first);
    case 'os.path.abspath':
    case 'os.path.realpath':
    case 'pathlib.Path':
      return first && placeOf(first) !== undefined ? first : undefined;
    case 'os.path.basename':
      return first && placeOf(first) !== undefined ? str(nameOf(placeOf(first)!)) : undefined;
    case 'os.path.splitext': {
      const text = textOf(first);
      const dot = text?.lastIndexOf('.') ?? -1;
      return text !== undefined && dot > 0 ? { kind: 'list', items: [str(text.slice(0, dot)), str(text.slice(dot))] } : undefined;
    }
    default:
      return undefined;
  }
}

/** `Path(__file__).parent`, `.name`, `.stem` of a known place. */
export function placeMember(of: Value, name: string): Value | undefined {
  const place = placeOf(of);
  if (place === undefined) return undefined;
  if (name === 'parent') return fileAt(dirOf(place));
  if (name === 'name') return str(nameOf(place));
  return name === 'stem' ? str(nameOf(place).replace(/\.[^.]*$/, '')) : undefined;
}

/** `folder.glob("*.py")`, `folder.iterdir()`, `path.resolve()`. */
export function placeMethod(ctx: Context, of: Value, name: string, args: Args): Value | undefined {
  if (placeOf(of) === undefined) return undefined;
  if (name === 'resolve' || name === 'absolute') return of;
  const dir = folderOf(of);
  const pattern = name === 'iterdir' ? '*' : name === 'glob' || name === 'rglob' ? textOf(args.pos[0]) : undefined;
  const names = dir === undefined || pattern === undefined ? undefined : ctx.world.listing(dir);
  if (!names) return undefined;
  const fits = new RegExp(
    `^${pattern!
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  return { kind: 'list', items: names.filter((n) => fits.test(n)).map((n) => fileAt(`${dir}/${n}`)) };
}

/** A file or folder as a value. */
const FILE = '__file__:';
const fileAt = (path: string): Value => ext(`${FILE}${path}`);
export const isPlace = (value: Value): boolean => value.kind === 'ext' && value.path.startsWith(FILE);

/** Also of `os.path.join(here, "routers")` and `here + "/routers"`. */
function placeOf(value: Value): string | undefined {
  if (value.kind === 'ext') return value.path.startsWith(FILE) ? value.path.slice(FILE.length) : undefined;
  if (value.kind !== 'cat') return undefined;
  const [first, ...rest] = value.parts;
  const start = first && placeOf(first);
  const texts = rest.map((part) => textOf(part));
  return start === undefined || texts.includes(undefined) ? undefined : join(`${start}${texts.join('')}`);
}

function folderOf(value: Value): string | undefined {
  if (value.kind === 'package') return value.dir;
  if (value.kind === 'list' && value.items.length === 1) return folderOf(value.items[0]!);
  const place = placeOf(value);
  return place?.endsWith('.py') ? undefined : place;
}

function parentOf(value: Value): Value | undefined {
  const place = placeOf(value);
  return place === undefined ? undefined : fileAt(dirOf(place));
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
