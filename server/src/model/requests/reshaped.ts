/**
 * What a client itself makes of what it sends and gets: interceptors that add fields or rename keys, `transformRequest`, hooks. Which of its
 * parts are changed is worked out; into what is not.
 */
import type { ChunkId, Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { gathered } from '../../values/memo';
import { alternatives, sameValue, type Value } from '../../values/value';
import { interceptedBy } from './interceptors';
import { externalName } from './request';

export interface Reshaped {
  body?: true;
  query?: true;
  answer?: true;
}
interface Change extends Reshaped {
  of: Value;
}

const changes = gathered<Change>(
  'what interceptors change',
  'web',
  changesIn,
  (a, b) => sameValue(a.of, b.of) && a.body === b.body && a.query === b.query && a.answer === b.answer,
  { words: ['interceptors'], has: ({ arena }) => arena.some((e) => e.kind === 'call' && isInterceptor(arena, e)) },
);

const isInterceptor = (arena: readonly Expr[], e: Expr & { kind: 'call' }): boolean =>
  interceptedBy(arena, e, 'request') !== undefined || interceptedBy(arena, e, 'response') !== undefined;

/** What the interceptors of an instance change. */
export function reshapedBy(ctx: Context, instance: Value): Reshaped {
  const plain = (v: Value) => externalName(v)?.replace('global:', '');
  const own = changes(ctx).filter(
    ({ of }) => sameValue(of, instance) || (plain(of) !== undefined && plain(of) === plain(instance)),
  );
  const any = (part: keyof Reshaped) => (own.some((one) => one[part]) ? { [part]: true as const } : {});
  return { ...any('body'), ...any('query'), ...any('answer') };
}

function changesIn(ctx: Context, file: string): Change[] {
  const out: Change[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    for (const e of chunk?.arena ?? []) {
      if (e.kind !== 'call' || !e.args[0]) continue;
      const [request, response] = [interceptedBy(chunk!.arena, e, 'request'), interceptedBy(chunk!.arena, e, 'response')];
      const object = request ?? response;
      const place = object === undefined ? undefined : ctx.place(file, id, ctx.genericEnv(file, id));
      if (!place || isNothing(chunk!, e.args[0].x)) continue;
      const found = changed(ctx, ctx.evaluate(place, e.args[0].x), request !== undefined);
      for (const { value } of alternatives(ctx.evaluate(place, object!))) out.push({ of: value, ...found });
    }
  }
  return out;
}

const isNothing = ({ arena }: Chunk, x: X): boolean => {
  const e = arena[x];
  return e?.kind === 'lit' || (e?.kind === 'free' && e.name === 'undefined');
};

function changed(ctx: Context, fn: Value, isRequest: boolean): Reshaped {
  const touched = (part: string) => fn.kind !== 'fn' || touches(ctx, fn.file, fn.chunk, part);
  if (!isRequest) return touched('data') ? { answer: true } : {};
  return { ...(touched('data') ? { body: true as const } : {}), ...(touched('params') ? { query: true as const } : {}) };
}

/** Whether a function may change a part of what it is given first, or gives something else back. */
function touches(ctx: Context, file: string, fn: ChunkId, part: string): boolean {
  const ids = ctx.world.chunkIds(file).filter((id) => id === fn || id.startsWith(`${fn}/`));
  const name = ctx.world.chunk(file, fn)?.params?.[0]?.name;
  if (name === undefined) return true;
  return ids.some((id) => {
    const place = ctx.place(file, id, ctx.genericEnv(file, id));
    if (!place) return false;
    const given = { place, fn, name, part };
    return (
      (place.chunk.sets ?? []).some((s) => (isGiven(given, s.object) && s.name === part) || isPart(given, s.object)) ||
      place.chunk.arena.some((e) => (e.kind === 'call' || e.kind === 'new') && hands(given, e)) ||
      (id === fn && (place.chunk.returns ?? []).some((r) => !isReturnedWhole(given, r.x)))
    );
  });
}

interface Given {
  place: Place;
  fn: ChunkId;
  name: string;
  part: string;
}
const isGiven = ({ place, fn, name }: Given, x: X): boolean => {
  const e = place.chunk.arena[x];
  return e?.kind === 'ref' && e.chunk === fn && e.name === name;
};

/** `config.data`, `config.data.title` */
function isPart(given: Given, x: X): boolean {
  const e = given.place.chunk.arena[x];
  if (e?.kind === 'at') return isPart(given, e.object);
  return e?.kind === 'get' && ((e.name === given.part && isGiven(given, e.object)) || isPart(given, e.object));
}

const LOOKING = /^(console|JSON|Object\.(keys|entries|values|freeze)|Promise|Array\.isArray|String|Boolean|Number)$/;

/** Whether it, or the part, goes to a function that does more than look. */
function hands(given: Given, e: Expr & { kind: 'call' | 'new' }): boolean {
  const { arena } = given.place.chunk;
  if (!e.args.some(({ x }) => isGiven(given, x) || isPart(given, x))) return false;
  const callee = arena[e.callee];
  const of = callee?.kind === 'get' ? arena[callee.object] : callee;
  const name = of?.kind === 'free' || of?.kind === 'ref' ? of.name : '';
  const full = callee?.kind === 'get' ? `${name}.${callee.name}` : name;
  return !LOOKING.test(name) && !LOOKING.test(full);
}

/** `return config`, `return response.data`, `return Promise.reject(…)`, `return { ...config, headers }` */
function isReturnedWhole(given: Given, x: X): boolean {
  const { arena } = given.place.chunk;
  const e = arena[x];
  if (isGiven(given, x)) return true;
  if (e?.kind === 'get') return e.name === given.part && isGiven(given, e.object);
  if (e?.kind === 'await') return isReturnedWhole(given, e.of);
  if (e?.kind === 'either') return e.of.every((of) => isReturnedWhole(given, of));
  if (e?.kind === 'obj')
    return (
      e.entries.some((n) => n.spread && isGiven(given, n.x)) &&
      e.entries.every((n) => (n.spread ? isGiven(given, n.x) : n.key !== undefined && n.key !== given.part))
    );
  const callee = e?.kind === 'call' ? arena[e.callee] : undefined;
  if (e?.kind !== 'call' || callee?.kind !== 'get') return false;
  return callee.name === 'reject' || (callee.name === 'resolve' && e.args.every((a) => isReturnedWhole(given, a.x)));
}
