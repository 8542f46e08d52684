/** What a framework gives to the functions of the project that it calls: SvelteKit's `load({ fetch, params })`. */
import { own } from '../base/own';
import type { ChunkId } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { Context, Place } from './context';
import { ext, type Value } from './value';

/** Files by whose names SvelteKit knows them, with the exports that it calls. */
const SVELTEKIT: readonly { file: RegExp; calls: readonly string[]; gives: string }[] = [
  { file: /\/\+(?:page|layout)(?:\.server)?\.[jt]s$/, calls: ['load', 'actions'], gives: 'event' },
  {
    file: /\/\+server\.[jt]s$/,
    calls: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'fallback'],
    gives: 'event',
  },
  // handle({ event, resolve })
  { file: /\/hooks(?:\.server|\.client)?\.[jt]s$/, calls: ['handle', 'handleError'], gives: 'hook' },
];

/** The event, as something of the library; undefined for a parameter that the framework does not give. */
export function givenByFramework(ctx: Context, { file, id, chunk }: Place, index: number): Value | undefined {
  const kind = index === 0 && chunk.parent === '' ? SVELTEKIT.find((one) => one.file.test(file)) : undefined;
  const module = kind && ctx.world.chunk(file, '');
  const exports = kind && ctx.world.head(file)?.exports;
  if (!kind || !module || !exports) return undefined;
  const isCalled = kind.calls.some((name) => own(exports, name) !== undefined && holds(module, name, id));
  return isCalled ? ext(`@sveltejs/kit.${kind.gives}`) : undefined;
}

/** Whether a variable is the function, or an object that has it as an entry. */
function holds(module: Chunk, name: string, id: ChunkId): boolean {
  return (own(module.vars, name) ?? []).some(({ x }) => {
    const e = module.arena[x];
    const all = e?.kind === 'obj' ? e.entries.map((entry) => module.arena[entry.x]) : [e];
    return all.some((one) => one?.kind === 'fn' && one.chunk === id);
  });
}
