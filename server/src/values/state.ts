/** State of components: what it begins with, and the addresses that code puts into it later: `const [url, setUrl] = useState("")`. */
import type { ChunkId } from '../facts/expression';
import { genericEnv } from './activations';
import type { Context } from './context';
import { perContext } from './memo';
import { type Env, either, keyOf, type Site, siteKey, unknown, type Value } from './value';

/** What state begins with says little of what it becomes: a word or number is a placeholder, an address or object is meant. */
export function initialState(value: Value): Value {
  const placeholder = value.kind === 'lit' || (value.kind === 'str' && !value.text.includes('/'));
  return placeholder ? unknown('state', value.kind === 'str' ? value.site : undefined) : value;
}

const queries = perContext((ctx) => ({
  put: ctx.world.db.query(
    'put into state',
    ({ site, env }: { site: Site; env: Env }) => putInto(ctx, site, env),
    (): Value[] => [],
    { equal: (a, b) => a.map(keyOf).join() === b.map(keyOf).join() },
  ),
}));

/** The value of `useState(initial)`: a pair of the state and its setter. */
export function stateOf(ctx: Context, initial: Value | undefined, site: Site, env: Env): Value {
  const put = queries(ctx).put.get(`${siteKey(site)}~${env.id}`, { site, env });
  const state = either([unknown('state', site), ...(initial ? [initialState(initial)] : []), ...put].map((value) => ({ value })));
  return { kind: 'list', items: [state, { kind: 'ext', path: 'react.setState' }] };
}

/** The addresses given to the setter, anywhere below the component. */
function putInto(ctx: Context, site: Site, env: Env): Value[] {
  const home = ctx.world.chunk(site.file, site.chunk);
  const setters = Object.entries(home?.vars ?? {}).flatMap(([name, assigns]) => {
    const isSetter = assigns.some(({ x }) => {
      const e = home!.arena[x];
      const index = e?.kind === 'at' && e.object === site.x ? home!.arena[e.index] : undefined;
      return index?.kind === 'lit' && index.value === 1;
    });
    return isSetter ? [name] : [];
  });
  if (!setters.length) return [];
  const within = ctx.world.chunkIds(site.file).filter((id) => id === site.chunk || id.startsWith(`${site.chunk}/`));
  return within.flatMap((id) => givenIn(ctx, site, id, setters, env)).filter(isAddress);
}

function givenIn(ctx: Context, site: Site, id: ChunkId, setters: readonly string[], env: Env): Value[] {
  const chunk = ctx.world.chunk(site.file, id);
  const out: Value[] = [];
  for (const e of chunk?.arena ?? []) {
    const callee = e.kind === 'call' ? chunk!.arena[e.callee] : undefined;
    if (
      e.kind !== 'call' ||
      callee?.kind !== 'ref' ||
      callee.chunk !== site.chunk ||
      !setters.includes(callee.name) ||
      !e.args[0]
    )
      continue;
    const place = ctx.place(site.file, id, id === site.chunk ? env : genericEnv(ctx, site.file, id, env));
    if (place) out.push(ctx.evaluate(place, e.args[0].x));
  }
  return out;
}

const isAddress = (v: Value): boolean =>
  v.kind === 'str'
    ? v.text.includes('/')
    : v.kind === 'cat'
      ? v.parts.some(isAddress)
      : v.kind === 'either' && v.of.some((a) => isAddress(a.value));
