/**
 * The route that a call without a route probably meant: of the same verb, one small difference away, and clearly nearer than others.
 *
 *     /api/config/default   /api/config/defaults          a few letters
 *     /api/purge            /api/admin/purge              a segment or prefix is missing
 *     /api/api/tasks        /api/tasks                    a segment too many
 *     /api/streams/pause    /api/streams/{name}/pause     a parameter is missing
 *
 * Also where a route of another verb takes a word of the path as its parameter. A whole last segment more or less is another resource, not a slip.
 */
import { isOtherDeed, isTypo } from '../base/distance';
import type { Call } from '../model/calls/calls';
import { answers } from '../model/matching/match';
import type { Api, Served } from './api';

export interface Near {
  /** Equally near, one for each path. */
  routes: Served[];
  /** What differs, as a sentence; '' where the paths say it. */
  difference: string;
  /** Their paths. */
  names: string[];
}

interface Difference {
  cost: number;
  text: string;
}

const MOST = 3;
/** A prefix of two segments is the most that is missing or too much. */
const MOST_APART = 2;
const known = new WeakMap<readonly Served[], WeakMap<Call, Near | undefined>>();

export function nearRoute(api: Api, call: Call): Near | undefined {
  const { served } = api;
  const seen = known.get(served) ?? new WeakMap<Call, Near | undefined>();
  known.set(served, seen);
  if (!seen.has(call)) seen.set(call, find(api, call));
  return seen.get(call);
}

function find(api: Api, call: Call): Near | undefined {
  const { served } = api;
  const { path, method, match } = call;
  if (path === null || match.reason || match.elsewhere?.length) return undefined;
  const asked = segments(path);
  const found = match.routes[0];
  if (match.status === 'wrong-method') {
    if (!match.routes.every((r) => takesLiteral(asked, segments(r.path ?? '')))) return undefined;
  } else if (found) {
    if (match.slash === 'same' || found.app === null) return undefined;
    const who = found.framework === 'fastapi' ? 'The application does not redirect: it answers' : 'Flask answers';
    const difference = `${who} only ${match.slash === 'added' ? 'without' : 'with'} the slash at the end.`;
    return { routes: [found as Served], difference, names: [found.path ?? ''] };
  }
  const candidates = comparable(served, method, asked.length).flatMap(({ route, own }) => {
    const difference = match.among?.(route) === false ? undefined : compare(asked, own, method);
    return difference ? [{ route, difference }] : [];
  });
  const least = Math.min(...candidates.map((c) => c.difference.cost));
  const best = candidates.filter((c) => c.difference.cost === least);
  const byPath = new Map([...best].reverse().map((c) => [c.route.path, c]));
  const names = [...byPath.keys()].reverse();
  const [first] = best;
  if (!first || names.length > MOST) return undefined;
  const difference = names.length > 1 ? '' : first.difference.text;
  return { routes: names.map((name) => byPath.get(name)!.route), difference, names };
}

interface Comparable {
  route: Served;
  own: string[];
}
const sorted = new WeakMap<readonly Served[], Map<string, Comparable[]>>();
/** Those that answer such a verb, of a length that can be compared with so many segments. In the order of all. */
function comparable(served: readonly Served[], method: string | null, length: number): readonly Comparable[] {
  const known = sorted.get(served) ?? new Map<string, Comparable[]>();
  sorted.set(served, known);
  const key = `${method} ${length}`;
  const before = known.get(key);
  if (before) return before;
  const found = served.flatMap((route): Comparable[] => {
    if ((method !== null && !answers(route, method)) || (route.method === 'WS') !== (method === 'WS')) return [];
    const own = segments(route.path);
    return Math.abs(own.length - length) <= MOST_APART ? [{ route, own }] : [];
  });
  known.set(key, found);
  return found;
}

