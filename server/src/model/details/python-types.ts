/** Python annotations as types: what parameters, bodies and answers are made of. Models stay names; `fieldsOf` opens them. */
import { own } from '../../base/own';
import type { X } from '../../facts/expression';
import { ancestry } from '../../values/classes';
import { type Context, type Place, siteOf as siteIn } from '../../values/context';
import { findModule } from '../../values/modules/python-modules';
import { type Args, type Site, textOf, type Value } from '../../values/value';
import { defaultOf, FIELD, fieldCall } from './field-call';
import { genericAlias } from './type-parameters';

export type PyType =
  /** 'str', 'int', 'None', 'datetime.datetime', 'fastapi.UploadFile': a builtin by its name, anything else outside the project by its path. */
  | { kind: 'plain'; name: string }
  /** A class of the project. `args`: what stands in brackets behind it, `Page[Item]`. */
  | { kind: 'model'; file: string; chunk: string; name: string; args?: PyType[] }
  /** The parameter of a generic model. */
  | { kind: 'variable'; name: string }
  | { kind: 'enum'; file: string; chunk: string; name: string; values: (string | number)[] }
  | { kind: 'list'; of: PyType }
  | { kind: 'tuple'; of: PyType[] }
  | { kind: 'dict'; of: PyType }
  /** Optional[X] is a union with None. */
  | { kind: 'union'; of: PyType[] }
  | { kind: 'literal'; values: (string | number | boolean | null)[] }
  | { kind: 'unknown' };

export interface TypedValue {
  type: PyType;
  /** What Annotated adds: Query(…), Depends(…). */
  extras: Value[];
}

export interface ModelField {
  name: string;
  /** The name on the wire, if another. */
  alias?: string;
  /** Where both directions have their own: names under which it is taken, the name under which it is given. */
  takenAs?: string[];
  givenAs?: string;
  /** What a serializer makes of it. */
  givenType?: PyType;
  /** Code sees what is sent first, and takes what it likes. */
  loose?: true;
  /** Never given. */
  hidden?: true;
  /** Made by a method: given and never taken. */
  computed?: true;
  type: PyType;
  required: boolean;
  /** The default, where it is a literal. */
  default?: string | number | boolean | null;
  /** The class in whose body it is written, and the annotation or default there. */
  site: Site;
}

export const UNKNOWN: PyType = { kind: 'unknown' };
const plain = (name: string): PyType => ({ kind: 'plain', name });
export const NONE = plain('None');
const LISTS =
  /^(builtins|typing|collections\.abc|collections)\.(list|List|set|Set|frozenset|FrozenSet|Sequence|Iterable|Iterator|Collection|MutableSequence|AsyncIterator|AsyncIterable)$/;
const DICTS =
  /^(builtins|typing|collections\.abc|collections)\.(dict|Dict|Mapping|MutableMapping|OrderedDict|defaultdict|DefaultDict)$/;
const TRANSPARENT = /^typing(_extensions)?\.(Required|NotRequired|ReadOnly|Final|ClassVar|Awaitable|Coroutine)$/;

/** The type that an expression in an annotation names. `params`: those of the class or alias that it belongs to. */
export function typeAt(ctx: Context, place: Place, x: X, depth = 0, params = place.chunk.typeParams ?? []): TypedValue {
  const e = place.chunk.arena[x];
  const none: TypedValue = { type: UNKNOWN, extras: [] };
  if (!e || depth > 8) return none;
  const more = (child: X) => typeAt(ctx, place, child, depth + 1, params);
  switch (e.kind) {
    case 'lit':
      return { type: e.value === null ? NONE : UNKNOWN, extras: [] };
    case 'str':
      return { type: forward(ctx, place, e.value), extras: [] };
    case 'either':
      return { type: union(e.of.map((one) => more(one).type)), extras: [] };
    case 'at':
      return subscripted(ctx, place, e.object, e.index, depth, more);
    case 'ref':
    case 'free':
      if (params.includes(e.name)) return { type: { kind: 'variable', name: e.name }, extras: [] };
      return aliased(ctx, place, x, depth) ?? { type: typeOfValue(ctx, ctx.evaluate(place, x)), extras: [] };
    case 'import':
    case 'get':
      return aliased(ctx, place, x, depth) ?? { type: typeOfValue(ctx, ctx.evaluate(place, x)), extras: [] };
    default:
      return none;
  }
}

