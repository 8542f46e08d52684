/** Classes: their bases, all that they inherit from, their attributes and methods. */
import { own } from '../base/own';
import { hasDecorator } from './activations';
import type { Context } from './context';
import { prototypeMember } from './prototypes';
import { type Env, each, makeEnv, type Value } from './value';

export type Class = Value & { kind: 'class' };

/** The bases of a class as written, evaluated where the class is written. */
export function directBases(ctx: Context, cls: Class): Value[] {
  const chunk = ctx.world.chunk(cls.file, cls.chunk);
  const place = ctx.place(cls.file, chunk?.parent ?? '', cls.env);
  return place && chunk?.bases ? chunk.bases.map((x) => ctx.evaluate(place, x)) : [];
}

/** The class and everything it inherits from, nearest first; what is not of the project stands as it is. */
export function ancestry(ctx: Context, cls: Class): Value[] {
  const out: Value[] = [];
  const seen = new Set<string>();
  const visit = (value: Value, depth: number): void => {
    if (value.kind === 'either') return value.of.forEach((a) => visit(a.value, depth));
    if (value.kind === 'class') {
      const key = `${value.file}#${value.chunk}`;
      if (seen.has(key) || depth > 20) return;
      seen.add(key);
      out.push(value);
      for (const base of directBases(ctx, value)) visit(base, depth + 1);
    } else if (value.kind === 'sym' || value.kind === 'unknown' || value.kind === 'lit') return;
    else out.push(value.kind === 'member' && value.name === '__getitem__' ? value.of : value);
  };
  visit(cls, 0);
  return out;
}

/** The activation of a class body, whose bindings are the class's members. */
export const classEnv = (cls: Class, self?: Value): Env =>
  makeEnv({ file: cls.file, chunk: cls.chunk, parent: cls.env, depth: cls.env.depth, ...(self ? { self } : {}) });

/** A class attribute or method, found along the ancestry; methods are bound to `self` if given. */
export function classMember(
  ctx: Context,
  cls: Class,
  name: string,
  self: Value | undefined,
  skipSelf = false,
): Value | undefined {
  for (const ancestor of ancestry(ctx, cls).slice(skipSelf ? 1 : 0)) {
    if (ancestor.kind !== 'class')
      return { kind: 'member', of: self ?? (skipSelf ? ancestor : cls), name, ...(skipSelf ? { viaSuper: true } : {}) };
    const chunk = ctx.world.chunk(ancestor.file, ancestor.chunk);
    if (chunk?.kind === 'function' || !own(chunk?.vars, name)?.length) {
      const given = prototypeMember(ctx, ancestor, name, self);
      if (given) return given;
      continue;
    }
    const seen = ctx.binding(ancestor.file, ancestor.chunk, name, classEnv(ancestor, self));
    const isShared = self !== undefined && isMadeOnce(ctx, ancestor, seen);
    const value = isShared ? ctx.binding(ancestor.file, ancestor.chunk, name, classEnv(ancestor)) : seen;
    return each(value, (v) => bound(ctx, v, self ?? cls, self !== undefined));
  }
  return undefined;
}

/** What runs when a class is instantiated; of a dataclass that is what it has for after its own. */
const RUN_AT_START = ['__init__', '__post_init__', '__attrs_post_init__', 'constructor'];

export function constructorOf(ctx: Context, cls: Class, self: Value): (Value & { kind: 'fn' }) | undefined {
  for (const name of RUN_AT_START) {
    const found = classMember(ctx, cls, name, self);
    if (found?.kind === 'fn') return found;
  }
  return undefined;
}

/** What a class body makes is one for all instances; `field(default_factory=APIRouter)`, attrs' `field(factory=APIRouter)` make one for each. */
function isMadeOnce(ctx: Context, { file, chunk }: Class, value: Value): boolean {
  if (value.kind !== 'made' || !file.endsWith('.py') || value.site.chunk !== chunk || value.site.file !== file) return false;
  const call = ctx.world.chunk(file, chunk)?.arena[value.site.x];
  return call?.kind === 'call' && !call.args.some((a) => a.name === 'default_factory' || a.name === 'factory');
}

function bound(ctx: Context, value: Value, self: Value, onInstance: boolean): Value {
  if (value.kind !== 'fn' || value.self) return value;
  const chunk = ctx.world.outline(value.file, value.chunk);
  if (
    chunk?.parent === undefined ||
    ctx.world.outline(value.file, chunk.parent)?.kind !== 'class' ||
    hasDecorator(ctx, value.file, value.chunk, 'staticmethod')
  )
    return value;
  const withSelf = onInstance || chunk.static || hasDecorator(ctx, value.file, value.chunk, 'classmethod');
  if (!withSelf) return value;
  const method = { ...value, self };
  const property = chunk.getter || ['property', 'cached_property'].some((d) => hasDecorator(ctx, value.file, value.chunk, d));
  return property ? ctx.call(method, { pos: [], named: {} }, { file: value.file, chunk: value.chunk, x: -1 }, value.env) : method;
}
