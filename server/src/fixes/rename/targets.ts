/** What the cursor is on: a segment of a path, or a parameter of one, seen from either side of the wire. */
import type { Call } from '../../model/calls/calls';
import type { Route } from '../../model/routes/route';
import { shapeOf } from '../../rules/api';
import { writtenPath } from '../correct/written-path';
import type { Project } from '../project';
import { writtenParameters } from '../scaffold/siblings';
import { segmentsOf } from '../segments';
import { passingOn, type WrittenCall } from './proxies';
import { type Piece, parameterIn, samePiece, writtenRoute } from './written-route';

/** A segment of a route: which one it is. */
export interface Node {
  route: Route;
  index: number;
}

export type Target =
  /** Every route that goes through this segment of the tree of paths. */
  | { kind: 'segment'; name: string; at: Piece; nodes: Node[] }
  /** A parameter of these routes. */
  | { kind: 'parameter'; name: string; at: Piece; routes: Route[] };

/** Undefined where nothing stands that can be renamed. */
export function targetAt(project: Project, file: string, offset: number): Target | undefined {
  return inRoutes(project, file, offset) ?? inSignature(project, file, offset) ?? inCalls(project, file, offset);
}

const covers = (at: Piece, file: string, offset: number) => at.file === file && at.from <= offset && offset <= at.to;
const routesOf = (project: Project): Route[] => project.api.routes.filter((r) => r.path !== null && !r.partial);

function inRoutes(project: Project, file: string, offset: number): Target | undefined {
  for (const route of routesOf(project)) {
    if (!route.pathSites.some((s) => s.file === file)) continue;
    const index = (writtenRoute(project, route) ?? []).findIndex((p) => p && covers(p, file, offset));
    if (index < 0) continue;
    const at = writtenRoute(project, route)![index]!;
    const name = parameterIn(at.text);
    if (name === undefined) return segment(project, at, [{ route, index }]);
    const from = at.from + at.text.lastIndexOf(name);
    return parameter(project, name, { ...at, from, to: from + name.length, text: name }, route);
  }
  return undefined;
}

function inSignature(project: Project, file: string, offset: number): Target | undefined {
  for (const route of routesOf(project)) {
    const { file: own, chunk } = route.handler;
    if (own !== file || chunk === undefined) continue;
    const starts = project.layout(file)?.params?.[chunk] ?? [];
    const found = writtenParameters(project, file, chunk).find((p) => {
      const from = starts[2 * p.index] ?? 0;
      return from <= offset && offset <= from + p.name.length && segmentsOf(route.path!).some((s) => parameterIn(s) === p.name);
    });
    const from = found && starts[2 * found.index]!;
    if (found && from !== undefined)
      return parameter(project, found.name, { file, from, to: from + found.name.length, text: found.name }, route);
  }
  return undefined;
}

/** From the path in a call to the segment of the route that answers it. */
function inCalls(project: Project, file: string, offset: number): Target | undefined {
  for (const call of project.api.calls) {
    if (call.match.status !== 'matched' || !call.address.literals.some((l) => l.site?.file === file)) continue;
    const written = writtenCall(project, call);
    for (const [i, { text, pieces }] of (written?.segments ?? []).entries()) {
      const [piece] = pieces;
      if (pieces.length !== 1 || !piece || 'hole' in piece) continue;
      const at = { file: piece.file, from: piece.from, to: piece.from + text.length, text };
      if (!covers(at, file, offset)) continue;
      if (i < written!.segments.length - written!.same) return undefined;
      const index = written!.front + i;
      const nodes = call.match.routes.flatMap((route): Node[] =>
        segmentsOf(route.path ?? '')[index] === text ? [{ route, index }] : [],
      );
      return nodes.length ? segment(project, at, nodes) : undefined;
    }
  }
  return undefined;
}

/** Undefined where what is written is not what is asked for, nor what a proxy makes that of. */
export function writtenCall(
  project: Project,
  call: Pick<Call, 'address' | 'site'> & { path: string | null },
): WrittenCall | undefined {
  const written = writtenPath(project, call);
  const seen = segmentsOf(call.path ?? '').map((s) => s.replace(/\{[^{}]*\}/g, '{}'));
  const own = written.segments.map((s) => s.text);
  const front = seen.length - own.length;
  const differs = own.findLastIndex((text, i) => text !== seen[front + i]);
  const same = own.length - differs - 1;
  const isPassedOn = same < own.length && passingOn(project, call.site.file, `/${own.join('/')}`).length > 0;
  return same === own.length || isPassedOn ? { ...written, front, same } : undefined;
}

/** All routes below the same segment, and below each other one that is written with the same text. */
function segment(project: Project, at: Piece, seeds: readonly Node[]): Target {
  const nodes: Node[] = [];
  const queue = [...seeds];
  const has = ({ route, index }: Node) => nodes.some((n) => n.route === route && n.index === index);
  for (const seed of queue) {
    if (has(seed)) continue;
    const front = frontOf(seed.route, seed.index);
    const below = routesOf(project).filter((r) => r.app === seed.route.app && frontOf(r, seed.index) === front);
    for (const route of below) {
      const node = { route, index: seed.index };
      if (!has(node)) nodes.push(node);
      const own = writtenRoute(project, route)?.[seed.index];
      for (const other of routesOf(project))
        for (const [index, piece] of (writtenRoute(project, other) ?? []).entries())
          if (samePiece(own, piece) && !has({ route: other, index })) queue.push({ route: other, index });
    }
  }
  return { kind: 'segment', name: at.text, at, nodes };
}

/** '/api/tasks/{}' up to the segment. */
const frontOf = (route: Route, index: number): string | undefined => {
  const segments = segmentsOf(shapeOf(route.path ?? ''));
  return segments.length > index ? segments.slice(0, index + 1).join('/') : undefined;
};

/** All routes of the handler, and of every other that shares the text in which the parameter is named. */
function parameter(project: Project, name: string, at: Piece, first: Route): Target {
  const routes: Route[] = [];
  const queue = [first];
  const own = (route: Route) => (writtenRoute(project, route) ?? []).find((p) => p && parameterIn(p.text) === name);
  for (const route of queue) {
    if (routes.includes(route)) continue;
    routes.push(route);
    for (const other of routesOf(project)) {
      const isTwin = other.handler.file === route.handler.file && other.handler.chunk === route.handler.chunk;
      const takes = segmentsOf(other.path!).some((s) => parameterIn(s) === name);
      if (takes && (isTwin || samePiece(own(route), own(other)))) queue.push(other);
    }
  }
  return { kind: 'parameter', name, at, routes };
}