/** `CurrentUser = Annotated[User, Depends(current)]`: an annotation that is written elsewhere under a name. */
function aliased(ctx: Context, place: Place, x: X, depth: number): TypedValue | undefined {
  const at = definition(ctx, place, x, 0);
  const e = at?.place.chunk.arena[at.x];
  return at && (e?.kind === 'at' || e?.kind === 'either') ? typeAt(ctx, at.place, at.x, depth + 1) : undefined;
}

/** Where a name is assigned, through imports. */
function definition(ctx: Context, place: Place, x: X, depth: number): { place: Place; x: X } | undefined {
  const e = place.chunk.arena[x];
  if (depth > 6 || !e) return undefined;
  if (e.kind === 'import' && e.name !== undefined)
    return inModule(ctx, findModule(ctx.world, place.file, e.module, e.level ?? 0), e.name, depth);
  if (e.kind === 'get') {
    const module = ctx.evaluate(place, e.object);
    return module.kind === 'module' ? inModule(ctx, module.file, e.name, depth) : undefined;
  }
  return e.kind === 'ref'
    ? assigned(ctx, ctx.place(place.file, e.chunk, ctx.genericEnv(place.file, e.chunk)), e.name, depth)
    : undefined;
}

function inModule(ctx: Context, file: string | undefined, name: string, depth: number) {
  return file?.endsWith('.py') ? assigned(ctx, ctx.place(file, '', ctx.moduleEnv(file)), name, depth) : undefined;
}

function assigned(ctx: Context, home: Place | undefined, name: string, depth: number): { place: Place; x: X } | undefined {
  const assigns = own(home?.chunk.vars, name);
  const [only] = assigns ?? [];
  if (!home || !only || assigns!.length > 1 || only.chunk !== undefined) return undefined;
  const kind = home.chunk.arena[only.x]?.kind;
  return kind === 'import' || kind === 'ref' ? definition(ctx, home, only.x, depth + 1) : { place: home, x: only.x };
}

function subscripted(ctx: Context, place: Place, object: X, index: X, depth: number, at: (x: X) => TypedValue): TypedValue {
  const of = ctx.evaluate(place, object);
  const listed = place.chunk.arena[index];
  const parts = listed?.kind === 'list' ? listed.items.map((i) => i.x) : [index];
  const types = () => parts.map(at);
  const path = of.kind === 'ext' ? of.path : '';
  const as = (type: PyType): TypedValue => ({ type, extras: [] });
  if (/^typing(_extensions)?\.Annotated$/.test(path)) {
    const [first, ...more] = parts;
    if (first === undefined) return as(UNKNOWN);
    const inner = at(first);
    return { type: inner.type, extras: [...inner.extras, ...more.map((x) => ctx.evaluate(place, x))] };
  }
  if (path === 'typing.Optional') return as(union([...types().map((t) => t.type), NONE]));
  if (path === 'typing.Union') return as(union(types().map((t) => t.type)));
  if (/^typing(_extensions)?\.Literal$/.test(path))
    return as({ kind: 'literal', values: parts.flatMap((x) => literalOf(ctx.evaluate(place, x))) });
  if (LISTS.test(path)) return as({ kind: 'list', of: types()[0]?.type ?? UNKNOWN });
  if (DICTS.test(path)) return as({ kind: 'dict', of: types().at(-1)?.type ?? UNKNOWN });
  if (path === 'builtins.tuple' || path === 'typing.Tuple') return as({ kind: 'tuple', of: types().map((t) => t.type) });
  if (TRANSPARENT.test(path)) return types().at(-1) ?? as(UNKNOWN);
  if (of.kind === 'fn') return genericAlias(ctx, of, types(), depth);
  const generic = typeOfValue(ctx, of);
  return as(generic.kind === 'model' ? { ...generic, args: types().map((t) => t.type) } : generic);
}

