/** Python types as shapes on the wire: what a model takes (`in`) and what is made of it in an answer (`out`). */
import { hash53 } from '../../base/hash';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { type ModelField, type PyType, present } from '../details/python-types';
import {
  type Field,
  fieldOf,
  list,
  noFields,
  type ObjectShape,
  object,
  PLAIN,
  type Shape,
  union,
  unknownShape,
} from '../shapes/shape';
import { type Method, type Model, type ModelType, modelOf } from './models';
import { isPydantic2 } from './pydantic-version';
import { isTelling, newReader, returnedBy } from './returned';

/** `named`: given under the fields' own names, `response_model_by_alias=False`. */
export type Way = 'in' | 'out' | 'named';

/** What crosses the wire as text, whichever value it is to Python. */
const TEXT =
  /^(str|bytes|datetime\.(datetime|date|time)|uuid\.UUID|pathlib\.(Pure)?Path|ipaddress\.\w+|pydantic(\.\w+)*\.(EmailStr|AnyUrl|AnyHttpUrl|HttpUrl|SecretStr|constr|UUID[1-5]|FilePath|DirectoryPath|StrictStr|NameEmail))$/;
const NUMBERS =
  /^(int|float|pydantic(\.\w+)*\.(PositiveInt|NonNegativeInt|NegativeInt|PositiveFloat|NonNegativeFloat|conint|confloat|StrictInt|StrictFloat))$/;

export function shapeOfType(ctx: Context, type: PyType, way: Way): Shape {
  const of = (inner: PyType): Shape => shapeOfType(ctx, inner, way);
  switch (type.kind) {
    case 'plain':
      return plain(type.name);
    case 'model':
      return models(ctx).get(`${way} ${JSON.stringify(type)}`, { type, way });
    case 'enum':
      return type.values.length
        ? union(type.values.map((value): Shape => ({ kind: 'literal', value })))
        : unknownShape(type.name);
    case 'literal':
      return union(type.values.map((value): Shape => (value === null ? PLAIN.null : { kind: 'literal', value })));
    case 'list':
      return list(of(type.of));
    case 'tuple':
      return list(type.of.length ? union(type.of.map(of)) : unknownShape('a tuple'));
    case 'dict':
      return { ...object(noFields(), true), values: of(type.of) };
    case 'union':
      return union(type.of.map(of));
    default:
      return unknownShape('no type');
  }
}

function plain(name: string): Shape {
  if (name === 'None') return PLAIN.null;
  if (name === 'bool' || name.endsWith('.StrictBool')) return PLAIN.boolean;
  if (NUMBERS.test(name)) return PLAIN.number;
  if (TEXT.test(name)) return PLAIN.string;
  return name.endsWith('.UploadFile') ? PLAIN.file : unknownShape(name);
}

const models: (ctx: Context) => Query<{ type: ModelType; way: Way }, Shape> = perContext((ctx) =>
  ctx.world.db.query<{ type: ModelType; way: Way }, Shape>(
    'shape of model',
    ({ type, way }) => modelShape(ctx, type, way),
    ({ type }) => unknownShape(`${type.name} inside of itself`),
    { equal: sameShape },
  ),
);

/** Shapes hold shapes: their texts are compared by a hash that is made once for each. */
const prints = new WeakMap<Shape, string>();
function sameShape(a: Shape, b: Shape): boolean {
  return a === b || printOf(a) === printOf(b);
}
function printOf(shape: Shape): string {
  let print = prints.get(shape);
  if (print === undefined) {
    const text = JSON.stringify(shape);
    print = `${text.length}:${hash53(text, 1)}:${hash53(text, 2)}`;
    prints.set(shape, print);
  }
  return print;
}

