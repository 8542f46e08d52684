/** Calls that call what they are given with each element of a list: `urls.forEach(load)`, Python's `map(include, routers)`. */
import type { Context } from './context';
import type { CallSite } from './effect';
import { elementsUnder } from './elements';
import { ITERATING } from './interest/interest-words';
import type { Alternative, Value } from './value';

interface Iterated {
  fn: Value;
  items: readonly Alternative[];
}

export function iteratedOver(ctx: Context, { callee, args }: CallSite, lang: 'python' | 'web'): Iterated | undefined {
  const [fn, over] = args.pos;
  if (fn && over && callee.kind === 'ext' && callee.path === 'builtins.map') return { fn, items: elementsUnder(ctx, over).known };
  if (lang !== 'web' || callee.kind !== 'member' || callee.of.kind !== 'list' || fn?.kind !== 'fn') return undefined;
  return ITERATING.has(callee.name) ? { fn, items: (ctx.elements(callee.of) ?? []).map((value) => ({ value })) } : undefined;
}
