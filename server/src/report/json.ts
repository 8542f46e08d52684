/**
 * The audit as JSON, for other programs; server/docs/audit.schema.json says what each field means. Fields are only ever added; what changes the
 * meaning of one raises the schema's version.
 */
import type { CallItem, FindingItem, PageData, RouteItem } from '../protocol/report';
import { HOME, pageOf } from '../rules/page';
import { ownRoutes, unresolvedOf } from './overview';
import { pageDataOf } from './page-data';
import type { Report, Told } from './summary';
import { notesOf } from './words';

const SCHEMA = `${HOME}/blob/main/server/docs/audit.schema.json`;
const SCHEMA_VERSION = 2;

export function json(report: Report): string {
  const { version, findings, intentional, rules, counts, lines } = report;
  const page = pageDataOf(report);
  const used = new Set([...findings, ...intentional].map((f) => f.rule));
  // The page has them in this order.
  const shown = new Map([...findings, ...intentional].map((f, i) => [f, page.findings[i]] as const));
  const told = ({ data, ...f }: Told, item: FindingItem | undefined) => {
    const code = lines(f.file)?.[f.line - 1] ?? null;
    const pages = item?.pages.map((i) => page.files[i]) ?? [];
    const steps = item?.trace.flatMap((i) => (page.steps[i] ? [page.steps[i]] : [])) ?? [];
    const trace = steps.map(([text, file, line]) => ({ text, file: page.files[file], line }));
    return { ...f, code, trace, pages, data };
  };
  const value = {
    $schema: SCHEMA,
    schemaVersion: SCHEMA_VERSION,
    version,
    counts,
    notes: notesOf(report),
    rules: rules.filter((r) => used.has(r.id)).map(({ id, severity, summary }) => ({ id, severity, summary, help: pageOf(id) })),
    findings: findings.map((f) => told(f, shown.get(f))),
    intentional: intentional.map((f) => told(f, shown.get(f))),
    routes: ownRoutes(page).map((route) => routeOf(route, page)),
    calls: page.calls.map((call) => callOf(call, page)),
    unresolved: unresolvedOf(page).map(({ kind, item, reason }) => ({ kind, ...named(item, page), reason })),
    unread: page.unread,
    faults: (report.faults ?? []).map(({ file, line, column, message }) => ({ file, line, column, message })),
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** Where only a part of the path is known, the page and this show that part. */
const named = ({ method, path, file, line }: Pick<RouteItem, 'method' | 'path' | 'file' | 'line'>, page: PageData) => ({
  ...{ method, path, file: page.files[file], line },
});

const routeOf = (route: RouteItem, page: PageData) => {
  const { handler, registered, guards, tested, callers } = route;
  return { ...named(route, page), handler, registered, guards, tested, callers: callers.length };
};

const callOf = (call: CallItem, page: PageData) => {
  const { status, client, reason } = call;
  const routes = call.routes.flatMap((i) => (page.routes[i] ? [named(page.routes[i], page)] : []));
  return { ...named(call, page), status, client, routes, reason: reason || null };
};
