/** The path that a new route is to have: which of its segments are parameters, and what these are called. */
import type { Call } from '../../model/calls/calls';
import { sameSite } from '../../values/value';
import type { Project } from '../project';
import { segmentsOf } from '../segments';
import { type Home, shared } from './home';
import { identifier, singular } from './names';

/** A literal in the place of a parameter, or that can only be a value, is one: /books/978 is /books/{}. */
export function wantedPath(project: Project, call: Call, beside: string | null): string {
  const like = segmentsOf(beside ?? '');
  const asked = segmentsOf(call.path!);
  const twins = project.api.calls
    .filter((c) => c !== call && c.path && c.method === call.method && sameSite(c.callSite, call.callSite))
    .map((c) => segmentsOf(c.path!));
  // One place that asks with several values.
  const varies = (i: number) =>
    i < asked.length - 1 && twins.some((t) => t.length === asked.length && t.every((s, j) => (s === asked[j]) === (j !== i)));
  const out = asked.map((s, i) =>
    (like.length === asked.length && like[i]!.startsWith('{')) || isValue(s) || varies(i) ? '{}' : s,
  );
  return `/${out.join('/')}${call.path!.length > 1 && call.path!.endsWith('/') ? '/' : ''}`;
}

/** What can only be the value of a parameter. */
export const isValue = (segment: string): boolean => /^\d+$|^[0-9a-f]{8}-[0-9a-f-]{27}$|^\{\}$/i.test(segment);

/** Parameters are named as siblings name theirs in the same place, else as the call names what it puts there. */
export function named(
  project: Project,
  call: Call,
  home: Home,
  path: string,
): { segments: string[]; holes: Map<string, string> } {
  const asked = segmentsOf(path);
  const given = holesOf(project, call);
  const front = asked.length - given.length;
  const holes = new Map<string, string>();
  const has = (pattern: RegExp) => home.siblings.some((s) => pattern.test(s.route.path));
  const ending = has(/\{\w*(name|slug|key)\}/) && !has(/\{\w*id\}/) ? 'name' : 'id';
  const segments = asked.map((segment, i) => {
    if (segment !== '{}') return segment;
    const hole = given[i - front];
    const like = home.siblings
      .map(({ route }) => segmentsOf(route.path))
      .find((own) => !home.fresh && own[i]?.startsWith('{') && shared(own, asked) > i);
    if (like) return like[i]!.replace(/:\w+\}$/, '}');
    const before = asked[i - 1];
    const thing = before && before !== '{}' ? singular(identifier(before)) : 'item';
    const own = hole && identifier(hole.name);
    const name = own && own !== thing && !/^(id|value|key|x|i|n|item|it)$|id$/.test(own) ? own : `${thing}_${ending}`;
    // What siblings are handed under this name is something else.
    const free = home.siblings.some((o) => o.parameters.some((p) => p.name === name && p.kind !== 'path'))
      ? `${thing}_${name}`
      : name;
    if (hole?.type) holes.set(free, hole.type);
    return `{${free}}`;
  });
  return { segments, holes };
}

/** What the call puts into its path, by segment as it writes them. */
function holesOf(project: Project, { address }: Call): ({ name: string; type?: string } | undefined)[] {
  return address.segments.map((s) => {
    if (!('hole' in s)) return undefined;
    const { hole } = s;
    if (hole.kind === 'member') return { name: hole.name };
    if (hole.kind !== 'sym') return undefined;
    const type = project.chunk(hole.file, hole.chunk)?.params?.[hole.index]?.type;
    const python =
      type?.kind === 'prim' && type.name === 'string'
        ? 'str'
        : type?.kind === 'prim' && type.name === 'number'
          ? 'int'
          : undefined;
    return { name: hole.name, ...(python ? { type: python } : {}) };
  });
}
