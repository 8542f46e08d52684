/** Routes and calls as rows: plain data with lines and columns, in a stable order. */
import { compareText } from '../base/text';
import type { Call } from '../model/calls/calls';
import type { Route, Step } from '../model/routes/routes';
import { patternOf } from '../values/pattern';
import { alternatives } from '../values/value';
import type { Place, Positions } from './positions';
import type { CallRow, RouteRow, TraceStep } from './types';

/** The reason that says no more than that a route is not registered. */
export { UNREGISTERED } from '../model/routes/route-rows';

export function routeRow(r: Route, positions: Positions): RouteRow {
  const at = positions.of(r.site);
  return {
    method: r.method,
    path: r.path,
    ...(r.typedPath === undefined ? {} : { typedPath: r.typedPath }),
    handler: r.handler.name,
    file: at.file,
    line: at.line,
    column: at.column,
    endLine: at.endLine,
    endColumn: at.endColumn,
    pathAt: pathPlace(r, positions),
    handlerAt: handlerPlace(r, positions),
    app: r.app,
    appRoot: r.appRoot,
    registered: r.app !== null,
    test: r.test,
    condition: r.conditions.length ? r.conditions.join(' and ') : null,
    partial: r.partial,
    reason: r.reason,
    trace: traceOf(r.appSite && r.app ? [...r.trace, { text: `${r.app} is made here`, site: r.appSite }] : r.trace, positions),
  };
}

function handlerPlace({ handler }: Route, positions: Positions): RouteRow['handlerAt'] {
  const decl = handler.file && handler.chunk ? positions.layout(handler.file)?.decls[handler.chunk] : undefined;
  if (!handler.file || !decl) return null;
  return spanOf(positions.range(handler.file, decl.nameFrom, decl.nameTo));
}

/** The literal or template that the registration is given, wherever it is written. */
function pathPlace({ source, pathSites }: Route, positions: Positions): RouteRow['pathAt'] {
  const { path } = source.route;
  const all = path ? alternatives(path).map((a) => a.value) : [];
  const last = pathSites.at(-1);
  const own = all.length === 1 ? all[0] : all.find((v) => patternOf(v).some((p) => p.site && p.site === last));
  const site = own?.kind === 'str' || own?.kind === 'cat' ? own.site : undefined;
  return site ? spanOf(positions.of(site)) : null;
}

export const spanOf = ({ file, line, column, endLine, endColumn }: Place) => ({ file, line, column, endLine, endColumn });

/** `at` is where its path is written. */
export function callRow(c: Call, positions: Positions, at: Place): CallRow {
  const call = positions.of(c.callSite);
  const origin = positions.of(c.origin);
  const made = call.file === at.file ? call.line : origin.file === at.file ? origin.line : at.line;
  return {
    method: c.method ?? '?',
    path: c.path,
    status: c.match.status,
    file: at.file,
    line: at.line,
    column: at.column,
    endLine: at.endLine,
    endColumn: at.endColumn,
    callLine: made === at.line ? null : made,
    client: c.client,
    kind: c.kind,
    routes: c.match.routes.map((r) => ({
      method: r.method,
      path: r.path ?? '',
      file: r.site.file,
      line: positions.of(r.site).line,
    })),
    reason: c.match.reason,
    queryKeys: c.address.queryKeys,
    trace: traceOf(c.trace, positions),
  };
}

const traceOf = (steps: readonly Step[], positions: Positions): TraceStep[] =>
  steps.flatMap((s) => [
    { text: s.text, file: s.site.file, line: positions.of(s.site).line },
    ...traceOf(s.via ?? [], positions),
  ]);

/** By path, then method, then place; what has no path comes last. */
export function byPath(a: RouteRow | CallRow, b: RouteRow | CallRow): number {
  return (
    compareText(a.path ?? '~', b.path ?? '~') ||
    compareText(a.method, b.method) ||
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column
  );
}
