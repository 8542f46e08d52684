/** TypeScript types as shapes: names followed through imports and re-exports, Pick, Omit, Partial and the like, generics filled in. */
import { own } from '../../base/own';
import type { TypeForm } from '../../facts/expression';
import type { Context } from '../../values/context';
import { resolveWeb } from '../../values/modules/web-files';
import { type DeclaredType, globalType } from './global-types';
import { schemaShape } from './schemas';
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

/** What type parameters stand for. */
export type Bound = Readonly<Record<string, Shape>>;
const MAX_DEPTH = 7;

/** The shape of a type as it is written in a file. */
export function typeShape(ctx: Context, file: string, form: TypeForm, bound: Bound = {}, depth = 0): Shape {
  if (depth > MAX_DEPTH) return unknownShape('the type is nested too deep');
  const of = (inner: TypeForm): Shape => typeShape(ctx, file, inner, bound, depth + 1);
  switch (form.kind) {
    case 'prim':
      return primitive(form.name);
    case 'lit':
      return { kind: 'literal', value: form.value };
    case 'list':
      return list(of(form.of));
    case 'tuple':
      return list(union(form.of.map(of)));
    case 'union':
      return union(form.of.map(of));
    case 'inter':
      return form.of.map(of).reduce(both);
    case 'obj':
      return objectType(form, of);
    case 'name':
      return named(ctx, file, form, bound, depth);
    case 'opaque':
      return imported(ctx, file, form.text, depth) ?? indexed(form.text, of);
  }
}

/** A type that says something: not `any`, not `unknown`. */
export const says = (shape: Shape | undefined): shape is Shape => shape !== undefined && shape.kind !== 'unknown';

function primitive(name: (TypeForm & { kind: 'prim' })['name']): Shape {
  switch (name) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return PLAIN[name];
    case 'undefined':
    case 'void':
    case 'never':
      return NONE;
    case 'object':
      return object(noFields(), true);
    default:
      return unknownShape(name);
  }
}

/** `A & B` */
function both(a: Shape, b: Shape): Shape {
  if (a.kind === 'object' && b.kind === 'object') return spreadInto(a, b);
  if (a.kind === 'unknown' || (a.kind === 'object' && !Object.keys(a.fields).length)) return b.kind === 'object' ? opened(b) : b;
  return a.kind === 'object' ? opened(a) : a;
}

const opened = (shape: ObjectShape): ObjectShape => ({ ...shape, open: true });

function objectType(form: TypeForm & { kind: 'obj' }, of: (inner: TypeForm) => Shape): Shape {
  const fields = noFields();
  for (const { name, type, optional } of form.fields) {
    const shape = of(type);
    const { without, absent } = withoutAbsence(shape);
    fields[name] = fieldOf(without, undefined, optional || absent);
  }
  let own: ObjectShape = object(fields);
  if (form.index) own = { ...own, open: true, values: of(form.index) };
  for (const base of form.extends ?? []) {
    const inherited = of(base);
    own = inherited.kind === 'object' ? { ...own, ...spreadInto(inherited, own) } : opened(own);
  }
  return own;
}

/** `string | undefined` is an optional string. */
function withoutAbsence(shape: Shape): { without: Shape; absent: boolean } {
  if (shape.kind !== 'union') return { without: shape, absent: false };
  const rest = shape.of.filter((s) => s.kind !== 'none');
  return rest.length === shape.of.length ? { without: shape, absent: false } : { without: union(rest), absent: true };
}

/** What the language, the browser and libraries call so, and what it comes to on the wire. */
const TRANSPARENT = new Set(
  'Promise Awaited Readonly NonNullable Ref ShallowRef ComputedRef MaybeRef MaybeRefOrGetter Observable PromiseLike DeepReadonly UnwrapRef Signal WritableSignal'.split(
    ' ',
  ),
);
const GLOBAL: Record<string, Shape> = {
  Date: PLAIN.string,
  File: PLAIN.file,
  Blob: PLAIN.file,
  String: PLAIN.string,
  Number: PLAIN.number,
  Boolean: PLAIN.boolean,
};

function named(ctx: Context, file: string, form: TypeForm & { kind: 'name' }, bound: Bound, depth: number): Shape {
  const given = own(bound, form.name);
  if (given) return given;
  const args = () => (form.args ?? []).map((arg) => typeShape(ctx, file, arg, bound, depth + 1));
  const found = findType(ctx, file, form.name);
  if (found) {
    const values = args();
    const inner: Record<string, Shape> = {};
    found.params.forEach((param, i) => {
      inner[param] = values[i] ?? unknownShape(`type parameter ${param}`);
    });
    const shape = typeShape(ctx, found.file, found.form, inner, depth + 1);
    return shape.kind === 'object' ? { ...shape, name: form.name } : shape;
  }
  const inferred = ofSchema(ctx, file, form);
  if (inferred) return inferred;
  const [first, second] = args();
  if (first && TRANSPARENT.has(form.name)) return first;
  return own(GLOBAL, form.name) ?? (first && utility(form.name, first, second)) ?? unknownShape(`type ${form.name}`);
}

