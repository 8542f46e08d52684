/** Schemas that code declares as values, `z.object({ title: z.string() })`: the shape of what they let through. */
import { own } from '../../base/own';
import type { Context } from '../../values/context';
import { elementsOf, entriesOf } from '../../values/elements';
import { alternatives, textOf, type Value } from '../../values/value';
import {
  type Field,
  fieldOf,
  list,
  NONE,
  noFields,
  type ObjectShape,
  object,
  PLAIN,
  type Shape,
  spreadInto,
  union,
  unknownShape,
} from './shape';
import { mapped } from './types';

const LIBRARY = /^zod(\/[\w-]+)*\b/;
const MAX_DEPTH = 14;

/** `takes`: what it lets in, where it is more than what comes out. */
interface Asked {
  ctx: Context;
  takes: boolean;
}

/** What a schema makes of what it is given; undefined where the value is no schema. */
export const schemaShape = (ctx: Context, value: Value): Shape | undefined => shapeOf({ ctx, takes: false }, value, 0);

function shapeOf(q: Asked, value: Value, depth: number): Shape | undefined {
  if (depth > MAX_DEPTH || value.kind !== 'made') return undefined;
  const { callee, args } = value;
  if (callee.kind === 'ext' && LIBRARY.test(callee.path)) return made(q, callee.path.split('.').at(-1)!, args.pos, depth);
  if (callee.kind !== 'member') return undefined;
  const of = shapeOf(q, callee.of, depth + 1);
  return of && changed(q, of, callee.name, args.pos, depth);
}

const inner = (q: Asked, value: Value | undefined, depth: number): Shape =>
  (value && shapeOf(q, value, depth + 1)) ?? unknownShape('not a schema');

const SAME: Record<string, Shape> = {
  string: PLAIN.string,
  email: PLAIN.string,
  url: PLAIN.string,
  uuid: PLAIN.string,
  date: PLAIN.string,
  iso: PLAIN.string,
  number: PLAIN.number,
  int: PLAIN.number,
  boolean: PLAIN.boolean,
  null: PLAIN.null,
  undefined: NONE,
  file: PLAIN.file,
};

/** `z.name(…)` */
function made(q: Asked, name: string, args: readonly Value[], depth: number): Shape {
  const [first, second] = args;
  switch (name) {
    case 'object':
    case 'strictObject':
      return fieldsOf(q, first, depth);
    case 'looseObject': {
      const shape = fieldsOf(q, first, depth);
      return shape.kind === 'object' ? { ...shape, open: true } : shape;
    }
    case 'array':
    case 'set':
      return list(inner(q, first, depth));
    case 'record':
      return { ...object(noFields(), true), values: inner(q, second ?? first, depth) };
    case 'optional':
      return union([inner(q, first, depth), NONE]);
    case 'nullable':
      return union([inner(q, first, depth), PLAIN.null]);
    case 'union':
    case 'discriminatedUnion': {
      const all = elementsOf(q.ctx, (name === 'union' ? first : second) ?? { kind: 'lit', value: null });
      return all ? union(all.map((one) => inner(q, one, depth))) : unknownShape('a union');
    }
    case 'enum':
    case 'nativeEnum':
      return literals(first ? (entriesOf(q.ctx, first)?.map(([, v]) => v) ?? elementsOf(q.ctx, first)) : undefined);
    case 'literal':
      return literals(first && (elementsOf(q.ctx, first) ?? [first]));
    case 'lazy':
      return unknownShape('inside of itself');
    default:
      return own(SAME, name) ?? unknownShape(`z.${name}`);
  }
}

function literals(values: readonly Value[] | undefined): Shape {
  const all = values?.map((v): Shape | undefined => {
    const text = textOf(v);
    if (text !== undefined) return { kind: 'literal', value: text };
    return v.kind === 'lit' ? (v.value === null ? PLAIN.null : { kind: 'literal', value: v.value }) : undefined;
  });
  return all?.every((s) => s !== undefined) ? union(all) : unknownShape('values');
}

