/**
 * Classes as they were written before there were classes: `function Api() { this.base = … }`, `Api.prototype.load = function …`.
 * Such a function stands for its class: a `class` value whose chunk is the function.
 */
import { equalData } from '../base/equal';
import { own } from '../base/own';
import type { ChunkId, Expr, X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import { genericEnv } from './activations';
import type { Context } from './context';
import { perContext } from './memo';
import { PROTOTYPES } from './page-names';
import { each, either, type Value } from './value';

type Class = Value & { kind: 'class' };
interface Method {
  name: string;
  chunk: ChunkId;
  x: X;
}
interface Prototypes {
  /** By the constructor's chunk. */
  methods: Record<ChunkId, Method[]>;
  /** The constructor of each function that is a method. */
  owners: Record<ChunkId, ChunkId>;
}

const queries = perContext((ctx) => ({
  prototypes: ctx.world.db.query(
    'prototypes',
    (file: string) => prototypesOf(ctx, file),
    (): Prototypes => ({ methods: {}, owners: {} }),
    { equal: equalData },
  ),
}));

export function prototypesIn(ctx: Context, file: string): Prototypes {
  return queries(ctx).prototypes.get(file, file);
}

function prototypesOf(ctx: Context, file: string): Prototypes {
  const methods = new Map<ChunkId, Method[]>();
  const owners = new Map<ChunkId, ChunkId>();
  const chunkOf = (id: ChunkId) => ctx.world.chunk(file, id);
  const add = (maker: ChunkId, method: Method) => {
    methods.set(maker, [...(methods.get(maker) ?? []), method]);
    const e = chunkOf(method.chunk)?.arena[method.x];
    if (e?.kind === 'fn') owners.set(e.chunk, maker);
  };
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = chunkOf(id);
    for (const { object, name, x } of chunk?.sets ?? []) {
      if (name === undefined) continue;
      const maker = prototypeOf(chunkOf, id, object, 0);
      if (maker !== undefined) add(maker, { name, chunk: id, x });
      else if (name === 'prototype') entries(chunk, constructorOf(chunkOf, chunk?.arena[object]), x, id, add);
    }
    for (const e of chunk?.arena ?? []) mixed(chunkOf, chunk, id, e, add);
  }
  return { methods: Object.fromEntries(methods), owners: Object.fromEntries(owners) };
}

type Chunks = (id: ChunkId) => Chunk | undefined;
type Add = (maker: ChunkId, method: Method) => void;

function entries(chunk: Chunk | undefined, maker: ChunkId | undefined, x: X, id: ChunkId, add: Add): void {
  const e = chunk?.arena[x];
  if (maker === undefined || e?.kind !== 'obj') return;
  for (const entry of e.entries) if (entry.key !== undefined) add(maker, { name: entry.key, chunk: id, x: entry.x });
}

/** Object.assign(Api.prototype, { load() {…} }) */
function mixed(chunkOf: Chunks, chunk: Chunk | undefined, id: ChunkId, e: Expr, add: Add): void {
  const callee = e.kind === 'call' ? chunk?.arena[e.callee] : undefined;
  if (e.kind !== 'call' || callee?.kind !== 'get' || !/^(?:assign|extend)$/.test(callee.name)) return;
  const [target, ...sources] = e.args;
  const maker = target && prototypeOf(chunkOf, id, target.x, 0);
  for (const source of sources) entries(chunk, maker, source.x, id, add);
}

/** The function of which an expression is the prototype: `Api.prototype`, or a variable that holds it. */
function prototypeOf(chunkOf: Chunks, id: ChunkId, x: X, depth: number): ChunkId | undefined {
  const e = chunkOf(id)?.arena[x];
  if (e?.kind === 'get' && e.name === 'prototype') return constructorOf(chunkOf, chunkOf(id)?.arena[e.object]);
  if (e?.kind !== 'ref' || depth > 2) return undefined;
  const assigns = own(chunkOf(e.chunk)?.vars, e.name) ?? [];
  const only = assigns.length === 1 ? assigns[0] : undefined;
  return only && prototypeOf(chunkOf, only.chunk ?? e.chunk, only.x, depth + 1);
}

