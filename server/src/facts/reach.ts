/**
 * Which of several assignments can hold at a use, by the blocks they stand in:
 *
 *     let url = '/a';  f(url)      '/a'
 *     if (q) url += q; f(url)      '/a' or '/a' + q
 *     url = '/b';      f(url)      '/b'
 */
import type { Expr, X } from './expression';
import type { Assign, Block } from './facts';

export interface Use {
  x: X;
  seen: number;
  block: number;
  /** In what is assigned to the very same name: `url = url + …`. */
  own?: true;
}

/** A text to which twenty branches append would have a million values; the first and the last grow with the twenty. */
export function thinned(values: X[]): X[] {
  return values.length > 2 ? [values[0]!, values.at(-1)!] : values;
}

/** A name assigned more often is not worth the search. */
const MAX_ASSIGNS = 64;

/** The assignments among the first `seen` that can hold in `block`, back to the last one that no branch passes by. */
export function reaching(blocks: readonly Block[], assigns: readonly Assign[], seen: number, block: number): X[] {
  const around = chainOf(blocks, block);
  const values: X[] = [];
  for (let i = seen - 1; i >= 0 && values.length < MAX_ASSIGNS; i--) {
    const { x, chunk, block: own = 0 } = assigns[i]!;
    if (chunk !== undefined || excludes(blocks, own, around)) continue;
    values.unshift(x);
    if (around.includes(own)) break;
  }
  return values;
}

/** Notes on every reference what can hold there, where that is less than all. */
export function narrowUses(chunk: {
  readonly arena: readonly Expr[];
  readonly vars: ReadonlyMap<string, readonly Assign[]>;
  readonly blocks: readonly Block[];
  readonly uses: readonly Use[];
}): void {
  for (const use of chunk.uses) {
    const ref = chunk.arena[use.x];
    if (ref?.kind !== 'ref') continue;
    const assigns = chunk.vars.get(ref.name) ?? [];
    // What another function assigns may hold anywhere.
    if (assigns.length < 2 || assigns.length > MAX_ASSIGNS || assigns.some((a) => a.chunk !== undefined)) continue;
    const values = reaching(chunk.blocks, assigns, use.seen, use.block);
    // Round a loop a later one comes first. Left as it is then, what a reference says is always written before it: no circles.
    if (assigns.slice(use.seen).some((a) => shareLoop(chunk.blocks, a.block ?? 0, use.block))) continue;
    if (values.length > 0 && values.length < assigns.length) ref.of = use.own ? thinned(values) : values;
  }
}

/** A block and those around it, outermost last. */
function chainOf(blocks: readonly Block[], block: number): number[] {
  const chain = [block];
  for (let at = block; at !== 0; ) {
    at = blocks[at]!.parent;
    chain.push(at);
  }
  return chain;
}

/** One of the two stands in an `if`, the other in its `else`. */
function excludes(blocks: readonly Block[], own: number, around: readonly number[]): boolean {
  return chainOf(blocks, own).some((at) => {
    const block = blocks[at]!;
    if (block.kind !== 'if' || block.x === undefined) return false;
    return around.some(
      (other) => blocks[other]!.kind === 'else' && blocks[other]!.parent === block.parent && blocks[other]!.x === block.x,
    );
  });
}

function shareLoop(blocks: readonly Block[], a: number, b: number): boolean {
  const around = chainOf(blocks, b);
  return chainOf(blocks, a).some((at) => blocks[at]!.kind === 'loop' && around.includes(at));
}