function fieldsOf(q: Asked, value: Value | undefined, depth: number): Shape {
  const entries = value && entriesOf(q.ctx, value);
  if (!entries) return unknownShape('fields');
  const fields = noFields();
  for (const [key, given] of entries) {
    const name = textOf(key);
    const [one] = alternatives(given);
    if (name === undefined) return unknownShape('fields');
    fields[name] = asField(inner(q, one?.value, depth), one?.value);
  }
  return object(fields);
}

/** What may be `undefined` may be absent. */
function asField(shape: Shape, value: Value | undefined): Field {
  const site = value?.kind === 'made' ? value.site : undefined;
  const parts = shape.kind === 'union' ? shape.of : [shape];
  const rest = parts.filter((s) => s.kind !== 'none');
  return fieldOf(rest.length ? union(rest) : NONE, site, rest.length < parts.length);
}

/** `schema.name(…)`: another schema. */
function changed(q: Asked, of: Shape, name: string, args: readonly Value[], depth: number): Shape {
  const [first] = args;
  if (name === 'optional' || name === 'nullish') return union([of, NONE, ...(name === 'nullish' ? [PLAIN.null] : [])]);
  if (name === 'nullable') return union([of, PLAIN.null]);
  if (name === 'array') return list(of);
  if (name === 'or') return union([of, inner(q, first, depth)]);
  if (name === 'transform' || name === 'pipe') return unknownShape('what is made of it');
  if (name === 'default' || name === 'catch' || name === 'prefault') return q.takes ? union([of, NONE]) : of;
  if (name === 'unwrap' || name === 'required')
    return of.kind === 'object' ? mapped(of, (f) => fieldOf(f.shape, f.site)) : union(parts(of).filter((s) => s.kind !== 'none'));
  if (of.kind !== 'object') return of;
  return ofObject(q, of, name, first, depth);
}

const parts = (shape: Shape): readonly Shape[] => (shape.kind === 'union' ? shape.of : [shape]);

function ofObject(q: Asked, of: ObjectShape, name: string, first: Value | undefined, depth: number): Shape {
  const keys = () => new Set((first && entriesOf(q.ctx, first))?.map(([key]) => textOf(key)) ?? []);
  switch (name) {
    case 'extend':
    case 'safeExtend':
    case 'merge': {
      const more = name === 'merge' ? inner(q, first, depth) : fieldsOf(q, first, depth);
      return more.kind === 'object' ? spreadInto(of, more) : { ...of, open: true };
    }
    case 'and': {
      const more = inner(q, first, depth);
      return more.kind === 'object' ? spreadInto(of, more) : { ...of, open: true };
    }
    case 'pick': {
      const kept = keys();
      return mapped(of, (f, key) => (kept.has(key) ? f : undefined));
    }
    case 'omit': {
      const gone = keys();
      return mapped(of, (f, key) => (gone.has(key) ? undefined : f));
    }
    case 'partial':
    case 'deepPartial':
      return mapped(of, (f) => fieldOf(f.shape, f.site, true));
    case 'passthrough':
    case 'loose':
    case 'catchall':
      return { ...of, open: true };
    default:
      return of;
  }
}

/** `schema.parse(data)`, `schema.safeParse(data)`: what it takes and gives, and whether that stands under `data`. */
export function parsing(ctx: Context, callee: Value): { takes: Shape; gives: Shape; isWrapped: boolean } | undefined {
  if (callee.kind !== 'member' || !/^(safe)?[pP]arse(Async)?$/.test(callee.name)) return undefined;
  const gives = schemaShape(ctx, callee.of);
  const takes = gives && shapeOf({ ctx, takes: true }, callee.of, 0);
  return takes && { takes, gives, isWrapped: callee.name.startsWith('safe') };
}
