/** What a request may ask for: address and verb, one for each pair of alternatives that can hold together. */
import type { Effect } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { patternOf } from '../../values/pattern';
import { alternatives, LATER, mergeWhen, siteKey, textOf, type Value, type When } from '../../values/value';
import { type Address, addressOf, type Named, pathText } from './address';
import type { RequestData } from './request';

export interface Variant {
  /** Upper case; null where it cannot be known. */
  method: string | null;
  address: Address;
  open: boolean;
  /** It holds only under these conditions. */
  when?: When;
}

type Candidate = Variant & { key: string; url: Value };

/** Bases that only differ in being unknown are one. */
export function variantsOf(data: RequestData, effect: Effect<RequestData>, named: Named): Variant[] {
  const out = candidates(data, effect, named);
  if (out.length > 1) return distinctOf(out);
  return out.filter((v) => !isOverride(v.address) || literalsIn(v) >= 3).map(bare);
}

const bare = ({ method, address, open, when }: Candidate): Variant => ({ method, address, open, ...(when ? { when } : {}) });
const literalsIn = (v: Variant): number => v.address.segments.filter((s) => 'text' in s).length;

function candidates(data: RequestData, effect: Effect<RequestData>, named: Named): Candidate[] {
  const out: Candidate[] = [];
  for (const url of alternatives(data.url, effect.when))
    for (const base of alternatives(data.base ?? NONE, url.when))
      for (const verb of alternatives(data.method ?? NONE, base.when)) {
        const when = mergeWhen(effect.when, verb.when);
        if (when === null || isNothing(url.value)) continue;
        const address = addressOf(url.value, data.base && !isNothing(base.value) ? base.value : undefined, named);
        if (!address) continue;
        const method = data.method && !isNothing(verb.value) ? (textOf(verb.value)?.toUpperCase() ?? null) : data.fallback;
        const key = `${method} ${pathText(address.segments, address.slash)}`;
        out.push({ method, address, open: effect.open.length > 0, key, url: url.value, ...(when ? { when } : {}) });
      }
  return out;
}

function distinctOf(out: Candidate[]): Variant[] {
  const telling = out.filter((v) => hasWord(v.url));
  if (telling.length && telling.length < out.length) out.splice(0, out.length, ...telling);
  const known = out.filter((v) => !isOverride(v.address));
  if (known.length < out.length && (known.length || out.every((v) => literalsIn(v) < 3))) out.splice(0, out.length, ...known);
  const kept = withoutTwins(out);
  if (kept.length < 2) return kept.map(bare);
  const distinct = new Map<string, Variant>();
  for (const v of kept) {
    const at = v.address.literals.at(-1)?.site;
    const whole = `${v.address.origin} ${v.key}${isLater(v.when) && v.address.trailing ? '+' : ''} ${at ? siteKey(at) : ''}`;
    if (!distinct.has(whole)) distinct.set(whole, bare(v));
  }
  return [...distinct.values()];
}

/** Of those that ask for the same at several bases the one whose base is known; of those with and without a verb those with one. */
function withoutTwins(out: readonly Candidate[]): Candidate[] {
  // A base that a caller gives is not the '' that stands for its absence; one that the environment gives may well be.
  const given = out.filter(({ address: { base } }) => base && GIVEN.has(rootOf(base).kind));
  const isGiven = (key: string) => given.some((v) => v.key === key);
  const isKnown = (key: string) =>
    out.some(
      (v) =>
        v.address.origin === 'own' && (v.key === key || endsAs(v.key, key)) && (v.address.host !== undefined || !isGiven(v.key)),
    );
  return out.filter((v) => {
    const { origin, host } = v.address;
    if (origin === 'unknown' && isKnown(v.key) && !isLater(v.when)) return false;
    if (origin === 'own' && host === undefined && isGiven(v.key)) return false;
    if (v.method === '' && out.some((o) => o.method)) return false;
    return !(v.method === null && out.some((o) => o.method !== null));
  });
}
const GIVEN: ReadonlySet<Value['kind']> = new Set(['sym', 'inst']);

/** 'GET /v1/tasks' and 'GET /tasks' */
function endsAs(key: string, end: string): boolean {
  const space = end.indexOf(' ');
  return key.endsWith(end.slice(space + 1)) && key.startsWith(end.slice(0, space + 1));
}

/** Whether there is anything in its text but signs. */
function hasWord(value: Value): boolean {
  if (value.kind === 'str') return /\w/.test(value.text);
  if (value.kind === 'cat') return value.parts.some(hasWord);
  return patternOf(value).some((p) => p.text && /\w/.test(p.text));
}

/** Whether it holds because something is set later: it stands beside what was before. */
export const isLater = (when: When | undefined): boolean =>
  Object.entries(when ?? {}).some(([key, later]) => later && key.startsWith(LATER));

/** What `{ url: '/tasks', ...options }` asks for if the options bring an address of their own. */
function isOverride({ segments, trailing }: Address): boolean {
  const last = segments.at(-1);
  const hole = trailing ?? (last && 'hole' in last ? last.hole : undefined);
  if (hole?.kind === 'lit') return hole.value === null && (trailing !== undefined || segments.length < 3);
  return hole?.kind === 'member' && /^_?(url|path|endpoint|uri|href)$/i.test(hole.name) && rootOf(hole).kind === 'sym';
}

const NONE: Value = { kind: 'lit', value: null };
const isNothing = (v: Value) => v.kind === 'lit' && !v.value;

/** Whether a parameter's default shines through. */
export function hasDefault(value: Value | undefined): boolean {
  if (value?.kind === 'cat') return value.parts.some(hasDefault);
  if (value?.kind === 'either') return value.of.some((a) => hasDefault(a.value));
  return value?.kind === 'sym' && textOf(value) !== undefined;
}
