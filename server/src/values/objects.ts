/** Members of object literals and elements: entries, spreads, what is set later, the parts of a component. */
import { own } from '../base/own';
import type { Entry, Expr, X } from '../facts/expression';
import { assignedMember, setByOthers } from './assigned';
import { propsIn } from './components';
import type { Context, Place } from './context';
import { perContext } from './memo';
import { setUnderName } from './named-late';
import { memberElsewhere, sharedGlobal } from './page-globals';
import { COMPONENT_GLOBALS } from './page-names';
import { MEMBER_SECTIONS, plainEntry } from './plain-entries';
import { withLater } from './set-later';
import { initialState } from './state';
import { type Alternative, alternatives, each, either, NULL, RECURSIVE, runKey, sameValue, unknown, type Value } from './value';

/** An entry of an object literal, the last one winning; undefined if it surely has none. Functions get the object as `this`. */
export function objectMember(ctx: Context, of: Value & { kind: 'obj' }, name: string): Value | undefined {
  const plain = plainEntry(ctx, of, name);
  if (plain) return plain === 'absent' ? undefined : plain;
  const { site, env } = of;
  const found = queries(ctx).entry.at(runKey(site.file, site.chunk, env), `${site.x}.${name}`, { of, name });
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
      const spread = ctx.evaluate(place, entry.x);
      if (spread.kind === 'either') {
        const one = spreadOneOf(ctx, spread, name, () => writtenEntry(ctx, place, entries.slice(0, i), of, name));
        return one ? { found: one, guesses } : { guesses };
      }
      const found = spreadMember(ctx, spread, name);
      if (found && found.kind !== 'member') return { found, guesses };
      if (found) guesses.push(found);
    } else if (entry.key === name || (entry.keyX !== undefined && keyText(ctx, place, entry.keyX) === name)) {
      const first = ctx.evaluate(place, entry.x);
      const set = withLater(ctx, of, name, assignedMember(ctx, of, name, first) ?? first, setByOthers(ctx, of, name));
      const value = boundTo(set, of);
      const isGetter = entry.getter && value.kind === 'fn';
      return { found: isGetter ? ctx.call(value, { pos: [], named: {} }, { ...of.site, x: entry.x }, of.env) : value, guesses };
    }
  }
  return { guesses };
}

/** `{ method: 'GET', ...(body ? { method: 'POST', body } : {}) }`: what one of them does not bring is what was written before. */
function spreadOneOf(
  ctx: Context,
  spread: Value & { kind: 'either' },
  name: string,
  before: () => { found?: Value; guesses: Value[] },
): Value | undefined {
  const all = alternatives(spread).map(({ value, when }) => ({ found: spreadMember(ctx, value, name), when }));
  const isSure = (found: Value | undefined) => found !== undefined && found.kind !== 'member';
  const brought = all.flatMap(({ found, when }): Alternative[] => (found ? [{ value: found, ...(when ? { when } : {}) }] : []));
  if (all.every(({ found }) => isSure(found))) return either(brought);
  const { found, guesses } = before();
  const kept = [...guesses, ...(found ? [found] : [])];
  if (!brought.length && !kept.length) return undefined;
  const left = all.flatMap(({ found: own, when }): Alternative[] =>
    isSure(own) ? [] : (kept.length ? kept : [NULL]).map((value) => ({ value, ...(when ? { when } : {}) })),
  );
  return either([...brought, ...left]);
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
    boundTo(setUnderName(ctx, of, name), of) ??
    componentMember(ctx, place, e, of, name) ??
    memberElsewhere(ctx, of.site, name) ??
    (name.startsWith('$') ? sharedGlobal(ctx, `${COMPONENT_GLOBALS}.${name}`, of.site.file) : undefined)
  );
}

/** A property given to an element or component, the last one winning; `children` aside, what is not given is undefined. */
export function elementMember(ctx: Context, of: Value & { kind: 'elem' }, name: string): Value {
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

const boundTo = <T extends Value | undefined>(value: T, self: Value): Value | T => value && each(value, (v) => bindSelf(v, self));

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
  for (const section of MEMBER_SECTIONS) {
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
