/** Where code stands: what it does only after something went wrong says nothing of a good answer. */
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { fileIndex } from '../uses';
import type { Held } from './held';

export const isCallOf = (chunk: Chunk | undefined, call: X, callee: X): boolean => {
  const e = chunk?.arena[call];
  return (e?.kind === 'call' || e?.kind === 'new') && e.callee === callee;
};

const FAILED =
  /^!\s*\(?[\w.$?]*\b(ok|success|isOk)\b\)?$|\bstatus(Code)?\s*(>=?\s*[345]|(!==?|===?)\s*(4|5)\d\d|!==?\s*2)|\.ok\s*===?\s*false/;
const SUCCEEDED = /^[\w.$?]*\.(ok|success)$|\.(ok|success)\s*===?\s*true$|\bstatus(Code)?\s*(===?\s*2\d\d|<\s*[34]00)$/;

/** `if (!response.ok)`, `else` of `if (response.ok)` */
export const isFailure = (kind: string, test: string): boolean =>
  (kind === 'if' && FAILED.test(test)) || (kind === 'else' && SUCCEEDED.test(test));

/** Whether an expression is only reached after a failure: `if (!response.ok)`, `else` of `if (response.ok)`, what follows its return. */
export function errorBranch(ctx: Context, { file, chunk: id }: Held, x: X): boolean {
  const index = fileIndex(ctx, file);
  const chunk = index.chunk(id);
  if (!chunk || (chunk.blocks.length < 2 && !chunk.raises)) return false;
  const block = blockAt(index, id, chunk, x, 0);
  for (let b = block; b > 0; b = chunk.blocks[b]?.parent ?? 0) {
    const { kind, test = '' } = chunk.blocks[b]!;
    if (isFailure(kind, test)) return true;
  }
  return isAfterSuccess(chunk, block, x);
}

/** Only calls and elements know their block; any other expression stands where what it is part of does. */
function blockAt(index: ReturnType<typeof fileIndex>, id: string, chunk: Chunk, x: X, depth: number): number {
  const e = chunk.arena[x];
  if (e?.kind === 'call' || e?.kind === 'new' || e?.kind === 'elem') return chunk.blockOf?.[x] ?? 0;
  const returned = chunk.returns?.find((r) => r.x === x);
  if (returned) return returned.block ?? 0;
  const set = chunk.sets?.find((s) => s.x === x);
  if (set) return set.block ?? 0;
  const [name] = index.names(id, x);
  const assign = name && index.chunk(name.home)?.vars[name.name]?.find((a) => a.x === x);
  if (assign) return assign.block ?? 0;
  const [parent] = index.parents(id, x);
  return parent === undefined || depth > 40 ? 0 : blockAt(index, id, chunk, parent, depth + 1);
}

/** `if (response.ok) return …; const problem = await response.json();` */
function isAfterSuccess(chunk: Chunk, block: number, x: X): boolean {
  return (chunk.returns ?? []).some((r) => {
    const at = chunk.blocks[r.block ?? 0];
    return at?.kind === 'if' && SUCCEEDED.test(at.test ?? '') && at.parent === block && x > r.x;
  });
}
