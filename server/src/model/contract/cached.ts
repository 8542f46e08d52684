/** What the UI itself puts into the cache of its queries: `client.setQueryData(key, (old) => ({ ...old, draft: true }))`. */
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { gathered } from '../../values/memo';

const SETTERS = ['setQueryData', 'setQueriesData'];

/** Keys that updaters add: those that they write and do not read of what was there. */
export const cachedKeys = gathered<string>('keys put into caches', 'web', keysIn, (a, b) => a === b, { words: SETTERS });

function keysIn(ctx: Context, file: string): string[] {
  const ids = ctx.world.chunkIds(file);
  return ids.flatMap((id) => {
    const chunk = ctx.world.chunk(file, id);
    return (chunk?.arena ?? []).flatMap((e) => {
      const callee = e.kind === 'call' ? chunk!.arena[e.callee] : undefined;
      const given = e.kind === 'call' && callee?.kind === 'get' && SETTERS.includes(callee.name) ? e.args[1] : undefined;
      const data = given && chunk!.arena[given.x];
      if (data?.kind === 'obj') return data.entries.flatMap((n) => n.key ?? []);
      if (data?.kind !== 'fn') return [];
      const within = ids.filter((one) => one === data.chunk || one.startsWith(`${data.chunk}/`));
      return addedIn(within.flatMap((one) => ctx.world.chunk(file, one) ?? []));
    });
  });
}

function addedIn(chunks: readonly Chunk[]): string[] {
  const all = chunks.flatMap((chunk) => chunk.arena);
  const read = new Set(all.flatMap((e) => (e.kind === 'get' ? [e.name] : [])));
  const written = all.flatMap((e) => (e.kind === 'obj' ? e.entries.flatMap((n) => n.key ?? []) : []));
  return written.filter((key) => !read.has(key));
}
