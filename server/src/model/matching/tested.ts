/**
 * Which routes the Python tests of the workspace ask for: `client.get("/api/tasks")`, `client.request("GET", url)`, whatever the client is called, as far as the
 * address can be evaluated. A path that no route has is no request.
 */
import type { Arg, Expr } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { type Context, type Place, siteOf } from '../../values/context';
import { alternatives, type Site, textOf } from '../../values/value';
import { type Address, addressOf } from '../requests/address';
import { filesBelow, isPython } from '../requests/below';
import { isTestPath } from '../routes/naming';
import type { Route } from '../routes/routes';
import { answers } from './match';
import { RouteIndex } from './route-index';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'websocket_connect', 'open', 'request']);

/** A request of a test, and the route that answers it. */
export interface TestRequest {
  address: Address;
  route: Route;
  site: Site;
}

/** Undefined where no test asks for anything: then nothing can be said of any route. */
export function testedRoutes(ctx: Context, routes: readonly Route[], roots: readonly string[]): Set<Route> | undefined {
  const found = new Set(testRequests(ctx, routes, roots).map((r) => r.route));
  return found.size > 0 ? found : undefined;
}

export function testRequests(ctx: Context, routes: readonly Route[], roots: readonly string[]): TestRequest[] {
  const { trie } = new RouteIndex(routes.filter((route) => !route.test));
  const isTest = (file: string) => isPython(file) && roots.some((root) => file.startsWith(`${root}/`) && isTestPath(file, root));
  return filesBelow(ctx.world, roots, isTest).flatMap((file) =>
    ctx.world.chunkIds(file).flatMap((id) => {
      const place = ctx.place(file, id, id === '' ? ctx.moduleEnv(file) : ctx.genericEnv(file, id));
      return place ? requestsOf(place).flatMap(([method, url]) => askedFor(ctx, place, method, url, trie)) : [];
    }),
  );
}

type Call = Extract<Expr, { kind: 'call' }>;

/** Verb and address of each call that may be a request. */
function requestsOf({ chunk }: Place): [method: string | Arg, url: Arg][] {
  return chunk.arena.flatMap((expr): [string | Arg, Arg][] => {
    const verb = expr.kind === 'call' && !expr.decorator ? verbOf(chunk, expr) : undefined;
    if (expr.kind !== 'call' || verb === undefined) return [];
    const plain = expr.args.filter((arg) => !arg.spread && arg.name === undefined);
    const named = (name: string) => expr.args.find((arg) => arg.name === name);
    if (verb === 'request') {
      const method = plain[0] ?? named('method');
      const url = plain[1] ?? named('url');
      return method && url ? [[method, url]] : [];
    }
    const url = plain[0] ?? named('url') ?? named('path');
    const method = verb === 'open' ? (named('method') ?? 'GET') : verb === 'websocket_connect' ? 'WS' : verb.toUpperCase();
    return url ? [[method, url]] : [];
  });
}

function verbOf(chunk: Chunk, call: Call): string | undefined {
  const callee = chunk.arena[call.callee];
  return callee?.kind === 'get' && VERBS.has(callee.name) ? callee.name : undefined;
}

function askedFor(ctx: Context, place: Place, method: string | Arg, url: Arg, trie: RouteIndex['trie']): TestRequest[] {
  const verbs =
    typeof method === 'string'
      ? [method]
      : alternatives(ctx.evaluate(place, method.x)).flatMap(({ value }) => textOf(value)?.toUpperCase() ?? []);
  return alternatives(ctx.evaluate(place, url.x)).flatMap(({ value }) => {
    const address = addressOf(value, undefined);
    if (!address || address.segments.length === 0) return [];
    const fits = trie.find(address.segments, address.slash);
    const site = siteOf(place, url.x);
    return verbs.flatMap((verb) => {
      const route = fits.find((candidate) => answers(candidate.route, verb))?.route;
      return route ? [{ address, route, site }] : [];
    });
  });
}
