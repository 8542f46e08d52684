/** The route that a `url_for("tasks.list_tasks")` names, in Python code or a template, found in the line around the cursor. */
import type { ApiView, RouteView } from './view';

const CALL = /\burl(?:_path)?_for\(\s*(['"])([\w.:/-]+)\1/g;

/** The name at a column of a line, from 1. */
export function endpointAt(line: string, column: number): string | undefined {
  for (const match of line.matchAll(CALL)) {
    const end = match.index + match[0].length;
    const from = end - (match[2]?.length ?? 0) - 1;
    if (column - 1 >= from && column - 1 <= end) return match[2];
  }
  return undefined;
}

/** Endpoints end in the handler's name: 'tasks.list_tasks', 'list_tasks', 'static'. A blueprint's name prefers files that carry it. */
export function routesOfEndpoint(view: ApiView, endpoint: string): RouteView[] {
  const parts = endpoint.split(/[.:]/);
  const name = parts.at(-1);
  const fitting = view.routes().filter((route) => route.handler?.split('.').at(-1) === name);
  const blueprint = parts.at(-2);
  const near = fitting.filter((route) => blueprint !== undefined && route.file.includes(blueprint));
  return near.length > 0 ? near : fitting;
}
