/** SWR and TanStack Query: hooks that call a fetcher with a key. The request is the fetcher's. */
import type { CallSite, Invoke } from '../../values/effects';
import { type Args, alternatives, textOf, type Value } from '../../values/value';
import { provided } from '../requests/library-defaults';
import { type Client, externalName, option } from '../requests/request';

export const queries: Client = {
  id: 'queries',
  names: [
    'useSWR',
    'useSWRImmutable',
    'useSWRInfinite',
    'useSWRMutation',
    'useSWRSubscription',
    'mutate',
    'preload',
    'useQuery',
    'useInfiniteQuery',
    'useSuspenseQuery',
    'useMutation',
    'prefetchQuery',
    'fetchQuery',
    'ensureQueryData',
    'queryOptions',
    'call',
    'fork',
    'spawn',
  ],
  read(call: CallSite): Invoke[] {
    const name = externalName(call.callee) ?? '';
    if (/^swr(\/|$|\.useSWR|\.preload$)/.test(name)) return swr(call, name);
    if (/^@tanstack\/[\w-]+\.|^react-query\.|^vue-query\./.test(name)) return tanstack(call);
    if (/^redux-saga(\/effects|\.effects)?\.(call|fork|spawn)$/.test(name)) return effect(call);
    return [];
  },
};

/** call(fn, …args) of redux-saga, also call([api, 'load'], …args). */
function effect({ ctx, args }: CallSite): Invoke[] {
  const [first, ...rest] = args.pos;
  const [self, method] = first?.kind === 'list' ? first.items : [];
  const name = textOf(method);
  const fn = self && name !== undefined ? ctx.member(self, name) : (method ?? first);
  return fn ? [{ invoke: fn, args: { pos: rest, named: {} } }] : [];
}

function swr(call: CallSite, name: string): Invoke[] {
  const { ctx, site, place } = call;
  const [given, second, third] = call.args.pos;
  if (!given || /^swr\.(mutate|useSWRConfig|SWRConfig)$/.test(name)) return [];
  const call_ = (fn: Value, args: Value[]) => ctx.call(fn, { pos: args, named: {} }, site, place.env);
  const key = given.kind === 'fn' ? call_(given, []) : given;
  const own = second?.kind === 'fn' ? second : (option(ctx, second, 'fetcher') ?? option(ctx, third, 'fetcher'));
  const fetcher = own ?? (name.startsWith('swr/mutation') ? undefined : provided(ctx, 'swr.SWRConfig', ['value', 'fetcher']));
  if (!fetcher) return [];
  const keys = alternatives(key).filter((a) => !(a.value.kind === 'lit' && !a.value.value));
  return keys.map((a) => ({
    invoke: fetcher,
    args: {
      pos: [a.value, ...(name.startsWith('swr/mutation') ? [{ kind: 'unknown', why: 'mutation argument' } as Value] : [])],
      named: {},
    },
  }));
}

function tanstack(call: CallSite): Invoke[] {
  const { ctx, args } = call;
  const options = args.pos.length > 1 && args.pos[0]?.kind === 'list' ? args.pos[2] : args.pos[0];
  const key = option(ctx, options, 'queryKey') ?? (args.pos[0]?.kind === 'list' ? args.pos[0] : undefined);
  const fn = option(ctx, options, 'queryFn') ?? (args.pos[1]?.kind === 'fn' ? args.pos[1] : undefined);
  const context: Args = { pos: [{ kind: 'dict', entries: key ? { queryKey: key } : {}, open: true }], named: {} };
  if (fn) return [{ invoke: fn, args: context }];
  const shared = provided(ctx, '@tanstack/react-query.QueryClient', ['defaultOptions', 'queries', 'queryFn']);
  return shared && key ? [{ invoke: shared, args: context }] : [];
}
