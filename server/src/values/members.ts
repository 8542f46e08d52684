/** Members: object.name on every kind of value, through classes and their bases, spreads, modules and component options. */
import { own } from '../base/own';
import type { Entry, Expr, X } from '../facts/expression';
import { assignedMember } from './assigned';
import { propsIn } from './components';
import type { Context, Place } from './context';
import { externalMember } from './globals';
import { perContext } from './memo';
import { isOverridden } from './overrides';
import { memberElsewhere, sharedGlobal } from './page-globals';
import { COMPONENT_GLOBALS } from './page-names';
import { prototypeMember } from './prototypes';
import { COMPONENT_SECTIONS, hasDecorator } from './self';
import { initialState } from './state';
import {
  type Alternative,
  type Env,
  each,
  either,
  keyOf,
  makeEnv,
  NULL,
  RECURSIVE,
  sameValue,
  textOf,
  unknown,
  type Value,
} from './value';

type Class = Value & { kind: 'class' };

export function memberOf(ctx: Context, of: Value, name: string): Value {
  if (of.kind === 'either') return each(of, (v) => memberOf(ctx, v, name));
  switch (of.kind) {
    case 'module':
      return ctx.exported(of.file, name);
    case 'package':
      return ctx.exported(of.dir, name);
    case 'ext':
      return externalMember(ctx, of, name);
    case 'elem':
      return elementMember(ctx, of, name);
    case 'obj':
      return objectMember(ctx, of, name) ?? (isBuiltinMethod(name) ? { kind: 'member', of, name } : NULL);
    case 'dict':
      return own(of.entries, name) ?? { kind: 'member', of, name };
    case 'class':
      return classAttribute(ctx, of, name) ?? { kind: 'member', of, name };
    case 'fn':
      return assignedMember(ctx, of, name) ?? { kind: 'member', of, name };
    case 'inst':
      return instanceMember(ctx, of, name);
    case 'super':
      return superMember(ctx, of, name);
    case 'sym': {
      const known = of.fallback && of.fallback.kind !== 'lit' ? memberOf(ctx, of.fallback, name) : undefined;
      return known && known.kind !== 'lit' && known.kind !== 'member' ? known : { kind: 'member', of, name };
    }
    case 'str':
    case 'cat':
      return name === 'value' || name === 'href' ? of : { kind: 'member', of, name };
    case 'lit':
      return of.value === null ? NULL : { kind: 'member', of, name };
    case 'unknown':
      return of.why === 'recursive' ? of : { kind: 'member', of, name };
    case 'made':
      return madeMember(of, name) ?? { kind: 'member', of, name };
    default:
      return { kind: 'member', of, name };
  }
}

/** `flask = None` in a class body says nothing where something is set later. */
function classAttribute(ctx: Context, of: Class, name: string): Value | undefined {
  const found = classMember(ctx, of, name, undefined);
  const empty = !found || (found.kind === 'lit' && found.value === null);
  return (empty ? assignedMember(ctx, of, name) : undefined) ?? found;
}

/** Texts that a constructor is given by name are mostly attributes of what it makes: `Blueprint("x", url_prefix="/x").url_prefix`. */
function madeMember(of: Value & { kind: 'made' }, name: string): Value | undefined {
  const given = of.callee.kind === 'ext' ? own(of.args.named, name) : undefined;
  return given && textOf(given) !== undefined ? given : undefined;
}

const BUILTIN = new Set(['items', 'keys', 'values', 'get', 'copy', 'update', 'setdefault', 'pop', 'toString', 'hasOwnProperty']);
const isBuiltinMethod = (name: string) => BUILTIN.has(name);

/** An entry of an object literal, the last one winning; undefined if it surely has none. Functions get the object as `this`. */
export function objectMember(ctx: Context, of: Value & { kind: 'obj' }, name: string): Value | undefined {
  const found = queries(ctx).entry.get(`${keyOf(of)}.${name}`, { of, name });
  return found === ABSENT ? undefined : found;
}

/** An object may spread what is made of itself, so this goes through the kernel. */
const queries = perContext((ctx) => ({
  entry: ctx.world.db.query(
    'entry of object',
    ({ of, name }: { of: Value & { kind: 'obj' }; name: string }) => entryOf(ctx, of, name) ?? ABSENT,
    (): Value => RECURSIVE,
    { equal: sameValue },
  ),
}));
const ABSENT: Value = { kind: 'unknown', why: 'no such entry' };

