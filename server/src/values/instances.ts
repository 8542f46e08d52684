/** Fields of instances: what methods set on self or this, the constructor called with the arguments that the instance was made with. */
import { own } from '../base/own';
import type { ChunkId, Expr, X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import { genericEnv, runningEnv } from './activations';
import { ancestry, classEnv } from './classes';
import type { Context, Place } from './context';
import { fieldUnderName } from './named-late';
import { prototypeMethods } from './prototypes';
import { laterOrBefore } from './set-later';
import { type Alternative, type Args, type Env, either, keyOf, makeEnv, type Value } from './value';

type Class = Value & { kind: 'class' };
type Instance = Value & { kind: 'inst' };
const CONSTRUCTORS = ['__init__', 'constructor'];

/** self.name = … in the methods of one class of the instance's ancestry. */
export function fieldValue(ctx: Context, cls: Class, self: Instance, name: string): Value | undefined {
  const found: Alternative[] = [];
  const later: Alternative[] = [];
  const python = ctx.world.langOfName(cls.file) === 'python';
  for (const [id, method] of methodsOf(ctx, cls)) {
    const sets = method.sets?.filter((s) => s.name === name && isSelf(method, id, s.object, python));
    if (!sets?.length) continue;
    const place = ctx.place(cls.file, id, methodEnv(ctx, cls, self, id, method));
    const into = python || isConstructor(cls, id) ? found : later;
    if (place) for (const set of sets) into.push({ value: ctx.evaluate(place, set.x) });
  }
  const all = [...found, ...later];
  if (!all.length) return python ? undefined : namedInConstructor(ctx, cls, self, name);
  const isNothing = (a: Alternative) => a.value.kind === 'lit' && a.value.value === null;
  const kept = laterOrBefore(
    `${keyOf(self)}.${name}`,
    found.filter((a) => !isNothing(a)),
    later.filter((a) => !isNothing(a)),
  );
  return either(kept.length ? kept : all);
}

function namedInConstructor(ctx: Context, cls: Class, self: Instance, name: string): Value | undefined {
  const id = `${cls.chunk}.constructor`;
  const method = ctx.world.chunk(cls.file, id);
  const place = method && ctx.place(cls.file, id, methodEnv(ctx, cls, self, id, method));
  return place && fieldUnderName(ctx, place, name);
}

/** The methods written in a class body, decorated ones included. */
function methodsOf(ctx: Context, cls: Class): [ChunkId, Chunk][] {
  const body = ctx.world.chunk(cls.file, cls.chunk);
  const out: [ChunkId, Chunk][] = [];
  for (const id of body?.kind === 'function' ? prototypeMethods(ctx, cls) : []) {
    const method = ctx.world.chunk(cls.file, id);
    if (method) out.push([id, method]);
  }
  for (const assigns of body?.kind === 'class' ? Object.values(body.vars) : [])
    for (const { x } of assigns) {
      const id = functionChunk(body!.arena, x);
      const method = id === undefined ? undefined : ctx.world.chunk(cls.file, id);
      if (id !== undefined && method) out.push([id, method]);
    }
  return out;
}

/** The function under its decorators. */
export function functionChunk(arena: readonly Expr[], x: X): ChunkId | undefined {
  let e = arena[x];
  while (e?.kind === 'call' && e.decorator && e.args[0]) e = arena[e.args[0].x];
  return e?.kind === 'fn' ? e.chunk : undefined;
}

/** Python's first parameter; JavaScript's `this`, also as `const self = this`. */
function isSelf(method: Chunk, id: ChunkId, object: X, python: boolean): boolean {
  const e = method.arena[object];
  if (e?.kind === 'this') return true;
  if (e?.kind !== 'ref' || e.chunk !== id) return false;
  if (python) return e.name === method.params?.[0]?.name;
  const assigns = own(method.vars, e.name) ?? [];
  return assigns.length === 1 && assigns[0]!.chunk === undefined && method.arena[assigns[0]!.x]?.kind === 'this';
}

const isConstructor = (cls: Class, id: ChunkId): boolean =>
  id === cls.chunk || CONSTRUCTORS.some((name) => id === `${cls.chunk}.${name}`);

function methodEnv(ctx: Context, cls: Class, self: Instance, id: ChunkId, method: Chunk): Env {
  const isFunction = ctx.world.outline(cls.file, cls.chunk)?.kind === 'function';
  const parent = isFunction ? genericEnv(ctx, cls.file, method.parent ?? '', cls.env) : classEnv(cls, self);
  const base = { file: cls.file, chunk: id, parent, self };
  const args = isConstructor(cls, id) ? constructorArgs(ctx, cls, self) : undefined;
  if (!args) return makeEnv({ ...base, depth: parent.depth });
  const withSelf = ctx.world.langOfName(cls.file) === 'python' && method.params?.length;
  return runningEnv(base, method, withSelf ? { ...args, pos: [self, ...args.pos] } : args, (self.env?.depth ?? 0) + 1);
}

/**
 * The arguments that reach the constructor of `cls`: those of the instance, or what the constructors below it hand to super.
 * Undefined where the instance is any instance and nobody below says.
 */
function constructorArgs(ctx: Context, cls: Class, self: Instance): Args | undefined {
  let args = self.args;
  for (const ancestor of ancestry(ctx, self.cls)) {
    if (ancestor.kind !== 'class') break;
    if (isSameClass(ancestor, cls)) return args;
    const handed = superArgs(ctx, ancestor, self, args, cls);
    if (handed) args = handed;
  }
  return args;
}

const isSameClass = (a: Value, b: Class): boolean => a.kind === 'class' && a.file === b.file && a.chunk === b.chunk;

/** What the constructor of a class hands to super, or by name to `wanted` (absent: to what is not of the project): `Base.__init__(self, "/v")`. */
function superArgs(ctx: Context, cls: Class, self: Instance, args: Args | undefined, wanted?: Class): Args | undefined {
  for (const name of CONSTRUCTORS) {
    const id = `${cls.chunk}.${name}`;
    const chunk = ctx.world.chunk(cls.file, id);
    if (!chunk) continue;
    const parent = classEnv(cls, self);
    const base = { file: cls.file, chunk: id, parent, self };
    const env = args
      ? runningEnv(base, chunk, name === '__init__' ? { ...args, pos: [self, ...args.pos] } : args, (self.env?.depth ?? 0) + 1)
      : makeEnv({ ...base, depth: parent.depth });
    const place: Place = { file: cls.file, id, chunk, env };
    const call = chunk.arena.find((e): e is Expr & { kind: 'call' } => e.kind === 'call' && callsSuper(chunk.arena, e.callee));
    if (call) return ctx.args(place, call.args);
    const named = chunk.arena.find((e): e is Expr & { kind: 'call' } => e.kind === 'call' && callsBase(ctx, place, e, wanted));
    if (named) return ctx.args(place, named.args.slice(1));
  }
  return undefined;
}

/** `Base.__init__(self, …)` where Base is the class that is meant or inherits from it. */
function callsBase(ctx: Context, place: Place, { callee, args }: Expr & { kind: 'call' }, wanted: Class | undefined): boolean {
  const e = place.chunk.arena[callee];
  if (e?.kind !== 'get' || e.name !== '__init__' || !args[0] || !isSelf(place.chunk, place.id, args[0].x, true)) return false;
  const base = ctx.evaluate(place, e.object);
  const above = base.kind === 'class' ? ancestry(ctx, base) : [base];
  return above.some((one) => (wanted ? isSameClass(one, wanted) : one.kind === 'ext' && !OBJECT.test(one.path)));
}
const OBJECT = /^(builtins\.object|abc\.ABC)$/;

function callsSuper(arena: readonly Expr[], callee: X): boolean {
  const e = arena[callee];
  return e?.kind === 'super' || (e?.kind === 'get' && e.name === '__init__' && arena[e.object]?.kind === 'super');
}

/** The arguments that reach the first base from outside the project: APIRouter's, for an instance of a subclass of it. */
export function externalArgs(ctx: Context, self: Instance): Args {
  let args = self.args;
  for (const ancestor of ancestry(ctx, self.cls)) {
    if (ancestor.kind !== 'class') break;
    args = superArgs(ctx, ancestor, self, args) ?? args;
  }
  return args ?? { pos: [], named: {}, open: true };
}
