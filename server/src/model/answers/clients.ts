/** How each client hands out the answer: which members and methods of what it gives are the body. */
import type { Expr } from '../../facts/expression';

export interface Handing {
  /** What the call gives, awaited: the body itself, or a response that has it. */
  as: 'response' | 'body';
  /** Where in what the call gives it stands: `const { data } = useFetch(…)`. */
  path?: readonly string[];
  /** Members of a response that are the body. */
  members?: readonly string[];
  /** Methods of a response that give the body; a function that they are given gets it. */
  methods?: readonly string[];
}

const FETCH: Handing = { as: 'response', methods: ['json'] };
const HANDINGS: Record<string, Handing> = {
  fetch: FETCH,
  axios: { as: 'response', members: ['data'] },
  jquery: { as: 'body' },
  ky: FETCH,
  wretch: FETCH,
  superagent: { as: 'response', members: ['body'] },
  angular: { as: 'body' },
  openapi: { as: 'response', members: ['data'] },
  xhr: { as: 'response', members: ['response'] },
};
const UNKNOWN: Handing = { as: 'response', members: ['data'], methods: ['json'] };

/** Angular's `{ observe: 'response' }`: the response, of which the body is a part. */
export const OBSERVED: Handing = { as: 'response', members: ['body'] };
export const isObserved = (arena: readonly Expr[], { args }: Expr & { kind: 'call' }): boolean =>
  args.some(({ x }) => {
    const options = arena[x];
    const observe = options?.kind === 'obj' ? options.entries.find((n) => n.key === 'observe') : undefined;
    const text = observe && arena[observe.x];
    return text !== undefined && !(text.kind === 'str' && text.value === 'body');
  });

/** `called`: the last name of the function that is called. */
export function handingOf(client: string, called: string | undefined): Handing {
  if (client === 'fetch' && /^(\$fetch|ofetch)$/.test(called ?? '')) return { as: 'body' };
  if (client === 'fetch' && /^use(Lazy)?Fetch$/.test(called ?? '')) return { as: 'body', path: ['data'] };
  return HANDINGS[client] ?? UNKNOWN;
}

/** Options of hooks and clients whose function gets the answer first. */
export const SUCCESS = new Set(['onSuccess', 'onSettled', 'select', 'success', 'next', 'onCompleted', 'complete']);
/** Hooks that give a function's answer as it is; others give it as `data`. */
export const DIRECT = new Set([
  'fetchQuery',
  'ensureQueryData',
  'mutateAsync',
  'useMemo',
  'computed',
  'useCallback',
  'call',
  'from',
  'defer',
  'untracked',
]);
/** RxJS operators whose function gets what passes; those that put another in its place. */
export const OPERATORS = new Set(['map', 'tap', 'switchMap', 'concatMap', 'mergeMap', 'exhaustMap', 'filter', 'do']);
export const REPLACING = new Set(['map', 'switchMap', 'concatMap', 'mergeMap', 'exhaustMap']);
