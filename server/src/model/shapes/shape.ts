/**
 * The shape of data that crosses the wire, as plain JSON: what a call sends, what is read of its answer.
 * Three-valued: an object without `open` has these fields and no others; an open one has these and perhaps more; of `unknown` nothing is known.
 */
import { own } from '../../base/own';
import { type Site, siteKey } from '../../values/value';

/** `At` is how places are named: sites inside the engine, lines and columns outside. */
export type Shape<At = Site> =
  /** `byName`: of an open one, that what is taken is asked for by name; a name beside one that is not sent is meant for it. */
  /** `values`: what every further field holds, as in `Record<string, number>`. `name`: the declared type's. `forbids`: no others are accepted. */
  | {
      kind: 'object';
      fields: Record<string, Field<At>>;
      open?: true;
      values?: Shape<At>;
      name?: string;
      forbids?: true;
      byName?: true;
    }
  /** `site`: where the code uses it as a list. */
  | { kind: 'list'; of: Shape<At>; site?: At }
  | { kind: 'number' | 'boolean' | 'null' }
  /** `strict`: whoever takes it refuses numbers. */
  | { kind: 'string'; strict?: true }
  /** `of`: what it surely is, where that is no JSON: 'text/csv', '.pdf'. */
  | { kind: 'file'; of?: string }
  | { kind: 'literal'; value: string | number | boolean }
  | { kind: 'union'; of: Shape<At>[] }
  /** Nothing at all: no body is sent, nothing is read. */
  | { kind: 'none' }
  | { kind: 'unknown'; why: string };

/** How a body is written down. */
export type ContentType = 'json' | 'form' | 'multipart' | 'text' | 'none' | 'unknown';

export interface Field<At = Site> {
  shape: Shape<At>;
  /** Not always sent; of a declared type: may be absent; of what is read: the UI puts it there itself. */
  optional?: true;
  /** Where the field is written or read. */
  site?: At;
  /** Further places where it is written or read. */
  also?: At[];
  /** The backend takes it from the query too. */
  orInQuery?: true;
  /** Other names under which a backend takes it. */
  names?: string[];
}

export type ObjectShape<At = Site> = Shape<At> & { kind: 'object' };

export const STRING: Shape = { kind: 'string' };
export const NUMBER: Shape = { kind: 'number' };
export const BOOLEAN: Shape = { kind: 'boolean' };
export const NULL: Shape = { kind: 'null' };
export const FILE: Shape = { kind: 'file' };
/** Those that have no parts, by what they are called. */
export const PLAIN = { string: STRING, number: NUMBER, boolean: BOOLEAN, null: NULL, file: FILE } as const;
export const NONE: Shape = { kind: 'none' };
export const unknownShape = (why: string): Shape => ({ kind: 'unknown', why });
export const list = (of: Shape, site?: Site): Shape => (site ? { kind: 'list', of, site } : { kind: 'list', of });
export const object = (fields: Record<string, Field>, open = false): ObjectShape =>
  open ? { kind: 'object', fields, open: true } : { kind: 'object', fields };
export const fieldOf = (shape: Shape, site?: Site, optional = false): Field => ({
  shape,
  ...(optional ? { optional: true } : {}),
  ...(site ? { site } : {}),
});

/** An empty record for fields: one may be called `__proto__`. */
export const noFields = <At = Site>(): Record<string, Field<At>> => Object.create(null) as Record<string, Field<At>>;

/** `{title: string, done?: boolean, …}[]` */
export function describe(shape: Shape<unknown>, depth = 0): string {
  switch (shape.kind) {
    case 'object':
      return depth > 8 ? '{…}' : describeObject(shape, depth);
    case 'list': {
      const of = describe(shape.of, depth + 1);
      return shape.of.kind === 'union' && shape.of.of.length > 1 ? `(${of})[]` : `${of}[]`;
    }
    case 'literal':
      return JSON.stringify(shape.value);
    case 'union':
      return shape.of.map((one) => describe(one, depth + 1)).join(' | ');
    case 'none':
      return 'nothing';
    case 'unknown':
      return '?';
    default:
      return shape.kind;
  }
}

function describeObject({ fields, open, values }: ObjectShape<unknown>, depth: number): string {
  const parts = Object.entries(fields).map(
    ([name, { shape, optional }]) => `${describeKey(name)}${optional ? '?' : ''}: ${describe(shape, depth + 1)}`,
  );
  if (values) parts.push(`[key]: ${describe(values, depth + 1)}`);
  else if (open) parts.push('…');
  return `{${parts.join(', ')}}`;
}

const describeKey = (name: string) => (/^[\w$-]+$/.test(name) ? name : JSON.stringify(name));

