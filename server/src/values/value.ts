/**
 * What an expression can be worth. Unknown is a value: every evaluation ends in one of these, and what is not known says why.
 * Objects, functions and instances stay unevaluated: they name where they are written and in which activation (`Env`).
 */
import type { ChunkId, X } from '../facts/expression';
import { keyOf } from './keys';

export { argsKey, genericChild, keyOf, makeEnv, runKey, sameSite, sameValue, setKey, siteKey } from './keys';

/** Where an expression is written. Stable under edits that only move code. */
export interface Site {
  file: string;
  chunk: ChunkId;
  x: X;
}

/** A running (or, with no `args`, any) activation of a chunk: what its parameters, loop variables and `this` are worth. */
export interface Env {
  readonly id: string;
  readonly file: string;
  readonly chunk: ChunkId;
  readonly parent: Env | null;
  /** How many calls deep this activation is; part of its identity, so that recursion ends the same way whoever asks. */
  readonly depth: number;
  /** Absent: the generic activation, parameters are symbols. */
  readonly args?: Args;
  readonly self?: Value;
  /** For loops being unrolled: which element each loop block is at. */
  readonly picks?: ReadonlyMap<number, Value>;
}

export interface Args {
  pos: Value[];
  named: Record<string, Value>;
  /** More arguments than can be known: *args, ...rest, **kwargs of something unresolved. */
  open?: true;
}

/** An alternative holds only under these conditions: 'chunk|test' to the branch taken. */
export type When = Readonly<Record<string, boolean>>;
export interface Alternative {
  value: Value;
  when?: When;
}

/** Marks what stands for an argument that is handed on (see carried.ts): nothing but its kind may be looked at. */
export interface StandIn {
  carried?: true;
}

export type Value =
  /** `preset`: the default of a setting or an environment variable; conditions that ask for it stay open. */
  | ({ kind: 'str'; text: string; site?: Site; preset?: true } & StandIn)
  | { kind: 'lit'; value: number | boolean | null; preset?: true }
  /** Text with holes; parts are `str` or anything that is not text. */
  | ({ kind: 'cat'; parts: Value[]; site?: Site } & StandIn)
  /** An object literal, unevaluated. */
  | ({ kind: 'obj'; site: Site; env: Env } & StandIn)
  /** An object whose entries are already values: merged keywords, computed tables. */
  | { kind: 'dict'; entries: Record<string, Value>; open?: true; site?: Site }
  /**
   * `why`: of an open one, why not all of it is known; `alike`: its one item stands for all. An item that is only in it under a condition
   * is an `either` of one.
   */
  | { kind: 'list'; items: Value[]; open?: true; why?: string; alike?: true; site?: Site; env?: Env }
  | ({ kind: 'fn'; file: string; chunk: ChunkId; env: Env; self?: Value; bound?: Args } & StandIn)
  /** `any`: this class or one that inherits from it, as `this` is in a static method nobody called. */
  | { kind: 'class'; file: string; chunk: ChunkId; env: Env; any?: true }
  /** An instance of a class of the project; without `site` any instance, as `self` is in a method nobody called. */
  | { kind: 'inst'; cls: Value & { kind: 'class' }; site?: Site; env?: Env; args?: Args }
  | { kind: 'super'; cls: Value & { kind: 'class' }; self: Value }
  | { kind: 'module'; file: string }
  /**
   * A Python package folder that has no __init__ file, or whose submodules are meant. `name`: what was imported, where that may as well be
   * installed: a folder called `fastapi` holds modules, and FastAPI is of the library.
   */
  | { kind: 'package'; dir: string; name?: string }
  /** Something of a library or the platform: 'fastapi.APIRouter', 'axios.create', 'global:fetch'. `from`: the file whose environment it is. */
  | { kind: 'ext'; path: string; from?: string }
  /** What calling or instantiating something external gives: APIRouter(prefix="/x"), axios.create({…}), router.get("/x"). */
  | ({ kind: 'made'; callee: Value; args: Args; site: Site; env: Env; isNew?: true } & StandIn)
  /** A member of something external or unknown: router.get, options.url. */
  /** `index`: which member is not known, `axios[method]`; its name is '[]'. */
  | ({ kind: 'member'; of: Value; name: string; viaSuper?: true; index?: Value } & StandIn)
  /** A parameter of an activation that nobody specified. */
  | ({ kind: 'sym'; file: string; chunk: ChunkId; index: number; name: string; fallback?: Value } & StandIn)
  | { kind: 'elem'; site: Site; env: Env }
  | { kind: 'either'; of: Alternative[] }
  | { kind: 'unknown'; why: string; site?: Site };

