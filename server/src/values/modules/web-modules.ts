/** JavaScript's modules: what an import gives and what a file exports. What is in no file of the workspace is external. */
import { own } from '../../base/own';
import { basename } from '../../base/uri';
import type { Context } from '../context';
import { ext, unknown, type Value } from '../value';
import { resolveWeb } from './web-files';

export function importWeb(ctx: Context, from: string, specifier: string): Value {
  if (/^\$env\/static\//.test(specifier)) return ext('global:import.meta.env', from);
  if (/^\$env\/dynamic\//.test(specifier)) return ext('global:import.meta', from);
  const resolution = resolveWeb(ctx, from, specifier);
  if ('external' in resolution) return ext(resolution.external);
  if ('missing' in resolution) return unknown(`there is no module ${resolution.missing}`);
  return resolution.file.endsWith('.json')
    ? unknown(`data of ${basename(resolution.file)}`)
    : { kind: 'module', file: resolution.file };
}

export function exportedWeb(ctx: Context, file: string, name: string): Value {
  const source = exporter(ctx, file, name, new Set());
  if (source?.kind === 'own') return ownExport(ctx, file, source.x);
  if (source?.kind === 'star') return source.file === file ? unknown('import cycle') : ctx.exported(source.file, name);
  if (source?.kind === 'module') return importWeb(ctx, file, source.specifier);
  const head = ctx.world.head(file);
  if (name === 'default' || name === 'export=')
    return name === 'default' ? withoutDefault(ctx, file) : unknown('no whole export');
  const whole = own(head?.exports, 'default') === undefined ? undefined : ctx.exported(file, 'default');
  if (whole) {
    const member = memberOfWhole(ctx, whole, name);
    if (member) return member;
  }
  if (source?.kind === 'library') return ext(`${source.path}.${name}`);
  return unknown(`${name} is not exported by ${basename(file)}`);
}

function ownExport(ctx: Context, file: string, x: number): Value {
  const place = ctx.place(file, '', ctx.moduleEnv(file));
  return place ? ctx.evaluate(place, x) : unknown(`${basename(file)} is not read`);
}

/** The component of a single-file component; for the rest, interoperation: of a CommonJS module the module itself. */
function withoutDefault(ctx: Context, file: string): Value {
  const component = ctx.world.head(file)?.component;
  if (component?.options === undefined) return { kind: 'module', file };
  return { kind: 'obj', site: { file, chunk: '', x: component.options }, env: ctx.moduleEnv(file) };
}

/** `const { a } = require('./x')` where x says `module.exports = { a }`. */
function memberOfWhole(ctx: Context, whole: Value, name: string): Value | undefined {
  if (!['obj', 'dict', 'module', 'inst', 'class', 'either', 'ext'].includes(whole.kind)) return undefined;
  const member = ctx.member(whole, name);
  return member.kind === 'unknown' || (member.kind === 'lit' && member.value === null) ? undefined : member;
}

type Exporter =
  | { kind: 'own'; x: number }
  | { kind: 'star'; file: string }
  | { kind: 'module'; specifier: string }
  | { kind: 'library'; path: string };

/** Where a name comes from: the file itself, another through `export *`, a module as a whole through `export * as`. */
function exporter(ctx: Context, file: string, name: string, seen: Set<string>): Exporter | undefined {
  if (seen.has(file)) return undefined;
  seen.add(file);
  const head = ctx.world.head(file);
  const x = own(head?.exports, name);
  if (x !== undefined) return { kind: 'own', x };
  let library: Exporter | undefined;
  for (const star of head?.stars ?? []) {
    if (star.as === name) return { kind: 'module', specifier: star.module };
    if (star.as !== undefined || name === 'default') continue;
    const from = resolveWeb(ctx, file, star.module);
    if ('external' in from) library ??= { kind: 'library', path: from.external };
    if (!('file' in from)) continue;
    const found = exporter(ctx, from.file, name, seen);
    if (found && found.kind !== 'library') return found.kind === 'star' ? found : { kind: 'star', file: from.file };
    library ??= found;
  }
  return library;
}