/** One of several, as they are: equal ones once, literals gone where their whole type is there too. */
export function union(shapes: readonly Shape[]): Shape {
  const flat = shapes.flatMap((s) => (s.kind === 'union' ? s.of : [s]));
  const kinds = new Set(flat.map((s) => s.kind));
  const distinct = new Map<string, Shape>();
  for (const shape of flat) {
    if (shape.kind === 'literal' && kinds.has(typeof shape.value as 'string')) continue;
    const key = shape.kind === 'unknown' ? '?' : describe(shape);
    if (!distinct.has(key)) distinct.set(key, shape);
  }
  const [one, ...more] = distinct.values();
  if (!one) return unknownShape('nothing');
  if (!more.length) return one;
  const all = [one, ...more];
  const both = all.filter((s) => s.kind === 'literal' && typeof s.value === 'boolean').length === 2;
  const rest = both ? all.filter((s) => s.kind !== 'literal' || typeof s.value !== 'boolean') : all;
  if (both && rest.length === 0) return BOOLEAN;
  return { kind: 'union', of: both ? [...rest, BOOLEAN] : rest };
}

/** What code may send, one way or the other: objects become one, in which a field that not all have is optional. */
export function eitherOf(shapes: readonly Shape[]): Shape {
  const objects = shapes.filter((s): s is ObjectShape => s.kind === 'object');
  const lists = shapes.filter((s) => s.kind === 'list');
  const merged: Shape[] = [];
  if (objects.length) merged.push(objects.reduce(mergeObjects));
  if (lists.length) merged.push(list(eitherOf(lists.map((l) => l.of))));
  return union([...merged, ...shapes.filter((s) => s.kind !== 'object' && s.kind !== 'list')]);
}

function mergeObjects(a: ObjectShape, b: ObjectShape): ObjectShape {
  if (a === b) return a;
  const fields = noFields();
  for (const name of new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])) {
    const [left, right] = [own(a.fields, name), own(b.fields, name)];
    const first = (left ?? right)!;
    const shape = left && right ? eitherOf([left.shape, right.shape]) : first.shape;
    const optional = !left || !right || left.optional || right.optional;
    const also = placesBut(first.site, [
      ...(left?.also ?? []),
      ...(left && right?.site ? [right.site] : []),
      ...(right?.also ?? []),
    ]);
    fields[name] = { ...fieldOf(shape, first.site, optional), ...(also.length ? { also } : {}) };
  }
  return { ...object(fields, Boolean(a.open || b.open)), ...(a.name && a.name === b.name ? { name: a.name } : {}) };
}

const MAX_PLACES = 24;
const placesBut = (first: Site | undefined, more: readonly Site[]): Site[] => {
  const distinct = new Map(more.map((site) => [siteKey(site), site]));
  if (first) distinct.delete(siteKey(first));
  return [...distinct.values()].slice(0, MAX_PLACES);
};

/** All fields of `more` over those of `base`: spreads, intersections. What is optional in `more` may leave the base's. */
export function spreadInto(base: ObjectShape, more: ObjectShape): ObjectShape {
  const fields = Object.assign(noFields(), base.fields);
  for (const [name, field] of Object.entries(more.fields)) {
    const before = own(base.fields, name);
    fields[name] = field.optional && before ? { ...before, shape: eitherOf([before.shape, field.shape]) } : field;
  }
  return object(fields, Boolean(base.open || more.open));
}

/** How much is known: closed shapes are known to the last field; lists and unions are as known as what they hold. */
export function knowledgeOf(shape: Shape<unknown>): 'closed' | 'open' | 'unknown' {
  if (shape.kind === 'unknown') return 'unknown';
  if (shape.kind === 'object') return shape.open ? 'open' : 'closed';
  if (shape.kind === 'list') return shape.of.kind === 'object' ? knowledgeOf(shape.of) : 'closed';
  if (shape.kind !== 'union') return 'closed';
  const parts = shape.of.map(knowledgeOf);
  return parts.every((p) => p === 'unknown') ? 'unknown' : parts.every((p) => p === 'closed') ? 'closed' : 'open';
}

/** The same with other places. */
export function placed<A, B>(shape: Shape<A>, at: (site: A) => B): Shape<B> {
  switch (shape.kind) {
    case 'object': {
      const fields = noFields<B>();
      for (const [name, { site, also, shape: inner, ...more }] of Object.entries(shape.fields))
        fields[name] = {
          shape: placed(inner, at),
          ...more,
          ...(site === undefined ? {} : { site: at(site) }),
          ...(also ? { also: also.map(at) } : {}),
        };
      const { values, fields: _fields, ...rest } = shape;
      return { ...rest, fields, ...(values ? { values: placed(values, at) } : {}) };
    }
    case 'list':
      return { kind: 'list', of: placed(shape.of, at), ...(shape.site === undefined ? {} : { site: at(shape.site) }) };
    case 'union':
      return { kind: 'union', of: shape.of.map((one) => placed(one, at)) };
    default:
      return shape;
  }
}
