/** What Python's tests ask of a parameter or of what a loop meets at this turn: its attributes, its class, its length, whether it is among others. */
import { own } from '../base/own';
import { hasAttribute } from './attributes';
import type { Context, Place } from './context';
import { given } from './given';
import { ownersOf } from './openness';
import { inspected, isInstance } from './python-lists';
import { type Env, ext, isFalsy, isTruthy, keyOf, textOf, type Value } from './value';

/** Undefined where it is not known, or nothing of this kind is asked. */
export function askedInPython(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, isLacking, question] = /^(not )?(\w[\w.]*\(.*\))$/s.exec(test) ?? [];
  const is = question === undefined ? undefined : answerTo(ctx, place, question);
  if (is !== undefined) return is === (isLacking === undefined);
  return lengthAsked(ctx, place, test) ?? isAmong(ctx, place, test) ?? isVery(ctx, place, test) ?? isSwitchedOn(ctx, place, test);
}

/** `self.writable`, `not cls.hidden` of an instance or class that is known, where that is plainly on or off. */
function isSwitchedOn(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, not, name] = /^(not )?(?:self|cls)\.(\w+)$/.exec(test) ?? [];
  let env: Env | null = name === undefined ? null : place.env;
  while (env && !env.self) env = env.parent;
  const self = env?.self;
  const isKnown = self?.kind === 'inst' ? self.site !== undefined : self?.kind === 'class' && !self.any;
  const value = isKnown ? ctx.member(self!, name!) : undefined;
  if (value?.kind !== 'lit' || typeof value.value !== 'boolean' || value.preset) return undefined;
  return value.value === (not === undefined);
}

function answerTo(ctx: Context, place: Place, question: string): boolean | undefined {
  const [, asks, tested, classes] = /^(isinstance|issubclass)\((\w+), ?(\(?[\w., ]+\)?)\)$/.exec(question) ?? [];
  if (asks === undefined) return attributeAsked(ctx, place, question);
  const value = given(ctx, place, tested!);
  if (!value || asks === 'isinstance') return value && isOneOf(ctx, place, value, classes!);
  return value.kind === 'class' ? isOneOf(ctx, place, { kind: 'inst', cls: value }, classes!) : undefined;
}

