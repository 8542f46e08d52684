/** Parameters of FastAPI handlers and of their dependencies: from where each is read, and of which type. */
import type { Context, Place } from '../../values/context';
import { elementsOf } from '../../values/elements';
import { isTrue, type Site, textOf, type Value } from '../../values/value';
import { argument } from '../routes/registration';
import type { RouteParameter } from './described';
import { isOptional, literalOf, type PyType, present, typeAt } from './python-types';
import { readsMore } from './request-use';

const MARKER = /^(fastapi|starlette)(\.\w+)*\.(Query|Header|Cookie|Form|File|Body|Path)$/;
export const DEPENDS = /^fastapi(\.\w+)*\.(Depends|Security)$/;
/** What the framework hands over by itself. */
const CONTEXT = /^(fastapi|starlette)(\.\w+)*\.(Request|Response|WebSocket|HTTPConnection|BackgroundTasks|SecurityScopes)$/;
const REQUEST = /\.(Request|HTTPConnection)$/;
const SECURITY = /^fastapi(\.\w+)*\.(OAuth2\w*|HTTP(Bearer|Basic|Digest)|APIKey(Header|Cookie)|OpenIdConnect|SecurityScopes)$/;
const PASSWORD_FORM = /^fastapi(\.\w+)*\.OAuth2PasswordRequestForm(Strict)?$/;
const FILE = /(^|\.)UploadFile$/;
const MAX_DEPTH = 6;

export interface Dependency {
  value: Value;
  scopes: string[];
  site?: Site;
}

/** The function of Depends(f), Security(f, scopes=[…]). */
export function dependenciesOf(ctx: Context, value: Value): Dependency[] {
  if (value.kind !== 'made' || value.callee.kind !== 'ext' || !DEPENDS.test(value.callee.path)) return [];
  const scopes = argument(value.args, 'scopes', 1);
  const listed = scopes ? (elementsOf(ctx, scopes) ?? []).flatMap((s) => textOf(s) ?? []) : [];
  const given = argument(value.args, 'dependency', 0);
  return given ? [{ value: given, scopes: listed, site: value.site }] : [];
}

/** Names that the path has; `open` is set where more may be read of the request than parameters say. */
export interface Reading {
  inPath: ReadonlySet<string>;
  open?: boolean;
}

/** Every parameter of a function, those of its dependencies included. */
export function parametersOf(ctx: Context, place: Place | undefined, reading: Reading, depth = 0): RouteParameter[] {
  if (!place || depth > MAX_DEPTH) {
    reading.open = true;
    return [];
  }
  const outer = ctx.place(place.file, place.chunk.parent ?? '', place.env.parent ?? ctx.moduleEnv(place.file));
  const inClass = outer?.chunk.kind === 'class';
  return (place.chunk.params ?? []).flatMap((param, i): RouteParameter[] => {
    if (param.kind === 'rest' || param.kind === 'keywords' || (inClass && i === 0)) return [];
    const { type, extras } =
      outer && param.annotation !== undefined
        ? typeAt(ctx, outer, param.annotation)
        : { type: { kind: 'unknown' } as PyType, extras: [] };
    const value = param.default === undefined ? undefined : ctx.evaluate(place, param.default);
    const dependencies = [...extras, ...(value ? [value] : [])].flatMap((v) => dependenciesOf(ctx, v));
    if (dependencies.length) return dependencies.flatMap((d) => throughDependency(ctx, d.value, reading, depth));
    if (isDepends(value) || extras.some(isDepends)) {
      if (type.kind === 'model') return fromClass(ctx, type, reading, depth);
      if (type.kind === 'plain' && PASSWORD_FORM.test(type.name))
        return passwordForm({ file: place.file, chunk: place.id, param: i });
      reading.open = true;
      return [];
    }
    if (type.kind === 'plain' && CONTEXT.test(type.name)) {
      if (REQUEST.test(type.name) && readsMore(ctx, place, param.name)) reading.open = true;
      return [];
    }
    const marker = [...extras, ...(value ? [value] : [])].find(isMarker);
    const one = declared(param.name, type, value, marker, reading.inPath);
    const of = depth > 0 ? { of: { file: place.file, chunk: place.id } } : {};
    return [{ ...one, ...of, site: { file: place.file, chunk: place.id, param: i } }];
  });
}

