/** CommonJS: `module.exports = {…}`, `exports.a = …`, `module.exports.a = …` of the module's own body. */
import type { Expr } from '../expression';
import type { FileBuilder } from './builder';

/** Reads the exports off what the module chunk assigns and sets; ES exports win. */
export function commonJsExports(file: FileBuilder): void {
  const module = file.chunks.get('');
  if (!module) return;
  const { arena } = module;
  const isFree = (e: Expr | undefined, name: string) => e?.kind === 'free' && e.name === name;
  const isExports = (e: Expr | undefined) =>
    isFree(e, 'exports') || (e?.kind === 'get' && e.name === 'exports' && isFree(arena[e.object], 'module'));
  for (const set of module.sets) {
    if (set.name === undefined || set.augmented) continue;
    const object = arena[set.object];
    if (isExports(object)) put(file, set.name, set.x);
    else if (isFree(object, 'module') && set.name === 'exports') {
      put(file, 'default', set.x);
      put(file, 'export=', set.x);
      const value = arena[set.x];
      if (value?.kind !== 'obj') continue;
      for (const { key, x } of value.entries) if (key !== undefined) put(file, key, x);
    }
  }
}

function put(file: FileBuilder, name: string, x: number): void {
  if (!file.exports.has(name)) file.exports.set(name, x);
}
