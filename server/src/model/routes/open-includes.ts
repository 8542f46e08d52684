/** Includes of routers that only show at run time: elements of a registry, what a plugin hands over, modules that are not found. */
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { rootOf } from '../../values/openness';
import { patternOf } from '../../values/pattern';
import { alternatives, cat, keyOf, NULL, RECURSIVE, str, unknown, type Value } from '../../values/value';
import { reasonOf } from '../../values/words';
import { siteOfValue } from './naming';
import type { Registration } from './registration';
import { roleOf } from './roles';
import type { RouteTable } from './routes';

const queries: (ctx: Context) => { open: Query<RouteTable, boolean> } = perContext((ctx) => ({
  open: ctx.world.db.query(
    'open includes',
    (table: RouteTable) => {
      const includes = ctx.world
        .files('python')
        .flatMap((file) =>
          table.effects.ofFile(file).flatMap(({ data, open }) => (data?.op === 'include' ? [{ ...data, open }] : [])),
        );
      const children = new Set(includes.flatMap(({ child }) => alternatives(child).map((c) => keyOf(c.value))));
      return includes.some(
        ({ on, child, open }) =>
          (open.length === 0 && isOpen(ctx, child)) || (isKnown(ctx, child) && !children.has(keyOf(on)) && isHandedOn(ctx, on)),
      );
    },
    () => false,
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

export const hasOpenInclude = (ctx: Context, table: RouteTable): boolean => queries(ctx).open.get('', table);

const isOpen = (ctx: Context, child: Parameters<typeof roleOf>[1]): boolean =>
  alternatives(child).some(
    ({ value }) => (value.kind === 'unknown' || value.kind === 'member' || value.kind === 'made') && !roleOf(ctx, value),
  );

/** What is included, and nobody can say what it is. What a caller gives is for its callers to say. */
export function isOutOfSight(child: Value): boolean {
  const root = rootOf(child);
  if (child.kind === 'unknown') return child !== RECURSIVE && !/ is not in the (module|package)$/.test(child.why);
  return (
    (child.kind === 'member' || child.kind === 'made') && (root.kind === 'unknown' || root.kind === 'ext' || root.kind === 'made')
  );
}

/** Its routes as one: whatever lies below its prefix, or wholly unknown. */
export function outOfSight(include: Registration & { op: 'include' }, child: Value): Registration & { op: 'route' } {
  const { on, prefix, options, framework } = include;
  const rest = unknown(`any route of what is included here: ${reasonOf(child)}`);
  const isBelow = prefix !== undefined && patternOf(prefix).some((part) => part.text !== undefined);
  const path = isBelow ? cat([prefix, str('/'), rest]) : rest;
  return { op: 'route', on, methods: ['ANY'], path, handler: NULL, options, framework };
}
