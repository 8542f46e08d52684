/** The tables of the Markdown report: where findings are, how much of each router is used, what guards a route, and what nothing calls, tests or resolves. */
import type { PageData, RouteItem } from '../protocol/report';
import { markdownText, uriPath } from './escape';
import {
  folderOf,
  type Group,
  grouped,
  ownRoutes,
  pageGroups,
  pageNames,
  percent,
  routersOf,
  uncalled,
  unresolvedOf,
  untested,
} from './overview';

/** More of a list is read on the page. */
const MOST = 200;

/** Under the table of the rules. */
export function whereTables(data: PageData): string[] {
  const findings = data.findings.filter(({ state }) => state !== 'intentional');
  if (findings.length === 0) return [];
  const pageName = pageNames(data);
  const folders = grouped(findings, (f) => [folderOf(data.files[f.file] ?? '')]);
  const pages = findings.some((f) => f.pages.length > 0) ? grouped(findings, (f) => pageGroups(f, pageName)) : [];
  return [groupTable('Folder', folders), ...(pages.length > 0 ? [groupTable('Page of the UI', pages)] : [])];
}

const groupTable = (title: string, groups: readonly Group[]): string =>
  table(
    [title, 'Errors', 'Warnings', 'Hints'],
    groups.slice(0, MOST).map(({ name, error, warning, hint }) => [markdownText(name), `${error}`, `${warning}`, `${hint}`]),
  );

/** After the findings. */
export function apiTables(data: PageData): string[] {
  const hasTests = data.routes.some(({ tested }) => tested !== null);
  const link = (file: number, line: number) => placeLink(data.files[file] ?? '', line);
  const named = (route: RouteItem) => `- ${markdownText(`${route.method} ${route.path}`)}, ${link(route.file, route.line)}`;
  const routers = routersOf(data).map((r) => {
    const tested = hasTests ? [percent(r.tested, r.routes.length)] : [];
    const called = [`${r.routes.length}`, `${r.calls}`, percent(r.called, r.routes.length)];
    return [markdownText(data.files[r.file] ?? ''), ...called, ...tested];
  });
  const head = ['Router', 'Routes', 'Calls', 'Called by the UI', ...(hasTests ? ['Tested'] : [])];
  const known = ownRoutes(data).filter(({ guards }) => guards !== null);
  const guards = known.map((route) => `${named(route)}: ${markdownText(route.guards?.join(', ') || 'none')}`);
  const unknown = unresolvedOf(data).map(
    ({ kind, item, reason }) =>
      `- ${kind} ${markdownText(`${item.method} ${item.path}`)}, ${link(item.file, item.line)}: ${markdownText(reason)}`,
  );
  return [
    ...(routers.length > 0 ? ['## Coverage per router', table(head, routers)] : []),
    ...list('Routes that nothing calls', uncalled(data).map(named)),
    ...list('Routes that no test asks for', untested(data).map(named)),
    ...list('Guards per route', guards),
    ...list('What could not be resolved, and why', unknown),
    ...list(
      'Files that could not be read',
      data.unread.map(({ file, reason }) => `- ${markdownText(`${file}: ${reason}`)}`),
    ),
  ];
}

function placeLink(file: string, line: number): string {
  return `[${markdownText(`${file}:${line}`)}](${uriPath(file)}#L${line})`;
}

/** The first column is text, the others are figures. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, i) => (i === 0 ? '---' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function list(title: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > MOST ? [`- and ${rows.length - MOST} more, which \`--format html\` lists`] : [];
  return folded(`${title} (${rows.length})`, [...rows.slice(0, MOST), ...more]);
}

export function folded(title: string, items: readonly string[]): string[] {
  return ['<details>', `<summary>${title}</summary>`, items.join('\n'), '</details>'];
}
