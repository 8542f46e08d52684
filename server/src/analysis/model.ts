/** What rules read, made of the tables. */
import type { CallTable } from '../model/calls/calls';
import { ContractTable } from '../model/contract/contract';
import type { ControlTable } from '../model/controls/controls';
import type { CallDetailsTable } from '../model/details/call-details';
import type { RouteTable } from '../model/routes/routes';
import type { Model } from '../rules/api';
import { AskedCalls } from '../rules/asked';
import { ComparedCalls } from '../rules/compared';
import { ReachedRoutes } from '../rules/reached';
import type { Context } from '../values/context';
import type { Judge } from './findings';

export interface ModelTables {
  ctx: Context;
  routes: RouteTable;
  calls: CallTable;
  details: CallDetailsTable;
  controls: ControlTable;
  roots: readonly string[];
}

/** `judge`: who will be asked for what follows from it. */
export function modelOf({ ctx, routes, calls, details, controls, roots }: ModelTables, judge: () => Judge): Model {
  const { db } = ctx.world;
  const contracts = new ContractTable(ctx, details);
  return {
    ctx,
    table: routes,
    requests: calls,
    contracts,
    reached: new ReachedRoutes(db, calls, () => judge().model.served),
    asked: new AskedCalls(db, calls, roots),
    compared: new ComparedCalls(db, calls, contracts, roots),
    actions: controls,
    roots,
    refusals: () => judge().refusals(),
  };
}
