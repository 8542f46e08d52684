/**
 * What Python classes are on the wire: pydantic and SQLModel models, dataclasses, typed dictionaries. Their fields with those of their bases,
 * parameters of generic ones filled in, and what their configuration says of names and of fields that are not theirs.
 */
import type { X } from '../../facts/expression';
import { type Context, type Place, siteOf } from '../../values/context';
import { entriesOf } from '../../values/elements';
import { isTrue, textOf, type Value } from '../../values/value';
import { type ModelField, ownFields, type PyType, resultOf, typeAt, UNKNOWN } from '../details/python-types';
import { filled, variablesIn } from '../details/type-parameters';

export type ModelType = PyType & { kind: 'model' };
export interface Model {
  /** Those of the bases first; a class that says it again replaces it. */
  fields: Map<string, ModelField>;
  kind: 'pydantic' | 'dataclass' | 'dict' | 'unknown';
  /** A base of which nothing is known: there may be more. */
  open: boolean;
  extra: 'allow' | 'forbid' | 'ignore';
  /** Taken under the field's own name too, where it has an alias. */
  byName: boolean;
  rename?: (name: string) => string;
  /** Names are made by a function that is not known. */
  renamed?: true;
  /** Code sees the data first and may fill in what is missing. */
  prepared: boolean;
  /** Code makes what is given; that code, where it is known. */
  serialized: boolean;
  serializer?: Method;
  /** What makes single fields of it. */
  serializers: Map<string, Method>;
}
/** A function of the class, with what stands behind its ->. */
export interface Method {
  file: string;
  chunk: string;
  type: PyType;
}

const MODELS = /^(pydantic(\.\w+)*\.(BaseModel|GenericModel|BaseSettings)|sqlmodel(\.\w+)*\.SQLModel)$/;
const NEUTRAL = /^(typing(_extensions)?\.(Generic|Protocol)|abc\.ABC|builtins\.object)$/;
const DICT = /^typing(_extensions)?\.TypedDict$/;
const NAMED = /^typing\.NamedTuple$/;
const DATACLASS = /^(dataclasses|pydantic(\.\w+)*)\.dataclass$/;

const empty = (): Model => ({
  fields: new Map(),
  kind: 'unknown',
  open: false,
  extra: 'ignore',
  byName: false,
  prepared: false,
  serialized: false,
  serializers: new Map(),
});

const MAX_BASES = 12;

export function modelOf(ctx: Context, type: ModelType, depth = 0): Model {
  const { file, chunk } = type;
  const outline = ctx.world.outline(file, chunk);
  const outer = ctx.place(file, outline?.parent ?? '', ctx.genericEnv(file, outline?.parent ?? ''));
  const body = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  const model = empty();
  if (!outer || !body || depth > MAX_BASES) return { ...model, open: true };
  const bound = bindings(ctx, outer, body, type.args ?? []);
  for (const base of [...(body.chunk.bases ?? [])].reverse())
    inherit(
      ctx,
      model,
      { place: outer, x: base, type: filled(typeAt(ctx, outer, base, 0, body.chunk.typeParams).type, bound) },
      depth,
    );
  for (const x of body.chunk.decorators ?? []) if (isCalled(ctx.evaluate(outer, x), DATACLASS)) model.kind = 'dataclass';
  configure(ctx, model, body, outer);
  for (const field of ownFields(ctx, file, chunk))
    if (!isRelation(ctx, body, field) && (model.kind === 'dict' || !field.name.startsWith('_')))
      model.fields.set(field.name, {
        ...field,
        type: filled(field.type, bound),
        ...(model.kind === 'dict' ? { required: isRequiredKey(ctx, body, outer, field) } : {}),
      });
  methods(ctx, model, body);
  return model;
}

interface Base {
  place: Place;
  x: X;
  type: PyType;
}

