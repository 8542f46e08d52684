/** What of a chunk runs: the functions inside it, those it hands out, its calls in the words of who calls it. */
import { own } from '../base/own';
import type { Arg, ChunkId, Expr, X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import { loopsAround, turnsOf } from './branches';
import type { Context, Place } from './context';
import type { CallSite, Effect } from './effect';
import type { ChunkCalls } from './interest/interest';
import { type Env, genericChild, type Site, type Value } from './value';
import { expressionText } from './words';
import type { Outline } from './world';

/** The expression of this chunk from which an effect comes: its own call, or the call that led to it; -1 for a nested chunk's. */
export function firstStep<T>(e: Effect<T>, id: ChunkId): X {
  const first = e.via[0] ?? e.site;
  return first.chunk === id ? first.x : -1;
}

/** The functions and classes that are named in a chunk, of those that are asked for. */
export function childrenOf({ chunk }: Place, isAsked: (id: ChunkId) => boolean): ChunkId[] {
  const out = new Set<ChunkId>();
  for (const e of chunk.arena) if ((e.kind === 'fn' || e.kind === 'class') && isAsked(e.chunk)) out.add(e.chunk);
  return [...out];
}

/** The same as `ctx.genericEnv`, of a chunk in which something matters: told by what is known of those alone. */
export function genericOf(ctx: Context, calls: ChunkCalls, file: string, chunk: ChunkId): Env {
  const parent = calls.get(chunk)?.parent;
  return parent === undefined ? ctx.genericEnv(file, chunk) : genericChild(genericOf(ctx, calls, file, parent), file, chunk);
}

/** An element as a call of its component, or of the platform's own by that name, with its properties. */
export function drawn(ctx: Context, place: Place, e: Expr & { kind: 'elem' }, site: Site): CallSite {
  const callee: Value = e.component === undefined ? { kind: 'ext', path: `element:${e.tag}` } : ctx.evaluate(place, e.component);
  const props: Value = { kind: 'elem', site, env: place.env };
  return { ctx, place, callee, args: { pos: [props], named: {} }, site, decorator: false };
}

/** A place once for each turn of the loops around a block, as far as these are known. */
export const turnsAround = (ctx: Context, place: Place, block: number | undefined, plain?: true): Place[] =>
  turnsOf(ctx, place, loopsAround(place, block), plain) ?? [place];

/** The functions in objects that a function returns: `return { list: () => …, remove }`. */
export function returnedInObjects({ arena, vars, returns }: Chunk): Set<ChunkId> {
  const out = new Set<ChunkId>();
  const visit = (x: X, inside: boolean, depth: number): void => {
    const e = arena[x];
    if (!e || depth > 6) return;
    if (e.kind === 'fn' && inside) out.add(e.chunk);
    else if (e.kind === 'obj') for (const entry of e.entries) visit(entry.x, true, depth + 1);
    else if (e.kind === 'ref') for (const a of own(vars, e.name) ?? []) if (a.chunk === undefined) visit(a.x, inside, depth + 1);
  };
  for (const { x } of returns ?? []) visit(x, false, 0);
  return out;
}

/**
 * The conditions of what a function does, told with what this call hands over: `if not readonly` as 'not settings.locked' for
 * `make(settings.locked)`, as 'not readonly (an argument of make())' where that is not written in a word.
 */
export function inCallersWords<T>(
  ctx: Context,
  { place, site }: CallSite,
  fn: Value & { kind: 'fn' },
  done: Effect<T>[],
): Effect<T>[] {
  const call = place.chunk.arena[site.x];
  const outline = ctx.world.outline(fn.file, fn.chunk);
  if (call?.kind !== 'call' || !place.file.endsWith('.py') || !outline?.params?.length || !done.some((e) => e.conditions.length))
    return done;
  const written = argumentTexts(ctx, place, call.args, fn, outline);
  const told = (condition: string) => {
    const words = condition.replace(NAME, (name) => written.get(name) ?? name);
    const own = outline.params!.find(
      (p, i) => !(i === 0 && fn.self) && !written.has(p.name) && namesIn(condition).includes(p.name),
    );
    return own && !words.includes('(an argument of ') ? `${words} (an argument of ${outline.name || 'a function'}())` : words;
  };
  return done.map((e) => (e.conditions.length ? { ...e, conditions: e.conditions.map(told) } : e));
}

/** Names that stand for themselves: no member of something, nothing in quotes, no keyword of a call. */
const NAME = /(?<![\w.$"'])[A-Za-z_]\w*(?![\w"'(]|\s*=(?!=))/g;
const namesIn = (text: string): string[] => text.match(NAME) ?? [];

/** By the names of parameters. */
function argumentTexts(
  ctx: Context,
  place: Place,
  args: readonly Arg[],
  fn: Value & { kind: 'fn' },
  { params, parent }: Outline,
): Map<string, string> {
  const isMethod = fn.self !== undefined && parent !== undefined && ctx.world.outline(fn.file, parent)?.kind === 'class';
  const out = new Map<string, string>();
  let at = isMethod && fn.file.endsWith('.py') ? 1 : 0;
  for (const arg of args) {
    if (arg.spread) break;
    const name = arg.name ?? params?.[at++]?.name;
    const text = expressionText(place.chunk, arg.x);
    if (name !== undefined && text !== undefined) out.set(name, text);
  }
  return out;
}
