/** Python's enums: their members in order, and what a member that is known by its value is called. */
import { own } from '../base/own';
import { ancestry, type Class } from './classes';
import type { Context } from './context';
import { type Site, str, type Value } from './value';

export const isEnum = (ctx: Context, cls: Class): boolean =>
  ancestry(ctx, cls).some((base) => base.kind === 'ext' && /^(?:enum|strenum)\./.test(base.path));

/** What a loop over an enum meets: the values of its members. */
export function enumMembers(ctx: Context, cls: Class): Value[] | undefined {
  const members = membersByName(ctx, cls);
  return members && Object.values(members.entries);
}

export function membersByName(ctx: Context, cls: Class): (Value & { kind: 'dict' }) | undefined {
  const chunk = isEnum(ctx, cls) ? ctx.world.chunk(cls.file, cls.chunk) : undefined;
  if (!chunk) return undefined;
  const isMember = (name: string) => {
    const e = chunk.arena[own(chunk.vars, name)?.[0]?.x ?? -1];
    return (
      !name.startsWith('_') && e !== undefined && e.kind !== 'fn' && e.kind !== 'class' && !(e.kind === 'call' && e.decorator)
    );
  };
  const names = Object.keys(chunk.vars).filter(isMember);
  return { kind: 'dict', entries: Object.fromEntries(names.map((name) => [name, ctx.member(cls, name)])) };
}

/** 'TASKS' of the text that is written as `TASKS = "/tasks"` in an enum. */
export function nameOfMember(ctx: Context, site: Site | undefined): Value | undefined {
  const name = site && variableAt(ctx, site);
  return name === undefined ? undefined : str(name);
}

/** `auto()`: a text in lower case where members are texts, else which of the members it is. */
export function automatic(ctx: Context, site: Site): Value | undefined {
  const name = variableAt(ctx, site);
  const chunk = ctx.world.chunk(site.file, site.chunk);
  if (name === undefined || !chunk) return undefined;
  const isText = ancestry(ctx, classAt(ctx, site)).some((base) => base.kind === 'ext' && base.path.endsWith('.StrEnum'));
  return isText ? str(name.toLowerCase(), site) : { kind: 'lit', value: Object.keys(chunk.vars).indexOf(name) + 1 };
}

function variableAt(ctx: Context, site: Site): string | undefined {
  const chunk = ctx.world.chunk(site.file, site.chunk);
  if (chunk?.kind !== 'class' || !site.file.endsWith('.py') || !isEnum(ctx, classAt(ctx, site))) return undefined;
  return Object.entries(chunk.vars).find(([, assigns]) => assigns.some((a) => a.x === site.x))?.[0];
}

function classAt(ctx: Context, { file, chunk }: Site): Class {
  const parent = ctx.world.outline(file, chunk)?.parent ?? '';
  return { kind: 'class', file, chunk, env: ctx.genericEnv(file, parent) };
}
