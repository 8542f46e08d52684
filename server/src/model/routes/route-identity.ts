/** When two routes are one. */
import { hashKey } from '../../base/hash';
import { siteKey } from '../../values/value';
import { registrations } from './registrations';
import type { Route } from './route';

/** A route that says what it said before stays the same object, so that its callers need not be asked again. */
export class KnownRoutes {
  private known = new Map<string, Route>();

  keep(routes: readonly Route[]): Route[] {
    const before = this.known;
    this.known = new Map();
    return routes.map((route) => {
      const key = wholeKey(route);
      const same = before.get(key) ?? route;
      this.known.set(key, same);
      return same;
    });
  }
}

/** Of all that a route says; hashed, for as text it would be kept for every route. */
const wholeKey = ({ source, ...r }: Route): string =>
  hashKey(`${JSON.stringify(r)}${registrations.key(source.route)}${source.includes.map(registrations.key).join()}`);

export function dedupe(routes: Route[]): Route[] {
  const seen = new Map<string, Route>();
  for (const r of routes) {
    const key = `${r.test} ${r.method} ${r.path} ${siteKey(r.site)} ${r.app} ${r.appRoot} ${r.handler.file}#${r.handler.chunk} ${r.conditions.length ? r.conditions.join('&') : ''}`;
    if (!seen.has(key)) seen.set(key, r);
  }
  const bare = new Set([...seen.values()].filter((r) => !r.conditions.length).map(rowKey));
  return [...seen.values()].filter((r) => !r.conditions.length || !bare.has(rowKey(r)));
}
const rowKey = (r: Route) => `${r.method} ${r.path} ${siteKey(r.site)} ${r.app} ${r.appRoot}`;