/** An annotation in quotes: a name, or something subscripted that is left alone. */
function forward(ctx: Context, place: Place, text: string): PyType {
  const module = ctx.world.chunk(place.file, '');
  return own(module?.vars, text.trim())
    ? typeOfValue(ctx, ctx.binding(place.file, '', text.trim(), ctx.moduleEnv(place.file)))
    : UNKNOWN;
}

export function typeOfValue(ctx: Context, value: Value): PyType {
  if (value.kind === 'lit' && value.value === null) return NONE;
  if (value.kind === 'ext')
    return LISTS.test(value.path)
      ? { kind: 'list', of: UNKNOWN }
      : DICTS.test(value.path)
        ? { kind: 'dict', of: UNKNOWN }
        : plain(value.path.replace(/^builtins\./, ''));
  if (value.kind === 'either') return union(value.of.map((a) => typeOfValue(ctx, a.value)));
  if (value.kind === 'made') return variable(value);
  if (value.kind !== 'class') return UNKNOWN;
  const { file, chunk } = value;
  const name = ctx.world.outline(file, chunk)?.name ?? '';
  const isEnum = ancestry(ctx, value).some((v) => v.kind === 'ext' && /^enum\.\w*(Enum|Flag)$/.test(v.path));
  return isEnum
    ? { kind: 'enum', file, chunk, name, values: enumValues(ctx, file, chunk) }
    : { kind: 'model', file, chunk, name };
}

/** T = TypeVar("T") */
function variable({ callee, args }: Value & { kind: 'made' }): PyType {
  const is = callee.kind === 'ext' && /^typing(_extensions)?\.TypeVar$/.test(callee.path);
  const name = is ? textOf(args.pos[0]) : undefined;
  return name === undefined ? UNKNOWN : { kind: 'variable', name };
}

function enumValues(ctx: Context, file: string, chunk: string): (string | number)[] {
  const body = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  return Object.values(body?.chunk.vars ?? {}).flatMap((assigns) =>
    literalOf(ctx.evaluate(body!, assigns.at(-1)!.x)).filter(
      (v): v is string | number => typeof v === 'string' || typeof v === 'number',
    ),
  );
}

export function literalOf(value: Value): (string | number | boolean | null)[] {
  if (value.kind === 'lit') return [value.value];
  const text = textOf(value);
  return text === undefined ? [] : [text];
}

/** One of several types; nested unions and repetitions are one. */
export function union(of: readonly PyType[]): PyType {
  const flat = of.flatMap((t) => (t.kind === 'union' ? t.of : [t]));
  const distinct = [...new Map(flat.map((t) => [JSON.stringify(t), t])).values()];
  return distinct.length === 1 ? distinct[0]! : { kind: 'union', of: distinct };
}

export const isOptional = (type: PyType): boolean =>
  type.kind === 'union' && type.of.some((t) => t.kind === 'plain' && t.name === 'None');
/** The type without None. */
export const present = (type: PyType): PyType =>
  type.kind === 'union' ? union(type.of.filter((t) => t.kind !== 'plain' || t.name !== 'None')) : type;

/** The fields of a model, those of its bases first: annotated attributes of the class body. */
export function fieldsOf(ctx: Context, model: { file: string; chunk: string }): ModelField[] {
  const cls: Value & { kind: 'class' } = {
    kind: 'class',
    file: model.file,
    chunk: model.chunk,
    env: ctx.genericEnv(model.file, ctx.world.outline(model.file, model.chunk)?.parent ?? ''),
  };
  const fields = new Map<string, ModelField>();
  for (const ancestor of ancestry(ctx, cls).reverse())
    if (ancestor.kind === 'class')
      for (const field of ownFields(ctx, ancestor.file, ancestor.chunk))
        if (!field.name.startsWith('_')) fields.set(field.name, field);
  return [...fields.values()];
}