function entryOf(ctx: Context, of: Value & { kind: 'obj' }, name: string): Value | undefined {
  const place = ctx.place(of.site.file, of.site.chunk, of.env);
  const e = place?.chunk.arena[of.site.x];
  if (!place || e?.kind !== 'obj') return unknown('object is gone');
  const { found, guesses } = writtenEntry(ctx, place, e.entries, of, name);
  if (!guesses.length) return found ?? implied(ctx, place, e, of, name);
  return either([...guesses, ...(found ? [found] : [])].map((value) => ({ value })));
}

/** The last entry of that name; and what spreads after it may bring, if that cannot be known. */
function writtenEntry(
  ctx: Context,
  place: Place,
  entries: readonly Entry[],
  of: Value & { kind: 'obj' },
  name: string,
): { found?: Value; guesses: Value[] } {
  const guesses: Value[] = [];
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i]!;
    if (entry.spread) {
      const found = spreadMember(ctx, ctx.evaluate(place, entry.x), name);
      if (found && found.kind !== 'member') return { found, guesses };
      if (found) guesses.push(found);
    } else if (entry.key === name || (entry.keyX !== undefined && keyText(ctx, place, entry.keyX) === name)) {
      const first = ctx.evaluate(place, entry.x);
      const value = bindSelf(assignedMember(ctx, of, name, first) ?? first, of);
      const isGetter = entry.getter && value.kind === 'fn';
      return { found: isGetter ? ctx.call(value, { pos: [], named: {} }, { ...of.site, x: entry.x }, of.env) : value, guesses };
    }
  }
  return { guesses };
}

/** What is not written in the literal: set later, a part of a component, added by another file. */
function implied(
  ctx: Context,
  place: Place,
  e: Expr & { kind: 'obj' },
  of: Value & { kind: 'obj' },
  name: string,
): Value | undefined {
  return (
    boundTo(assignedMember(ctx, of, name), of) ??
    componentMember(ctx, place, e, of, name) ??
    memberElsewhere(ctx, of.site, name) ??
    (name.startsWith('$') ? sharedGlobal(ctx, `${COMPONENT_GLOBALS}.${name}`, of.site.file) : undefined)
  );
}

/** A property given to an element or component, the last one winning; `children` aside, what is not given is undefined. */
function elementMember(ctx: Context, of: Value & { kind: 'elem' }, name: string): Value {
  const place = ctx.place(of.site.file, of.site.chunk, of.env);
  const e = place?.chunk.arena[of.site.x];
  if (!place || e?.kind !== 'elem') return unknown('element is gone');
  const kebab = name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
  for (let i = e.props.length - 1; i >= 0; i--) {
    const prop = e.props[i]!;
    if (prop.key === name || prop.key === kebab) return ctx.evaluate(place, prop.x);
    const found = prop.spread ? spreadMember(ctx, ctx.evaluate(place, prop.x), name) : undefined;
    if (found) return found;
  }
  return name === 'children' ? unknown('children') : NULL;
}

function spreadMember(ctx: Context, spread: Value, name: string): Value | undefined {
  if (spread.kind === 'obj') return objectMember(ctx, spread, name);
  if (spread.kind === 'elem') {
    const given = elementMember(ctx, spread, name);
    return given.kind === 'lit' ? undefined : given;
  }
  if (spread.kind === 'dict')
    return own(spread.entries, name) ?? (spread.open ? { kind: 'member', of: spread, name } : undefined);
  if (spread.kind === 'ext' || spread.kind === 'inst' || spread.kind === 'module') return ctx.member(spread, name);
  if (spread.kind === 'lit') return undefined;
  if (spread.kind === 'either') {
    const found = spread.of.map((a) => ({ found: spreadMember(ctx, a.value, name), when: a.when }));
    if (found.every((f) => !f.found)) return undefined;
    return either(found.map((f): Alternative => ({ value: f.found ?? NULL, ...(f.when ? { when: f.when } : {}) })));
  }
  return { kind: 'member', of: spread, name };
}

function keyText(ctx: Context, place: Place, x: X): string | undefined {
  const value = ctx.evaluate(place, x);
  return value.kind === 'str' ? value.text : undefined;
}

const boundTo = (value: Value | undefined, self: Value) => value && each(value, (v) => bindSelf(v, self));

function bindSelf(value: Value, self: Value): Value {
  return value.kind === 'fn' && !value.self ? { ...value, self } : value;
}

