/** The picture's graph: files or folders of the UI on the left, routers on the right, and between them how many calls go from one to the other. */

import type { CallItem } from '../../protocol/report';
import { folderOf, ownRoutes } from '../overview';
import { type Model, STATUS_WORDS } from './model';

export interface Node {
  key: string;
  name: string;
  calls: number;
  /** What stands on the right and is no router: calls that no route answers, external ones, unknown ones. */
  kind: 'files' | 'router' | 'route' | 'missing' | 'external' | 'dynamic';
}

export interface Link {
  from: string;
  to: string;
  calls: number;
}

export interface Graph {
  left: Node[];
  right: Node[];
  links: Link[];
}

export interface View {
  /** Whole folders on the left, on the right. */
  folders: { left: boolean; right: boolean };
  /** Routers that are opened, so that each of their routes stands for itself. */
  opened: ReadonlySet<string>;
}

/** Where a call ends: one place for each route that answers it, or what became of it. */
function endsOf(model: Model, call: CallItem, view: View): Node[] {
  if (call.status === 'missing' || call.status === 'wrong-method')
    return [{ key: '!missing', name: 'no route answers', calls: 0, kind: 'missing' }];
  if (call.status !== 'matched' || call.routes.length === 0) {
    const kind = call.status === 'external' ? 'external' : 'dynamic';
    return [{ key: `!${kind}`, name: STATUS_WORDS[kind], calls: 0, kind }];
  }
  return model.routesOf(call).map((route): Node => {
    const file = model.router(route);
    const name = view.folders.right ? folderOf(file) : file;
    if (!view.opened.has(name)) return { key: name, name, calls: 0, kind: 'router' };
    return { key: `${name}\n${route.method} ${route.path}`, name: `${route.method} ${route.path}`, calls: 0, kind: 'route' };
  });
}

export function graphOf(model: Model, view: View): Graph {
  const left = new Map<string, Node>();
  const right = new Map<string, Node>();
  const links = new Map<string, Link>();
  for (const route of ownRoutes(model.data)) {
    const name = view.folders.right ? folderOf(model.router(route)) : model.router(route);
    if (!right.has(name)) right.set(name, { key: name, name, calls: 0, kind: 'router' });
    const key = `${name}\n${route.method} ${route.path}`;
    if (view.opened.has(name)) right.set(key, { key, name: `${route.method} ${route.path}`, calls: 0, kind: 'route' });
  }
  for (const call of model.data.calls) {
    const file = model.file(call.file);
    const from = view.folders.left ? folderOf(file) : file;
    const source = left.get(from) ?? { key: from, name: from, calls: 0, kind: 'files' as const };
    left.set(from, source);
    source.calls++;
    const ends = new Map(endsOf(model, call, view).map((node) => [node.key, node]));
    for (const router of new Set([...ends.values()].flatMap(({ kind, key }) => (kind === 'route' ? groupOf(key) : [])))) {
      const opened = right.get(router);
      if (opened) opened.calls++;
    }
    for (const end of ends.values()) {
      const target = right.get(end.key) ?? end;
      right.set(end.key, target);
      target.calls++;
      const key = `${from}\n\n${end.key}`;
      const link = links.get(key) ?? { from, to: end.key, calls: 0 };
      links.set(key, link);
      link.calls++;
    }
  }
  return arranged({ left: [...left.values()], right: [...right.values()], links: [...links.values()] });
}

/** Of a route its router. */
const groupOf = (key: string) => key.split('\n')[0] ?? key;

/** What belongs together stands at the same height, so that few lines cross: each side in turn goes to the middle of what it is linked with. */
function arranged({ left, right, links }: Graph): Graph {
  const special = right.filter(({ kind }) => kind !== 'router' && kind !== 'route');
  const routers = right.filter(({ kind }) => kind === 'router');
  let one = [...left].sort((a, b) => (a.name < b.name ? -1 : 1));
  let other = [...routers].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (let round = 0; round < 6; round++) {
    other = byMiddle(
      other,
      links.map((l) => [groupOf(l.to), l.from, l.calls]),
      one,
    );
    one = byMiddle(
      one,
      links.map((l) => [l.from, groupOf(l.to), l.calls]),
      [...special, ...other],
    );
  }
  const routesOf = (router: Node) => right.filter(({ kind, key }) => kind === 'route' && groupOf(key) === router.key);
  return { left: one, right: [...special, ...other.flatMap((router) => [router, ...routesOf(router)])], links };
}

function byMiddle(
  nodes: readonly Node[],
  links: readonly (readonly [own: string, other: string, weight: number])[],
  others: readonly Node[],
): Node[] {
  const place = new Map(others.map((node, i) => [node.key, i / Math.max(1, others.length)]));
  const sums = new Map<string, [sum: number, weight: number]>();
  for (const [own, other, weight] of links) {
    const [sum, all] = sums.get(own) ?? [0, 0];
    sums.set(own, [sum + (place.get(other) ?? 0) * weight, all + weight]);
  }
  const middle = ({ key }: Node) => {
    const [sum, all] = sums.get(key) ?? [0, 0];
    return all === 0 ? 2 : sum / all;
  };
  return [...nodes].sort((a, b) => middle(a) - middle(b) || (a.name < b.name ? -1 : 1));
}
