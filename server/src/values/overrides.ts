/** Members that subclasses say anew: what `this.path` is worth in a class is open where a class below it sets its own. */
import { equalData } from '../base/equal';
import type { Context } from './context';
import { perContext } from './memo';

interface Subclass {
  name: string;
  bases: string[];
  members: string[];
}

const queries = perContext((ctx) => ({
  ofFile: ctx.world.db.query(
    'subclasses in file',
    (file: string) => subclassesIn(ctx, file),
    (): Subclass[] => [],
    { equal: equalData, early: 1 },
  ),
  below: ctx.world.db.query(
    'members of subclasses',
    (base: string): Record<string, true> => below(ctx, base, new Set()),
    () => ({}),
    { equal: equalData },
  ),
}));

/** Classes are compared by name alone: too many members are open then, never too few. */
export const isOverridden = (ctx: Context, className: string, member: string): boolean =>
  Object.hasOwn(queries(ctx).below.get(className, className), member);

function below(ctx: Context, base: string, seen: Set<string>): Record<string, true> {
  const out: Record<string, true> = {};
  if (seen.has(base)) return out;
  seen.add(base);
  for (const file of ctx.world.files('web'))
    for (const one of queries(ctx).ofFile.get(file, file)) {
      if (!one.bases.includes(base)) continue;
      for (const member of one.members) out[member] = true;
      Object.assign(out, below(ctx, one.name, seen));
    }
  return out;
}

function subclassesIn(ctx: Context, file: string): Subclass[] {
  return ctx.world.chunkIds(file).flatMap((id): Subclass[] => {
    const chunk = ctx.world.chunk(file, id);
    if (chunk?.kind !== 'class' || !chunk.bases) return [];
    const arena = ctx.world.chunk(file, chunk.parent ?? '')?.arena ?? [];
    const bases = chunk.bases.flatMap((x) => {
      const e = arena[x];
      return e?.kind === 'ref' || e?.kind === 'get' || e?.kind === 'free' ? [e.name] : [];
    });
    const members = Object.entries(chunk.vars).flatMap(([name, assigns]) => (assigns.length ? [name] : []));
    const set = ctx.world.chunk(file, `${id}.constructor`)?.sets?.flatMap((s) => (s.name === undefined ? [] : [s.name])) ?? [];
    return [{ name: chunk.name, bases, members: [...members, ...set] }];
  });
}