function inherit(ctx: Context, model: Model, { place: outer, x: base, type }: Base, depth: number): void {
  if (type.kind === 'model') {
    const other = modelOf(ctx, type, depth + 1);
    for (const [name, field] of other.fields) model.fields.set(name, field);
    for (const [name, method] of other.serializers) model.serializers.set(name, method);
    model.open ||= other.open;
    if (other.kind !== 'unknown')
      Object.assign(model, { ...other, fields: model.fields, serializers: model.serializers, open: model.open });
    return;
  }
  const e = outer.chunk.arena[base];
  const value = ctx.evaluate(outer, e?.kind === 'at' ? e.object : base);
  const path = value.kind === 'ext' ? value.path : '';
  if (MODELS.test(path)) model.kind = 'pydantic';
  else if (DICT.test(path)) model.kind = 'dict';
  else if (NAMED.test(path)) model.kind = 'unknown';
  else if (!NEUTRAL.test(path)) model.open = true;
}

/** `Required[int]`, `NotRequired[int]`, else what `total=` says of the whole typed dictionary. */
function isRequiredKey(ctx: Context, body: Place, outer: Place, { name }: ModelField): boolean {
  const e = body.chunk.arena[body.chunk.annotations?.[name] ?? -1];
  const marked = e?.kind === 'at' ? ctx.evaluate(body, e.object) : undefined;
  const mark = marked?.kind === 'ext' ? /^typing(?:_extensions)?\.(Required|NotRequired)$/.exec(marked.path)?.[1] : undefined;
  const total = body.chunk.keywords?.find((k) => k.name === 'total');
  const given = total && ctx.evaluate(outer, total.x);
  return mark ? mark === 'Required' : !(given && !isTrue(given));
}

const isCalled = (value: Value, path: RegExp): boolean =>
  value.kind === 'ext' ? path.test(value.path) : value.kind === 'made' && isCalled(value.callee, path);

/** `heroes: list["Hero"] = Relationship(…)`, `kind: ClassVar[str]`: no data of the model. */
function isRelation(ctx: Context, body: Place, { name }: ModelField): boolean {
  const assign = body.chunk.vars[name]?.at(-1);
  if (assign && isCalled(ctx.evaluate(body, assign.x), /^sqlmodel(\.\w+)*\.Relationship$|^pydantic(\.\w+)*\.PrivateAttr$/))
    return true;
  const x = body.chunk.annotations?.[name];
  const e = x === undefined ? undefined : body.chunk.arena[x];
  const value = e && x !== undefined ? ctx.evaluate(body, e.kind === 'at' ? e.object : x) : undefined;
  return value?.kind === 'ext' && /^typing(_extensions)?\.ClassVar$/.test(value.path);
}

/** `model_config = ConfigDict(…)`, `class Config:`, `class Task(BaseModel, extra="forbid")` */
function configure(ctx: Context, model: Model, body: Place, outer: Place): void {
  const settings = new Map<string, Value>();
  const assigned = body.chunk.vars.model_config?.at(-1);
  const given = assigned && ctx.evaluate(body, assigned.x);
  if (given?.kind === 'made') for (const [key, value] of Object.entries(given.args.named)) settings.set(key, value);
  else if (given)
    for (const [key, value] of entriesOf(ctx, given) ?? []) if (textOf(key) !== undefined) settings.set(textOf(key)!, value);
  const inner = ctx.place(body.file, `${body.id}.Config`, ctx.genericEnv(body.file, `${body.id}.Config`));
  for (const [name, assigns] of Object.entries(inner?.chunk.vars ?? {}))
    if (assigns.length) settings.set(name, ctx.evaluate(inner!, assigns.at(-1)!.x));
  for (const { name, x } of body.chunk.keywords ?? []) settings.set(name, ctx.evaluate(outer, x));
  const extra = settings.get('extra');
  const word = textOf(extra) ?? (extra?.kind === 'ext' ? /Extra\.(\w+)$/.exec(extra.path)?.[1] : undefined);
  if (word === 'allow' || word === 'forbid' || word === 'ignore') model.extra = word;
  const isOn = (...names: string[]) => names.some((n) => isTrue(settings.get(n)));
  model.byName ||= isOn('populate_by_name', 'allow_population_by_field_name', 'validate_by_name');
  const generator = settings.get('alias_generator');
  if (generator) Object.assign(model, generated(ctx, generator));
}

const camel = (name: string): string => name.replace(/_+([a-z0-9])/gi, (_, c: string) => c.toUpperCase());
const pascal = (name: string): string => camel(name).replace(/^[a-z]/, (c) => c.toUpperCase());

