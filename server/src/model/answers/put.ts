/** What the UI puts into an answer itself, beside what came: fields that are merged into it, elements that are added to a list. */
import type { Arg, Entry, Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { fateOf } from '../shapes/handed';
import { fileIndex } from '../uses';
import type { Flow } from './flow';
import type { Held } from './held';
import { elementWrites, writes } from './reads';

/** The names of entries; anything, where more is spread. */
export function keysOf(entries: readonly Entry[]): readonly string[] | 'all' {
  return entries.some((e) => e.spread || e.key === undefined) ? 'all' : entries.map((e) => e.key!);
}

/** What is given to the call at `call`. */
export function argsOf(flow: Flow, held: Held, call: X): readonly Arg[] {
  const e = fileIndex(flow.ctx, held.file).chunk(held.chunk)?.arena[call];
  return e?.kind === 'call' || e?.kind === 'new' ? e.args : [];
}

/** The literal that an expression is, also by the name of a variable. */
function literalAt(chunk: Chunk, x: X): (Expr & { kind: 'obj' }) | undefined {
  const e = chunk.arena[x];
  if (e?.kind === 'obj') return e;
  const [only, ...more] = e?.kind === 'ref' ? (chunk.vars[e.name] ?? []) : [];
  const made = only && !more.length && only.chunk === undefined ? chunk.arena[only.x] : undefined;
  return made?.kind === 'obj' ? made : undefined;
}

/** `Object.assign(task, { open: true })`, at any place among the arguments. */
export function mergedWith(flow: Flow, held: Held, args: readonly Arg[]): void {
  const chunk = fileIndex(flow.ctx, held.file).chunk(held.chunk);
  for (const { x, spread } of chunk && held.path.length === 0 ? args : []) {
    if (x === held.x) continue;
    const literal = spread ? undefined : literalAt(chunk!, x);
    writes(held.read, literal ? keysOf(literal.entries) : 'all');
  }
}

/** `[...tasks, { title: '', draft: true }]`, `tasks.concat([draft])`, `tasks.push(draft)`: fields of what is added that is written here.
 * `areLists`: several elements, also where no `...` says so. */
export function besideElements(flow: Flow, held: Held, items: readonly { x: X; spread?: unknown }[], areLists = false): void {
  const chunk = fileIndex(flow.ctx, held.file).chunk(held.chunk);
  for (const { x, spread } of chunk ? items : []) {
    const e = chunk!.arena[x];
    const literal = spread ? undefined : literalAt(chunk!, x);
    if (literal) elementWrites(held.read, keysOf(literal.entries));
    else if (e?.kind === 'list') besideElements(flow, held, e.items);
    else if ((spread || areLists) && x !== held.x) flow.joins(held, x);
  }
}

/** `task.hasOwnProperty("owner")`, `Object.hasOwn(task, "owner")`: who asks first does not rely on it. */
export function askedFor(flow: Flow, held: Held, call: X, arg: number): void {
  const arena = fileIndex(flow.ctx, held.file).chunk(held.chunk)?.arena;
  const given = arena?.[argsOf(flow, held, call)[arg]?.x ?? -1];
  if (given?.kind === 'str' && held.path.length === 0) writes(held.read, [given.value]);
}

/** What goes out of sight by a call may come back with more. */
export function changedBy(flow: Flow, held: Held, call: X, arg: number): void {
  const place = flow.ctx.place(held.file, held.chunk, flow.ctx.genericEnv(held.file, held.chunk));
  const e = place?.chunk.arena[call];
  if (!place || (e?.kind !== 'call' && e?.kind !== 'new') || held.as !== 'body' || held.path.length) return;
  if (fateOf(flow.ctx, place, call, e, arg).kind === 'unseen') held.read.changed = true;
}
