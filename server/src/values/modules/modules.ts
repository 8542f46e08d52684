/** Imports and exports, by language: which module a name comes from, through re-exports, stars and packages. */
import { own } from '../../base/own';
import type { Expr } from '../../facts/expression';
import type { Context } from '../context';
import { textOf, unknown, type Value } from '../value';
import { exportedPython, importPython } from './python-modules';
import { exportedWeb, importWeb } from './web-modules';

export function importedValue(ctx: Context, file: string, e: Expr & { kind: 'import' }, of?: Value): Value {
  const python = ctx.world.langOfName(file) === 'python';
  const name = e.of === undefined ? e.module : e.module || textOf(of);
  if (name === undefined) return unknown('import of a computed name');
  const module = python ? importPython(ctx, file, name, e.level ?? 0) : importWeb(ctx, file, name);
  if (e.name === undefined) return python ? module : wholeModule(ctx, module);
  if (python) return namedPython(ctx, file, e, module);
  return module.kind === 'ext' && e.name === 'default' ? module : ctx.member(module, e.name);
}

/** `require('./x')` where x says `module.exports = …`: that, unless more is set on it. */
function wholeModule(ctx: Context, module: Value): Value {
  const exports = module.kind === 'module' ? ctx.world.head(module.file)?.exports : undefined;
  if (module.kind !== 'module' || !exports || own(exports, 'export=') === undefined) return module;
  const whole = ctx.exported(module.file, 'export=');
  const more = Object.keys(exports).some((name) => name !== 'default' && name !== 'export=');
  return whole.kind === 'unknown' || (more && whole.kind !== 'obj') ? module : whole;
}

/** `from a.b import c`: an attribute of the module, else its submodule. */
function namedPython(ctx: Context, file: string, e: Expr & { kind: 'import' }, module: Value): Value {
  if (module.kind === 'ext') return { kind: 'ext', path: `${module.path}.${e.name}` };
  const found = ctx.member(module, e.name!);
  if (found.kind !== 'unknown' && !(module.kind === 'package' && found.kind === 'ext')) return found;
  const dotted = e.module ? `${e.module}.${e.name}` : e.name!;
  const sub = importPython(ctx, file, dotted, e.level ?? 0);
  if (sub.kind === 'module' || sub.kind === 'package') return sub;
  const isTop = !e.level && e.module !== undefined && !e.module.includes('.');
  return isTop && isBare(ctx, module) ? { kind: 'ext', path: dotted } : found;
}

/** The __init__ of a package says nothing: a name of it can only be that of an installed package, which has the same name. */
function isBare({ world }: Context, of: Value): boolean {
  if (of.kind !== 'module' || !of.file.endsWith('/__init__.py') || world.head(of.file)?.stars?.length) return false;
  return Object.keys(world.chunk(of.file, '')?.vars ?? { unread: [] }).length === 0;
}

export function exportedValue(ctx: Context, file: string, name: string): Value {
  const lang = ctx.world.lang(file);
  if (lang === 'web') return exportedWeb(ctx, file, name);
  return exportedPython(ctx, file, name);
}
