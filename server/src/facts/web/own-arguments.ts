/** `arguments` in a function that names no parameters: all that it is given, as `...rest` would be. */
import type { ChunkBuilder, FileBuilder, Place } from './builder';
import type { Bound } from './scope';

const NAME = 'arguments';

export function ownArguments(c: { file: FileBuilder; chunk: ChunkBuilder }, place: Place): Bound | undefined {
  const chunk = functionAround(c.chunk);
  if (!chunk) return undefined;
  if (!chunk.vars.has(NAME)) {
    if (chunk.more.params?.length) return undefined;
    c.file.setParams(chunk, [{ name: NAME, kind: 'rest' }], [place.from, place.to]);
    const x = chunk.add({ kind: 'param', index: 0 }, place.from, place.to, 0);
    chunk.vars.get(chunk.fresh(NAME))?.push({ x });
  }
  return { chunk, name: NAME };
}

/** Arrow functions have those of the function around them. */
function functionAround(from: ChunkBuilder): ChunkBuilder | undefined {
  let chunk: ChunkBuilder | undefined = from;
  while (chunk?.more.arrow) chunk = chunk.parent;
  return chunk?.kind === 'function' ? chunk : undefined;
}
