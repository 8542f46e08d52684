/** Names that no file binds by import: builtins, the browser's globals, and what page scripts share through window. */
import { dirname } from '../base/uri';
import { autoImported } from './auto-imports';
import { isConfig } from './bundler-config';
import { bareProperty } from './components';
import type { Context, Place } from './context';
import { defined, environmentValue } from './environment';
import { importPython } from './modules/python-modules';
import { moduleAttribute } from './modules/python-packages';
import { isPlace, placeMember } from './modules/python-places';
import { sharedGlobal } from './page-globals';
import { ext, type Value } from './value';

/** Globals that mean something else in every file; the value remembers which. */
const OWN = new Set(['process', 'import.meta', '__dirname', '__filename']);

export function globalValue(ctx: Context, place: Place, name: string): Value {
  const head = ctx.world.head(place.file);
  if (head?.lang === 'python')
    return (
      (name.startsWith('__') ? moduleAttribute(ctx, place.file, name) : undefined) ??
      starred(ctx, place, name) ??
      ext(`builtins.${name}`)
    );
  if (name === 'window' || name === 'globalThis' || name === 'self') return ext('global:window', place.file);
  const property = head?.component && bareProperty(ctx, place.file, place.env, name);
  if (property) return property;
  if (name === 'undefined') return { kind: 'lit', value: null };
  if (OWN.has(name)) return ext(`global:${name}`, place.file);
  return (
    sharedGlobal(ctx, name, place.file) ??
    constant(ctx, place.file, name) ??
    autoImported(ctx, place.file, name) ??
    ext(`global:${name}`)
  );
}

/** __API_URL__: only such names are constants of a build. */
function constant(ctx: Context, file: string, name: string): Value | undefined {
  return /^_*[A-Z][A-Z\d_]*$/.test(name) && !isConfig(file) ? defined(ctx, dirname(file), name) : undefined;
}

const BUILTINS = new Set(
  (
    'abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate ' +
    'eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len ' +
    'list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice ' +
    'sorted staticmethod str sum super tuple type vars zip'
  ).split(' '),
);

/** A name that only a star import can bring: of the project, else of the last library. */
function starred(ctx: Context, place: Place, name: string): Value | undefined {
  const stars = ctx.world.head(place.file)?.stars;
  if (!stars?.length || name.startsWith('_')) return undefined;
  const value = ctx.exported(place.file, name);
  if (value.kind !== 'unknown') return value;
  if (BUILTINS.has(name) || /^[A-Z]\w*(Error|Exception|Warning)$/.test(name)) return undefined;
  const library = stars.findLast((s) => !s.level && importPython(ctx, place.file, s.module, 0).kind === 'ext');
  return library && ext(`${library.module}.${name}`);
}

/** A member of something external: `window.x` is `x`, environment objects know their values, the rest is a longer name. */
export function externalMember(ctx: Context, of: Value & { kind: 'ext' }, name: string): Value {
  const { path, from } = of;
  if (isPlace(of)) return placeMember(of, name) ?? { kind: 'member', of, name };
  if (path === 'global:window')
    return name === 'window' ? of : (sharedGlobal(ctx, name, from) ?? ext(`global:${name}`, OWN.has(name) ? from : undefined));
  const shared = path.startsWith('global:') ? sharedGlobal(ctx, `${path.slice('global:'.length)}.${name}`, from) : undefined;
  return shared ?? environmentValue(ctx, of, name) ?? ext(`${path}.${name}`, from);
}
