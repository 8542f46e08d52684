/**
 * Python's modules: absolute imports are looked for below the folders that can be on sys.path (the nearest ancestor that is no
 * package first, then `src` folders beside them), relative ones below the package. What is in no file is external.
 */

import { equalData } from '../../base/equal';
import { own } from '../../base/own';
import type { Query } from '../../base/query';
import { above } from '../../base/uri';
import type { Context } from '../context';
import { perContext } from '../memo';
import { ext, str, unknown, type Value } from '../value';
import type { World } from '../world';
import { moduleAttribute } from './python-packages';
import { placeOf } from './python-places';

export function importPython(ctx: Context, from: string, name: string, level: number): Value {
  const at = findModule(ctx.world, from, name, level) ?? (level === 0 ? belowAddedPaths(ctx, from, name) : undefined);
  if (at !== undefined) {
    const found = moduleAt(at);
    return found.kind === 'package' && level === 0 && !name.includes('.') ? { ...found, name } : found;
  }
  return level > 0 ? unknown(`no module ${'.'.repeat(level)}${name} is found`) : ext(name);
}

/** Modules that make the paths themselves. */
const OF_PATHS = /^(sys|os|pathlib)(\.|$)/;

/** In the folders that the very file puts on `sys.path`. */
function belowAddedPaths(ctx: Context, file: string, name: string): string | undefined {
  if (OF_PATHS.test(name) || !file.endsWith('.py')) return undefined;
  for (const root of addedPaths(ctx).get(file, file)) {
    const found = descend(ctx.world, root, name.split('.'));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))`, `sys.path.append(…)` */
const addedPaths = perContext((ctx) =>
  ctx.world.db.query(
    'paths added in file',
    (file: string) => {
      const place = ctx.place(file, '', ctx.moduleEnv(file));
      const { arena = [] } = place?.chunk ?? {};
      return arena.flatMap((e) => {
        const callee = e.kind === 'call' ? arena[e.callee] : undefined;
        const of = callee?.kind === 'get' && /^(insert|append)$/.test(callee.name) ? arena[callee.object] : undefined;
        const last = e.kind === 'call' && of?.kind === 'get' && of.name === 'path' ? e.args.at(-1) : undefined;
        const path = place && last && placeOf(ctx.evaluate(place, last.x));
        return path === undefined ? [] : [path];
      });
    },
    (): string[] => [],
    { equal: equalData },
  ),
);

const moduleAt = (at: string): Value => (at.endsWith('.py') ? { kind: 'module', file: at } : { kind: 'package', dir: at });

interface Wanted {
  dir: string;
  name: string;
  level: number;
}
const found = new WeakMap<World, Query<Wanted, string | undefined>>();

/** The file of a module, or the folder of a package that has no __init__; undefined for what is in no file. */
export function findModule(world: World, from: string, name: string, level: number): string | undefined {
  let query = found.get(world);
  if (!query) {
    query = world.db.query<Wanted, string | undefined>(
      'module',
      (wanted) => lookUp(world, wanted),
      () => undefined,
    );
    found.set(world, query);
  }
  const dir = above(from);
  return query.get(`${dir}|${level}|${name}`, { dir, name, level });
}

function lookUp(world: World, { dir: from, name, level }: Wanted): string | undefined {
  if (level > 0) {
    let dir = from;
    for (let i = 1; i < level; i++) dir = above(dir);
    return name === '' ? packageAt(world, dir) : descend(world, dir, name.split('.'));
  }
  const parts = name.split('.');
  for (const root of sourceRoots(world, from)) {
    const found = descend(world, root, parts);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Ancestor folders that may be on sys.path: those that are no package first; each with its `src`. */
function sourceRoots(world: World, from: string): string[] {
  const plain: string[] = [];
  const packages: string[] = [];
  for (let dir = from; ; dir = above(dir)) {
    (world.exists(`${dir}/__init__.py`) ? packages : plain).push(dir);
    if (dir === '' || world.listing(dir) === undefined) break;
  }
  return [...plain.flatMap((dir) => [dir, `${dir}/src`]), ...packages];
}

function descend(world: World, root: string, parts: string[]): string | undefined {
  let dir = root;
  for (const part of parts.slice(0, -1)) dir = `${dir}/${part}`;
  if (parts.length > 1 && world.listing(dir) === undefined) return undefined;
  const last = `${dir}/${parts.at(-1)}`;
  if (world.exists(`${last}/__init__.py`)) return `${last}/__init__.py`;
  if (world.exists(`${last}.py`)) return `${last}.py`;
  const names = world.listing(last);
  return names && hasPython(world, last, names, 2) ? last : undefined;
}

/** A folder is a namespace package only if Python files lie in it or below. */
function hasPython(world: World, dir: string, names: readonly string[], depth: number): boolean {
  if (names.some((n) => n.endsWith('.py'))) return true;
  return (
    depth > 0 &&
    names.some((n) => !n.includes('.') && hasPython(world, `${dir}/${n}`, world.listing(`${dir}/${n}`) ?? [], depth - 1))
  );
}

const packageAt = (world: World, dir: string): string => (world.exists(`${dir}/__init__.py`) ? `${dir}/__init__.py` : dir);

/** Whether a star import brings a name: those of `__all__`, else those without an underscore. */
function isPublic(ctx: Context, from: Value, name: string): boolean {
  const all = from.kind === 'module' ? ctx.world.head(from.file)?.all : undefined;
  return all ? all.includes(name) : !name.startsWith('_');
}

/** What the module's own `__getattr__` gives. */
function givenByFunction(ctx: Context, file: string, name: string): Value | undefined {
  if (name.startsWith('__')) return undefined;
  const env = ctx.moduleEnv(file);
  const found = ctx.call(
    ctx.binding(file, '', '__getattr__', env),
    { pos: [str(name)], named: {} },
    { file, chunk: '', x: -1 },
    env,
  );
  return found.kind === 'lit' || found.kind === 'unknown' ? undefined : found;
}

/** A module's attribute: its binding, a name of a star import, a submodule. `file` may be a folder without __init__. */
export function exportedPython(ctx: Context, file: string, name: string): Value {
  const isFile = file.endsWith('.py');
  if (isFile) {
    const module = ctx.world.chunk(file, '');
    const attribute = name.startsWith('__') ? moduleAttribute(ctx, file, name) : undefined;
    if (attribute) return attribute;
    if (own(module?.vars, name)) {
      const value = ctx.binding(file, '', name, ctx.moduleEnv(file));
      if (value.kind !== 'unknown' || !value.why.startsWith('no module')) return value;
    }
    for (const star of [...(ctx.world.head(file)?.stars ?? [])].reverse()) {
      const from = importPython(ctx, file, star.module, star.level ?? 0);
      if (from.kind === 'ext' || !isPublic(ctx, from, name)) continue;
      const value = ctx.member(from, name);
      if (value.kind !== 'unknown') return value;
    }
    const given = own(module?.vars, '__getattr__') ? givenByFunction(ctx, file, name) : undefined;
    if (given) return given;
    if (!file.endsWith('/__init__.py')) return unknown(`${name} is not in the module`);
  }
  const dir = isFile ? above(file) : file;
  const below = descend(ctx.world, dir, [name]);
  return below === undefined ? unknown(`${name} is not in the package`) : moduleAt(below);
}
