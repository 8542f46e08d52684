/** Names that no file binds by import: builtins, the browser's globals, and what page scripts share through window. */
import type { Context, Place } from './context';
import { environmentValue } from './environment';
import { sharedGlobal } from './page-globals';
import { ext, type Value } from './value';

export function globalValue(ctx: Context, place: Place, name: string): Value {
  const head = ctx.world.head(place.file);
  if (head?.lang === 'python') return starred(ctx, place, name) ?? ext(`builtins.${name}`);
  if (name === 'window' || name === 'globalThis' || name === 'self') return ext('global:window');
  if (name === 'undefined') return { kind: 'lit', value: null };
  return sharedGlobal(ctx, name) ?? ext(`global:${name}`);
}

/** A name that only a star import can bring. */
function starred(ctx: Context, place: Place, name: string): Value | undefined {
  if (!ctx.world.head(place.file)?.stars?.length) return undefined;
  const value = ctx.exported(place.file, name);
  return value.kind === 'unknown' ? undefined : value;
}

/** A member of something external: `window.x` is `x`, environment objects know their values, the rest is a longer name. */
export function externalMember(ctx: Context, path: string, name: string): Value {
  if (path === 'global:window') return sharedGlobal(ctx, name) ?? ext(name === 'window' ? 'global:window' : `global:${name}`);
  return environmentValue(ctx, path, name) ?? ext(`${path}.${name}`);
}
