/** Includes of routers that only show at run time: elements of a registry, what a plugin hands over, modules that are not found. */
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import type { Effects } from '../../values/effects';
import { perContext } from '../../values/memo';
import { alternatives, keyOf, type Value } from '../../values/value';
import { siteOfValue } from './naming';
import type { Registration } from './registration';
import { roleOf } from './roles';

const queries: (ctx: Context) => { open: Query<Effects<Registration>, boolean> } = perContext((ctx) => ({
  open: ctx.world.db.query(
    'open includes',
    (effects: Effects<Registration>) => {
      const includes = ctx.world
        .files('python')
        .flatMap((file) => effects.ofFile(file).flatMap(({ data, open }) => (data?.op === 'include' ? [{ ...data, open }] : [])));
      const children = new Set(includes.flatMap(({ child }) => alternatives(child).map((c) => keyOf(c.value))));
      return includes.some(
        ({ on, child, open }) =>
          (open.length === 0 && isOpen(ctx, child)) || (isKnown(ctx, child) && !children.has(keyOf(on)) && isHandedOn(ctx, on)),
      );
    },
    () => false,
    { early: 6 },
  ),
}));

/** A router that a function makes and that nothing is seen to include: whoever gets it may. */
function isHandedOn(ctx: Context, on: Value): boolean {
  const site = siteOfValue(on);
  if (!site || roleOf(ctx, on)?.kind !== 'router') return false;
  return ctx.world.chunk(site.file, site.chunk)?.kind === 'function';
}

const isKnown = (ctx: Context, child: Value): boolean =>
  alternatives(child).some(({ value }) => value.kind !== 'sym' && roleOf(ctx, value));

export const hasOpenInclude = (ctx: Context, { effects }: { effects: Effects<Registration> }): boolean =>
  queries(ctx).open.get('', effects);

const isOpen = (ctx: Context, child: Parameters<typeof roleOf>[1]): boolean =>
  alternatives(child).some(
    ({ value }) => (value.kind === 'unknown' || value.kind === 'member' || value.kind === 'made') && !roleOf(ctx, value),
  );