/** Vue: this.name is a method, a computed value, a field of data(), of setup() or of a mixin. */
function componentMember(
  ctx: Context,
  place: Place,
  e: { entries: { key?: string; x: X }[] },
  of: Value & { kind: 'obj' },
  name: string,
): Value | undefined {
  for (const section of [...COMPONENT_SECTIONS, 'data', 'state', 'setup', 'props', 'mixins']) {
    const entry = e.entries.find((n) => n.key === section);
    if (!entry) continue;
    let value = ctx.evaluate(place, entry.x);
    if (section === 'mixins') {
      for (const mixin of ctx.elements(value) ?? []) {
        const found = mixin.kind === 'obj' ? objectMember(ctx, mixin, name) : undefined;
        if (found) return bindSelf(found, of);
      }
      continue;
    }
    if (['data', 'state', 'setup'].includes(section))
      value = ctx.call(value, { pos: [], named: {} }, { ...of.site, x: entry.x }, of.env);
    const found = value.kind === 'obj' ? objectMember(ctx, value, name) : undefined;
    if (!found) continue;
    if (section === 'props') return ctx.member(propsIn(of.site.file, of.env), name);
    if (section === 'data' || section === 'state') return bindSelf(initialState(found), of);
    const bound = found.kind === 'fn' ? { ...found, self: of } : found;
    return section === 'computed' && bound.kind === 'fn'
      ? ctx.call(bound, { pos: [], named: {} }, { ...of.site, x: entry.x }, of.env)
      : bound;
  }
  return undefined;
}

/** The bases of a class as written, evaluated where the class is written. */
export function basesOf(ctx: Context, cls: Class): Value[] {
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
      for (const base of basesOf(ctx, value)) visit(base, depth + 1);
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
    const value = ctx.binding(ancestor.file, ancestor.chunk, name, classEnv(ancestor, self));
    return each(value, (v) => bound(ctx, v, self ?? cls, self !== undefined));
  }
  return undefined;
}

function bound(ctx: Context, value: Value, self: Value, onInstance: boolean): Value {
  if (value.kind !== 'fn' || value.self) return value;
  const chunk = ctx.world.chunk(value.file, value.chunk);
  if (
    chunk?.parent === undefined ||
    ctx.world.chunk(value.file, chunk.parent)?.kind !== 'class' ||
    hasDecorator(ctx, value.file, value.chunk, 'staticmethod')
  )
    return value;
  const withSelf = onInstance || chunk.static || hasDecorator(ctx, value.file, value.chunk, 'classmethod');
  if (!withSelf) return value;
  const method = { ...value, self };
  const property = chunk.getter || ['property', 'cached_property'].some((d) => hasDecorator(ctx, value.file, value.chunk, d));
  return property ? ctx.call(method, { pos: [], named: {} }, { file: value.file, chunk: value.chunk, x: -1 }, value.env) : method;
}

function superMember(ctx: Context, of: Value & { kind: 'super' }, name: string): Value {
  return classMember(ctx, of.cls, name, of.self, true) ?? { kind: 'member', of: of.self, name, viaSuper: true };
}

/** Keywords of a class without a constructor of its own are its fields: dataclasses, settings, models. */
function givenByName(ctx: Context, of: Value & { kind: 'inst' }, ancestor: Class, name: string): Value | undefined {
  const given = of.args && own(of.args.named, name);
  return given && !own(ctx.world.chunk(ancestor.file, ancestor.chunk)?.vars, '__init__') ? given : undefined;
}

/** A field set on self, else a class attribute or method, else a member of what the class inherits from outside. */
const isNothing = (v: Value) => v.kind === 'lit' && v.value === null;

function instanceMember(ctx: Context, of: Value & { kind: 'inst' }, name: string): Value {
  const later = of.site ? assignedMember(ctx, of, name) : undefined;
  if (later && !isNothing(later)) return later;
  for (const ancestor of ancestry(ctx, of.cls)) {
    if (ancestor.kind !== 'class') break;
    const set = ctx.field(ancestor, of, name);
    if (set) return set;
    const given = givenByName(ctx, of, ancestor, name);
    if (given) return given;
    const chunk = ctx.world.chunk(ancestor.file, ancestor.chunk);
    if (chunk?.kind === 'class' && own(chunk.vars, name)?.length) break;
  }
  const found = classMember(ctx, of.cls, name, of);
  const open = !of.site && found && ['str', 'cat', 'lit'].includes(found.kind) && ctx.world.head(of.cls.file)?.lang === 'web';
  if (open && isOverridden(ctx, ctx.world.chunk(of.cls.file, of.cls.chunk)?.name ?? '', name))
    return { kind: 'member', of, name };
  return found ?? { kind: 'member', of, name };
}
