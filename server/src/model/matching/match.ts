/**
 * Which routes can answer a path: a trie over the segments of all served routes. Three-valued: a route surely answers where literals
 * meet literals and holes meet parameters; it possibly answers where a hole would have to be a literal.
 */
import { literally } from '../../base/text';
import type { Segment } from '../requests/address';
import type { Route } from '../routes/routes';
import { isAdmitted } from './converters';
import { areaOf } from './other-backends';

export interface Candidate {
  route: Route;
  /** Every segment fits for sure. */
  sure: boolean;
  /** The call writes a trailing slash where the route has none, or the reverse. */
  slash: 'same' | 'added' | 'missing';
}

interface Node {
  literals: Map<string, Node>;
  parameter?: Node;
  /** `latest.{extension}`: text glued to parameters. */
  glued: { test: RegExp; node: Node }[];
  /** Routes that end here, and those that take all that follows. */
  ends: Route[];
  rests: Route[];
}

const newNode = (): Node => ({ literals: new Map(), glued: [], ends: [], rests: [] });

export class RouteTrie {
  private readonly root = newNode();
  /** Open patterns: routes of which a part is unknown. */
  readonly open: { route: Route; test: RegExp }[] = [];
  private readonly areas = new Set<string>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      if (route.path === null) this.open.push({ route, test: /^/ });
      else if (route.partial) this.open.push({ route, test: openPattern(route.path) });
      else {
        this.insert(route, route.path);
        this.areas.add(areaOf(route.path));
      }
    }
  }

  /** Every route that may answer, sure ones first. Routes that take every path of the server are left out. */
  find(segments: readonly Segment[], slash: boolean): Candidate[] {
    return this.shaped(segments, slash).filter((c) => isAdmitted(c.route, segments));
  }

  /** The same, with those whose converters refuse a segment. */
  shaped(segments: readonly Segment[], slash: boolean): Candidate[] {
    const found: Candidate[] = [];
    walk(this.root, segments, 0, true, slash, found);
    return found.sort((a, b) => Number(b.sure) - Number(a.sure));
  }

  /** The same, where the beginning of the route is known. */
  mayBegin(path: string): Route | undefined {
    return this.open.find((o) => o.test.test(path) && /^\/[^/{}]/.test(o.route.path ?? ''))?.route;
  }

  /** The route with an unknown part that may be this one. One of which nothing is known may be any that lies where no other route does. */
  mayBeOpen(path: string): Route | undefined {
    const found = this.open.find((o) => o.test.test(path) && !isAnything(o.route.path));
    return (found ?? (this.areas.has(areaOf(path)) ? undefined : this.open.find((o) => isAnything(o.route.path))))?.route;
  }

  private insert(route: Route, path: string): void {
    const parts = path.split('/').filter((p) => p !== '');
    let node = this.root;
    for (const part of parts) {
      if (/^\{\w+:path\}$/.test(part)) {
        if (node !== this.root) node.rests.push(route);
        return;
      }
      node = childFor(node, part);
    }
    node.ends.push(route);
  }
}

function childFor(node: Node, part: string): Node {
  if (/^\{[^{}]*\}$/.test(part)) {
    node.parameter ??= newNode();
    return node.parameter;
  }
  if (part.includes('{')) {
    const test = gluedPattern(part);
    const known = node.glued.find((g) => g.test.source === test.source);
    if (known) return known.node;
    const made = { test, node: newNode() };
    node.glued.push(made);
    return made.node;
  }
  let child = node.literals.get(part);
  if (!child) {
    child = newNode();
    node.literals.set(part, child);
  }
  return child;
}

const isAnything = (path: string | null) => path === null || /^\/?\{\?\}$/.test(path);
const gluedPattern = (part: string) =>
  new RegExp(
    `^${part
      .split(/\{[^{}]*\}/)
      .map(literally)
      .join('.+')}$`,
  );
/** `{?}` stands for anything, slashes included; what lies below a prefix may also lie at it. */
function openPattern(path: string): RegExp {
  const isBelow = path.endsWith('/{?}') && !isAnything(path);
  const known = (isBelow ? path.slice(0, -'/{?}'.length) : path)
    .split(/(\{\?\}|\{\w+:path\}|\{[^{}]*\})/)
    .map((p, i) => (i % 2 === 0 ? literally(p) : p === '{?}' || p.includes(':path') ? '.*' : '[^/]+'))
    .join('');
  return new RegExp(`^${known}${isBelow ? '(?:/.*)?' : '/?'}$`);
}

function walk(node: Node, segments: readonly Segment[], at: number, sure: boolean, slash: boolean, found: Candidate[]): void {
  const isRest = at < segments.length;
  // Starlette's {rest:path} takes nothing, too, behind its slash; Flask's does not.
  for (const route of node.rests)
    if (isRest || route.framework === 'fastapi') found.push({ route, sure, slash: isRest || slash ? 'same' : 'missing' });
  const segment = segments[at];
  if (!segment) {
    for (const route of node.ends) found.push({ route, sure, slash: compare(route.path!, slash) });
    return;
  }
  if ('text' in segment) {
    const literal = node.literals.get(segment.text);
    if (literal) walk(literal, segments, at + 1, sure, slash, found);
    for (const g of node.glued) if (g.test.test(segment.text)) walk(g.node, segments, at + 1, sure, slash, found);
    if (node.parameter) walk(node.parameter, segments, at + 1, sure, slash, found);
    return;
  }
  if (node.parameter) walk(node.parameter, segments, at + 1, sure, slash, found);
  const test =
    'glued' in segment
      ? new RegExp(`^${segment.glued.map((g) => (typeof g === 'string' ? literally(g) : '.*')).join('')}$`)
      : undefined;
  for (const [text, child] of node.literals) if (!test || test.test(text)) walk(child, segments, at + 1, false, slash, found);
  for (const g of node.glued) walk(g.node, segments, at + 1, test !== undefined && sure, slash, found);
}

function compare(path: string, slash: boolean): Candidate['slash'] {
  const has = path.endsWith('/') && path !== '/';
  return has === slash ? 'same' : slash ? 'added' : 'missing';
}

/** Whether a route answers a verb: HEAD goes with GET and OPTIONS with anything, but for FastAPI, which answers what is written; Starlette adds HEAD. */
export function answers(route: Route, method: string): boolean {
  if (route.method === method || route.method === 'ANY') return true;
  const strict = route.framework === 'fastapi';
  if (method === 'OPTIONS') return !strict;
  return method === 'HEAD' && route.method === 'GET' && (!strict || route.source.route.bare === true);
}