const isDepends = (v: Value | undefined): boolean => v?.kind === 'made' && v.callee.kind === 'ext' && DEPENDS.test(v.callee.path);
const isMarker = (v: Value): v is Value & { kind: 'made' } =>
  v.kind === 'made' && v.callee.kind === 'ext' && MARKER.test(v.callee.path);

function throughDependency(ctx: Context, value: Value, reading: Reading, depth: number): RouteParameter[] {
  if (value.kind === 'fn')
    return parametersOf(ctx, ctx.place(value.file, value.chunk, ctx.genericEnv(value.file, value.chunk)), reading, depth + 1);
  if (value.kind === 'class') return fromClass(ctx, value, reading, depth);
  const call = value.kind === 'inst' ? ctx.member(value, '__call__') : undefined;
  if (call?.kind === 'fn') return throughDependency(ctx, call, reading, depth);
  const made = value.kind === 'made' ? value.callee : value;
  if (made.kind !== 'ext' || !SECURITY.test(made.path)) reading.open = true;
  return [];
}

/** What the form of the library has. */
function passwordForm(site: RouteParameter['site']): RouteParameter[] {
  const text: PyType = { kind: 'plain', name: 'str' };
  const one = (name: string, required: boolean): RouteParameter => ({ in: 'form', name, type: text, required, site });
  const more = ['grant_type', 'scope', 'client_id', 'client_secret'].map((name) => one(name, false));
  return [one('username', true), one('password', true), ...more];
}

/** A class as dependency takes what its constructor takes. */
function fromClass(ctx: Context, cls: { file: string; chunk: string }, reading: Reading, depth: number): RouteParameter[] {
  const id = `${cls.chunk}.__init__`;
  return parametersOf(ctx, ctx.place(cls.file, id, ctx.genericEnv(cls.file, id)), reading, depth + 1);
}

/** "x", 7, None; of a list or tuple its literals, where all are. */
function defaultOf(value: Value): RouteParameter['default'] {
  const [literal] = literalOf(value);
  if (literal !== undefined || value.kind !== 'list' || value.open) return literal;
  const items = value.items.map((v) => literalOf(v)[0]);
  return items.every((v) => v !== undefined) ? items : undefined;
}

function declared(
  name: string,
  type: PyType,
  value: Value | undefined,
  marker: (Value & { kind: 'made' }) | undefined,
  inPath: ReadonlySet<string>,
): Omit<RouteParameter, 'site'> {
  const alias = marker && textOf(argument(marker.args, 'alias'));
  const source = inPath.has(alias ?? name) ? 'path' : sourceOf(marker, type);
  const given = marker && value === marker ? argument(marker.args, 'default', 0) : value;
  const missing =
    given === undefined ||
    (given.kind === 'ext' && given.path === 'builtins.Ellipsis') ||
    (given.kind === 'unknown' && marker === value);
  const literal = given && defaultOf(given);
  const hyphened = source === 'header' ? name.replaceAll('_', '-') : name;
  return {
    in: source,
    name: alias ?? hyphened,
    type: present(type),
    required: source === 'path' || (missing && !(isOptional(type) && given !== undefined)),
    ...(literal === undefined ? {} : { default: literal }),
    ...(isTrue(marker && argument(marker.args, 'embed')) ? { embed: true as const } : {}),
  };
}

function sourceOf(marker: (Value & { kind: 'made' }) | undefined, type: PyType): RouteParameter['in'] {
  const named = marker?.callee.kind === 'ext' ? marker.callee.path.split('.').at(-1)!.toLowerCase() : undefined;
  if (named !== undefined) return named === 'body' || named === 'path' ? (named as 'body' | 'path') : (named as 'query');
  return isFile(type) ? 'file' : isScalar(type) ? 'query' : 'body';
}

const isFile = (type: PyType): boolean =>
  (type.kind === 'plain' && FILE.test(type.name)) || (type.kind === 'list' && isFile(type.of));

/** What fits into a query; models and tables are bodies, and so are bare lists. */
function isScalar(type: PyType): boolean {
  switch (type.kind) {
    case 'plain':
      return type.name !== 'dict' && type.name !== 'list' && type.name !== 'set';
    case 'union':
      return type.of.every(isScalar);
    case 'model':
    case 'dict':
    case 'list':
    case 'tuple':
      return false;
    default:
      return true;
  }
}
