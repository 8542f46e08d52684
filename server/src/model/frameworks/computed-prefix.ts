/** Subclasses of routers that work out where their routes lie: `kwargs["prefix"] = …`, `kwargs.setdefault("prefix", …)`, `self.prefix = …`. */
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { ancestry } from '../../values/classes';
import type { Context } from '../../values/context';
import { unknown, type Value } from '../../values/value';

export const COMPUTED: Value = unknown('a prefix that a subclass works out');

/** Whether a constructor of the project has a say in the prefix of an instance beyond what it hands to super. */
export function isPrefixComputed(ctx: Context, value: Value): boolean {
  if (value.kind !== 'inst') return false;
  return ancestry(ctx, value.cls).some((cls) => {
    const init = cls.kind === 'class' ? ctx.world.chunk(cls.file, `${cls.chunk}.__init__`) : undefined;
    return init !== undefined && ((changesKeywords(init) && !namesPrefix(init)) || setsAfterSuper(init));
  });
}

/** Whether a function changes the prefix among the keywords that it was called with, before it hands them on. */
export function changesKeywords({ arena, params, sets }: Chunk): boolean {
  const keywords = params?.find((p) => p.kind === 'keywords')?.name;
  if (keywords === undefined) return false;
  const isThem = (x: X) => isNamed(arena, x, keywords);
  const mayBePrefix = (x: X | undefined) => {
    const e = x === undefined ? undefined : arena[x];
    return e?.kind !== 'str' || e.value === 'prefix';
  };
  return (
    sets?.some((s) => isThem(s.object) && (s.name === undefined ? mayBePrefix(s.index) : s.name === 'prefix')) === true ||
    arena.some((e) => {
      const callee = e.kind === 'call' ? arena[e.callee] : undefined;
      if (e.kind !== 'call' || callee?.kind !== 'get' || !isThem(callee.object)) return false;
      return callee.name === 'update' || (/^(setdefault|pop)$/.test(callee.name) && mayBePrefix(e.args[0]?.x));
    })
  );
}

/** Whether a constructor says the prefix to super by name: then the keywords that it hands on have none. */
const namesPrefix = ({ arena }: Chunk): boolean =>
  arena.some((e) => {
    const callee = e.kind === 'call' ? arena[e.callee] : undefined;
    if (e.kind !== 'call' || callee?.kind !== 'get' || callee.name !== '__init__') return false;
    return arena[callee.object]?.kind === 'super' && e.args.some((a) => a.name === 'prefix');
  });

/** What is set before is overwritten by the library. */
function setsAfterSuper({ arena, params, sets }: Chunk): boolean {
  const called = arena.findIndex((e) => e.kind === 'super');
  const self = params?.[0]?.name;
  return (
    called >= 0 &&
    self !== undefined &&
    sets?.some((s) => s.name === 'prefix' && s.object > called && isNamed(arena, s.object, self)) === true
  );
}

function isNamed(arena: Chunk['arena'], x: X, name: string): boolean {
  const e = arena[x];
  return e?.kind === 'ref' && e.name === name;
}
