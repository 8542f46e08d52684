/** Schemas of marshmallow as shapes: what `load` takes and what `dump` gives, with `only`, `exclude`, `partial`, `many`, `data_key`. */
import { own } from '../../base/own';
import { ancestry, type Class } from '../../values/classes';
import { type Context, type Place, siteOf } from '../../values/context';
import { type Args, isTrue, textOf, type Value } from '../../values/value';
import { type Field, fieldOf, list, noFields, type ObjectShape, object, type Shape } from '../shapes/shape';
import { libraryField, namesOf, shapeOfField } from './library-fields';
import type { Way } from './python-shapes';

const SCHEMA = /^(flask_)?marshmallow(\.\w+)*\.Schema$|^(apiflask|flask_smorest)(\.\w+)*\.Schema$/;
/** Those make fields of a table's columns. */
const AUTOMATIC = /^(flask_)?marshmallow(_sqlalchemy)?(\.\w+)*\.(SQLAlchemy\w*Schema|ModelSchema|TableSchema)$/;
const HOOKS = { in: 'pre_load', out: 'post_dump', named: 'post_dump' } as const;

/** Undefined where it is no schema. */
export function schemaShape(ctx: Context, value: Value, way: Way, more: Args | undefined, depth: number): Shape | undefined {
  const cls = value.kind === 'inst' ? value.cls : value;
  if (cls.kind !== 'class') return undefined;
  const bases = ancestry(ctx, cls);
  if (!bases.some(isSchema)) return undefined;
  const made = value.kind === 'inst' ? value.args : undefined;
  const option = (name: string): Value | undefined => more?.named[name] ?? made?.named[name];
  const settings = settingsOf(ctx, bases);
  const isOpen = bases.some(isAutomatic) || MAKING.some((name) => settings(name)) || !isSeenInFull(ctx, bases);
  const whole = object(noFields(), isOpen);
  for (const base of [...bases].reverse()) if (base.kind === 'class') addFields(ctx, whole, base, way, depth);
  const only = namesOf(ctx, option('only'));
  const dropped = [namesOf(ctx, option('exclude')), namesOf(ctx, settings('exclude'))];
  if (only === null || dropped.includes(null) || hasHook(ctx, bases, HOOKS[way])) whole.open = true;
  const shape = kept(whole, (name) => (!only || only.has(name)) && !dropped.some((d) => d?.has(name)));
  const name = ctx.world.outline(cls.file, cls.chunk)?.name;
  const one: Shape = { ...shape, ...(name ? { name } : {}), ...(way === 'in' ? strictness(option, settings, shape) : {}) };
  const partial = way === 'in' && (option('partial') !== undefined || hasHook(ctx, bases, HOOKS.in));
  const result = partial ? allOptional(one) : one;
  return isTrue(option('many')) ? list(result) : result;
}

export const isSchemaValue = (ctx: Context, value: Value): boolean => {
  const cls = value.kind === 'inst' ? value.cls : value;
  return cls.kind === 'class' && ancestry(ctx, cls).some(isSchema);
};

const isSchema = (value: Value): boolean =>
  (value.kind === 'ext' && (SCHEMA.test(value.path) || AUTOMATIC.test(value.path))) || isOfExtension(value);
const isAutomatic = (value: Value): boolean =>
  value.kind === 'ext' ? AUTOMATIC.test(value.path) : isOfExtension(value) && value.name !== 'Schema';

/** What of `class Meta` makes fields that the class does not declare, or leaves some out. */
const MAKING = ['model', 'table', 'fields', 'additional', 'include', 'include_fk', 'include_relationships'];

/** Whether every base is a class of the project or the library's own: another may bring fields. */
function isSeenInFull(ctx: Context, bases: readonly Value[]): boolean {
  const isKnown = (v: Value) => v.kind === 'class' || isSchema(v) || (v.kind === 'ext' && NEUTRAL.test(v.path));
  return bases.every((cls) => {
    if (cls.kind !== 'class') return isKnown(cls);
    const chunk = ctx.world.chunk(cls.file, cls.chunk);
    const outer = ctx.place(cls.file, chunk?.parent ?? '', cls.env);
    return outer !== undefined && (chunk?.bases ?? []).every((x) => isKnown(ctx.evaluate(outer, x)));
  });
}
const NEUTRAL = /^(builtins\.object|abc\.ABC|typing(_extensions)?\.Generic)$/;