/** The function or class that a name is bound to. */
function constructorOf(chunkOf: Chunks, e: Expr | undefined): ChunkId | undefined {
  if (e?.kind !== 'ref') return undefined;
  const home = chunkOf(e.chunk);
  for (const { x, chunk } of own(home?.vars, e.name) ?? []) {
    const bound = (chunk === undefined ? home : chunkOf(chunk))?.arena[x];
    if (bound?.kind === 'fn' || bound?.kind === 'class') return bound.chunk;
  }
  return undefined;
}

/** Whether a function is made to be called with `new`: it has methods, or sets fields on what it makes. */
export function isConstructor(ctx: Context, file: string, id: ChunkId): boolean {
  const chunk = ctx.world.chunk(file, id);
  if (chunk?.kind !== 'function' || chunk.arrow) return false;
  return (
    own(prototypesIn(ctx, file).methods, id) !== undefined ||
    (chunk.sets?.some((s) => chunk.arena[s.object]?.kind === 'this') ?? false)
  );
}

/** A member that the prototype gives, bound to `self` if given. */
export function prototypeMember(ctx: Context, cls: Class, name: string, self: Value | undefined): Value | undefined {
  const methods = own(prototypesIn(ctx, cls.file).methods, cls.chunk)?.filter((m) => m.name === name);
  if (!methods?.length) return foreignMember(ctx, cls, name, self);
  const values = methods.flatMap((m) => {
    const place = ctx.place(cls.file, m.chunk, genericEnv(ctx, cls.file, m.chunk, cls.env));
    return place ? [{ value: ctx.evaluate(place, m.x) }] : [];
  });
  return each(either(values), (v) => (v.kind === 'fn' && !v.self && self ? { ...v, self } : v));
}

/** What other files put on the prototype. */
function foreignMember(ctx: Context, cls: Class, name: string, self: Value | undefined): Value | undefined {
  for (const at of ctx.world.shared(`${PROTOTYPES}.${name}`)) {
    const place = ctx.place(at.file, at.chunk, genericEnv(ctx, at.file, at.chunk));
    const maker = place && at.of !== undefined ? classOf(ctx.evaluate(place, at.of)) : undefined;
    if (!place || maker?.file !== cls.file || maker.chunk !== cls.chunk) continue;
    const value = ctx.evaluate(place, at.x);
    return value.kind === 'fn' && !value.self && self ? { ...value, self } : value;
  }
  return undefined;
}

/** The class of another file of which a function is a method. */
export function foreignClass(ctx: Context, file: string, id: ChunkId): Class | undefined {
  for (const { chunk, x, of } of ctx.world.sharedIn(file)) {
    const place = of === undefined ? undefined : ctx.place(file, chunk, genericEnv(ctx, file, chunk));
    const e = place?.chunk.arena[x];
    if (place && of !== undefined && e?.kind === 'fn' && e.chunk === id) return classOf(ctx.evaluate(place, of));
  }
  return undefined;
}

function classOf(value: Value): Class | undefined {
  if (value.kind === 'class') return value;
  return value.kind === 'fn' ? { kind: 'class', file: value.file, chunk: value.chunk, env: value.env } : undefined;
}

/** The functions that may set fields: the constructor itself and the methods. */
export function prototypeMethods(ctx: Context, cls: Class): ChunkId[] {
  const methods = own(prototypesIn(ctx, cls.file).methods, cls.chunk) ?? [];
  const functions = methods.flatMap((m) => {
    const e = ctx.world.chunk(cls.file, m.chunk)?.arena[m.x];
    return e?.kind === 'fn' ? [e.chunk] : [];
  });
  return [cls.chunk, ...functions];
}
