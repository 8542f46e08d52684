/** Keys of values and activations: equal ones have equal keys, by which answers are remembered. */
import { hashKey } from '../base/hash';
import type { ChunkId } from '../facts/expression';
import type { Args, Env, Site, Value } from './value';

/** One text for one place in the facts; of no place the empty one. */
export const siteKey = (s: Site | undefined): string => (s ? `${s.file}#${s.chunk}#${s.x}` : '');

export const sameSite = (a: Site, b: Site): boolean => a.x === b.x && a.chunk === b.chunk && a.file === b.file;

const keys = new WeakMap<Value, string>();

/** For what has no content of its own to make one of. */
export const setKey = (value: Value, key: string): void => {
  keys.set(value, key);
};

/** Equal values have equal keys, and only those. */
export function keyOf(value: Value): string {
  let key = keys.get(value);
  if (key === undefined) {
    key = shrink(makeKey(value));
    keys.set(value, key);
  }
  return key;
}

function makeKey(v: Value): string {
  switch (v.kind) {
    case 'str':
      return `s${JSON.stringify(v.text)}@${siteKey(v.site)}${v.preset ? '~' : ''}`;
    case 'lit':
      return `l${String(v.value)}${v.preset ? '~' : ''}`;
    case 'cat':
      return `c(${v.parts.map(keyOf).join()})@${siteKey(v.site)}`;
    case 'obj':
      return `o${siteKey(v.site)}~${v.env.id}`;
    case 'elem':
      return `e${siteKey(v.site)}~${v.env.id}`;
    case 'dict':
      return `d{${Object.entries(v.entries)
        .map(([k, x]) => `${k}:${keyOf(x)}`)
        .join()}${v.open ? '…' : ''}}`;
    case 'list':
      return `[${v.items.map(keyOf).join()}${v.open ? `…${v.why ?? ''}` : ''}]${v.env ? `@${siteKey(v.site)}~${v.env.id}` : ''}`;
    case 'fn':
      return `f${v.file}#${v.chunk}~${v.env.id}~${v.self ? keyOf(v.self) : ''}~${v.bound ? argsKey(v.bound) : ''}`;
    case 'class':
      return `k${v.file}#${v.chunk}~${v.env.id}${v.any ? '+' : ''}`;
    case 'inst':
      return `i${keyOf(v.cls)}@${siteKey(v.site)}~${v.env?.id ?? ''}${v.args ? `(${argsKey(v.args)})` : ''}`;
    case 'super':
      return `^${keyOf(v.cls)}~${keyOf(v.self)}`;
    case 'module':
      return `m${v.file}`;
    case 'package':
      return `p${v.dir}${v.name === undefined ? '' : `=${v.name}`}`;
    case 'ext':
      return `x${v.path}`;
    case 'made':
      return `M${siteKey(v.site)}~${v.env.id}~${keyOf(v.callee)}(${argsKey(v.args)})`;
    case 'member':
      return `.${v.viaSuper ? '^' : ''}${v.name}(${keyOf(v.of)})${v.index ? keyOf(v.index) : ''}`;
    case 'sym':
      return `$${v.file}#${v.chunk}#${v.index}${v.fallback ? `=${keyOf(v.fallback)}` : ''}`;
    case 'either':
      return `|${v.of.map((a) => keyOf(a.value) + (a.when ? JSON.stringify(a.when) : '')).join('|')}`;
    case 'unknown':
      return `?${v.why}@${siteKey(v.site)}`;
  }
}

export function argsKey(args: Args): string {
  return `${args.pos.map(keyOf).join()};${Object.entries(args.named)
    .map(([k, x]) => `${k}=${keyOf(x)}`)
    .join()}${args.open ? '…' : ''}`;
}

/** Long keys are hashed so that keys of nested things do not grow without bound. */
function shrink(key: string): string {
  return key.length <= 120 ? key : `#${hashKey(key)}`;
}

export const sameValue = (a: Value, b: Value): boolean => a === b || keyOf(a) === keyOf(b);

/** Its id is its content, so equal activations are one and ids never grow old. It is made when asked for: most need none. */
class Activation implements Env {
  readonly file: string;
  readonly chunk: ChunkId;
  readonly parent: Env | null;
  readonly depth: number;
  declare readonly args?: Args;
  declare readonly self?: Value;
  declare readonly picks?: ReadonlyMap<number, Value>;
  #id: string | undefined;
  /** The generic activations of chunks inside. */
  #inside: Map<ChunkId, Env> | undefined;

  constructor(e: Omit<Env, 'id'>) {
    this.file = e.file;
    this.chunk = e.chunk;
    this.parent = e.parent;
    this.depth = e.depth;
    if (e.args) this.args = e.args;
    if (e.self) this.self = e.self;
    if (e.picks) this.picks = e.picks;
  }

  get id(): string {
    this.#id ??= idOf(this);
    return this.#id;
  }

  /** Made once, for it is asked for again and again. */
  generic(chunk: ChunkId): Env {
    const before = this.#inside?.get(chunk);
    if (before) return before;
    if (!this.#inside || this.#inside.size > MAX_INSIDE) this.#inside = new Map();
    const made = makeEnv({ file: this.file, chunk, parent: this, depth: this.depth });
    this.#inside.set(chunk, made);
    return made;
  }
}
/** Chunks come and go while someone types. */
const MAX_INSIDE = 2000;

function idOf(e: Env): string {
  const picks = e.picks ? [...e.picks].map(([block, v]) => `${block}=${keyOf(v)}`).join() : '';
  return shrink(
    `${e.file}#${e.chunk}<${e.parent?.id ?? ''}>${e.args ? `(${argsKey(e.args)})${e.depth}` : ''}${e.self ? `!${keyOf(e.self)}` : ''}${picks ? `[${picks}]` : ''}`,
  );
}

export const makeEnv = (e: Omit<Env, 'id'>): Env => new Activation(e);

/** The activation of a chunk written directly inside, if nobody calls it. */
export const genericChild = (env: Env, file: string, chunk: ChunkId): Env =>
  env instanceof Activation && env.file === file ? env.generic(chunk) : makeEnv({ file, chunk, parent: env, depth: env.depth });

/** What a chunk does in an activation goes by the activation alone, which is mostly one of that chunk. */
export const runKey = (file: string, chunk: ChunkId, env: Env): string =>
  env.chunk === chunk && env.file === file ? env.id : `${file}#${chunk}~${env.id}`;
