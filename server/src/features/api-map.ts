/** The whole API as a tree: calls that no route answers, then routes by the file that holds them, each with its callers. */
import type { ApiMap, MapCall, MapGroup, MapRoute } from '../protocol/messages';
import { type ApiView, type CallView, callersByRoute, type Place, type RouteView } from './view';

export interface Naming {
  uri(file: string): string;
  /** 'backend/app/tasks.py' */
  short(file: string): string;
}

export function apiMapOf(view: ApiView, naming: Naming): ApiMap {
  const callers = callersByRoute(view);
  const groups = new Map<string, MapGroup>();
  for (const route of view.routes()) {
    if (route.path === null || route.test) continue;
    const group = groups.get(route.file) ?? { name: naming.short(route.file), routes: [] };
    group.routes.push(mapRoute(route, callers(route), naming));
    groups.set(route.file, group);
  }
  const broken = view.calls().filter((call) => call.status === 'missing' || call.status === 'wrong-method');
  return {
    broken: broken.map((call) => mapCall(call, naming)),
    groups: [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function mapRoute(route: RouteView, callers: readonly CallView[], naming: Naming): MapRoute {
  const marks = [route.registered ? [] : 'unregistered', route.condition === null ? [] : `if ${route.condition}`].flat();
  const named = { method: route.method, path: route.path ?? '?', handler: route.handler };
  return { ...named, ...where(route, naming), marks, callers: callers.map((call) => mapCall(call, naming)) };
}

function mapCall(call: CallView, naming: Naming): MapCall {
  return { method: call.method, path: call.path ?? '?', status: call.status, reason: call.reason, ...where(call, naming) };
}

function where(place: Place, naming: Naming) {
  return {
    uri: naming.uri(place.file),
    line: place.line - 1,
    endLine: place.endLine - 1,
    column: place.column - 1,
    where: `${naming.short(place.file)}:${place.line}`,
  };
}
