/** Where the segments of a route's path are written: in its decorator, and in the prefixes of the routers that lead to it. */
import type { Route } from '../../model/routes/route';
import type { Project, Span } from '../project';
import { segmentsOf } from '../segments';

export interface Piece extends Span {
  file: string;
  /** As written: 'tasks', '{task_id}', '<int:task_id>'. */
  text: string;
}

const known = new WeakMap<Project, Map<Route, (Piece | undefined)[] | undefined>>();

/** One for each segment of the served path, undefined for one that is not written in one piece; undefined where they cannot be told apart. */
export function writtenRoute(project: Project, route: Route): (Piece | undefined)[] | undefined {
  const routes = known.get(project) ?? new Map<Route, (Piece | undefined)[] | undefined>();
  known.set(project, routes);
  if (!routes.has(route)) routes.set(route, read(project, route));
  return routes.get(route);
}

function read(project: Project, route: Route): (Piece | undefined)[] | undefined {
  const chars: { char: string; file: string; at: number | undefined }[] = [];
  for (const site of route.pathSites) {
    const e = project.chunk(site.file, site.chunk)?.arena[site.x];
    if (e?.kind !== 'str') return undefined;
    const from = project.inside(site, e.value)?.from;
    for (let i = 0; i < e.value.length; i++)
      chars.push({ char: e.value[i]!, file: site.file, at: from === undefined ? undefined : from + i });
  }
  const pieces = split(chars);
  const served = segmentsOf(route.path ?? '');
  const fits = served.length === pieces.length && served.every((s, i) => s.startsWith('{') || s === pieces[i]!.text);
  return fits ? pieces.map((p) => (p.isWhole ? p.piece : undefined)) : undefined;
}

function split(chars: readonly { char: string; file: string; at: number | undefined }[]) {
  const out: { text: string; isWhole: boolean; piece: Piece }[] = [];
  let open = true;
  for (const { char, file, at } of chars) {
    if (char === '/') {
      open = true;
      continue;
    }
    if (open) out.push({ text: '', isWhole: at !== undefined, piece: { file, from: at ?? 0, to: at ?? 0, text: '' } });
    open = false;
    const last = out.at(-1)!;
    last.text += char;
    last.isWhole &&= at === last.piece.to && file === last.piece.file;
    last.piece.to++;
    last.piece.text += char;
  }
  return out;
}

/** 'task_id' of '{task_id}', '{task_id:path}' and '<int:task_id>'. */
export const parameterIn = (segment: string): string | undefined =>
  /^\{(\w+)(?::\w+)?\}$/.exec(segment)?.[1] ?? /^<(?:\w+(?:\([^)]*\))?:)?(\w+)>$/.exec(segment)?.[1];

export const samePiece = (a: Piece | undefined, b: Piece | undefined): boolean =>
  a !== undefined && b !== undefined && a.file === b.file && a.from === b.from;
