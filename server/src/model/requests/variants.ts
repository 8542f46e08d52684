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
  const telling = out.filter((v) => patternOf(v.url).some((p) => p.text && /\w/.test(p.text)));
  if (telling.length && telling.length < out.length) out.splice(0, out.length, ...telling);
  const known = out.filter((v) => !isOverride(v.address));
  const base = out.filter((v) => isOverride(v.address) && literalsIn(v) < 3);
  if (known.length || base.length === out.length) out.splice(0, out.length, ...known);
  // A base that a caller gives is not the '' that stands for its absence; one that the environment gives may well be.
  const given = new Set(
    out.filter((v) => v.address.base && ['sym', 'inst'].includes(rootOf(v.address.base).kind)).map((v) => v.key),
  );
  const owned = out.filter((v) => v.address.origin === 'own' && (v.address.host !== undefined || !given.has(v.key)));
  const isKnown = (key: string) =>
    owned.some(
      (v) =>
        v.key === key ||
        (v.key.endsWith(key.slice(key.indexOf(' ') + 1)) && v.key.startsWith(`${key.slice(0, key.indexOf(' '))} `)),
    );
  const distinct = new Map<string, Variant>();
  for (const v of out) {
    const { key } = v;
    if (v.address.origin === 'unknown' && isKnown(key) && !isLater(v.when)) continue;
    if (v.address.origin === 'own' && v.address.host === undefined && given.has(key)) continue;
    if (v.method === '' && out.some((o) => o.method)) continue;
    if (v.method === null && out.some((o) => o.method !== null)) continue;
    const at = v.address.literals.at(-1)?.site;
    const whole = `${v.address.origin} ${key}${isLater(v.when) && v.address.trailing ? '+' : ''} ${at ? siteKey(at) : ''}`;
    if (!distinct.has(whole)) distinct.set(whole, bare(v));
  }
  return [...distinct.values()];
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
