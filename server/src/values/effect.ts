/** Effects as data, and the knowledge by which calls are read as such. */
import type { ChunkId } from '../facts/expression';
import type { Chunk, SetMember } from '../facts/facts';
import type { Context, Place } from './context';
import type { DirectInterest } from './interest/interest-knowledge';
import { type Args, type Env, keyOf as keyOfValue, type Site, siteKey, type Value, type When } from './value';

export interface CallSite {
  ctx: Context;
  place: Place;
  callee: Value;
  args: Args;
  site: Site;
  decorator: boolean;
}
export interface Effect<T> {
  /** Null: open, what is done shows only once the parameters are known. */
  data: T | null;
  /** Open: what the callee starts from. */
  root?: Value;
  /** The call that does it, and the calls that led there, outermost first. */
  site: Site;
  via: Site[];
  conditions: string[];
  when?: When;
  /** Whose parameters it depends on; empty: closed. */
  open: readonly string[];
  /** Done only if someone calls a function of an object that was returned; who does has effects of his own. */
  latent?: true;
}
/** A further call that an external function makes: useSWR(key, fetcher) calls fetcher(key). */
export interface Invoke {
  invoke: Value;
  args: Args;
}
export interface Knowledge<T> extends DirectInterest {
  read(call: CallSite): (T | Invoke)[];
  /** Whether a call of something that only a caller knows may be worth instantiating. */
  mayMatter(call: CallSite): boolean;
  /** How many calls up something is followed that only callers know: a client, a router that is handed down. */
  reach: number;
  /**
   * Loops run over lists as they are written, and once over what is filled elsewhere: who asks what is put into one collection must not ask
   * for the next one, and so on through the whole program.
   */
  plainLoops?: true;
  /** The values on which an effect hangs. */
  values(data: T): Value[];
  key(data: T): string;
  /** The same with other values. Where it is given, what functions only hand on is not looked at (see carried.ts). */
  mapped?(data: T, value: (v: Value) => Value): T;
}
/** Whether setting a member or an item is an effect. */
export function isAssignment({ fields, items }: DirectInterest, chunk: Chunk, { name, index, object }: SetMember): boolean {
  if (name !== undefined) return fields?.has(name) === true;
  return index !== undefined && items?.(chunk, object) === true;
}

/** So many calls deep Python's functions are still followed that do nothing by themselves. */
const MAX_ASKED = 4;

/**
 * Whether all that a function does is to call what it is given, deep in other calls: parsers and loaders that hand their callbacks to each
 * other would be gone through in every combination. Who registers something with what it is given is followed to the end.
 */
export const isOnlyAsked = ({ file }: Value & { kind: 'fn' }, summary: readonly Effect<object>[], depth: number): boolean =>
  depth >= MAX_ASKED && file.endsWith('.py') && !summary.some((e) => e.open.length && e.data);

/** A chunk in one of its activations. */
export interface Run {
  file: string;
  chunk: ChunkId;
  env: Env;
}

/**
 * Each once. What nobody can tell before the parameters are known is one question for each call that a function makes, however many ways
 * go on from there: who knows the parameters goes all of them again.
 */
export function distinctEffects<T extends object>(effects: readonly Effect<T>[], keyOf: (e: Effect<T>) => string): Effect<T>[] {
  const first = new Map<string, Effect<T>>();
  for (const e of effects) {
    const key = e.data ? keyOf(e) : questionOf(e);
    const before = first.get(key);
    if (!before || (!e.data && e.via.length < before.via.length)) first.set(key, e);
  }
  return [...first.values()];
}

function questionOf({ site, via, open, root, when, latent }: Effect<object>): string {
  const asked = root && `${root.kind}|${keyOfValue(root)}`;
  return `${siteKey(via[0] ?? site)}|${open.join()}|${asked}${when ? '|when' : ''}${latent ? '|latent' : ''}`;
}
