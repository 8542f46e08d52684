/** What a report says as a whole, from the data of its page: by folder and page of the UI, coverage per router, what is not called, tested or resolved. */
import type { CallItem, FindingItem, PageData, RouteItem, Severity } from '../protocol/report';

export const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.');

/** What more pages than this share is shared code. */
const SHARED = 4;

/** The groups of a finding where findings are grouped by page. */
export function pageGroups({ pages }: FindingItem, nameOf: (page: number) => string): string[] {
  if (pages.length === 0) return ['No page of the UI'];
  return pages.length > SHARED ? ['Shared by many pages'] : pages.map(nameOf);
}

/** '/tasks/:id (ui/src/tasks/Task.vue)', or the file alone. */
export function pageNames(data: PageData): (page: number) => string {
  const addresses = new Map(data.addresses);
  return (page) => {
    const at = addresses.get(page);
    const file = data.files[page] ?? '?';
    return at ? `${at.join(', ')} (${file})` : file;
  };
}

export interface Group extends Record<Severity, number> {
  name: string;
}

/** How many findings of each severity a group has; the group with most that is severe first. A finding may be in several. */
export function grouped(findings: readonly FindingItem[], groupsOf: (finding: FindingItem) => readonly string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    for (const name of groupsOf(finding)) {
      const group = groups.get(name) ?? { name, error: 0, warning: 0, hint: 0 };
      group[finding.severity]++;
      groups.set(name, group);
    }
  }
  return [...groups.values()].sort(
    (a, b) => b.error - a.error || b.warning - a.warning || b.hint - a.hint || (a.name < b.name ? -1 : 1),
  );
}

/** Routes that the application serves, or would if their router were included. */
export const ownRoutes = ({ routes }: PageData): RouteItem[] => routes.filter((route) => !route.test);

export interface RouterRow {
  file: number;
  routes: RouteItem[];
  called: number;
  calls: number;
  tested: number;
}

/** How much of each router the UI uses and tests ask for; the largest first. */
export function routersOf(data: PageData): RouterRow[] {
  const routers = new Map<number, RouterRow>();
  for (const route of ownRoutes(data)) {
    const row = routers.get(route.file) ?? { file: route.file, routes: [], called: 0, calls: 0, tested: 0 };
    row.routes.push(route);
    row.called += route.callers.length > 0 ? 1 : 0;
    row.calls += route.callers.length;
    row.tested += route.tested ? 1 : 0;
    routers.set(route.file, row);
  }
  return [...routers.values()].sort((a, b) => b.routes.length - a.routes.length);
}

export const uncalled = (data: PageData): RouteItem[] => ownRoutes(data).filter((r) => r.registered && r.callers.length === 0);
export const untested = (data: PageData): RouteItem[] => ownRoutes(data).filter((route) => route.tested === false);

export interface Unresolved {
  kind: 'call' | 'route';
  item: CallItem | RouteItem;
  reason: string;
}

/** What counts as unknown, and why. */
export function unresolvedOf(data: PageData): Unresolved[] {
  const calls = data.calls.filter((call) => call.status === 'dynamic');
  const routes = ownRoutes(data).filter((route) => route.partial || route.path === '?');
  return [
    ...calls.map((item) => ({ kind: 'call' as const, item, reason: item.reason || 'unknown' })),
    ...routes.map((item) => ({ kind: 'route' as const, item, reason: item.reason || 'a part of its path is not known' })),
  ];
}

export const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`);