/** pydantic.alias_generators.to_camel, a function of that name: what it makes of a field's name. */
function generated(ctx: Context, value: Value): Pick<Model, 'rename' | 'renamed'> {
  const name =
    value.kind === 'ext'
      ? value.path.split('.').at(-1)!
      : value.kind === 'fn'
        ? (ctx.world.outline(value.file, value.chunk)?.name ?? '')
        : '';
  if (/^(to_)?(lower_?)?camel(ize|_?case)?$/i.test(name)) return { rename: camel };
  return /pascal/i.test(name) ? { rename: pascal } : { renamed: true };
}

const BEFORE = /^pydantic(\.\w+)*\.(model_validator|root_validator)$/;
const COMPUTED = /^pydantic(\.\w+)*\.computed_field$/;
const SERIALIZER = /^pydantic(\.\w+)*\.model_serializer$/;
const FIELD_SERIALIZER = /^pydantic(\.\w+)*\.field_serializer$/;

/** Methods that take part: validators, serializers, computed fields. */
function methods(ctx: Context, model: Model, body: Place): void {
  for (const [name, assigns] of Object.entries(body.chunk.vars)) {
    const made = body.chunk.arena[assigns.at(-1)?.x ?? -1];
    const fn = made && methodOf(body, made);
    if (!fn) continue;
    const outline = ctx.world.outline(body.file, fn);
    const decorators = (outline?.decorators ?? []).map((x) => ctx.evaluate(body, x));
    if (decorators.some((d) => isBefore(d))) model.prepared = true;
    const type = resultOf(ctx, { file: body.file, chunk: fn });
    if (decorators.some((d) => isCalled(d, SERIALIZER)))
      Object.assign(model, { serialized: true, serializer: { file: body.file, chunk: fn, type } });
    if (name === 'model_dump' || name === 'dict') model.serialized = true;
    for (const d of decorators)
      if (d.kind === 'made' && isCalled(d, FIELD_SERIALIZER))
        for (const field of d.args.pos) model.serializers.set(textOf(field) ?? '', { file: body.file, chunk: fn, type });
    if (name === '__init__' || name === 'model_validate' || name === '__get_validators__') model.prepared = true;
    if (!decorators.some((d) => isCalled(d, COMPUTED))) continue;
    model.fields.set(name, { name, type, required: false, computed: true, site: siteOf(body, assigns.at(-1)!.x) });
  }
}

/** The function itself, below its decorators. */
function methodOf(body: Place, e: NonNullable<Place['chunk']['arena'][number]>): string | undefined {
  if (e.kind === 'fn') return e.chunk;
  const inner = e.kind === 'call' && e.decorator ? body.chunk.arena[e.args[0]?.x ?? -1] : undefined;
  return inner && methodOf(body, inner);
}

const isBefore = (value: Value): boolean => {
  if (!isCalled(value, BEFORE)) return false;
  const named = value.kind === 'made' ? value.args.named : {};
  return textOf(named.mode) !== 'after' && (value.kind !== 'made' || named.mode !== undefined || isTrue(named.pre));
};

/** What the parameters of a generic class stand for: `class Page[T]`, `Generic[T]`, or those of its bases in order. */
function bindings(ctx: Context, outer: Place, body: Place, args: readonly PyType[]): ReadonlyMap<string, PyType> {
  const generic: string[] = [...(body.chunk.typeParams ?? [])];
  const others: string[] = [];
  for (const base of body.chunk.bases ?? []) {
    const e = outer.chunk.arena[base];
    if (e?.kind !== 'at' || body.chunk.typeParams) continue;
    const of = ctx.evaluate(outer, e.object);
    const index = outer.chunk.arena[e.index];
    const parts = index?.kind === 'list' ? index.items.map((i) => i.x) : [e.index];
    const names = parts.flatMap((x) => variablesIn(typeAt(ctx, outer, x).type));
    (of.kind === 'ext' && NEUTRAL.test(of.path) ? generic : others).push(...names);
  }
  const names = [...new Set(generic.length ? generic : others)];
  return new Map(names.map((name, i) => [name, args[i] ?? UNKNOWN]));
}