/** Begins the conditions that say whether something is what it was at first or what it is set to later (see set-later.ts). */
export const LATER = '=';

export const MAX_ALTERNATIVES = 12;
export const unknown = (why: string, site?: Site): Value => (site ? { kind: 'unknown', why, site } : { kind: 'unknown', why });
export const str = (text: string, site?: Site): Value => (site ? { kind: 'str', text, site } : { kind: 'str', text });
export const ext = (path: string, from?: string): Value =>
  from === undefined ? { kind: 'ext', path } : { kind: 'ext', path, from };
export const NULL: Value = { kind: 'lit', value: null };
/** Marks what a cycle cut: it poisons whatever text it becomes part of, so that the answer does not hang on the entry point. */
export const RECURSIVE: Value = { kind: 'unknown', why: 'recursive' };

/** All alternatives of a value, nested ones flattened, contradictions dropped. A plain value is its only alternative. */
export function alternatives(value: Value, when?: When): Alternative[] {
  if (value.kind !== 'either') return [when ? { value, when } : { value }];
  const out: Alternative[] = [];
  for (const alternative of value.of) {
    const both = mergeWhen(when, alternative.when);
    if (both !== null) out.push(...alternatives(alternative.value, both));
  }
  return out;
}

/** What is only in a list or table under a condition. */
export const underCondition = (value: Value, when: When | undefined): Value =>
  when ? { kind: 'either', of: alternatives(value, when) } : value;

/** Both conditions at once; null where they contradict each other. */
export function mergeWhen(a: When | undefined, b: When | undefined): When | undefined | null {
  if (!a) return b;
  if (!b) return a;
  for (const key in b) if (key in a && a[key] !== b[key]) return null;
  return { ...a, ...b };
}

/** One of several values; equal ones are one. More than can be followed become unknown. */
export function either(of: Alternative[]): Value {
  const [only] = of;
  if (of.length === 1 && only && !only.when && only.value.kind !== 'either') return only.value;
  const all = distinct(of.flatMap((a) => alternatives(a.value, a.when)));
  if (all.length === 0) return NULL;
  if (all.length === 1 && !all[0]!.when) return all[0]!.value;
  if (all.length > MAX_ALTERNATIVES)
    return { kind: 'either', of: [...all.slice(0, MAX_ALTERNATIVES), { value: unknown('too many alternatives') }] };
  return { kind: 'either', of: all };
}

/** Equal values are one, under what their conditions have in common. */
export function distinct(all: readonly Alternative[]): Alternative[] {
  if (all.length < 2 || (all.length === 2 && isPlainlyAnother(all[0]!.value, all[1]!.value))) return [...all];
  const seen = new Map<string, Alternative>();
  for (const alternative of all) {
    const key = keyOf(alternative.value);
    const before = seen.get(key);
    if (!before) seen.set(key, alternative);
    else if (before.when) seen.set(key, { value: before.value, ...commonWhen(before.when, alternative.when) });
  }
  return [...seen.values()];
}

const isPlainlyAnother = (a: Value, b: Value): boolean =>
  a.kind !== b.kind || (a.kind === 'cat' && b.kind === 'cat' && !a.carried && !b.carried && a.parts.length !== b.parts.length);

function commonWhen(a: When, b: When | undefined): { when?: When } {
  const common = Object.fromEntries(Object.entries(a).filter(([key, value]) => b?.[key] === value));
  return Object.keys(common).length ? { when: common } : {};
}

/** The default of a setting, which may be set to something else where the program runs. */
export const preset = (value: Value): Value =>
  each(value, (v) => (v.kind === 'str' || v.kind === 'lit' ? { ...v, preset: true } : v));

/** Applies `f` to every alternative. */
export function each(value: Value, f: (value: Value) => Value): Value {
  if (value.kind !== 'either') return f(value);
  return either(alternatives(value).map((a) => ({ value: f(a.value), ...(a.when ? { when: a.when } : {}) })));
}

