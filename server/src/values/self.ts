/** What `this` and `self` are: the activation's own, the class around a method, or the object literal around a function. */
import { own } from '../base/own';
import type { ChunkId, X } from '../facts/expression';
import { genericEnv, hasDecorator } from './activations';
import { rootEnv } from './components';
import type { Context, Place } from './context';
import { foreignClass, prototypesIn } from './prototypes';
import { type Env, unknown, type Value } from './value';
import type { Outline } from './world';

export function thisOf(ctx: Context, place: Place): Value {
  for (let env: Env | null = place.env, id: ChunkId | undefined = place.id; id !== undefined; ) {
    if (env?.chunk === id && env.self) return env.self;
    const chunk = ctx.world.outline(place.file, id);
    if (!chunk || chunk.parent === undefined) break;
    const outer: Env | null = env?.chunk === id ? env.parent : env;
    if (chunk.options !== undefined) return objectAt(ctx, place.file, { chunk: chunk.parent, x: chunk.options }, outer);
    const around = ctx.world.outline(place.file, chunk.parent);
    if (chunk.kind === 'function' && around?.kind === 'class') {
      const cls: Value = {
        kind: 'class',
        file: place.file,
        chunk: chunk.parent,
        env: outer?.parent ?? ctx.moduleEnv(place.file),
      };
      if (hasDecorator(ctx, place.file, id, 'staticmethod')) return unknown('a static method has no self');
      return hasDecorator(ctx, place.file, id, 'classmethod') || chunk.static ? { ...cls, any: true } : { kind: 'inst', cls };
    }
    if (chunk.kind === 'class')
      return { kind: 'inst', cls: { kind: 'class', file: place.file, chunk: id, env: outer ?? ctx.moduleEnv(place.file) } };
    const maker = chunk.kind === 'function' ? constructorAround(ctx, place.file, id, outer) : undefined;
    if (maker) return { kind: 'inst', cls: maker };
    const owner = chunk.kind === 'function' ? ownerOf(ctx, place.file, id) : undefined;
    if (owner) return objectAt(ctx, place.file, owner, outer);
    env = outer;
    id = chunk.parent;
  }
  const component = ctx.world.head(place.file)?.component;
  if (component?.options !== undefined)
    return { kind: 'obj', site: { file: place.file, chunk: '', x: component.options }, env: rootEnv(place.env) };
  return unknown('this');
}

export function superOf(ctx: Context, place: Place): Value {
  const self = thisOf(ctx, place);
  for (let id: ChunkId | undefined = place.id; id !== undefined; ) {
    const chunk: Outline | undefined = ctx.world.outline(place.file, id);
    if (chunk?.kind === 'class') {
      let env: Env | null = place.env;
      while (env && env.chunk !== id) env = env.parent;
      return {
        kind: 'super',
        cls: { kind: 'class', file: place.file, chunk: id, env: env?.parent ?? ctx.moduleEnv(place.file) },
        self,
      };
    }
    id = chunk?.parent;
  }
  return unknown('super outside a class');
}

/** `Api.prototype.load = function () { this… }`, and Api itself. */
function constructorAround(ctx: Context, file: string, id: ChunkId, outer: Env | null): (Value & { kind: 'class' }) | undefined {
  const { methods, owners } = prototypesIn(ctx, file);
  const maker = own(owners, id) ?? (own(methods, id) ? id : undefined);
  if (maker === undefined) return foreignClass(ctx, file, id);
  const parent = ctx.world.outline(file, maker)?.parent ?? '';
  let env = outer;
  while (env && env.chunk !== parent) env = env.parent;
  return { kind: 'class', file, chunk: maker, env: env ?? genericEnv(ctx, file, parent) };
}

function objectAt(ctx: Context, file: string, owner: { chunk: ChunkId; x: X }, env: Env | null): Value {
  let at = env;
  while (at && at.chunk !== owner.chunk) at = at.parent;
  return { kind: 'obj', site: { file, chunk: owner.chunk, x: owner.x }, env: at ?? ctx.moduleEnv(file) };
}

/** Sections of a Vue options object whose functions have the component, not the section, as `this`. */
export const COMPONENT_SECTIONS = ['methods', 'computed', 'watch', 'actions', 'getters'];

/** The object literal in which a function is written: `{ load() {…} }`; through `methods: {…}` the component around it. */
function ownerOf(ctx: Context, file: string, id: ChunkId): { chunk: ChunkId; x: X } | undefined {
  const parent = ctx.world.outline(file, id)?.parent;
  const arena = parent === undefined ? undefined : ctx.world.chunk(file, parent)?.arena;
  if (!arena || parent === undefined) return undefined;
  const holder = (child: (x: X) => boolean, key?: (key: string | undefined) => boolean): X =>
    arena.findIndex((e) => e.kind === 'obj' && e.entries.some((n) => child(n.x) && (!key || key(n.key))));
  const own = holder((x) => {
    const e = arena[x];
    return e?.kind === 'fn' && e.chunk === id;
  });
  if (own < 0) return undefined;
  const outer = holder(
    (x) => x === own,
    (key) => key !== undefined && COMPONENT_SECTIONS.includes(key),
  );
  return { chunk: parent, x: outer >= 0 ? outer : own };
}