const segments = (path: string): string[] => path.split('/').filter((s) => s !== '');
const isParameter = (s: string) => /^\{[^{}]*\}$/.test(s);
const folded = (s: string) => s.toLowerCase().replace(/[-_]/g, '');

/** A literal is the same literal; what varies is a parameter. */
const same = (asked: string, own: string) => asked === own || (isParameter(asked) && isParameter(own));

function compare(asked: string[], own: string[], method: string | null): Difference | undefined {
  if (asked.length === own.length) return misspelt(asked, own);
  if (own.length === asked.length + 1) return lacking(asked, own, method);
  if (own.length === asked.length - 1) return exceeding(asked, own);
  const [longer, shorter] = own.length > asked.length ? [own, asked] : [asked, own];
  const front = longer.slice(0, 2);
  const isPrefix = longer.length === shorter.length + 2 && shorter.every((s, i) => same(s, longer[i + 2]!));
  if (!isPrefix || front.some(isParameter) || literals(shorter) < 2) return undefined;
  const text = longer === own ? 'is missing in front' : 'does not belong in front';
  return { cost: 2.5, text: `The prefix /${front.join('/')} ${text}.` };
}

/** What the call writes out is a parameter's value to the route: `/streams/pause` to `/streams/{name}`. */
function takesLiteral(asked: string[], own: string[]): boolean {
  return own.some((s, i) => isParameter(s) && asked[i] !== undefined && !/[{}]/.test(asked[i]));
}

function misspelt(asked: string[], own: string[]): Difference | undefined {
  const other = asked.flatMap((s, i) => (same(s, own[i]!) ? [] : [[s, own[i]!] as const]));
  // What the call writes out may also be the value of a parameter, but not in the segment that is in question.
  const wrong = other.filter(([, b]) => !isParameter(b));
  if (wrong.length === 0 || wrong.some(([a, b]) => /[{}]/.test(a + b))) return undefined;
  const guessed = (other.length - wrong.length) * 0.25;
  if (wrong.every(([a, b]) => folded(a) === folded(b))) return { cost: 0.5 + guessed, text: '' };
  const [[a, b] = ['', '']] = wrong;
  if (wrong.length > 1) return undefined;
  if (/^v\d+$/.test(a) && /^v\d+$/.test(b)) return { cost: 1 + guessed, text: 'It is served in another version.' };
  return isTypo(a, b) && !isOtherDeed(folded(a), folded(b)) ? { cost: 1 + guessed, text: '' } : undefined;
}

function lacking(asked: string[], own: string[], method: string | null): Difference | undefined {
  const at = extra(own, asked);
  if (at === undefined) return undefined;
  const segment = own[at]!;
  const isLast = at === own.length - 1;
  if (isParameter(segment)) {
    if (isLast && !['PUT', 'PATCH', 'DELETE'].includes(method ?? '')) return undefined;
    return { cost: isLast ? 2 : 1.5, text: `The parameter ${segment} is missing.` };
  }
  return isLast ? undefined : { cost: 1.5, text: `The ${at === 0 ? 'prefix' : 'segment'} /${segment} is missing.` };
}

function exceeding(asked: string[], own: string[]): Difference | undefined {
  const at = extra(asked, own);
  if (at === undefined || at === asked.length - 1) return undefined;
  const segment = asked[at]!;
  if (isParameter(segment)) return { cost: 2, text: 'There is a parameter too many.' };
  return { cost: 1.5, text: `The segment /${segment} does not belong there.` };
}

/** The index of the one segment that the longer path has more; of equal neighbours the last but never the end if another will do. */
function extra(longer: string[], shorter: string[]): number | undefined {
  if (literals(shorter) === 0) return undefined;
  const fits = longer.flatMap((_, i) => (shorter.every((s, j) => same(s, longer[j < i ? j : j + 1]!)) ? [i] : []));
  return fits.find((i) => i < longer.length - 1) ?? fits[0];
}

const literals = (path: string[]) => path.filter((s) => !isParameter(s)).length;
