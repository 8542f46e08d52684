/** Lines above the code: "3 callers" on a route, "→ list_tasks" on a call. */
import { type ApiView, answered, callersByRoute, counted, distinct, type Place, routesOf, type Span } from './view';

export interface Lens {
  span: Span;
  title: string;
  /** What a click shows; a lens without places only tells. */
  places: Place[];
}

export function lensesOf(view: ApiView, file: string): Lens[] {
  const callers = callersByRoute(view);
  const routes = view.routes().filter((route) => route.file === file && route.path !== null);
  const above = routes.map((route): Lens => {
    const places = callers(route);
    return { span: route, title: `${counted(places.length, 'caller')} of ${route.method} ${route.path}`, places };
  });
  const calls = answered(view).filter((call) => call.file === file);
  const beside = distinct(calls).flatMap((call): Lens[] => {
    const answering = routesOf(view, call);
    const [first] = answering;
    if (!first) return [];
    const more = answering.length > 1 ? ` or ${counted(answering.length - 1, 'other')}` : '';
    return [{ span: call, title: `→ ${first.handler ?? first.path}${more}`, places: distinct(answering) }];
  });
  return [...above, ...beside];
}
