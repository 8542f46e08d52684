/** `window.fetch = (url, options) => original('/app' + url, options)`: what a page's own fetch makes of the address it is given. */

import { dirname } from '../../base/uri';
import type { Expr } from '../../facts/expression';
import type { SetMember } from '../../facts/facts';
import { activation } from '../../values/activations';
import { packageFolder } from '../../values/bundler-config';
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { gathered } from '../../values/memo';
import { WINDOWS } from '../../values/page-names';
import { either, sameValue, type Value } from '../../values/value';
import { externalName } from './request';

type Patch = Value & { kind: 'fn' };

const patches = gathered<Patch>('fetch replaced', 'web', patchesIn, sameValue, {
  words: ['=fetch'],
  has: ({ arena, sets }) => sets?.some((set) => isPatch(arena, set)) ?? false,
});

function isPatch(arena: readonly Expr[], { name, object }: SetMember): boolean {
  const of = arena[object];
  return name === 'fetch' && of?.kind === 'free' && WINDOWS.has(of.name);
}

function patchesIn(ctx: Context, file: string): Patch[] {
  return ctx.world.chunkIds(file).flatMap((id) => {
    const chunk = ctx.world.chunk(file, id);
    const sets = chunk?.sets?.filter((set) => isPatch(chunk.arena, set)) ?? [];
    const place = sets.length ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
    return place ? sets.map((set) => ctx.evaluate(place, set.x)).filter((v): v is Patch => v.kind === 'fn') : [];
  });
}

/** A page's functions are those of its package. */
const folderOf = (ctx: Context, file: string): string => packageFolder(ctx, dirname(file));

/** The address with which the platform's own fetch is called in the end. */
export function patchedAddress({ ctx, place, args }: CallSite, url: Value): Value {
  const all = patches(ctx);
  const patch = all.length ? all.find((one) => folderOf(ctx, one.file) === folderOf(ctx, place.file)) : undefined;
  const isInside = patch && place.file === patch.file && (place.id === patch.chunk || place.id.startsWith(`${patch.chunk}/`));
  if (!patch || isInside) return url;
  const env = activation(ctx, patch, args, place.env);
  const inner = env && ctx.place(patch.file, patch.chunk, env);
  const asked = (inner?.chunk.arena ?? []).flatMap((e): Value[] => {
    const first = e.kind === 'call' ? e.args[0] : undefined;
    if (e.kind !== 'call' || !first || first.spread || externalName(ctx.evaluate(inner!, e.callee)) !== 'global:fetch') return [];
    return [ctx.evaluate(inner!, first.x)];
  });
  return asked.length ? either(asked.map((value) => ({ value }))) : url;
}