/** `z.infer<typeof taskSchema>` */
function ofSchema(ctx: Context, file: string, { name, args }: TypeForm & { kind: 'name' }): Shape | undefined {
  const [of] = args ?? [];
  const schema = of?.kind === 'opaque' ? /^typeof ([\w$]+)$/.exec(of.text)?.[1] : undefined;
  if (schema === undefined || !/(^|\.)(infer|input|output|TypeOf)$/.test(name)) return undefined;
  return schemaShape(ctx, ctx.binding(file, '', schema, ctx.moduleEnv(file)));
}

function utility(name: string, first: Shape, second: Shape | undefined): Shape | undefined {
  if (name === 'Record') return { ...object(noFields(), true), ...(second ? { values: second } : {}) };
  if (name === 'Set' || name === 'Iterable' || name === 'ReadonlySet') return list(first);
  if (name === 'AxiosResponse') return object({ data: fieldOf(first) }, true);
  if (first.kind !== 'object') return undefined;
  if (name === 'Partial' || name === 'Required' || name === 'DeepPartial')
    return mapped(first, (field) => fieldOf(field.shape, field.site, name !== 'Required'));
  const keys = second && keysOf(second);
  if (!keys) return name === 'Omit' || name === 'Pick' ? opened(first) : undefined;
  if (name === 'Pick') return mapped(first, (field, key) => (keys.has(key) ? field : undefined));
  if (name === 'Omit') return mapped(first, (field, key) => (keys.has(key) ? undefined : field));
  return undefined;
}

/** The fields that `f` keeps. The type is another one then, and has no name. */
export function mapped(shape: ObjectShape, f: (field: Field, name: string) => Field | undefined): ObjectShape {
  const fields = noFields();
  for (const [name, field] of Object.entries(shape.fields)) {
    const kept = f(field, name);
    if (kept) fields[name] = kept;
  }
  return object(fields, shape.open);
}

function keysOf(shape: Shape): Set<string> | undefined {
  const all = shape.kind === 'union' ? shape.of : [shape];
  return all.every((s) => s.kind === 'literal') ? new Set(all.map((s) => String(s.value))) : undefined;
}

/** import('./types').Task */
function imported(ctx: Context, file: string, text: string, depth: number): Shape | undefined {
  const [, , specifier, name] = /^import\((["'])(.+?)\1\)\.(\w+)$/.exec(text) ?? [];
  const found = specifier !== undefined && name !== undefined ? exportedType(ctx, file, specifier, name, new Set()) : undefined;
  return found && typeShape(ctx, found.file, found.form, {}, depth + 1);
}

/** Task['status'] */
function indexed(text: string, of: (inner: TypeForm) => Shape): Shape {
  const [, name, , key] = /^([\w$.]+)\[(["'])([\w$-]+)\2\]$/.exec(text) ?? [];
  if (name === undefined || key === undefined) return unknownShape(`type ${text.slice(0, 60)}`);
  const whole = of({ kind: 'name', name });
  return (whole.kind === 'object' && own(whole.fields, key)?.shape) || unknownShape(`type ${text}`);
}

/** Where a type that a file names is declared. */
export function findType(ctx: Context, file: string, name: string, seen = new Set<string>()): DeclaredType | undefined {
  if (seen.has(`${file}#${name}`)) return undefined;
  seen.add(`${file}#${name}`);
  const head = ctx.world.head(file);
  if (!head) return undefined;
  const here = own(head.types, name);
  if (here) return { file, params: here.params ?? [], form: here.form };
  const [space, ...inner] = name.split('.');
  if (inner.length) return inNamespace(ctx, file, space!, inner.join('.'), seen) ?? globalType(ctx, file, name);
  const module = ctx.world.chunk(file, '');
  for (const { x } of own(module?.vars, name) ?? []) {
    const e = module!.arena[x];
    if (e?.kind === 'import' && e.name !== undefined) return exportedType(ctx, file, e.module, e.name, seen);
    if (e?.kind === 'class') return classType(ctx, file, e.chunk);
  }
  return globalType(ctx, file, name);
}

function inNamespace(ctx: Context, file: string, space: string, name: string, seen: Set<string>): DeclaredType | undefined {
  const module = ctx.world.chunk(file, '');
  for (const { x } of own(module?.vars, space) ?? []) {
    const e = module!.arena[x];
    if (e?.kind === 'import' && e.name === undefined) return exportedType(ctx, file, e.module, name, seen);
  }
  return undefined;
}

function exportedType(ctx: Context, from: string, specifier: string, name: string, seen: Set<string>): DeclaredType | undefined {
  const at = resolveWeb(ctx, from, specifier);
  if (!('file' in at)) return undefined;
  const { file } = at;
  const x = own(ctx.world.head(file)?.exports, name);
  const e = x === undefined ? undefined : ctx.world.chunk(file, '')?.arena[x];
  if (e?.kind === 'import' && e.name !== undefined) return exportedType(ctx, file, e.module, e.name, seen);
  if (e?.kind === 'free' || e?.kind === 'ref') return findType(ctx, file, e.name, seen);
  const own_ = findType(ctx, file, name, seen);
  if (own_) return own_;
  for (const star of ctx.world.head(file)?.stars ?? []) {
    const found = star.as === undefined ? exportedType(ctx, file, star.module, name, seen) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The fields that a class declares. */
function classType(ctx: Context, file: string, chunk: string): DeclaredType | undefined {
  const types = ctx.world.chunk(file, chunk)?.varTypes;
  if (!types) return undefined;
  return { file, params: [], form: { kind: 'obj', fields: Object.entries(types).map(([name, type]) => ({ name, type })) } };
}
