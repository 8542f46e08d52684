/** The last word on a match: slashes as the server sees them, who else answers, and who else may. */
import type { Context } from '../values/context';
import type { Address } from './address';
import type { Match } from './matcher';
import { mayAnswer, otherBackends } from './other-backends';
import type { RouteTable } from './routes';
import { servedBy } from './served';
import { isWritten, settleSlash } from './slashes';

export interface Surroundings {
  ctx: Context;
  table: RouteTable;
  roots: readonly string[];
  /** Where what applications serve lies. */
  areas(): readonly string[];
}

export function settle({ ctx, table, roots, areas }: Surroundings, found: Match, method: string | null, address: Address): Match {
  const match = settleSlash(ctx, found, address);
  const { path } = match;
  if ((match.status !== 'missing' && match.status !== 'wrong-method') || path === null || match.slash !== 'same') return match;
  if (match.asked !== undefined) return match;
  const other = servedBy(ctx, table, roots, method, path);
  if (other !== undefined) return { ...match, status: 'external', routes: [], sure: false, reason: other };
  if (address.slash && !isWritten(ctx, address) && address.literals.length)
    return { ...match, status: 'dynamic', routes: [], sure: false, reason: 'what follows the slash is not known' };
  const maybe = mayAnswer(otherBackends(ctx), areas(), path);
  return maybe === undefined ? match : { ...match, status: 'dynamic', routes: [], sure: false, reason: maybe };
}
