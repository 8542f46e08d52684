/**
 * What is put into a collection elsewhere than where it is made: `ROUTERS.append(router)` in another module, a decorator that fills a
 * list, a method that sets `self._items[key] = item`. Found by effects like those of routes, for one name of collection at a time.
 */
import { sameItems } from '../base/equal';
import type { Query } from '../base/query';
import type { Expr, X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import { ancestry } from './classes';
import type { Context } from './context';
import { type CallSite, type Effect, Effects, type Knowledge } from './effects';
import { perContext } from './memo';
import { rootOf, supersededBy } from './openness';
import { keyOf, mergeWhen, type Site, unknown, type Value, type When } from './value';

export interface Addition {
  to: Value;
  value: Value;
  key?: Value;
  /** All elements of the value are added. */
  spread?: true;
  /** Only under this condition. */
  when?: When;
}

const ADDING = new Set(['append', 'add', 'insert', 'appendleft']);
const SPREADING = new Set(['extend', 'update']);

/**
 * Calls that may lead to something of a name, and names of those who make them. Registries have a few hundred at most; where there are more,
 * the name is one of those that stand everywhere, `_items`, and following it would mean to follow all that the program does.
 */
const MANY = 1000;
const ANYTHING: Value = unknown('filled from too many places to follow');

const byName = perContext(() => new Map<string, Query<null, Addition[] | null>>());

/** Additions to a list, table or collection of the project, in no order that matters. */
export function additionsTo(ctx: Context, collection: Value): Addition[] {
  const wanted = keyOf(collection);
  return holders(ctx, collection).flatMap((name) => {
    const all = queryFor(ctx, name).get('', null);
    return all ? all.filter((a) => keyOf(a.to) === wanted) : [{ to: collection, key: ANYTHING, value: ANYTHING }];
  });
}

/** Null: too many to follow. */
function queryFor(ctx: Context, name: string): Query<null, Addition[] | null> {
  const queries = byName(ctx);
  const before = queries.get(name);
  if (before) return before;
  const effects = new Effects(ctx, additions(name));
  const isMissing = new RegExp(`(^not .+ in|not in) (\\w+\\.)*${name}$|^not (\\w+\\.)*${name}\\.get\\(.*\\)$`);
  const made = ctx.world.db.query<null, Addition[] | null>(
    `additions to ${name}`,
    () => {
      if (effects.interest.isTooMuch()) return null;
      const all = effects.all().filter((e) => e.data);
      const superseded = supersededBy(all);
      return all.flatMap((e: Effect<Addition>) => (e.data && !superseded(e) ? [conditional(e.data, e, isMissing)] : []));
    },
    () => [],
    { equal: (a, b) => (a && b ? sameItems(a, b, (x, y) => additionKey(x) === additionKey(y)) : a === b) },
  );
  queries.set(name, made);
  return made;
}

/** What is put in where it is missing is in it: `if name not in ROUTERS: ROUTERS[name] = …`; `isMissing` knows such tests. */
function conditional(data: Addition, { conditions, when, via, site }: Effect<Addition>, isMissing: RegExp): Addition {
  const { chunk } = via[0] ?? site;
  const texts = conditions
    .filter((c) => data.key === undefined || !isMissing.test(c))
    .map((c): [string, boolean] => (c.startsWith('not ') ? [`${chunk}|${c.slice(4)}`, false] : [`${chunk}|${c}`, true]));
  const both = mergeWhen(when, texts.length ? Object.fromEntries(texts) : undefined);
  return both ? { ...data, when: both } : data;
}

/** Variables of a module or class, or fields, that hold what is made at a place. */
function holders(ctx: Context, { kind, ...value }: Value): string[] {
  const site = 'site' in value ? value.site : undefined;
  const chunk = site && ctx.world.chunk(site.file, site.chunk);
  if (!site || !chunk || kind === 'str') return [];
  if (chunk.kind === 'class' && isModel(ctx, site)) return [];
  if (chunk.kind === 'function')
    return (chunk.sets ?? []).flatMap((s) => (s.x === site.x && s.name !== undefined ? [s.name] : []));
  return Object.entries(chunk.vars).flatMap(([name, assigns]) => (assigns.some((a) => a.x === site.x) ? [name] : []));
}

/** Classes of a library's models copy their defaults: `tags: list[Tag] = []` collects nothing. */
function isModel(ctx: Context, { file, chunk }: Site): boolean {
  const cls: Value = { kind: 'class', file, chunk, env: ctx.genericEnv(file, chunk) };
  return ancestry(ctx, cls).some((base) => base.kind === 'ext' && !/^(builtins|abc|typing)\./.test(base.path));
}

/** A parameter that is declared as something of a library, collections apart: `session: Session`. */
function isForeign(ctx: Context, value: Value): boolean {
  if (value.kind !== 'sym') return false;
  const home = ctx.world.chunk(value.file, value.chunk);
  const annotation = home?.params?.[value.index]?.annotation;
  if (annotation === undefined || home?.parent === undefined) return false;
  const place = ctx.place(value.file, home.parent, ctx.genericEnv(value.file, home.parent));
  const declared = place && rootOf(ctx.evaluate(place, annotation));
  const type = declared?.kind === 'made' ? declared.callee : declared;
  return type?.kind === 'ext' && !COLLECTION.test(type.path);
}
const COLLECTION = /^(builtins\.(list|dict|set|object|type)|typing\.(?!Annotated)\w+|collections(\.\w+)+)$/;

function additions(name: string): Knowledge<Addition> {
  return {
    name: `additions to ${name}`,
    lang: 'python',
    reach: Number.POSITIVE_INFINITY,
    plainLoops: true,
    words: [name],
    most: MANY,
    items: (chunk, x) => isNamed(chunk, x, name),
    direct: (chunk, e) => isAdding(chunk, e, name),
    read: (call) => read(call, name),
    mayMatter: ({ ctx, callee }) => (callee.kind === 'sym' || callee.kind === 'member') && !isForeign(ctx, rootOf(callee)),
    values: (a) => [a.to, a.value, ...(a.key ? [a.key] : [])],
    key: additionKey,
  };
}

const additionKey = (a: Addition): string =>
  [...[a.to, a.value, a.key].map((v) => (v ? keyOf(v) : '')), a.when ? JSON.stringify(a.when) : ''].join('|');

/** The collection itself, by whatever path: `ROUTERS`, `registry.ROUTERS`, `self._items`, `self._items[key]`. */
function isNamed(chunk: Chunk, x: X, name: string): boolean {
  const e: Expr | undefined = chunk.arena[x];
  if (e?.kind === 'get' || e?.kind === 'free') return e.name === name;
  if (e?.kind !== 'ref') return false;
  if (e.name === name) return true;
  const from = chunk.vars[e.name]?.[0];
  const value = from && chunk.arena[from.x];
  return value?.kind === 'import' && value.name === name;
}

/** `ROUTERS.append(…)` */
function isAdding(chunk: Chunk, e: Expr | undefined, name: string): boolean {
  const callee = e?.kind === 'call' ? chunk.arena[e.callee] : undefined;
  if (callee?.kind !== 'get' || !(ADDING.has(callee.name) || SPREADING.has(callee.name) || callee.name === 'setdefault'))
    return false;
  return isNamed(chunk, callee.object, name);
}

function read({ callee, args, place, site }: CallSite, name: string): Addition[] {
  if (callee.kind !== 'member') return [];
  // What has a method of that name is not yet the collection: `session.add(row)`.
  if (callee.name !== '[]=' && !isAdding(place.chunk, place.chunk.arena[site.x], name)) return [];
  const value = args.pos.at(-1);
  if (!value) return [];
  if (callee.name === '[]=') return [{ to: callee.of, value, ...(args.pos[1] ? { key: args.pos[0]! } : {}) }];
  if (callee.name === 'setdefault') return args.pos[1] ? [{ to: callee.of, value, key: args.pos[0]! }] : [];
  if (SPREADING.has(callee.name)) return [{ to: callee.of, value, spread: true }];
  return ADDING.has(callee.name) ? [{ to: callee.of, value }] : [];
}
