/**
 * What a server does with a call that has a slash at its end where the route has none, or the reverse. FastAPI and Starlette redirect both ways
 * unless the application says redirect_slashes=False; Flask redirects to the slash that a route has and answers 404 for one too many, unless
 * strict_slashes is off.
 */
import type { Context } from '../../values/context';
import type { PatternPart } from '../../values/pattern';
import type { Value } from '../../values/value';
import type { Address } from '../requests/address';
import { argument, externalClass } from '../routes/registration';
import { roleOf } from '../routes/roles';
import type { Route } from '../routes/routes';
import type { Match } from './matcher';

type Outcome = 'answers' | 'redirects' | 'refuses';

/** A match that only differs by a slash, as the server sees it. */
export function settleSlash(ctx: Context, match: Match, address: Address): Match {
  const [route] = match.routes;
  if (match.status !== 'matched' || match.slash === 'same' || !route || !match.sure || address.origin !== 'own') return match;
  const outcome = match.slash === 'added' && !isWritten(ctx, address) ? 'answers' : outcomeOf(ctx, route, match.slash);
  if (outcome === 'redirects') return match;
  return outcome === 'answers' ? { ...match, slash: 'same' } : { ...match, status: 'missing' };
}

function outcomeOf(ctx: Context, route: Route, slash: Match['slash']): Outcome {
  const { on, options } = route.source.route;
  const owners: Value[] = [on, ...route.source.includes.map((i) => i.on)];
  if (route.framework === 'fastapi') {
    const app = owners.find((o) => roleOf(ctx, o)?.kind === 'app');
    const redirects = app && argument(externalClass(ctx, app)?.args ?? { pos: [], named: {} }, 'redirect_slashes');
    if (!redirects) return 'redirects';
    return redirects.kind !== 'lit' ? 'answers' : redirects.value ? 'redirects' : 'refuses';
  }
  const strict = argument(options, 'strict_slashes');
  if (strict ? strict.kind !== 'lit' || !strict.value : isLenient(ctx, route)) return 'answers';
  return slash === 'added' ? 'refuses' : 'redirects';
}

/** app.url_map.strict_slashes = False, wherever the application is put together. */
function isLenient(ctx: Context, route: Route): boolean {
  const files = new Set([route.appFile ?? '', ...route.trace.map((s) => s.site.file)]);
  return [...files].some((file) =>
    ctx.world.chunkIds(file).some((id) => ctx.world.chunk(file, id)?.sets?.some((s) => s.name === 'strict_slashes')),
  );
}

/** Whether the slash ends the address as it is written; behind `"/tasks/" + id` something follows, whatever it may be worth. */
export function isWritten(ctx: Context, address: Address): boolean {
  const last = address.literals.at(-1);
  if (!last?.site || !last.text?.endsWith('/')) return false;
  return !isFollowed(ctx, last.site);
}

function isFollowed(ctx: Context, site: NonNullable<PatternPart['site']>): boolean {
  const arena = ctx.world.chunk(site.file, site.chunk)?.arena ?? [];
  for (let x = site.x; ; ) {
    const up = arena.findIndex((e) => e.kind === 'cat' && e.parts.includes(x));
    const cat = arena[up];
    if (cat?.kind !== 'cat') return false;
    const next = cat.parts[cat.parts.indexOf(x) + 1];
    const after = next === undefined ? undefined : arena[next];
    if (after) return after.kind !== 'str' || !/^[?#]/.test(after.value);
    x = up;
  }
}
