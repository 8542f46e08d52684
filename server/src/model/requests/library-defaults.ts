/** Defaults that an application gives to a library once: <SWRConfig value={{ fetcher }}>, new QueryClient({ defaultOptions }). */
import type { Expr, X } from '../../facts/expression';
import type { Context } from '../../values/context';
import { gathered } from '../../values/memo';
import { either, sameValue, type Value } from '../../values/value';
import { externalName, option } from './request';

const NAMES = ['SWRConfig', 'QueryClient'];

interface Provided {
  name: string;
  options: Value;
}

const defaults = gathered<Provided>(
  'defaults given',
  'web',
  givenIn,
  (a, b) => a.name === b.name && sameValue(a.options, b.options),
  { words: NAMES, has: ({ arena }) => arena.some((e) => givenTo(arena, e) !== undefined) },
);

/** An option below `path` of what is given to the component or class of that name, wherever that is. */
export function provided(ctx: Context, name: string, path: readonly string[]): Value | undefined {
  const found = defaults(ctx).filter((p) => p.name === name);
  const values = found
    .map((p) => path.reduce<Value | undefined>((v, key) => option(ctx, v, key), p.options))
    .filter((v) => v !== undefined);
  return values.length ? either(values.map((value) => ({ value }))) : undefined;
}

/** The component or class, where it has one of the names. */
function givenTo(arena: readonly Expr[], e: Expr): X | undefined {
  const callee = e.kind === 'elem' ? e.component : e.kind === 'new' ? e.callee : undefined;
  const named = callee === undefined ? undefined : arena[callee];
  return (named?.kind === 'ref' || named?.kind === 'get') && NAMES.includes(named.name) ? callee : undefined;
}

function givenIn(ctx: Context, file: string): Provided[] {
  const out: Provided[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    for (const [x, e] of (chunk?.arena ?? []).entries()) {
      const callee = givenTo(chunk!.arena, e);
      if (callee === undefined) continue;
      const place = ctx.place(file, id, ctx.genericEnv(file, id))!;
      const name = externalName(ctx.evaluate(place, callee));
      if (name === undefined) continue;
      const options = e.kind === 'new' ? e.args[0] && ctx.evaluate(place, e.args[0].x) : ctx.evaluate(place, x);
      if (options) out.push({ name, options });
    }
  }
  return out;
}
