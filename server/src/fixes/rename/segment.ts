/** A segment of a path by another name: where routes write it, where calls and tests do. */

import type { Call } from '../../model/calls/calls';
import { testRequests } from '../../model/matching/tested';
import { isPython } from '../../model/requests/below';
import type { Route } from '../../model/routes/route';
import type { Site } from '../../values/value';
import { hasOtherUse, writtenOut } from '../correct/at-the-call';
import { rewriteSegment, type WrittenSegment } from '../correct/written-path';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { renameInCases } from './cases';
import type { Missed } from './missed';
import { passedOn, renameInProxies } from './proxies';
import { type Target, writtenCall } from './targets';
import { writtenRoute } from './written-route';

type Segment = Target & { kind: 'segment' };

export function renameSegment(project: Project, edit: EditBuilder, target: Segment, name: string, missed: Missed): void {
  const index = new Map(target.nodes.map((n) => [n.route, n.index]));
  for (const [route, at] of index) {
    const piece = writtenRoute(project, route)?.[at];
    const site = project.span(route.site);
    if (piece) edit.replace(piece.file, piece.from, piece.to, name, 'the path of the route');
    else missed.add(route.site.file, site?.from, `the path of ${route.method} ${route.path} is put together from parts`);
  }
  const { ctx } = project.api;
  for (const call of project.api.calls) {
    const own = call.match.status === 'matched' ? call.match.routes.flatMap((r) => index.get(r) ?? []) : [];
    const isDone =
      own.length > 0 && follow(project, edit, { ...call, at: own[0]! }, target, name, missed, 'the call that it answers');
    // One that also asks for what stays as it is.
    if (isDone && own.length < call.match.routes.length)
      missed.add(call.site.file, project.span(call.site)?.from, `it asks for ${stays(call, index)} as well`);
  }
  renameInCases(project, edit, target, name, missed);
  for (const { address, route, site } of testRequests(ctx, project.api.routes, project.roots)) {
    const at = index.get(route);
    const path = `/${address.segments.map((s) => ('text' in s ? s.text : '{}')).join('/')}`;
    if (at !== undefined) follow(project, edit, { address, path, site, at }, target, name, missed, 'the test that asks for it');
  }
}

const stays = (call: Call, index: ReadonlyMap<Route, number>): string =>
  call.match.routes.find((r) => !index.has(r))?.path ?? 'another route';

type Followed = Pick<Call, 'address' | 'path'> & Partial<Pick<Call, 'callSite'>> & { site: Site; at: number };

/** False where it could not be followed, which is said. */
function follow(
  project: Project,
  edit: EditBuilder,
  call: Followed,
  target: Segment,
  name: string,
  missed: Missed,
  why: string,
): boolean {
  const written = writtenCall(project, call);
  const at = written ? call.at - written.front : -1;
  const segment = written && at >= written.segments.length - written.same ? written.segments[at] : undefined;
  const isPassed =
    written && !isPython(call.site.file) && renameInProxies(project, edit, passedOn(call, written, call.at, name), name, missed);
  // What only the proxy says.
  if (isPassed && !segment && written.same < written.segments.length) return true;
  if (
    segment?.text === target.name &&
    (apart(project, edit, call, segment, name, why) || rewriteSegment(edit, segment, name, why))
  )
    return true;
  if (namesRoute(project, call)) return true;
  const reason =
    written && at < 0
      ? `${target.name} stands in front of what is written there`
      : segment && segment.text !== target.name
        ? 'the segment is only known at run time'
        : 'its path is put together from parts';
  missed.add(call.site.file, project.span(call.site)?.from, reason);
  return false;
}

/** A constant that is good for something else, too, keeps its text: the call says its own. */
function apart(
  project: Project,
  edit: EditBuilder,
  call: Followed,
  { pieces }: WrittenSegment,
  name: string,
  why: string,
): boolean {
  const [piece] = pieces;
  if (!call.callSite || pieces.length !== 1 || !piece || 'hole' in piece || !hasOtherUse(project, piece.site)) return false;
  const change = { from: piece.from, to: piece.from + piece.text.length, text: name };
  const out = writtenOut(project, { callSite: call.callSite }, piece.site, [change]);
  if (!out) return false;
  edit.replace(out.file, out.edit.from, out.edit.to, out.edit.text, why);
  edit.assume(`${out.name} stays as it is: it is used for something else, too.`);
  return true;
}

/** `url_for("tasks.show")` follows by itself. */
function namesRoute(project: Project, { address }: Followed): boolean {
  return address.literals.some(({ site }) => {
    const span = site && project.span(site);
    const text = site && project.text(site.file);
    return span && text
      ? /\burl(?:_path)?_for\(\s*$|\{%-?\s*url\s+$/.test(text.slice(Math.max(0, span.from - 40), span.from))
      : false;
  });
}
