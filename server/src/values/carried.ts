/**
 * What a function only hands on. `get(path, body) { return request(path, { method: 'POST', body }) }` does the same whatever its path and
 * body are: so it is worked out once with stand-ins for them, and every call puts its own arguments in their place.
 *
 * A stand-in has the kind of what it stands for, and is no empty text; whoever looks at more of it is thrown out by `LOOKED`, and the
 * call is worked out with what it gives. So an answer for stand-ins is one for everything that they stand for.
 */
import { type Args, cat, type Env, either, makeEnv, type StandIn, setKey, type Value } from './value';

/** Thrown where something looks at what a stand-in stands for. */
export const LOOKED = new Error('a stand-in was looked at');

/** The owner, beside functions, of what hangs on a stand-in. */
export const CARRIED = '#carried';

/** Kinds that are handed on, with what must not be looked at. */
const FIELDS = {
  str: ['text', 'site'],
  cat: ['parts', 'site'],
  sym: ['file', 'chunk', 'index', 'name'],
  obj: ['site', 'env'],
  fn: ['file', 'chunk', 'env', 'self', 'bound'],
  member: ['of', 'name', 'index', 'viaSuper'],
  made: ['callee', 'args', 'site', 'env', 'isNew'],
} as const;
type Kind = keyof typeof FIELDS;

const made = new Map<string, Value>();

/** One for each place among the arguments and depth of calls, so that stand-ins of one call are not those of a call inside it. */
function standIn(kind: Kind, depth: number, index: number): Value {
  const key = `~${kind}${depth}.${index}`;
  const before = made.get(key);
  if (before) return before;
  const value: { kind: Kind } & StandIn = { kind, carried: true };
  const get = (): never => {
    throw LOOKED;
  };
  // Enumerable, so that copying looks too.
  for (const field of FIELDS[kind]) Object.defineProperty(value, field, { enumerable: true, get });
  setKey(value as Value, key);
  made.set(key, value as Value);
  return value as Value;
}

function kindOf(value: Value): Kind | undefined {
  switch (value.kind) {
    case 'str':
      return value.carried || value.preset || value.text === '' ? undefined : 'str';
    case 'cat':
      return value.carried || !value.parts.some((p) => p.kind === 'str') ? undefined : 'cat';
    case 'sym':
      return value.carried || value.fallback ? undefined : 'sym';
    case 'obj':
    case 'fn':
    case 'member':
    case 'made':
      return value.carried ? undefined : value.kind;
    default:
      return undefined;
  }
}

/** What the stand-ins of one call stand for. */
export type Given = ReadonlyMap<Value, Value>;

/** The arguments of a call made at a depth, with stand-ins where there can be any; undefined where there are none. */
export function carry(args: Args, depth: number): { args: Args; given: Given } | undefined {
  const given = new Map<Value, Value>();
  const carried = (value: Value): Value => {
    const kind = kindOf(value);
    if (kind === undefined) return value;
    const instead = standIn(kind, depth, given.size);
    given.set(instead, value);
    return instead;
  };
  const pos = args.pos.map(carried);
  const named: Record<string, Value> = {};
  for (const [name, value] of Object.entries(args.named)) named[name] = carried(value);
  return given.size ? { args: { ...args, pos, named }, given } : undefined;
}

/** Puts what was given in the place of its stand-ins, as if it had been there from the beginning. */
export class PutBack {
  private readonly envs = new Map<Env, Env>();

  constructor(private readonly given: Given) {}

  value = (v: Value): Value => {
    if ('carried' in v && v.carried) return this.given.get(v) ?? v;
    switch (v.kind) {
      case 'cat': {
        const parts = this.each(v.parts);
        return parts === v.parts ? v : cat(parts, v.site);
      }
      case 'either': {
        const values = v.of.map((a) => this.value(a.value));
        if (values.every((value, i) => value === v.of[i]!.value)) return v;
        return either(v.of.map((a, i) => ({ ...a, value: values[i]! })));
      }
      case 'member': {
        const of = this.value(v.of);
        const index = v.index && this.value(v.index);
        return of === v.of && index === v.index ? v : { ...v, of, ...(index ? { index } : {}) };
      }
      case 'dict': {
        const entries = this.record(v.entries);
        return entries === v.entries ? v : { ...v, entries };
      }
      default:
        return this.written(v);
    }
  };

  /** What is written in an activation, and takes it along. */
  private written(v: Value): Value {
    switch (v.kind) {
      case 'obj':
      case 'elem':
      case 'class': {
        const env = this.env(v.env);
        return env === v.env ? v : { ...v, env };
      }
      case 'fn': {
        const env = this.env(v.env);
        const self = v.self && this.value(v.self);
        const bound = v.bound && this.args(v.bound);
        if (env === v.env && self === v.self && bound === v.bound) return v;
        return { ...v, env, ...(self ? { self } : {}), ...(bound ? { bound } : {}) };
      }
      case 'list': {
        const items = this.each(v.items);
        const env = v.env && this.env(v.env);
        return items === v.items && env === v.env ? v : { ...v, items, ...(env ? { env } : {}) };
      }
      case 'inst':
        return this.instance(v);
      case 'super': {
        const cls = this.value(v.cls) as typeof v.cls;
        return { ...v, cls, self: this.value(v.self) };
      }
      case 'made': {
        const callee = this.value(v.callee);
        const args = this.args(v.args);
        const env = this.env(v.env);
        return callee === v.callee && args === v.args && env === v.env ? v : { ...v, callee, args, env };
      }
      default:
        return v;
    }
  }

  private instance(v: Value & { kind: 'inst' }): Value {
    const cls = this.value(v.cls) as typeof v.cls;
    const env = v.env && this.env(v.env);
    const args = v.args && this.args(v.args);
    if (cls === v.cls && env === v.env && args === v.args) return v;
    return { ...v, cls, ...(env ? { env } : {}), ...(args ? { args } : {}) };
  }

  private each(values: Value[]): Value[] {
    const out = values.map(this.value);
    return out.every((value, i) => value === values[i]) ? values : out;
  }

  private record(values: Record<string, Value>): Record<string, Value> {
    const out = Object.entries(values).map(([key, value]) => [key, this.value(value)] as const);
    return out.every(([key, value]) => value === values[key]) ? values : Object.fromEntries(out);
  }

  private args(args: Args): Args {
    const pos = this.each(args.pos);
    const named = this.record(args.named);
    return pos === args.pos && named === args.named ? args : { ...args, pos, named };
  }

  private env(env: Env): Env {
    const before = this.envs.get(env);
    if (before) return before;
    const { parent, args, self, picks } = env;
    const outer = parent && this.env(parent);
    const own = args && this.args(args);
    const me = self && this.value(self);
    const picked = picks && new Map([...picks].map(([block, value]) => [block, this.value(value)] as const));
    const isSame = outer === parent && own === args && me === self && ![...(picked ?? [])].some(([b, v]) => picks!.get(b) !== v);
    const made = isSame
      ? env
      : makeEnv({
          ...env,
          parent: outer,
          ...(own ? { args: own } : {}),
          ...(me ? { self: me } : {}),
          ...(picked ? { picks: picked } : {}),
        });
    this.envs.set(env, made);
    return made;
  }
}
