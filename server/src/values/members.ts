/** Members: object.name on every kind of value. */
import { own } from '../base/own';
import { assignedMember, setByOthers } from './assigned';
import { pythonAttribute } from './attributes';
import { providedByPlugin } from './auto-imports';
import { ancestry, type Class, classMember } from './classes';
import type { Context } from './context';
import { registered } from './elements';
import { nameOfMember } from './enums';
import { flaskSetting } from './flask-config';
import { externalMember } from './globals';
import { keptOn } from './kept';
import { markOf } from './marks';
import { pathMember } from './modules/python-places';
import { elementMember, objectMember } from './objects';
import { isOverridden } from './overrides';
import { withLater } from './set-later';
import { pathnameOf } from './urls';
import { each, isNull, NULL, preset, textOf, type Value } from './value';

export function memberOf(ctx: Context, of: Value, name: string): Value {
  if (of.kind === 'either') return each(of, (v) => memberOf(ctx, v, name));
  const attribute = name.startsWith('__') ? pythonAttribute(ctx, of, name) : undefined;
  if (attribute) return attribute;
  switch (of.kind) {
    case 'module':
      return ctx.exported(of.file, name);
    case 'package':
      return packageMember(ctx, of, name);
    case 'ext':
      return externalMember(ctx, of, name);
    case 'elem':
      return elementMember(ctx, of, name);
    case 'obj':
      return (
        objectMember(ctx, of, name) ??
        (isBuiltinMethod(name) ? { kind: 'member', of, name } : (registered(ctx, of, name) ?? (name === 'value' ? of : NULL)))
      );
    case 'dict':
      return own(of.entries, name) ?? { kind: 'member', of, name };
    case 'class':
      if (of.any) return anyMember(ctx, of, name);
      return classAttribute(ctx, of, name) ?? markOf(ctx, of, name) ?? { kind: 'member', of, name };
    case 'fn':
      return assignedMember(ctx, of, name) ?? markOf(ctx, of, name) ?? { kind: 'member', of, name };
    case 'inst':
      return withLater(ctx, of, name, instanceMember(ctx, of, name));
    case 'super':
      return superMember(ctx, of, name);
    case 'sym': {
      const known = of.fallback && of.fallback.kind !== 'lit' ? memberOf(ctx, of.fallback, name) : undefined;
      return known && known.kind !== 'lit' && known.kind !== 'member' ? known : { kind: 'member', of, name };
    }
    case 'str':
    case 'cat':
      if (name === 'pathname') return pathnameOf(of);
      return name === 'value' || name === 'href' ? of : (textMember(ctx, of, name) ?? { kind: 'member', of, name });
    case 'lit':
      return of.value === null ? NULL : name === 'value' ? of : { kind: 'member', of, name };
    case 'unknown':
      return of.why === 'recursive' ? of : { kind: 'member', of, name };
    case 'member':
      return flaskSetting(ctx, of, name) ?? keptOn(ctx, of, name) ?? { kind: 'member', of, name };
    case 'made':
      return (
        madeMember(of, name) ??
        providedByPlugin(ctx, of, name) ??
        (isBuiltinMethod(name) ? undefined : registered(ctx, of, name)) ?? { kind: 'member', of, name }
      );
    default:
      return { kind: 'member', of, name };
  }
}

/** A member of this class or one below it. */
function anyMember(ctx: Context, of: Class, name: string): Value {
  const { any: _, ...cls } = of;
  const found = classAttribute(ctx, cls, name);
  return found && !isSaidBelow(ctx, cls, name, found) ? found : { kind: 'member', of, name };
}

/** Of a member of an enum, or of a path that Python has as a text. */
function textMember(ctx: Context, of: Value & { kind: 'str' | 'cat' }, name: string): Value | undefined {
  const member = name === 'name' ? nameOfMember(ctx, of.site) : undefined;
  if (member) return member;
  const text = textOf(of);
  return text === undefined ? undefined : pathMember(text, name);
}

/** `flask = None` in a class body says nothing where something is set later. */
function classAttribute(ctx: Context, of: Class, name: string): Value | undefined {
  const found = classMember(ctx, of, name, undefined);
  const empty = !found || (found.kind === 'lit' && found.value === null);
  const set = empty ? assignedMember(ctx, of, name) : undefined;
  const first = set ?? found;
  return first && withLater(ctx, of, name, first, set ? [] : setByOthers(ctx, of, name));
}

/**
 * Texts that a constructor is given by name are mostly attributes of what it makes: `Blueprint("x", url_prefix="/x").url_prefix`; what a class
 * is given first is its name: `Namespace("cats").name`.
 */
