/**
 * The conditions around a call in words: the branches that it stands in, those that return before it, and attempts that may fail.
 *
 *     if not settings.admin:
 *         return
 *     app.include_router(admin)        # settings.admin
 */
import type { X } from '../facts/expression';
import type { Block, Chunk } from '../facts/facts';
import type { Context, Place } from './context';
import { decided } from './decided';
import { importPython } from './modules/python-modules';
import { opposite } from './words';

/** Null where the call never runs. */
export function conditionTexts(ctx: Context, place: Place, x: X): string[] | null {
  const out: string[] = [];
  const around = blocksAround(place.chunk, place.chunk.blockOf?.[x] ?? 0);
  for (const b of around) {
    const block = place.chunk.blocks[b]!;
    const text = isBranch(block) ? branchText(ctx, place, block) : attemptText(ctx, place, b, x);
    if (text === null) return null;
    if (text !== '') out.unshift(text);
  }
  const left = place.file.endsWith('.py') ? leftBefore(ctx, place, x, new Set([0, ...around])) : [];
  return left && [...left, ...out];
}

interface Branch extends Block {
  test: string;
}
const isBranch = (block: Block): block is Branch => (block.kind === 'if' || block.kind === 'else') && block.test !== undefined;

/** From the innermost outwards, without the chunk's own. */
function blocksAround({ blocks }: Pick<Chunk, 'blocks'>, block: number): number[] {
  const out: number[] = [];
  for (let b = block; b > 0; b = blocks[b]?.parent ?? 0) if (blocks[b]) out.push(b);
  return out;
}

/** Empty where the branch is surely taken, null where it surely is not. */
function branchText(ctx: Context, place: Place, { kind, test }: Branch): string | null {
  const holds = decided(ctx, place, test);
  if (holds !== undefined) return holds === (kind === 'if') ? '' : null;
  if (/^(typing\.)?TYPE_CHECKING$|^False$/.test(test)) return kind === 'if' ? null : '';
  if (test === 'True') return kind === 'if' ? '' : null;
  return kind === 'if' ? test : opposite(test);
}

/** What a handler of errors does, and what stands in an attempt behind the import of something that may be missing. */
function attemptText(ctx: Context, place: Place, b: number, x: X): string {
  const { kind, test } = place.chunk.blocks[b]!;
  if (!place.file.endsWith('.py')) return '';
  if (kind === 'except') return `${test === undefined || test === '' ? 'an error' : test} is raised`;
  return kind === 'try' && place.chunk.blocks.some(isForMissing) ? missingBefore(ctx, place, b, x) : '';
}

const isForMissing = ({ kind, test }: Block): boolean =>
  kind === 'except' && /\b(?:ImportError|ModuleNotFoundError)\b/.test(test ?? '');

function missingBefore(ctx: Context, place: Place, b: number, x: X): string {
  for (const assigns of Object.values(place.chunk.vars))
    for (const assign of assigns) {
      const e = place.chunk.arena[assign.x];
      if (assign.block !== b || assign.x > x || e?.kind !== 'import') continue;
      if (importPython(ctx, place.file, e.module, e.level ?? 0).kind === 'ext') return `${e.module} can be imported`;
    }
  return '';
}

/** What the branches say that return before a call: it runs only where none of them was taken. */
function leftBefore(ctx: Context, place: Place, x: X, around: ReadonlySet<number>): string[] | null {
  const out: string[] = [];
  for (const { x: at, block = 0 } of place.chunk.returns ?? []) {
    const inside = at < x && block !== 0 && !around.has(block) ? upTo(place.chunk, block, around) : undefined;
    if (!inside?.length) continue;
    const texts = inside.map((branch) => branchText(ctx, place, branch));
    if (texts.includes(null)) continue;
    const open = texts.filter((text): text is string => text !== null && text !== '');
    if (open.length === 0) return null;
    out.push(open.length > 1 || / and | or /.test(open[0]!) ? `not (${open.join(' and ')})` : negated(open[0]!));
  }
  return out;
}

/** 'on' of 'not on', 'a is not None' of 'a is None' */
function negated(text: string): string {
  return / is None$/.test(text) ? text.replace(/ is None$/, ' is not None') : opposite(text);
}

/** The branches from a block up to where the call is; undefined where there is more between them, such as a loop. */
function upTo(chunk: Chunk, block: number, around: ReadonlySet<number>): Branch[] | undefined {
  const out: Branch[] = [];
  for (let b = block; !around.has(b); b = chunk.blocks[b]?.parent ?? 0) {
    const at = chunk.blocks[b];
    if (!at || !isBranch(at)) return undefined;
    out.unshift(at);
  }
  return out;
}
