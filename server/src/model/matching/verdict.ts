/** The last word on a match: slashes as the server sees them, who else answers, and who else may. */
import type { Context } from '../../values/context';
import { type Address, parsePath } from '../requests/address';
import type { RouteTable } from '../routes/routes';
import { answeredEarly } from './answered-early';
import { answers, type RouteTrie } from './match';
import type { Match } from './matcher';
import { hasMiddleware, pathMover } from './middlewares';
import { areaOf, headOf, mayAnswer, otherBackends } from './other-backends';
import { isOwnPage } from './own-pages';
import { servedBy, shown } from './served';
import { isWritten, settleSlash } from './slashes';

export interface Surroundings {
  ctx: Context;
  table: RouteTable;
  roots: readonly string[];
  /** Where what applications serve lies. */
  areas(): readonly string[];
  /** What mocks answer. */
  mocked(): RouteTrie;
  /** What routes answer. */
  routes(): RouteTrie;
}

export function settle(around: Surroundings, found: Match, method: string | null, address: Address): Match {
  const { ctx, table, roots, areas, mocked } = around;
  const match = settleSlash(ctx, found, address);
  const { path } = match;
  if ((match.status !== 'missing' && match.status !== 'wrong-method') || path === null || match.slash !== 'same') return match;
  if (match.asked !== undefined) return match;
  const other = servedBy(ctx, table, roots, method, path);
  if (other !== undefined) return { ...match, ...other, routes: [], sure: false };
  const early = answeredEarly(ctx, method, path);
  if (early !== undefined)
    return { ...match, status: 'external', routes: [], sure: false, reason: `answered before routes by ${shown(roots, early)}` };
  if (isLooked(method) && isOwnPage(ctx, table, path))
    return { ...match, status: 'external', routes: [], sure: false, reason: "the framework's own page" };
  if (address.slash && !isWritten(ctx, address) && address.literals.length)
    return { ...match, status: 'dynamic', routes: [], sure: false, reason: 'what follows the slash is not known' };
  const mock = mocked()
    .find(parsePath(path), false)
    .find((c) => method === null || answers(c.route, method));
  if (mock && !areas().includes(areaOf(path)))
    return {
      ...match,
      status: 'external',
      routes: [],
      sure: false,
      reason: `only a mock answers it: ${shown(roots, mock.route.site.file)}`,
    };
  if (match.status === 'wrong-method' && (method === 'HEAD' || method === 'OPTIONS') && hasMiddleware(ctx))
    return { ...match, status: 'dynamic', routes: [], sure: false, reason: `a middleware may answer ${method}` };
  const maybe =
    mayAnswer(otherBackends(ctx, roots), areas(), path) ??
    (isLooked(method) ? mayBeFile(areas(), path) : undefined) ??
    mayBeMoved(around, method, path);
  return maybe === undefined ? match : { ...match, status: 'dynamic', routes: [], sure: false, reason: maybe };
}

const isLooked = (method: string | null): boolean => method === null || method === 'GET' || method === 'HEAD';

/** A name with an extension, where no route lies: whoever serves the page may have such a file, written or built. */
function mayBeFile(areas: readonly string[], path: string): string | undefined {
  const isFile = /\.[a-z][a-z\d]{0,11}$/i.test(path);
  return isFile && !areas.some((area) => headOf(area) === headOf(path)) ? 'a file may be served beside the page' : undefined;
}

/** Asked below a prefix where no route lies, while code takes prefixes away before routes are looked for. */
function mayBeMoved({ ctx, roots, areas, routes }: Surroundings, method: string | null, path: string): string | undefined {
  if (areas().some((area) => headOf(area) === headOf(path))) return undefined;
  const mover = pathMover(ctx);
  if (mover === undefined) return undefined;
  const segments = parsePath(path);
  const isAnswered = segments.some((_, at) =>
    routes()
      .find(segments.slice(at), path.endsWith('/'))
      .some((c) => c.sure && (method === null || answers(c.route, method))),
  );
  return isAnswered ? `${shown(roots, mover)} changes paths before they are routed` : undefined;
}
