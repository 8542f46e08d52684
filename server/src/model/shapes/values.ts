/** The shape of an evaluated value: what wrappers pass on, what instances, forms and parameters hold. */
import { alternatives, type Value } from '../../values/value';
import { builtinResult, functionResult } from './builtins';
import { type Look, memberShape, shapeAt } from './expressions';
import { formShape } from './forms';
import { instance } from './instances';
import { setLater } from './objects';
import { symbolShape } from './parameters';
import { parsing } from './schemas';
import { eitherOf, type Field, fieldOf, list, NONE, NULL, noFields, object, type Shape, STRING, unknownShape } from './shape';
import { heldByState, stateMadeBy } from './state';
import { says } from './types';

const MAX_DEPTH = 14;

export function shapeOf(look: Look, value: Value, depth = 0): Shape {
  if (depth > MAX_DEPTH || look.left-- <= 0) return unknownShape('too much to follow');
  const of = (inner: Value): Shape => shapeOf(look, inner, depth + 1);
  switch (value.kind) {
    case 'str':
      return { kind: 'literal', value: value.text };
    case 'lit':
      return value.value === null ? NULL : { kind: 'literal', value: value.value };
    case 'cat':
      return STRING;
    case 'obj': {
      const place = look.ctx.place(value.site.file, value.site.chunk, value.env);
      if (!place) return unknownShape('an object that is gone');
      return heldByState(look, place, value.site.x, depth) ?? shapeAt(look, place, value.site.x, depth + 1);
    }
    case 'dict':
      return object(
        Object.fromEntries(Object.entries(value.entries).map(([key, v]): [string, Field] => [key, fieldOf(of(v))])),
        value.open,
      );
    case 'list':
      return list(value.items.length && !value.open ? eitherOf(value.items.map(of)) : unknownShape('elements'));
    case 'either':
      return either(look, value, depth);
    case 'sym':
      return parameter(look, value, depth);
    case 'member':
      return member(look, value, depth);
    case 'made':
      return made(look, value, depth);
    case 'inst':
      return instance(look, value, depth);
    case 'ext':
      return functionResult(value.path) ? unknownShape('a function') : unknownShape(value.path);
    case 'unknown':
      return written(look, value, depth);
    default:
      return unknownShape(value.kind);
  }
}

/** State is what its component makes of it, more than what it begins with. */
function either(look: Look, value: Value & { kind: 'either' }, depth: number): Shape {
  const all = alternatives(value).map((a) => a.value);
  for (const one of all) {
    const state = one.kind === 'unknown' && one.why === 'state' ? shapeOf(look, one, depth + 1) : undefined;
    if (says(state)) return state;
  }
  return eitherOf(all.map((one) => shapeOf(look, one, depth + 1)));
}

function parameter(look: Look, value: Value & { kind: 'sym' }, depth: number): Shape {
  const shape = symbolShape(look, value.file, value.chunk, value.index, depth);
  return says(shape) || !value.fallback ? shape : shapeOf(look, value.fallback, depth + 1);
}

function member(look: Look, value: Value & { kind: 'member' }, depth: number): Shape {
  const parsed = value.name === 'data' && value.of.kind === 'made' ? parsing(look.ctx, value.of.callee) : undefined;
  if (parsed?.isWrapped) return parsed.gives;
  const of = shapeOf(look, value.of, depth + 1);
  if (value.name === '[]') return of.kind === 'list' ? of.of : (of.kind === 'object' && of.values) || unknownShape('an element');
  const found = memberShape(of, value.name);
  if (says(found)) return found;
  // event.target.value · input.current.value · document.getElementById("title").value
  if (value.name === 'value' && fromPage(value.of)) return STRING;
  if (value.name === 'value' && isState(value.of)) return of;
  return builtinResult(value.name, 'field') ?? found ?? unknownShape(`.${value.name}`);
}

const isState = (of: Value): boolean =>
  of.kind === 'unknown' ? of.why === 'state' : of.kind === 'either' && of.of.some((a) => isState(a.value));

function fromPage(of: Value): boolean {
  if (of.kind === 'member') return ['target', 'currentTarget', 'current', 'elements'].includes(of.name) || fromPage(of.of);
  return of.kind === 'made' && of.callee.kind === 'member' && /^(getElement|querySelector)/.test(of.callee.name)
    ? true
    : of.kind === 'made' && of.callee.kind === 'ext' && /^global:document\.(getElement|querySelector)/.test(of.callee.path);
}

function made(look: Look, value: Value & { kind: 'made' }, depth: number): Shape {
  const { callee, args } = value;
  const form = formShape(look, value, depth);
  if (form) return form;
  if (callee.kind === 'ext') {
    const path = callee.path.replace(/^global:(window\.)?/, '');
    if (path === 'JSON.parse') return copied(look, value, depth);
    if (path === 'toRaw') return args.pos[0] ? shapeOf(look, args.pos[0], depth + 1) : NONE;
    if (path === 'Array.from') return args.pos[0] ? shapeOf(look, args.pos[0], depth + 1) : list(unknownShape('elements'));
    if (path === 'Object.fromEntries') return fromEntries(look, args.pos[0], depth);
    if (callee.path.endsWith('.toRaw') && args.pos[0]) return shapeOf(look, args.pos[0], depth + 1);
    return functionResult(callee.path) ?? unknownShape(`what ${path} gives`);
  }
  const parsed = parsing(look.ctx, callee);
  if (parsed && !parsed.isWrapped) return parsed.gives;
  if (callee.kind !== 'member') return unknownShape('what a call gives');
  // $("#title").val()
  if (callee.name === 'val' && args.pos.length === 0) return STRING;
  if (callee.name === 'stringify') return STRING;
  return builtinResult(callee.name, 'method') ?? unknownShape(`what ${callee.name} gives`);
}

/** `JSON.parse(JSON.stringify(body))`: the same once more, with what is done to that. */
function copied(look: Look, { args, site, env }: Value & { kind: 'made' }, depth: number): Shape {
  const [given] = args.pos;
  const isText = given?.kind === 'made' && given.callee.kind === 'ext' && given.callee.path.endsWith('JSON.stringify');
  const original = isText ? given.args.pos[0] : given;
  const shape = original ? shapeOf(look, original, depth + 1) : NONE;
  const place = look.ctx.place(site.file, site.chunk, env);
  return place && shape.kind === 'object' ? setLater(look, place, site.x, shape, depth) : shape;
}

/** `Object.fromEntries(form)`, `Object.fromEntries(form.entries())`: all that the form has. */
function fromEntries(look: Look, given: Value | undefined, depth: number): Shape {
  const isCalled = given?.kind === 'made' && given.callee.kind === 'member' && given.callee.name === 'entries';
  const form = isCalled && given.callee.kind === 'member' ? given.callee.of : given;
  return (form?.kind === 'made' ? formShape(look, form, depth) : undefined) ?? object(noFields(), true);
}

/** What is not evaluated still has a place in the code, where its type may show. */
function written(look: Look, value: Value & { kind: 'unknown' }, depth: number): Shape {
  const { site } = value;
  const place = site && look.ctx.place(site.file, site.chunk, look.ctx.genericEnv(site.file, site.chunk));
  if (!place || !site || site.x < 0) return unknownShape(value.why);
  const e = place.chunk.arena[site.x];
  if (e?.kind === 'str') return STRING;
  if (value.why === 'state') return stateMadeBy(look, place, site.x, depth) ?? unknownShape('state');
  if (e?.kind === 'call' && value.why === 'encoded text') return STRING;
  return e?.kind === 'unknown' ? shapeAt(look, place, site.x, depth + 1) : unknownShape(value.why);
}
