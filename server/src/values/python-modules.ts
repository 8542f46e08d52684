/**
 * Python's modules: absolute imports are looked for below the folders that can be on sys.path (the nearest ancestor that is no
 * package first, then `src` folders beside them), relative ones below the package. What is in no file is external.
 */
import { own } from '../base/own';
import type { Context } from './context';
import { ext, unknown, type Value } from './value';

const dirOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export function importPython(ctx: Context, from: string, name: string, level: number): Value {
  if (level > 0) {
    let dir = dirOf(from);
    for (let i = 1; i < level; i++) dir = dirOf(dir);
    return name === ''
      ? packageAt(ctx, dir)
      : (descend(ctx, dir, name.split('.')) ?? unknown(`no module ${'.'.repeat(level)}${name}`));
  }
  const parts = name.split('.');
  for (const root of sourceRoots(ctx, from)) {
    const found = descend(ctx, root, parts);
    if (found) return found;
  }
  return ext(name);
}

/** Ancestor folders that may be on sys.path: those that are no package first; each with its `src`. */
function sourceRoots(ctx: Context, file: string): string[] {
  const plain: string[] = [];
  const packages: string[] = [];
  for (let dir = dirOf(file); ; dir = dirOf(dir)) {
    (ctx.world.exists(`${dir}/__init__.py`) ? packages : plain).push(dir);
    if (dir === '' || ctx.world.listing(dir) === undefined) break;
  }
  return [...plain.flatMap((dir) => [dir, `${dir}/src`]), ...packages];
}

function descend(ctx: Context, root: string, parts: string[]): Value | undefined {
  let dir = root;
  for (const part of parts.slice(0, -1)) dir = `${dir}/${part}`;
  if (parts.length > 1 && ctx.world.listing(dir) === undefined) return undefined;
  const last = `${dir}/${parts.at(-1)}`;
  if (ctx.world.exists(`${last}/__init__.py`)) return { kind: 'module', file: `${last}/__init__.py` };
  if (ctx.world.exists(`${last}.py`)) return { kind: 'module', file: `${last}.py` };
  const names = ctx.world.listing(last);
  return names && hasPython(ctx, last, names, 2) ? { kind: 'package', dir: last } : undefined;
}

/** A folder is a namespace package only if Python files lie in it or below. */
function hasPython(ctx: Context, dir: string, names: readonly string[], depth: number): boolean {
  if (names.some((n) => n.endsWith('.py'))) return true;
  return (
    depth > 0 &&
    names.some((n) => !n.includes('.') && hasPython(ctx, `${dir}/${n}`, ctx.world.listing(`${dir}/${n}`) ?? [], depth - 1))
  );
}

function packageAt(ctx: Context, dir: string): Value {
  return ctx.world.exists(`${dir}/__init__.py`) ? { kind: 'module', file: `${dir}/__init__.py` } : { kind: 'package', dir };
}

/** A module's attribute: its binding, a name of a star import, a submodule. `file` may be a folder without __init__. */
export function exportedPython(ctx: Context, file: string, name: string): Value {
  const isFile = file.endsWith('.py');
  if (isFile) {
    const module = ctx.world.chunk(file, '');
    if (name === '__name__') return { kind: 'str', text: file.slice(file.lastIndexOf('/') + 1, -3) };
    if (name === '__path__') return { kind: 'package', dir: dirOf(file) };
    if (own(module?.vars, name)) {
      const value = ctx.binding(file, '', name, ctx.moduleEnv(file));
      if (value.kind !== 'unknown' || !value.why.startsWith('no module')) return value;
    }
    for (const star of ctx.world.head(file)?.stars ?? []) {
      const from = importPython(ctx, file, star.module, star.level ?? 0);
      if (from.kind === 'ext') continue;
      const value = ctx.member(from, name);
      if (value.kind !== 'unknown') return value;
    }
    if (!file.endsWith('/__init__.py')) return unknown(`${name} is not in the module`);
  }
  const dir = isFile ? dirOf(file) : file;
  return descend(ctx, dir, [name]) ?? unknown(`${name} is not in the package`);
}