function madeMember(of: Value & { kind: 'made' }, name: string): Value | undefined {
  if (of.callee.kind !== 'ext') return undefined;
  const isNamed = name === 'name' && /\.[A-Z]\w*$/.test(of.callee.path);
  const given = own(of.args.named, name) ?? (isNamed ? of.args.pos[0] : undefined);
  return given && textOf(given) !== undefined ? given : undefined;
}

const BUILTIN = new Set(['items', 'keys', 'values', 'get', 'copy', 'update', 'setdefault', 'pop', 'toString', 'hasOwnProperty']);
/** A folder without an __init__ file has submodules and nothing else; and what is installed goes before it. */
function packageMember(ctx: Context, { dir, name: installed }: Value & { kind: 'package' }, name: string): Value {
  const found = ctx.exported(dir, name);
  return found.kind === 'unknown' && installed !== undefined ? { kind: 'ext', path: `${installed}.${name}` } : found;
}

const isBuiltinMethod = (name: string) => BUILTIN.has(name);

function superMember(ctx: Context, of: Value & { kind: 'super' }, name: string): Value {
  return classMember(ctx, of.cls, name, of.self, true) ?? { kind: 'member', of: of.self, name, viaSuper: true };
}

/** What a class without a constructor of its own is given are its fields: by name in models and settings, in order in dataclasses. */
function givenField(ctx: Context, of: Value & { kind: 'inst' }, ancestor: Class, name: string): Value | undefined {
  if (!of.args || own(ctx.world.chunk(ancestor.file, ancestor.chunk)?.vars, '__init__')) return undefined;
  const named = own(of.args.named, name);
  if (named || !of.args.pos.length || !isDataclass(ctx, ancestor)) return named;
  const fields = new Set<string>();
  for (const one of ancestry(ctx, of.cls).reverse())
    if (one.kind === 'class')
      for (const field of Object.keys(ctx.world.chunk(one.file, one.chunk)?.annotations ?? {})) fields.add(field);
  return of.args.pos[[...fields].indexOf(name)];
}

const DATACLASS = new Set(['dataclass', 'define', 'frozen', 'mutable']);
/** @dataclass, @dataclasses.dataclass(frozen=True), class Point(NamedTuple) */
function isDataclass(ctx: Context, cls: Class): boolean {
  const { parent, decorators } = ctx.world.chunk(cls.file, cls.chunk) ?? {};
  const arena = parent === undefined ? undefined : ctx.world.chunk(cls.file, parent)?.arena;
  const named = (decorators ?? []).some((x) => {
    const e = arena?.[x];
    const of = e?.kind === 'call' ? arena?.[e.callee] : e;
    return of !== undefined && 'name' in of && of.name !== undefined && DATACLASS.has(of.name);
  });
  return named || ancestry(ctx, cls).some((base) => base.kind === 'ext' && base.path === 'typing.NamedTuple');
}

/** A field set on self, else a class attribute or method, else a member of what the class inherits from outside. */

function instanceMember(ctx: Context, of: Value & { kind: 'inst' }, name: string): Value {
  if (name === 'constructor' && ctx.world.langOfName(of.cls.file) === 'web') return of.site ? of.cls : { ...of.cls, any: true };
  const later = of.site ? assignedMember(ctx, of, name) : undefined;
  if (later && !isNull(later)) return later;
  for (const ancestor of ancestry(ctx, of.cls)) {
    if (ancestor.kind !== 'class') break;
    const set = ctx.field(ancestor, of, name);
    if (set) return set;
    const given = givenField(ctx, of, ancestor, name);
    if (given) return given;
    const chunk = ctx.world.chunk(ancestor.file, ancestor.chunk);
    if (chunk?.kind === 'class' && own(chunk.vars, name)?.length) break;
  }
  const found = classMember(ctx, of.cls, name, of);
  if (!of.site && found && isSaidBelow(ctx, of.cls, name, found)) return { kind: 'member', of, name };
  const ofClass = found && (isSettings(ctx, of.cls) ? preset(found) : found);
  return ofClass ?? markOf(ctx, of.cls, name) ?? { kind: 'member', of, name };
}

/** A text that a class below says anew. */
const isSaidBelow = (ctx: Context, { file, chunk }: Class, name: string, found: Value): boolean =>
  ['str', 'cat', 'lit'].includes(found.kind) &&
  ctx.world.langOfName(file) === 'web' &&
  isOverridden(ctx, ctx.world.outline(file, chunk)?.name ?? '', name);

/** Pydantic's settings, which the environment may set. */
const isSettings = (ctx: Context, cls: Class): boolean =>
  ancestry(ctx, cls).some((base) => base.kind === 'ext' && base.path.endsWith('.BaseSettings'));
