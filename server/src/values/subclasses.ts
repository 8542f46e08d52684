/** What `Base.__subclasses__()` gives: the classes that are written with this one as a base, in the order of the files. */
import { own } from '../base/own';
import type { ChunkId } from '../facts/expression';
import { type Class, directBases } from './classes';
import type { Context } from './context';
import { gatheredByName } from './memo';

interface Written {
  file: string;
  chunk: ChunkId;
}

/** By the last name of each base as it is written; classes inside of functions are left out. */
const byBase = gatheredByName<Written>('subclasses', 'python', (ctx, file) => {
  const out: Record<string, Written[]> = {};
  for (const [chunk, { kind, parent, bases = [] }] of Object.entries(ctx.world.code(file)?.chunks ?? {})) {
    const arena = kind === 'class' && parent === '' ? ctx.world.chunk(file, '')?.arena : undefined;
    for (const x of arena ? bases : []) {
      const base = arena?.[x];
      if (base?.kind === 'ref' || base?.kind === 'get') {
        const named = own(out, base.name);
        if (named) named.push({ file, chunk });
        else out[base.name] = [{ file, chunk }];
      }
    }
  }
  return out;
});

export function subclassesOf(ctx: Context, of: Class): Class[] {
  const { name } = ctx.world.outline(of.file, of.chunk) ?? {};
  const written = name === undefined ? [] : byBase(ctx, name);
  return written
    .map(({ file, chunk }): Class => ({ kind: 'class', file, chunk, env: ctx.moduleEnv(file) }))
    .filter((one) =>
      directBases(ctx, one).some((base) => base.kind === 'class' && base.file === of.file && base.chunk === of.chunk),
    );
}