/** The annotated attributes of one class body. */
export function ownFields(ctx: Context, file: string, chunk: string): ModelField[] {
  const body = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  return Object.entries(body?.chunk.annotations ?? {}).flatMap(([name, x]): ModelField[] => {
    const { type, extras } = typeAt(ctx, body!, x);
    if (name === 'model_config') return [];
    const assign = own(body!.chunk.vars, name)?.at(-1);
    const value = assign && (fieldCall(ctx, body!, assign.x) ?? ctx.evaluate(body!, assign.x));
    const settings = [value, ...extras].filter(
      (v): v is Value & { kind: 'made' } => v?.kind === 'made' && v.callee.kind === 'ext' && FIELD.test(v.callee.path),
    );
    const named = (key: string) => settings.map((v) => v.args.named[key]).find((v) => v !== undefined);
    const alias = textOf(named('alias') ?? named('serialization_alias'));
    const taken = choicesOf(named('validation_alias'));
    const givenAs = textOf(named('serialization_alias'));
    const excluded = named('exclude');
    const serializer = extras.find((v) => v.kind === 'made' && v.callee.kind === 'ext' && SERIALIZER.test(v.callee.path));
    const given = value === undefined ? undefined : defaultOf(value);
    const site = siteIn(body!, assign?.x ?? x);
    return [
      {
        name,
        type,
        required: value === undefined || given === 'required',
        site,
        ...(alias === undefined ? {} : { alias }),
        ...(taken.length ? { takenAs: taken } : {}),
        ...(givenAs === undefined ? {} : { givenAs }),
        ...(serializer?.kind === 'made' ? { givenType: serializedAs(ctx, serializer.args) } : {}),
        ...(extras.some(seesFirst) || isOn(named('coerce_numbers_to_str')) ? { loose: true as const } : {}),
        ...(isOn(excluded) ? { hidden: true as const } : {}),
        ...(typeof given === 'object' && given.length ? { default: given[0]! } : {}),
      },
    ];
  });
}

const isOn = (value: Value | undefined): boolean => value?.kind === 'lit' && value.value === true;
const FIRST = /^pydantic(\.\w+)*\.(Before|Wrap|Plain)Validator$/;
const seesFirst = (v: Value): boolean => v.kind === 'made' && v.callee.kind === 'ext' && FIRST.test(v.callee.path);
const SERIALIZER = /^pydantic(\.\w+)*\.(Plain|Wrap)Serializer$/;

/** `PlainSerializer(f, return_type=str)`: what is said there, or behind the -> of its function. */
function serializedAs(ctx: Context, { pos, named }: Args): PyType {
  const given = named.return_type && typeOfValue(ctx, named.return_type);
  const fn = named.func ?? pos[0];
  return given ?? (fn?.kind === 'fn' ? resultOf(ctx, fn) : UNKNOWN);
}

/** What stands behind the -> of a function. */
export function resultOf(ctx: Context, { file, chunk }: { file: string; chunk: string }): PyType {
  const outline = ctx.world.outline(file, chunk);
  const outer = ctx.place(file, outline?.parent ?? '', ctx.genericEnv(file, outline?.parent ?? ''));
  return outer && outline?.returnsX !== undefined ? typeAt(ctx, outer, outline.returnsX).type : UNKNOWN;
}

/** "user" · AliasChoices("user", "owner") */
function choicesOf(value: Value | undefined): string[] {
  const all = value?.kind === 'made' ? value.args.pos : value ? [value] : [];
  return all.flatMap((v) => textOf(v) ?? []);
}
