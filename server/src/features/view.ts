/** What features read: routes and calls as rows, and the questions that several of them ask. Lines and columns from 1. */
import type { ModelField } from '../model/details/python-types';
import type { RouteDetails } from '../model/details/route-details';
import type { Sides } from './contract';

export interface Point {
  line: number;
  column: number;
}
export interface Span extends Point {
  endLine: number;
  endColumn: number;
}
export interface Place extends Span {
  file: string;
}
export interface StepView {
  text: string;
  file: string;
  line: number;
}
export interface RouteView extends Place {
  method: string;
  path: string | null;
  handler: string | null;
  handlerAt: Place | null;
  app: string | null;
  registered: boolean;
  test: boolean;
  condition: string | null;
  partial: boolean;
  reason: string | null;
  trace: readonly StepView[];
}
export interface CallView extends Place {
  method: string;
  path: string | null;
  status: 'matched' | 'missing' | 'wrong-method' | 'external' | 'dynamic';
  callLine: number | null;
  client: string;
  kind: string;
  routes: readonly { method: string; path: string; file: string; line: number }[];
  reason: string | null;
  queryKeys: readonly string[];
  trace: readonly StepView[];
}
export interface ApiView {
  routes(): readonly RouteView[];
  calls(): readonly CallView[];
  /** Routes whose path `url_for` gives for a name; for '.show' those of every blueprint that has one. */
  named(name: string): readonly RouteView[];
  /** Both sides of a call that a route answers. */
  contract(call: CallView): Sides | undefined;
  /** What one of the routes takes and gives. */
  details(route: RouteView): RouteDetails | undefined;
  /** The fields of a model that details name. */
  fields(model: { file: string; chunk: string }): readonly ModelField[];
}

export function holds(span: Span, { line, column }: Point): boolean {
  if (line < span.line || line > span.endLine) return false;
  return (line > span.line || column >= span.column) && (line < span.endLine || column <= span.endColumn);
}

/** Calls whose path is written there. */
export function callsAt(view: ApiView, file: string, point: Point): CallView[] {
  return view.calls().filter((call) => call.file === file && holds(call, point));
}

/** Routes whose decorator or registration stands there, or whose handler's name does. */
export function routesAt(view: ApiView, file: string, point: Point): RouteView[] {
  const here = (place: Place | null) => place !== null && place.file === file && holds(place, point);
  return view.routes().filter((route) => here(route) || here(route.handlerAt));
}

const keyOf = (route: { method: string; path: string | null; file: string; line: number }) =>
  `${route.method} ${route.path} ${route.file}:${route.line}`;

export function routesOf(view: ApiView, call: CallView): RouteView[] {
  const keys = new Set(call.routes.map(keyOf));
  return keys.size === 0 ? [] : view.routes().filter((route) => keys.has(keyOf(route)));
}

/** Routes whose path is that of a call; a parameter may be anything. */
export function routesAlong(view: Pick<ApiView, 'routes'>, path: string): RouteView[] {
  const segments = (text: string) => text.replace(/(?!^)\/$/, '').split('/');
  const wanted = segments(path);
  return view.routes().filter((route) => {
    if (!route.registered || route.path === null) return false;
    const own = segments(route.path);
    return own.length === wanted.length && own.every((part, i) => part === wanted[i] || (part.includes('{') && wanted[i] !== ''));
  });
}

/**
 * Calls that routes answer. One that may go to several addresses is not among them if one of these is known to fail: then the route that
 * would answer another is not what a person takes it for.
 */
export function answered(view: ApiView): CallView[] {
  const key = (place: Place) => `${place.file}:${place.line}:${place.column}`;
  const failing = new Set(
    view
      .calls()
      .filter((c) => c.status === 'missing' || c.status === 'wrong-method')
      .map(key),
  );
  return view.calls().filter((call) => call.status === 'matched' && !failing.has(key(call)));
}

/** Callers of every route, each call once. */
export function callersByRoute(view: ApiView): (route: RouteView) => CallView[] {
  const callers = new Map<string, CallView[]>();
  for (const call of answered(view)) {
    for (const key of new Set(call.routes.map(keyOf))) {
      const list = callers.get(key);
      if (list) list.push(call);
      else callers.set(key, [call]);
    }
  }
  return (route) => distinct(callers.get(keyOf(route)) ?? []);
}

/** One row a place: a call that may go to several addresses is one caller. */
export function distinct<T extends Place>(places: readonly T[]): T[] {
  return [...new Map(places.map((p) => [`${p.file}:${p.line}:${p.column}`, p])).values()];
}

export const titleOf = ({ method, path }: { method: string; path: string | null }) => `${method} ${path ?? '?'}`;
export const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
