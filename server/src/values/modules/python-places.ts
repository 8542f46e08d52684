/** Files and folders as values: `Path(__file__).parent / "routers"`, what is found in them, and what is asked of them. */
import { above, basename, join, relative, stem } from '../../base/uri';
import type { Context } from '../context';
import { type Args, ext, str, textOf, type Value } from '../value';

const FILE = '__file__:';
export const fileAt = (path: string): Value => ext(`${FILE}${path}`);
export const isPlace = (value: Value): boolean => value.kind === 'ext' && value.path.startsWith(FILE);

export function placeOf(value: Value): string | undefined {
  if (value.kind === 'ext') return value.path.startsWith(FILE) ? value.path.slice(FILE.length) : undefined;
  const whole = value.kind === 'cat' ? joinedPlace(value.parts) : undefined;
  return whole && placeOf(whole);
}

/** `here + "/routers"`, `here / "routers"`, `os.path.join(here, "routers")`; undefined where it does not begin with a place. */
export function joinedPlace(parts: readonly Value[]): Value | undefined {
  const [first, ...rest] = parts;
  const start = first?.kind === 'ext' ? placeOf(first) : undefined;
  const texts = start === undefined ? [] : rest.map((part) => textOf(part));
  return start === undefined || texts.includes(undefined) ? undefined : fileAt(join(`${start}${texts.join('')}`));
}

/** `package.__path__` too. */
export function folderOf(value: Value): string | undefined {
  if (value.kind === 'package') return value.dir;
  if (value.kind === 'list' && value.items.length === 1) return folderOf(value.items[0]!);
  const place = placeOf(value);
  return place?.endsWith('.py') ? undefined : place;
}

/** `"routers"`, taken from where the program is started: a folder of that name beside the file or above. */
export function placeFrom(ctx: Context, file: string, value: Value | undefined): Value | undefined {
  const text = textOf(value);
  if (value && placeOf(value) !== undefined) return value;
  if (text === undefined || text.startsWith('/')) return undefined;
  for (let dir = above(file); ; dir = above(dir)) {
    const path = join(dir, text);
    if (ctx.world.listing(path) || ctx.world.exists(path)) return fileAt(path);
    if (dir === '' || ctx.world.listing(dir) === undefined) return undefined;
  }
}

/** `Path(__file__).parent`, `.name`, `.stem` of a known place; the entries of `os.scandir` have some of them too. */
export function placeMember(of: Value, name: string): Value | undefined {
  const place = placeOf(of);
  if (place === undefined) return undefined;
  if (name === 'parent') return fileAt(above(place));
  if (name === 'path') return of;
  if (name === 'name') return str(basename(place));
  if (name === 'suffix') return str(basename(place).slice(stem(place).length));
  return name === 'stem' ? str(stem(place)) : undefined;
}

/** `folder.glob("*.py")`, `folder.iterdir()`, `path.resolve()`, `path.relative_to(folder)`. */
export function placeMethod(ctx: Context, of: Value, name: string, args: Args): Value | undefined {
  const place = placeOf(of);
  if (place === undefined) return undefined;
  switch (name) {
    case 'resolve':
    case 'absolute':
      return of;
    case 'joinpath':
      return joinedPlace([of, ...args.pos.flatMap((part) => [str('/'), part])]);
    case 'iterdir':
      return globbed(ctx, `${place}/*`);
    case 'glob':
    case 'rglob': {
      const pattern = textOf(args.pos[0]);
      return pattern === undefined ? undefined : globbed(ctx, `${place}/${name === 'rglob' ? '**/' : ''}${pattern}`);
    }
    case 'relative_to':
      return relativeTo(place, args.pos[0]);
    case 'with_suffix': {
      const suffix = textOf(args.pos[0]);
      return suffix === undefined ? undefined : fileAt(`${above(place)}/${stem(place)}${suffix}`);
    }
    default: {
      const known = asked(ctx, place, name);
      return known === undefined ? undefined : { kind: 'lit', value: known };
    }
  }
}

/** The rest as text, which has methods of paths too (see pathMethod). */
export function relativeTo(place: string, from: Value | undefined): Value | undefined {
  const base = from && placeOf(from);
  return base !== undefined && place.startsWith(`${base}/`) ? str(relative(base, place)) : undefined;
}

/** Of a path that is a text: `Path("a/b.py").with_suffix("")`, `.parts`. */
export function pathMethod(text: string, name: string, args: Args): Value | undefined {
  const suffix = name === 'with_suffix' ? textOf(args.pos[0]) : undefined;
  if (suffix !== undefined) return str(`${text.slice(0, text.length - basename(text).length)}${stem(text)}${suffix}`);
  return name === 'as_posix' ? str(text) : undefined;
}

export function pathMember(text: string, name: string): Value | undefined {
  if (name === 'parts') return { kind: 'list', items: text.split('/').map((part) => str(part)) };
  return name === 'stem' ? str(stem(text)) : undefined;
}

/** Whether there is such a file or folder: `path.exists()`, `os.path.isdir(path)`. */
export function asked(ctx: Context, place: string, question: string): boolean | undefined {
  const isFolder = ctx.world.listing(place) !== undefined;
  if (question === 'is_dir' || question === 'isdir') return isFolder;
  if (question === 'is_file' || question === 'isfile') return ctx.world.exists(place);
  return question === 'exists' ? isFolder || ctx.world.exists(place) : undefined;
}

const MAX_DEPTH = 6;

/** '/w/app/routers/*.py', '/w/app/**\/router.py' */
export function globbed(ctx: Context, pattern: string): Value | undefined {
  const start = pattern.search(/[*?[]/);
  const base = above(start < 0 ? pattern : pattern.slice(0, start + 1));
  if (!ctx.world.listing(base)) return undefined;
  const found: string[] = [];
  collect(ctx, base, pattern.slice(base.length + 1).split('/'), 0, found);
  return { kind: 'list', items: [...new Set(found)].sort().map(fileAt) };
}

function collect(ctx: Context, dir: string, [first = '', ...rest]: readonly string[], depth: number, out: string[]): void {
  const names = depth > MAX_DEPTH ? undefined : ctx.world.listing(dir);
  if (!names) return;
  if (first === '**') {
    collect(ctx, dir, rest, depth, out);
    for (const name of names) collect(ctx, `${dir}/${name}`, [first, ...rest], depth + 1, out);
    return;
  }
  const fits = wildcard(first);
  for (const name of names) {
    if (!fits.test(name)) continue;
    if (rest.length === 0) out.push(`${dir}/${name}`);
    else collect(ctx, `${dir}/${name}`, rest, depth + 1, out);
  }
}

const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
      .replaceAll('[!', '[^')}$`,
  );