/** Joins texts and holes; adjacent text stays in parts of its own so that each keeps its site. */
export function cat(values: Value[], site?: Site): Value {
  if (!values.some((value) => value.kind === 'either')) return catOf(values, site);
  let rows: { parts: Value[]; when?: When }[] = [{ parts: [] }];
  let isCut = false;
  for (const value of values) {
    if (value === RECURSIVE || (value.kind === 'unknown' && value.why === 'recursive')) return RECURSIVE;
    const next: typeof rows = [];
    for (const row of rows)
      for (const alternative of alternatives(value)) {
        const when = mergeWhen(row.when, alternative.when);
        if (when === null) continue;
        const parts =
          alternative.value.kind === 'cat' && !alternative.value.carried ? alternative.value.parts : [alternative.value];
        next.push({ parts: [...row.parts, ...parts], ...(when ? { when } : {}) });
      }
    if (next.length > MAX_ALTERNATIVES) isCut = true;
    rows = next.slice(0, MAX_ALTERNATIVES);
  }
  if (isCut) rows = [...rows.slice(0, MAX_ALTERNATIVES - 1), { parts: values.flatMap(oneOfMany) }];
  return either(rows.map((row) => ({ value: catOne(row.parts, site), ...(row.when ? { when: row.when } : {}) })));
}

/** Where there are no alternatives. */
function catOf(values: readonly Value[], site: Site | undefined): Value {
  const parts: Value[] = [];
  for (const value of values) {
    if (value.kind === 'unknown' && value.why === 'recursive') return RECURSIVE;
    if (value.kind === 'cat' && !value.carried) for (const part of value.parts) parts.push(part);
    else parts.push(value);
  }
  return catOne(parts, site);
}

/** What stands for all combinations that are not followed: what is the same in each, with holes for the rest. */
function oneOfMany(value: Value): Value[] {
  const all = alternatives(value);
  if (all.length !== 1) return [unknown('one of too many alternatives')];
  const only = all[0]!.value;
  return only.kind === 'cat' && !only.carried ? only.parts : [only];
}

function catOne(parts: Value[], site?: Site): Value {
  if (parts.some((p) => p.kind === 'lit' && typeof p.value === 'number') && !parts.some(isText)) return unknown('a sum', site);
  const kept: Value[] = [];
  for (const part of parts) {
    const text = textOfLiteral(part);
    if (!isEmptyText(text)) kept.push(text);
  }
  if (kept.length === 0) return str('', site);
  if (kept.length === 1 && kept[0]!.kind === 'str') return kept[0]!;
  return site ? { kind: 'cat', parts: kept, site } : { kind: 'cat', parts: kept };
}

const isText = (v: Value): boolean => v.kind === 'str' || v.kind === 'cat';
const isEmptyText = (v: Value): boolean => v.kind === 'str' && !v.carried && v.text === '';

/** 5 and true in text are their text; null and None are no text we would want to see in a path, so they stay holes. */
function textOfLiteral(value: Value): Value {
  return value.kind === 'lit' && value.value !== null ? str(String(value.value)) : value;
}

/** The whole text of a value that has no holes, else undefined. */
export function textOf(value: Value | undefined): string | undefined {
  if (!value) return undefined;
  if (value.kind === 'str') return value.text;
  if (value.kind === 'cat' && value.parts.every((p) => p.kind === 'str'))
    return value.parts.map((p) => (p as { text: string }).text).join('');
  if (value.kind === 'sym' && value.fallback) return textOf(value.fallback);
  return undefined;
}

export const isTrue = (v: Value | undefined): boolean => v?.kind === 'lit' && v.value === true;
export const isNull = (v: Value): boolean => v.kind === 'lit' && v.value === null;
export const isFalsy = (v: Value): boolean => (v.kind === 'lit' && !v.value) || isEmptyText(v);
export const isTruthy = (v: Value): boolean =>
  (v.kind === 'lit' && !!v.value) ||
  (v.kind === 'str' && !isEmptyText(v)) ||
  ['obj', 'fn', 'class', 'inst', 'list', 'dict', 'module', 'elem'].includes(v.kind) ||
  (v.kind === 'cat' && (v.carried === true || v.parts.some((p) => p.kind === 'str' || p.kind === 'cat')));
