/** Whether an application includes routers that only show at run time: elements of a registry, what a plugin hands over. */
import type { Query } from '../base/query';
import type { Context } from '../values/context';
import { perContext } from '../values/memo';
import { alternatives } from '../values/value';
import { roleOf } from './roles';
import type { RouteTable } from './routes';

const queries: (ctx: Context) => { open: Query<RouteTable, boolean> } = perContext((ctx) => ({
  open: ctx.world.db.query(
    'open includes',
    (table: RouteTable) =>
      ctx.world
        .files('python')
        .some((file) =>
          table.effects
            .ofFile(file)
            .some(({ data, open }) => data?.op === 'include' && open.length === 0 && isOpen(ctx, data.child)),
        ),
    () => false,
  ),
}));

export const hasOpenInclude = (ctx: Context, table: RouteTable): boolean => queries(ctx).open.get('', table);

const isOpen = (ctx: Context, child: Parameters<typeof roleOf>[1]): boolean =>
  alternatives(child).some(
    ({ value }) => (value.kind === 'unknown' || value.kind === 'member' || value.kind === 'made') && !roleOf(ctx, value),
  );