/** `hasattr(fn, "rule")`, `getattr(fn, "rule", None)`, `callable(fn)`, `callable(getattr(cls, verb, None))` */
function attributeAsked(ctx: Context, place: Place, question: string): boolean | undefined {
  const [, kind, of] = /^(?:inspect\.)?(callable|isclass|isfunction|ismethod|isroutine)\((.+)\)$/.exec(question) ?? [];
  const [, asks, holder, named] =
    /^(hasattr|getattr)\((\w+), ?(\w+|(["'])\w+\4)(?:, ?(?:None|False))?\)$/.exec(of ?? question) ?? [];
  const object = holder === undefined ? undefined : local(ctx, place, holder);
  const name = named === undefined ? undefined : nameOf(ctx, place, named);
  const has = object && name !== undefined ? hasAttribute(ctx, object, name) : undefined;
  if (has === false || (has && asks === 'hasattr')) return has;
  const plain = asks === undefined && of !== undefined && /^\w+$/.test(of) ? local(ctx, place, of) : undefined;
  const value = has && object && name !== undefined ? ctx.member(object, name) : plain;
  if (!value) return undefined;
  const is = kind === undefined ? value : inspected(kind === 'callable' ? 'builtins.callable' : `inspect.${kind}`, value);
  return is && (isTruthy(is) ? true : isFalsy(is) ? false : undefined);
}

/** `"rule"`, or the text that a variable is at this turn. */
const nameOf = (ctx: Context, place: Place, written: string): string | undefined =>
  /^["']/.test(written) ? written.slice(1, -1) : textOf(given(ctx, place, written));

/** What is given, or what hangs on no caller: self, a variable of the function itself such as `self = cls()`. */
function local(ctx: Context, place: Place, name: string): Value | undefined {
  const found = given(ctx, place, name);
  const [only, ...more] = (place.id === '' ? undefined : own(place.chunk.vars, name)) ?? [];
  if (found || !only || more.length > 0 || only.chunk !== undefined) return found;
  const e = place.chunk.arena[only.x];
  if (e?.kind === 'param' && !(e.index === 0 && place.env.self)) return undefined;
  const value = ctx.binding(place.file, place.id, name, place.env);
  return ownersOf(ctx, [value]).length ? undefined : value;
}

/** `APIRouter`, `fastapi.APIRouter`, `(Blueprint, Api)` */
function isOneOf(ctx: Context, place: Place, value: Value, classes: string): boolean | undefined {
  const all = classes
    .replace(/[()]/g, '')
    .split(',')
    .map((cls) => cls.trim())
    .filter((cls) => cls !== '')
    .map((cls) => classNamed(ctx, place, cls));
  return isInstance(ctx, value, { kind: 'list', items: all });
}

/** 'APIRouter' or 'fastapi.APIRouter', as a module knows it. */
function classNamed(ctx: Context, place: Place, dotted: string): Value {
  const [first, ...path] = dotted.split('.');
  const of = own(ctx.world.chunk(place.file, '')?.vars, first!) && ctx.binding(place.file, '', first!, ctx.moduleEnv(place.file));
  return path.reduce((at, name) => ctx.member(at, name), of || ext(`builtins.${first}`));
}

/** `cls is not Base`: of classes that are both known. */
function isVery(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, name, not, cls] = /^(\w+) is (not )?((?!None|True|False)[A-Z]\w*)$/.exec(test) ?? [];
  const one = name === undefined ? undefined : given(ctx, place, name);
  const other = one && cls !== undefined ? classNamed(ctx, place, cls) : undefined;
  const isClass = (v: Value | undefined) => v?.kind === 'class' || v?.kind === 'ext';
  if (!one || !other || !isClass(one) || !isClass(other)) return undefined;
  return (keyOf(one) === keyOf(other)) === (not === undefined);
}

/** `name in cls.usual`, `name not in HIDDEN`, where all that is in it is written there. */
function isAmong(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, name, notIn, first, path = ''] = /^(\w+) (not )?in (\w+)((?:\.\w+)*)$/.exec(test) ?? [];
  const text = name === undefined ? undefined : textOf(given(ctx, place, name));
  if (text === undefined || first === undefined) return undefined;
  const isOfModule = own(ctx.world.chunk(place.file, '')?.vars, first) !== undefined;
  const root =
    given(ctx, place, first) ?? (isOfModule ? ctx.binding(place.file, '', first, ctx.moduleEnv(place.file)) : undefined);
  if (!root || (path !== '' && root.kind !== 'class' && root.kind !== 'module')) return undefined;
  const of = path
    .split('.')
    .slice(1)
    .reduce((at, member) => ctx.member(at, member), root);
  const all = of.kind === 'list' || of.kind === 'obj' ? ctx.elements(of)?.map(textOf) : undefined;
  return !all || all.includes(undefined) ? undefined : all.includes(text) === (notIn === undefined);
}

/** `len(path) > 1` */
function lengthAsked(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, name, operator, number] = /^len\((\w+)\) ?(==|!=|>=|<=|>|<) ?(\d+)$/.exec(test) ?? [];
  const of = name === undefined ? undefined : given(ctx, place, name);
  const length = of && (textOf(of)?.length ?? ctx.elements(of)?.length);
  if (length === undefined || operator === undefined) return undefined;
  const order = Math.sign(length - Number(number));
  if (operator === '!=') return order !== 0;
  return (operator.includes('=') && order === 0) || (operator[0] === '>' && order > 0) || (operator[0] === '<' && order < 0);
}
