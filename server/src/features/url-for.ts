/** The route that a `url_for("tasks.list_tasks")` names, in Python code or a template, found in the text around the cursor. */
import type { ApiView, Point, RouteView } from './view';

const CALL = /\burl(?:_path)?_for\(\s*(?:name\s*=\s*)?(['"])([\w.:/-]+)\1/g;
/** Lines above the name in which its call may begin. */
const ABOVE = 3;

export function endpointAt(lines: readonly string[], { line, column }: Point): string | undefined {
  const above = lines.slice(Math.max(0, line - 1 - ABOVE), line - 1).map((text) => `${text}\n`);
  const at = above.join('').length + column - 1;
  for (const match of [...above, lines[line - 1] ?? ''].join('').matchAll(CALL)) {
    const end = match.index + match[0].length;
    const from = end - (match[2]?.length ?? 0) - 1;
    if (at >= from && at <= end) return match[2];
  }
  return undefined;
}

/** Of '.show', which each blueprint may have, those of the file's own. Where nobody says the names, endpoints end in the handler's. */
export function routesOfEndpoint(view: ApiView, file: string, endpoint: string): readonly RouteView[] {
  const named = view.named(endpoint);
  if (named.length > 0) return nearest(named, (route) => endpoint.startsWith('.') && route.file === file);
  const parts = endpoint.split(/[.:]/);
  const fitting = view.routes().filter((route) => route.handler?.split('.').at(-1) === parts.at(-1));
  const blueprint = parts.at(-2);
  return nearest(fitting, (route) => Boolean(blueprint) && route.file.includes(blueprint ?? ''));
}

function nearest(routes: readonly RouteView[], isNear: (route: RouteView) => boolean): readonly RouteView[] {
  const near = routes.filter(isNear);
  return near.length > 0 ? near : routes;
}
