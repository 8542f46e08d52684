/** Routes as an aligned table, one line a route, nothing cut off: made to be grepped. */
import { UNREGISTERED } from '../analysis/rows';
import type { RouteRow } from '../analysis/types';
import type { Paint } from './terminal';

/** Grouped under the application where there are several; what could not be resolved comes last, with its reason. */
export function routeTable(rows: readonly RouteRow[], paint: Paint): string {
  const resolved = rows.filter((row) => row.path !== null);
  const unresolved = rows.filter((row) => row.path === null);
  const groups = new Map<string, RouteRow[]>();
  for (const row of resolved) groups.set(applicationOf(row), [...(groups.get(applicationOf(row)) ?? []), row]);
  const names = [...groups.keys()].sort((a, b) => Number(a === '') - Number(b === '') || (a < b ? -1 : 1));
  const layout = widths(resolved);
  const blocks = names.map((name) => {
    const lines = (groups.get(name) ?? []).map((row) => line(row, layout, paint));
    return names.length > 1 ? [paint('bold', name === '' ? 'no application:' : `${name}:`), ...lines] : lines;
  });
  if (unresolved.length > 0)
    blocks.push([paint('bold', 'not resolved:'), ...unresolved.map((row) => unresolvedLine(row, paint))]);
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** 'app.main:app in services/shop', the folder from which the module is imported if that is not the one listed; '' for none. */
export function applicationOf(row: Pick<RouteRow, 'app' | 'appRoot'>): string {
  if (row.app === null) return '';
  return row.appRoot ? `${row.app} in ${row.appRoot}` : row.app;
}

type Widths = [method: number, path: number, handler: number, place: number];

/** One very long path must not push all the others off the screen. */
const WIDEST = 64;

function widths(rows: readonly RouteRow[]): Widths {
  const widest = (text: (row: RouteRow) => string) =>
    rows.reduce((width, row) => Math.max(width, Math.min(WIDEST, text(row).length)), 0);
  return [widest((row) => row.method), widest(pathOf), widest(handlerOf), widest(placeOf)];
}

function line(row: RouteRow, [method, path, handler, place]: Widths, paint: Paint): string {
  const cells = [
    paint(colourOf(row.method), row.method.padEnd(method)),
    pathOf(row).padEnd(path),
    handlerOf(row).padEnd(handler),
    paint('dim', placeOf(row).padEnd(place)),
    paint('yellow', marks(row).join(', ')),
  ];
  return cells.join('  ').trimEnd();
}

export function marks(row: RouteRow): string[] {
  return [
    row.registered ? [] : isSaidTwice(row) ? 'unregistered' : `unregistered: ${row.reason}`,
    row.condition === null ? [] : `if ${row.condition}`,
    row.test ? 'test' : [],
    row.partial ? `partial${row.reason ? `: ${row.reason}` : ''}` : [],
  ].flat();
}

/** Whether the reason says no more than the marks do. */
const isSaidTwice = ({ partial, reason }: RouteRow): boolean => partial || reason === null || reason === UNREGISTERED;

function unresolvedLine(row: RouteRow, paint: Paint): string {
  return `${row.method}  ?  ${handlerOf(row)}  ${paint('dim', placeOf(row))}  ${paint('yellow', row.reason ?? 'unknown')}`;
}

export function pathOf(row: RouteRow): string {
  return row.typedPath ?? row.path ?? '?';
}

function handlerOf(row: RouteRow): string {
  return row.handler ?? '-';
}

export function placeOf(row: { file: string; line: number }): string {
  return `${row.file}:${row.line}`;
}

function colourOf(method: string): Parameters<Paint>[0] {
  if (method === 'GET' || method === 'HEAD') return 'green';
  if (method === 'DELETE') return 'red';
  return method === 'WS' || method === 'ANY' ? 'magenta' : 'blue';
}
