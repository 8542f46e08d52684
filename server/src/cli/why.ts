/** `crosswire routes --why`: which routes an asked method and path mean, and how each got its path. */
import type { RouteRow } from '../analysis/types';
import { applicationOf, marks, pathOf, placeOf } from './route-table';
import type { Paint } from './terminal';

/** `asked` is 'GET /api/tasks/{id}', '/api/tasks/{id}' or a path as it is called, '/api/tasks/7'. */
export function meant<R extends RouteRow>(rows: readonly R[], asked: string): R[] {
  const { method, path } = partsOf(asked);
  const fitting = rows.filter((row) => !method || row.method === method.toUpperCase() || row.method === 'ANY');
  const exact = fitting.filter((row) => row.path !== null && shape(row.path) === shape(path));
  return exact.length > 0 ? exact : fitting.filter((row) => row.path !== null && pattern(row.path).test(trimmed(path)));
}

export function explain(rows: readonly RouteRow[], asked: string, paint: Paint): string {
  const found = meant(rows, asked);
  if (found.length === 0) return `no route answers ${asked.trim()}${near(rows, partsOf(asked).path)}\n${unknown(rows, paint)}`;
  return found.map((row) => explained(row, paint)).join('\n');
}

export const VERB = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY|WS)$/i;

/** A slash that was left out before the path is meant. */
function partsOf(asked: string): { method: string | undefined; path: string } {
  const [, method, path = ''] = /^\s*(?:([A-Za-z]+)\s+)?(\S*)\s*$/.exec(asked) ?? [];
  return { method, path: /^[/{]/.test(path) ? path : `/${path}` };
}

function explained(row: RouteRow, paint: Paint): string {
  const head = [
    paint('bold', `${row.method} ${pathOf(row)}`),
    row.handler,
    row.app && `of ${applicationOf(row)}`,
    paint('yellow', marks(row).join(', ')),
  ];
  const steps = row.trace.map((step, i) => [`${i + 1}.`, placeOf(step), step.text] as const);
  const width = Math.max(0, ...steps.map(([, place]) => place.length));
  const lines = steps.map(([n, place, text]) => `  ${n.padStart(3)} ${paint('dim', place.padEnd(width))}  ${text}`);
  const reason = row.reason === null || row.partial ? [] : [`      ${row.reason}`];
  return `${[head.filter(Boolean).join('  '), ...lines, ...reason].join('\n')}\n`;
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

/** Two paths that differ only in the names of their parameters have one shape. */
function shape(path: string): string {
  return trimmed(path).replace(/\{[^}]*\}/g, '{}');
}

function pattern(path: string): RegExp {
  const source = trimmed(path)
    .split(/(\{[^}]*\})/)
    .map((part) =>
      !part.startsWith('{') ? part.replace(/[.*+?^$|()[\]\\]/g, '\\$&') : /^\{(\?|.*:path)\}$/.test(part) ? '.*' : '[^/]+',
    );
  return new RegExp(`^${source.join('')}$`);
}

/** Routes under the longest part of the path that any has. */
function near(rows: readonly RouteRow[], path: string): string {
  for (let part = trimmed(path); part.length > 1; part = part.slice(0, part.lastIndexOf('/'))) {
    const under = rows.filter((row) => row.path !== null && shape(row.path).startsWith(shape(part)));
    if (under.length > 0)
      return `; there is ${[...new Set(under.map((row) => `${row.method} ${row.path}`))].slice(0, 5).join(', ')}`;
  }
  return '';
}

/** What could not be resolved may be what was asked for. */
function unknown(rows: readonly RouteRow[], paint: Paint): string {
  const lines = rows.flatMap((row) =>
    row.path === null ? [`  ${paint('dim', placeOf(row))}  ${row.method} ${row.reason ?? ''}`] : [],
  );
  return lines.length === 0 ? '' : `of these nobody can say, they may:\n${lines.join('\n')}\n`;
}
