/**
 * Fields that marshmallow, flask-restx and flask-restful declare alike, `fields.String(required=True)`: what each is on the wire, and what
 * is built of them: schemas, models, dicts of fields.
 */
import type { Context, Place } from '../../values/context';
import { elementsOf, entriesOf } from '../../values/elements';
import { type Args, isTrue, type Site, textOf, type Value } from '../../values/value';
import { isRestx } from '../details/flask-reads';
import { BOOLEAN, type Field, fieldOf, list, NUMBER, noFields, object, type Shape, STRING, unknownShape } from '../shapes/shape';
import { schemaShape } from './marshmallow';
import type { Way } from './python-shapes';

/** Members of these are fields too: `ma = Marshmallow(app)`, then `ma.String()`. */
const LIBRARY = /^(flask_)?marshmallow(\.\w+)*\.fields\.\w+$|^(flask_restx|flask_restful|flask_restplus)(\.\w+)*\.fields\.\w+$/;
const MARSHMALLOW = /^flask_marshmallow\.Marshmallow$/;

export interface LibraryField {
  /** 'String', 'Nested': the class. */
  kind: string;
  args: Args;
  site?: Site;
}

/** `fields.String(…)`, `fields.String`, `ma.String(…)` */
export function libraryField(value: Value): LibraryField | undefined {
  const of = value.kind === 'made' ? value.callee : value;
  const kind =
    of.kind === 'ext' && LIBRARY.test(of.path)
      ? of.path.split('.').at(-1)!
      : of.kind === 'member' && of.of.kind === 'made' && of.of.callee.kind === 'ext' && MARSHMALLOW.test(of.of.callee.path)
        ? of.name
        : undefined;
  if (kind === undefined) return undefined;
  return value.kind === 'made' ? { kind, args: value.args, site: value.site } : { kind, args: { pos: [], named: {} } };
}

const KINDS: [RegExp, Shape][] = [
  [
    /^(Str|String|Email|URL|Url|UUID|DateTime|NaiveDateTime|AwareDateTime|Date|Time|IP\w*|Enum|FormattedString|ClassName)$/,
    STRING,
  ],
  [/^(Int|Integer|Float|Number|Decimal|TimeDelta|Arbitrary|Fixed|MinMaxMixin)$/, NUMBER],
  [/^(Bool|Boolean)$/, BOOLEAN],
  [/^(Dict|Mapping|Wildcard)$/, object(noFields(), true)],
];

export function shapeOfField(ctx: Context, { kind, args }: LibraryField, way: Way, depth = 0): Shape {
  const inner = args.pos[0] ?? args.named.nested ?? args.named.model ?? args.named.cls_or_instance;
  if (kind === 'List') {
    const field = inner && libraryField(inner);
    return list(field ? shapeOfField(ctx, field, way, depth + 1) : unknownShape('elements'));
  }
  if (kind === 'Nested') {
    const shape = (inner && describedShape(ctx, inner, way, args, depth + 1)) ?? unknownShape('a nested schema');
    return isTrue(args.named.many) || isTrue(args.named.as_list) ? list(shape) : shape;
  }
  return KINDS.find(([pattern]) => pattern.test(kind))?.[1] ?? unknownShape(`a field of kind ${kind}`);
}

/** {"id", "title"}; undefined where it is not given, null where it cannot be known. */
export function namesOf(ctx: Context, value: Value | undefined): Set<string> | undefined | null {
  if (!value || (value.kind === 'lit' && value.value === null)) return undefined;
  const all = elementsOf(ctx, value)?.map(textOf);
  return all?.every((t) => t !== undefined) ? new Set(all) : null;
}

const MAX_DEPTH = 6;

/** A schema, a model, a dict of fields, a list of one of them. `more`: what is said where it is used, `only=…`. */
export function describedShape(ctx: Context, value: Value, way: Way, more?: Args, depth = 0): Shape | undefined {
  if (depth > MAX_DEPTH) return unknownShape('nested too deep');
  if (value.kind === 'class' || value.kind === 'inst') return schemaShape(ctx, value, way, more, depth);
  if (value.kind === 'list') {
    const [only] = value.items;
    const of = only && describedShape(ctx, only, way, undefined, depth + 1);
    return of && list(of);
  }
  if (value.kind === 'obj' || value.kind === 'dict') return fieldsShape(ctx, value, way, depth);
  return value.kind === 'made' ? modelShape(ctx, value, way, depth) : undefined;
}

/** `api.model("Task", {…})`, `api.inherit("Longer", task, {…})`, `Model("Task", {…})` */
function modelShape(ctx: Context, { callee, args }: Value & { kind: 'made' }, way: Way, depth: number): Shape | undefined {
  const isMember = callee.kind === 'member' && isRestx(callee.of) && /^(model|inherit|clone|extend)$/.test(callee.name);
  const isClass = callee.kind === 'ext' && /^(flask_restx|flask_restplus)(\.\w+)*\.(Ordered)?Model$/.test(callee.path);
  if (!isMember && !isClass) return undefined;
  const name = textOf(args.pos[0]);
  const parts = args.pos.slice(1).map((part) => describedShape(ctx, part, way, undefined, depth + 1));
  if (!parts.every((p) => p?.kind === 'object')) return unknownShape(name ?? 'a model');
  const fields = Object.assign(noFields(), ...parts.map((p) => (p.kind === 'object' ? p.fields : {}))) as Record<string, Field>;
  return {
    ...object(
      fields,
      parts.some((p) => p.kind === 'object' && p.open),
    ),
    ...(name === undefined ? {} : { name }),
  };
}

/** `{"title": fields.String(required=True)}` */
function fieldsShape(ctx: Context, value: Value, way: Way, depth: number): Shape | undefined {
  const entries = entriesOf(ctx, value);
  if (!entries) return unknownShape('fields');
  const fields = noFields();
  for (const [key, given] of entries) {
    const name = textOf(key);
    const field = libraryField(given);
    if (name === undefined) return unknownShape('fields');
    if (!field) return undefined;
    if (way === 'in' && isTrue(field.args.named.readonly)) continue;
    const isFree = way === 'in' && !isTrue(field.args.named.required);
    fields[name] = fieldOf(shapeOfField(ctx, field, way, depth), field.site, isFree);
  }
  return object(fields);
}

/** The decorators of a handler as values, those of its class after them. */
export function decoratorsAround(ctx: Context, handler: Place): Value[] {
  const of = (id: string): Value[] => {
    const chunk = ctx.world.chunk(handler.file, id);
    const outer =
      chunk?.parent === undefined ? undefined : ctx.place(handler.file, chunk.parent, ctx.genericEnv(handler.file, chunk.parent));
    return outer ? (chunk?.decorators ?? []).map((x) => ctx.evaluate(outer, x)) : [];
  };
  const parent = handler.chunk.parent;
  const isMethod = parent !== undefined && ctx.world.chunk(handler.file, parent)?.kind === 'class';
  return [...of(handler.id), ...(isMethod ? of(parent) : [])];
}

export interface Called {
  name: string;
  on?: Value;
  args: Args;
  site: Site;
}
/** `ns.expect(task)`, `use_args(schema)`: what is called, by its last name, and with what. */
export function calledAs(value: Value): Called | undefined {
  if (value.kind !== 'made') return undefined;
  const { callee, args, site } = value;
  if (callee.kind === 'member') return { name: callee.name, on: callee.of, args, site };
  return callee.kind === 'ext' ? { name: callee.path.split('.').at(-1)!, args, site } : undefined;
}
