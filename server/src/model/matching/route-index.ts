/** The routes as matching needs them: by path, by their ends, by the areas in which they lie. Made anew when a route changes. */

import type { Segment } from '../requests/address';
import type { Route } from '../routes/routes';
import { RouteTrie } from './match';
import { areaOf, headOf } from './other-backends';

export class RouteIndex {
  readonly trie: RouteTrie;
  readonly unregistered: RouteTrie;
  /** First segments below which most of the routes lie, as below /api: whatever is asked for there is asked of the API. */
  private readonly apiSegments: ReadonlySet<string>;
  /** How many routes lie below the same two segments. */
  private readonly areas = new Map<string, number>();
  private readonly heads: ReadonlySet<string>;
  readonly served: readonly Route[];
  private readonly byEnd = new Map<string, Route[]>();

  /** Of the routes of the workspace, those of tests left out. */
  constructor(readonly routes: readonly Route[]) {
    this.served = routes.filter((r) => r.app !== null);
    this.trie = new RouteTrie(this.served);
    this.unregistered = new RouteTrie(routes.filter((r) => r.app === null));
    this.apiSegments = apiSegments(this.served);
    for (const { path } of this.served) if (path !== null) this.areas.set(areaOf(path), (this.areas.get(areaOf(path)) ?? 0) + 1);
    this.heads = new Set(this.served.flatMap(({ path }) => (path === null ? [] : headOf(path))));
    for (const route of routes) {
      if (route.path === null) continue;
      const end = lastSegment(withoutNames(route.path));
      this.byEnd.set(end, [...(this.byEnd.get(end) ?? []), route]);
    }
  }

  /**
   * Whether a link or, surer, a picture that no route answers was meant for the API: it lies where only routes lie, or beside routes and is
   * named so, `/admin/api/backup`.
   */
  isOfApi(path: string, isMedia: boolean): boolean {
    if (this.apiSegments.has(path.split('/')[1] ?? '')) return true;
    const beside = this.areas.get(areaOf(path)) ?? 0;
    return isMedia ? beside > 0 && !/\.\w+$/.test(path) : beside > 2 && /\/api\//.test(path);
  }

  /** Whether routes lie below the first segment of a path. */
  hasHead(path: string): boolean {
    return this.heads.has(headOf(path));
  }

  /** Whether routes begin with a path and go on. */
  hasBelow(path: string): boolean {
    const start = withoutNames(path);
    return this.served.some((r) => r.path !== null && r.path.length > path.length && withoutNames(r.path).startsWith(start));
  }

  /** Routes that end in these segments, and in one of their texts at least; below which page they are asked for is not known. */
  below(segments: readonly Segment[]): readonly Route[] {
    return this.served.filter((r) => r.path !== null && !r.partial && endsIn(r.path, segments));
  }

  /** Routes whose last segment is that of a path. */
  endingAs(path: string): readonly Route[] {
    return this.byEnd.get(lastSegment(path)) ?? [];
  }
}

const lastSegment = (path: string) => path.slice(path.lastIndexOf('/') + 1);
/** '/tasks/{}' of '/tasks/{id:int}/' */
export const withoutNames = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}').replace(/\/$/, '');

function endsIn(path: string, segments: readonly Segment[]): boolean {
  const parts = path.split('/').filter((part) => part !== '');
  const tail = parts.slice(parts.length - segments.length);
  if (segments.length >= parts.length || !segments.some((s, i) => 'text' in s && s.text === tail[i])) return false;
  return segments.every((s, i) => !('text' in s) || s.text === tail[i] || (tail[i]!.includes('{') && /\d/.test(s.text)));
}

/** First segments below which most of the routes lie. */
function apiSegments(routes: readonly Route[]): Set<string> {
  const counts = new Map<string, number>();
  for (const route of routes) {
    const first = route.path?.split('/')[1] ?? '';
    if (first !== '' && !first.includes('{')) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, n]) => n >= 5 && n * 2 > routes.length).map(([segment]) => segment));
}
