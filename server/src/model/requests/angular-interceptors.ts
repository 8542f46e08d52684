/** What Angular's interceptors make of an address: `withInterceptors([prefix])`, `{ provide: HTTP_INTERCEPTORS, useClass: Prefix }`. */
import { dirname } from '../../base/uri';
import type { Expr } from '../../facts/expression';
import { activation } from '../../values/activations';
import { packageFolder } from '../../values/bundler-config';
import { type Context, type Place, siteOf } from '../../values/context';
import { gathered } from '../../values/memo';
import { alternatives, either, ext, sameValue, type Value } from '../../values/value';
import { externalName, option } from './request';

type Interceptor = Value & { kind: 'fn' };

const interceptors = gathered<Interceptor>('interceptors of Angular', 'web', interceptorsIn, sameValue, {
  words: ['withInterceptors', 'HTTP_INTERCEPTORS'],
  has: ({ arena }) => arena.some((e) => isGiven(arena, e)),
});

/** The address as the interceptors of the caller's package leave it. */
export function interceptedByAngular(ctx: Context, file: string, url: Value): Value {
  const all = interceptors(ctx);
  if (!all.length) return url;
  const folder = packageFolder(ctx, dirname(file));
  return all
    .filter((fn) => packageFolder(ctx, dirname(fn.file)) === folder)
    .reduce((before, fn) => passedOn(ctx, fn, before), url);
}

const named = (arena: readonly Expr[], x: number | undefined, name: string): boolean => {
  const e = x === undefined ? undefined : arena[x];
  return (e?.kind === 'ref' || e?.kind === 'get') && e.name === name;
};

const isGiven = (arena: readonly Expr[], e: Expr): boolean =>
  e.kind === 'call'
    ? named(arena, e.callee, 'withInterceptors')
    : e.kind === 'obj' && e.entries.some(({ key, x }) => key === 'provide' && named(arena, x, 'HTTP_INTERCEPTORS'));

function interceptorsIn(ctx: Context, file: string): Interceptor[] {
  return ctx.world.chunkIds(file).flatMap((id) => {
    const { arena = [] } = ctx.world.chunk(file, id) ?? {};
    const place = arena.some((e) => isGiven(arena, e)) ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
    return place ? arena.flatMap((e, x) => (isGiven(arena, e) ? given(ctx, place, e, x) : [])) : [];
  });
}

function given(ctx: Context, place: Place, e: Expr, x: number): Interceptor[] {
  const site = siteOf(place, x);
  const first = e.kind === 'call' ? e.args[0] && ctx.evaluate(place, e.args[0].x) : undefined;
  const classes = e.kind === 'obj' ? option(ctx, { kind: 'obj', site, env: place.env }, 'useClass') : undefined;
  const made = classes ? ctx.member(ctx.call(classes, { pos: [], named: {} }, site, place.env, true), 'intercept') : undefined;
  return [...(first ? (ctx.elements(first) ?? []) : []), ...(made ? [made] : [])].filter((v) => v.kind === 'fn');
}

const NEXT = 'angular:next';

/** Where a condition cannot be decided, what is rewritten counts: tests are there to spare other hosts. */
function passedOn(ctx: Context, fn: Interceptor, url: Value): Value {
  const request: Value = { kind: 'dict', entries: { url, urlWithParams: url }, open: true };
  const env = activation(ctx, fn, { pos: [request, ext(NEXT)], named: {} }, ctx.moduleEnv(fn.file));
  if (!env) return url;
  const found = alternatives(ctx.returnOf(fn, env)).flatMap(({ value }) => {
    const sent = handedOn(value, 0);
    return sent ? alternatives(sent).map((s) => addressOf(ctx, s.value) ?? url) : [];
  });
  const changed = found.filter((one) => !sameValue(one, url));
  return changed.length ? either(changed.map((value) => ({ value }))) : url;
}

const MAX_DEPTH = 6;

/** The request that is handed on: of `next.handle(changed).pipe(…)` what is changed. */
function handedOn(value: Value, depth: number): Value | undefined {
  if (value.kind !== 'made' || depth > MAX_DEPTH) return undefined;
  const name = externalName(value.callee);
  if (name === NEXT || name === `${NEXT}.handle`) return value.args.pos[0];
  return value.callee.kind === 'member' ? handedOn(value.callee.of, depth + 1) : undefined;
}

/** The address that `request.clone({ url })` gives it; undefined where it stays as it was. */
function addressOf(ctx: Context, request: Value): Value | undefined {
  if (request.kind !== 'made' || request.callee.kind !== 'member' || request.callee.name !== 'clone') return undefined;
  return option(ctx, request.args.pos[0], 'url') ?? addressOf(ctx, request.callee.of);
}
