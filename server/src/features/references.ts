/** The callers of a route, asked from its decorator, its handler's name, or the path of any call of it. */
import { type ApiView, callersByRoute, callsAt, distinct, type Place, type Point, routesAt, routesOf } from './view';

export function referencesAt(view: ApiView, file: string, point: Point, withDeclaration: boolean): Place[] {
  const own = routesAt(view, file, point);
  const routes = own.length > 0 ? own : callsAt(view, file, point).flatMap((call) => routesOf(view, call));
  const callers = callersByRoute(view);
  return distinct([...(withDeclaration ? routes : []), ...routes.flatMap((route): Place[] => callers(route))]);
}