/** `ma.Schema` of `ma = Marshmallow(app)` */
const isOfExtension = (value: Value): value is Value & { kind: 'member' } =>
  value.kind === 'member' &&
  /Schema$/.test(value.name) &&
  value.of.kind === 'made' &&
  value.of.callee.kind === 'ext' &&
  /\.Marshmallow$/.test(value.of.callee.path);

function bodyOf(ctx: Context, { file, chunk }: Class): Place | undefined {
  return ctx.place(file, chunk, ctx.genericEnv(file, chunk));
}

function addFields(ctx: Context, whole: ObjectShape, cls: Class, way: Way, depth: number): void {
  const body = bodyOf(ctx, cls);
  for (const [name, assigns] of Object.entries(body?.chunk.vars ?? {})) {
    const x = assigns.at(-1)?.x;
    const field = x === undefined ? undefined : libraryField(ctx.evaluate(body!, x));
    if (!field || x === undefined) continue;
    const { named } = field.args;
    if (isTrue(named[way === 'in' ? 'dump_only' : 'load_only'])) continue;
    const isFree = way === 'in' && !isTrue(named.required);
    whole.fields[textOf(named.data_key) ?? name] = fieldOf(shapeOfField(ctx, field, way, depth), siteOf(body!, x), isFree);
  }
}

/** What `class Meta` says, the nearest first. */
function settingsOf(ctx: Context, bases: readonly Value[]): (name: string) => Value | undefined {
  const metas = bases.flatMap((base) => {
    const id = base.kind === 'class' ? `${base.chunk}.Meta` : '';
    const meta = base.kind === 'class' ? ctx.place(base.file, id, ctx.genericEnv(base.file, id)) : undefined;
    return meta ? [meta] : [];
  });
  return (name) => {
    for (const meta of metas) {
      const x = own(meta.chunk.vars, name)?.at(-1)?.x;
      if (x !== undefined) return ctx.evaluate(meta, x);
    }
    return undefined;
  };
}

/** What is not declared is refused, unless `unknown` says otherwise. */
function strictness(option: (n: string) => Value | undefined, settings: (n: string) => Value | undefined, shape: ObjectShape) {
  const value = option('unknown') ?? settings('unknown');
  const word = textOf(value) ?? (value?.kind === 'ext' ? value.path : 'RAISE');
  if (/include$/i.test(word)) return { open: true as const };
  return /raise$/i.test(word) && !shape.open ? { forbids: true as const } : {};
}

function hasHook(ctx: Context, bases: readonly Value[], hook: string): boolean {
  return bases.some((base) => {
    const body = base.kind === 'class' ? bodyOf(ctx, base) : undefined;
    return body?.chunk.arena.some((e) => e.kind === 'call' && e.decorator && isNamed(ctx, body, e.callee, hook)) ?? false;
  });
}

function isNamed(ctx: Context, place: Place, x: number, name: string): boolean {
  const value = ctx.evaluate(place, x);
  const of = value.kind === 'made' ? value.callee : value;
  return of.kind === 'ext' && of.path.endsWith(`.${name}`);
}

function kept(shape: ObjectShape, keeps: (name: string) => boolean): ObjectShape {
  const fields = noFields();
  for (const [name, field] of Object.entries(shape.fields)) if (keeps(name)) fields[name] = field;
  return { ...shape, fields };
}

function allOptional(shape: Shape): Shape {
  if (shape.kind !== 'object') return shape;
  const fields: Record<string, Field> = noFields();
  for (const [name, field] of Object.entries(shape.fields)) fields[name] = { ...field, optional: true };
  return { ...shape, fields };
}
