/** From an application down to its routes: what is collected on the way, and the activations that are one. */
import { conjuncts } from '../../values/decided';
import type { Effect } from '../../values/effect';
import type { PatternPart } from '../../values/pattern';
import { type Env, makeEnv, mergeWhen, type Site, type Value, type When } from '../../values/value';
import { opposite } from '../../values/words';
import type { Registration } from './registration';
import type { Step } from './route';

export type Done = Effect<Registration> & { data: Registration };
export interface TableEntry {
  object: Value;
  done: Done[];
}
export interface Table {
  by: Map<string, TableEntry>;
  included: Set<string>;
  /** Flask's endpoints by their full names. */
  endpoints: Map<string, Value>;
  /** What routers are called in traces, by their keys. */
  labels: Map<string, string>;
}
export interface Walk {
  app: string | null;
  /** Where it is made. */
  appSite: Site | null;
  appRoot: string | null;
  /** What stands before a path, the router's own prefix apart. */
  prefix: PatternPart[];
  own: PatternPart[];
  conditions: string[];
  when?: When;
  /** Outermost last. */
  trace: Step[];
  includes: (Registration & { op: 'include' })[];
  path: string[];
  /** Whether what tests register is theirs alone: the application has routes without them. */
  apart: boolean;
}

export const NOWHERE: Walk = {
  app: null,
  appSite: null,
  appRoot: null,
  prefix: [],
  own: [],
  conditions: [],
  trace: [],
  includes: [],
  path: [],
  apart: false,
};

/** The same place under further conditions; null where they contradict each other. */
export function under(at: Walk | null, conditions: readonly string[], when: When | undefined): Walk | null {
  if (!at) return null;
  const both = mergeWhen(at.when, when);
  if (both === null) return null;
  const all = allConditions([...at.conditions, ...conditions], when);
  return all && { ...at, conditions: all, ...(both ? { when: both } : {}) };
}

/** Made by a method that needs nothing but self, as properties are. */
export const isAskedOfInstance = ({ env }: Value & { kind: 'made' }): boolean => env.self !== undefined && !env.args;

/** The same thing made in activations that nobody specified (on the same instance, on one made by nobody in particular, on any), or not all the way up. */
export function unspecified(object: Value): Value[] {
  if ((object.kind !== 'made' && object.kind !== 'inst') || !object.env || object.env.chunk === '') return [];
  const { env } = object;
  const unspecified = [(self: Value) => self, anyonesInstance, () => undefined].map((of) => withoutArgs(env, of));
  return [...unspecified, ...fromCloser(env)].map((one) => ({ ...object, env: one }));
}

/** The same call, as it is known before anyone says who calls the function that makes it. */
function fromCloser({ id: _id, ...env }: Env): Env[] {
  return env.args ? Array.from({ length: Math.max(0, env.depth - 1) }, (_, i) => makeEnv({ ...env, depth: i + 1 })) : [];
}

type SelfOf = (self: Value) => Value | undefined;
function withoutArgs({ id: _id, args: _args, self, ...env }: Env, of: SelfOf): Env {
  const parent = env.parent && withoutArgs(env.parent, of);
  const kept = self && of(self);
  return makeEnv({ ...env, parent, depth: parent?.depth ?? 0, ...(kept ? { self: kept } : {}) });
}

const anyonesInstance: SelfOf = (self) =>
  self.kind === 'inst' && self.env ? { ...self, env: withoutArgs(self.env, () => undefined) } : self;

/** Conditions in words, those under which a value holds included; null where two contradict each other. */
export function allConditions(texts: readonly string[], when: When | undefined): string[] | null {
  const all = new Set(texts.flatMap((text) => (text.startsWith('not ') ? [text] : conjuncts(text))));
  for (const [key, holds] of Object.entries(when ?? {})) {
    if (key.startsWith('[')) continue;
    const test = key.slice(key.indexOf('|') + 1);
    all.add(holds ? test : opposite(test));
  }
  for (const text of all) if (all.has(opposite(text))) return null;
  return [...all];
}
