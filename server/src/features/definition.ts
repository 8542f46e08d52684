/** Where the other half is: from the path of a call to the routes that answer it, and from `url_for` to the route it names. */
import { endpointAt, routesOfEndpoint } from './url-for';
import { type ApiView, callsAt, distinct, type Place, type Point, routesOf } from './view';

export function definitionsAt(view: ApiView, file: string, point: Point, lines: readonly string[]): Place[] {
  const routes = callsAt(view, file, point).flatMap((call) => routesOf(view, call));
  if (routes.length > 0) return distinct(routes);
  const endpoint = endpointAt(lines, point);
  return endpoint === undefined ? [] : distinct(routesOfEndpoint(view, file, endpoint));
}
