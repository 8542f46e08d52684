/** When two routes are one. */
import { equalData, sameItems } from '../../base/equal';
import { sameSite } from '../../values/value';
import type { Registration } from './registration';
import { registrations } from './registrations';
import type { Route } from './route';

/** Routes by their paths: those of one are few enough to be looked through. */
type ByPath = Map<string | null, Route[]>;

function put(all: ByPath, route: Route): void {
  const before = all.get(route.path);
  if (before) before.push(route);
  else all.set(route.path, [route]);
}

/** A route that says what it said before stays the same object, so that its callers need not be asked again. */
export class KnownRoutes {
  private known: ByPath = new Map();

  keep(routes: readonly Route[]): Route[] {
    const before = this.known;
    this.known = new Map();
    return routes.map((route) => {
      const same = before.get(route.path)?.find((one) => saysTheSame(one, route)) ?? route;
      put(this.known, same);
      return same;
    });
  }
}

function saysTheSame(one: Route, other: Route): boolean {
  if (one.method !== other.method || !sameSite(one.site, other.site)) return false;
  const { source: a, ...rest } = one;
  const { source: b, ...others } = other;
  return equalData(rest, others) && isSame(a.route, b.route) && sameItems(a.includes, b.includes, isSame);
}

const isSame = (a: Registration, b: Registration): boolean => registrations.key(a) === registrations.key(b);

export function dedupe(routes: readonly Route[]): Route[] {
  const all: ByPath = new Map();
  const out = routes.filter((route) => {
    if (all.get(route.path)?.some((one) => isTwin(one, route))) return false;
    put(all, route);
    return true;
  });
  const isBare = (route: Route) => all.get(route.path)!.some((one) => !one.conditions.length && isSameRow(one, route));
  return out.filter((route) => !route.conditions.length || !isBare(route));
}

const isSameRow = (a: Route, b: Route): boolean =>
  a.method === b.method && sameSite(a.site, b.site) && a.app === b.app && a.appRoot === b.appRoot;

const isTwin = (a: Route, b: Route): boolean =>
  isSameRow(a, b) &&
  a.test === b.test &&
  a.handler.file === b.handler.file &&
  a.handler.chunk === b.handler.chunk &&
  sameItems(a.conditions, b.conditions);
