/** A call whose path only happens to fit a route with a parameter: it asks for a route of its own. */
import type { Call } from '../model/calls/calls';
import { refusalOf } from '../model/matching/takes';
import type { Route } from '../model/routes/routes';
import type { Project } from './project';
import { segmentsOf } from './segments';

/** `/queue/set_enabled` where `/queue/{id}` is served: a word in the place of an id, or `/images/batch` where that takes only numbers. */
export function isOwnWord(project: Project, call: Call, route: Route | undefined): boolean {
  const asked = segmentsOf(call.path ?? '');
  const like = segmentsOf(route?.path ?? '');
  const isWord = (s: string, at: string | undefined) =>
    at?.startsWith('{') &&
    (/^[a-z]+(?:[_-][a-z]+)+$/.test(s) || (/^[a-z]{3,}$/.test(s) && /(?:^|[{_])(?:id|uuid|pk)[:}]/.test(at)));
  if (asked.some((s, i) => isWord(s, like[i]))) return true;
  const refused =
    route &&
    refusalOf(
      project.api.ctx,
      route,
      asked.map((text) => (text.includes('{') ? { hole: { kind: 'unknown', why: '' } } : { text })),
    );
  return refused !== undefined && /^[a-z]+$/.test(refused.text);
}

/** `/v2/posts/{slug}` where `/v1/posts/{slug}` is served: of a version that has routes of its own, the route is what is missing. */
export function isOtherVersion(project: Project, asked: string, served: string): boolean {
  const [own, like] = [segmentsOf(asked), segmentsOf(served)];
  const at = own.findIndex((s, i) => s !== like[i] && /^v\d+$/.test(s) && /^v\d+$/.test(like[i] ?? ''));
  return at >= 0 && project.api.served.some((r) => own.slice(0, at + 1).every((s, i) => s === segmentsOf(r.path)[i]));
}