function modelShape(ctx: Context, type: ModelType, way: Way): Shape {
  const model = modelOf(ctx, type);
  if (model.kind === 'unknown' || model.renamed) return unknownShape(type.name);
  if (way !== 'in' && model.serializer) return madeBy(ctx, model.serializer);
  if (way !== 'in' && model.serialized) return unknownShape(`what ${type.name} makes of itself`);
  const fields = noFields();
  for (const field of model.fields.values()) {
    if (way === 'in' ? field.computed : field.hidden) continue;
    const { name, ...more } = way === 'in' ? taken(model, field) : way === 'out' ? given(model, field) : { name: field.name };
    const shape = way === 'in' ? takenShape(ctx, model, field) : givenShape(ctx, model, field, way);
    fields[name] = { ...fieldOf(shape, field.site, way === 'in' && isFree(model, field)), ...more };
  }
  return named(type, model, way, object(fields, model.open || model.extra === 'allow' || (way === 'in' && model.prepared)));
}

function takenShape(ctx: Context, model: Model, { name, type, loose }: ModelField): Shape {
  if (loose || model.loose.has(name) || model.loose.has('*')) return unknownShape('a validator sees it first');
  const isStrict = model.kind === 'pydantic' && !model.coerces && isPydantic2(ctx);
  return isStrict ? strictly(ctx, type) : shapeOfType(ctx, type, 'in');
}

/** pydantic 2 makes no text of numbers. */
function strictly(ctx: Context, type: PyType): Shape {
  if (type.kind === 'plain' && type.name === 'str') return { kind: 'string', strict: true };
  if (type.kind === 'list') return list(strictly(ctx, type.of));
  const other = type.kind === 'union' ? present(type) : type;
  return other.kind === 'plain' && other !== type ? union([strictly(ctx, other), PLAIN.null]) : shapeOfType(ctx, type, 'in');
}

/** What an answer calls the fields of a model, of one in a list too: to what the model calls them. */
export function givenFields(ctx: Context, type: PyType): Map<string, string> {
  if (type.kind === 'list') return givenFields(ctx, type.of);
  if (type.kind === 'union') return new Map(type.of.flatMap((one) => [...givenFields(ctx, one)]));
  if (type.kind !== 'model') return new Map();
  const model = modelOf(ctx, type);
  return new Map([...model.fields.values()].flatMap((f) => (f.hidden ? [] : [[given(model, f).name, f.name]])));
}

function givenShape(ctx: Context, { serializers }: Model, { name, type, givenType }: ModelField, way: Way): Shape {
  const serializer = serializers.get(name) ?? serializers.get('*');
  return serializer ? madeBy(ctx, serializer) : shapeOfType(ctx, givenType ?? type, way);
}

/** What a method of the class makes: what it says, else what it returns. */
function madeBy(ctx: Context, { file, chunk, type }: Method): Shape {
  const said = shapeOfType(ctx, type, 'out');
  const place = isTelling(said) ? undefined : ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  return place ? returnedBy(newReader(ctx), place) : said;
}

function named({ name }: ModelType, model: Model, way: Way, shape: ObjectShape): Shape {
  return { ...shape, name, ...(way === 'in' && model.extra === 'forbid' && !shape.open ? { forbids: true as const } : {}) };
}

/** Whether a request may leave it out. Optional[X] without a default is required by pydantic 2 only: in doubt it is not. */
function isFree(model: Model, { required, type }: ModelField): boolean {
  const mayBeNone = type.kind === 'union' && type.of.some((t) => t.kind === 'plain' && t.name === 'None');
  return !required || model.prepared || mayBeNone || type.kind === 'unknown';
}

interface Named extends Pick<Field, 'names'> {
  name: string;
}

function taken(model: Model, { name, alias, takenAs }: ModelField): Named {
  const [first, ...others] = takenAs ?? [alias ?? model.rename?.(name) ?? name];
  const more = model.byName && first !== name ? [...others, name] : others;
  return { name: first!, ...(more.length ? { names: more } : {}) };
}

function given(model: Model, { name, alias, givenAs }: ModelField): Named {
  return { name: givenAs ?? alias ?? model.rename?.(name) ?? name };
}
