/** Branches and loops around an expression: the conditions under which it holds, the turns of loops. */
import type { X } from '../facts/expression';
import { whenOf } from './condition';
import type { Context, Place } from './context';
import { decided } from './decided';
import { elementsUnder } from './elements';
import { type Alternative, type Env, makeEnv, mergeWhen, underCondition, type Value, type When } from './value';

/** Whether a branch is taken in an activation: null where it surely is not, `sure` where it surely is, `when` where it depends. */
export type Branch = { when?: When; sure?: true } | null;

/** `from`: of the branches inside of that block. */
export function branchOf(ctx: Context, place: Place, block: number | undefined, from = 0): Branch {
  if (!block) return {};
  let when: When = {};
  let sure = false;
  for (let b = block; b > from; b = place.chunk.blocks[b]?.parent ?? 0) {
    const at = place.chunk.blocks[b];
    if ((at?.kind !== 'if' && at?.kind !== 'else') || at.test === undefined) continue;
    const holds = decided(ctx, place, at.test);
    if (holds === undefined) {
      const both = mergeWhen(when, whenOf(place, at.test, at.kind === 'if'));
      if (both === null) return null;
      when = both ?? {};
    } else if (holds !== (at.kind === 'if')) return null;
    else sure = true;
  }
  return Object.keys(when).length ? { when } : sure ? { sure } : {};
}

interface Written {
  block?: number | undefined;
  value: () => Value;
}

/** One of several assignments, each in its block: what a sure one overwrites does not count; what a branch overwrites holds only without it. */
export function assigned(ctx: Context, place: Place, all: readonly Written[]): Alternative[] {
  let out: (Alternative & { block: number })[] = [];
  for (const { block = 0, value } of all) {
    const branch = branchOf(ctx, place, block);
    if (branch === null) continue;
    if (branch.sure) out = [];
    if (branch.when) out = out.flatMap((before) => unlessOverwritten(ctx, place, before, block));
    out.push({ value: value(), block, ...(branch.when ? { when: branch.when } : {}) });
  }
  return out.map(({ value, when }) => (when ? { value, when } : { value }));
}

/** What was there before, where the branches between it and this block are not taken: said only where that is one more condition. */
function unlessOverwritten<T extends Alternative & { block: number }>(ctx: Context, place: Place, before: T, block: number): T[] {
  if (!isBranchWithin(place, block, before.block)) return [before];
  const between = branchOf(ctx, place, block, before.block)?.when;
  const both = between ? mergeWhen(before.when, between) : null;
  if (!between || !both) return [before];
  const more = Object.entries(between).filter(([key]) => before.when?.[key] === undefined);
  if (more.length === 0) return [];
  const [[key, holds] = ['', false]] = more;
  return more.length > 1 ? [before] : [{ ...before, when: { ...before.when, [key]: !holds } }];
}

/** Whether nothing but branches lies between a block and one around it. */
function isBranchWithin({ chunk }: Place, block: number, around: number): boolean {
  let b = block;
  for (; b > around; b = chunk.blocks[b]?.parent ?? 0) if (!['if', 'else'].includes(chunk.blocks[b]?.kind ?? '')) return false;
  return b === around;
}

/** One of several returns: after one under a condition the others come under its opposite, after a sure one none. */
export function returned(ctx: Context, place: Place, all: readonly Written[]): Alternative[] {
  const out: Alternative[] = [];
  let passed: When | undefined;
  for (const { block, value } of all) {
    const branch = branchOf(ctx, place, block);
    const when = branch && mergeWhen(passed, branch.when);
    if (!branch || when === null) continue;
    out.push({ value: value(), ...(when ? { when } : {}) });
    if (!branch.when && !inTurn(place, block)) break;
    const [only, ...more] = Object.entries(branch.when ?? {});
    if (only && more.length === 0 && !inTurn(place, block)) passed = { ...passed, [only[0]]: !only[1] };
  }
  return out;
}

/** In a loop or an attempt, which may be left before. */
function inTurn(place: Place, block: number | undefined): boolean {
  for (let b = block ?? 0; b > 0; b = place.chunk.blocks[b]?.parent ?? 0)
    if (['loop', 'try', 'except'].includes(place.chunk.blocks[b]?.kind ?? '')) return true;
  return false;
}

/** What is assigned outside a loop is the same object at each of its turns. */
export function outsideLoops(place: Place, block: number | undefined): Place {
  if (!place.env.picks) return place;
  const around = new Set<number>();
  for (let b = block ?? 0; b > 0; b = place.chunk.blocks[b]?.parent ?? 0) around.add(b);
  const picks = new Map([...place.env.picks].filter(([loop]) => around.has(loop)));
  if (picks.size === place.env.picks.size) return place;
  const { id: _id, picks: _picks, ...rest } = place.env;
  return { ...place, env: makeEnv(picks.size > 0 ? { ...rest, picks } : rest) };
}

export function withPick(env: Env, block: number, value: Value): Env {
  const { id: _id, ...rest } = env;
  return makeEnv({ ...rest, picks: new Map([...(env.picks ?? []), [block, value]]) });
}

/** The loops around a block, outermost first. */
export function loopsAround({ chunk }: Pick<Place, 'chunk'>, block: number | undefined): number[] {
  const loops: number[] = [];
  for (let b = block ?? 0; b > 0; b = chunk.blocks[b]?.parent ?? 0) if (chunk.blocks[b]?.kind === 'loop') loops.unshift(b);
  return loops;
}

const MAX_TURNS = 1000;

/** In Python also what is only in a list under a condition, and what is known of an open one; undefined for what is not. */
function loopedOver(ctx: Context, place: Place, over: Value): (Value | undefined)[] | undefined {
  if (!place.file.endsWith('.py')) return ctx.elements(over);
  const { known, rest } = elementsUnder(ctx, over);
  const items = known.map((a): Value => (a.when ? { kind: 'either', of: [a] } : a.value));
  return rest ? [...items, undefined] : items;
}

/** The elements of a list that is written here or has a name; what is made by a call or filled elsewhere is one that nobody knows. */
function writtenIn(ctx: Context, place: Place, over: X): Value[] {
  const form = place.chunk.arena[over]?.kind;
  const isNamed = form === 'ref' || form === 'get' || form === 'list' || form === 'param';
  const value = isNamed ? ctx.evaluate(place, over) : undefined;
  if (value?.kind === 'list' && value.items.length) return value.items;
  return [{ kind: 'unknown', why: 'one of a list filled elsewhere' }];
}

/** The activations in which loops run: one for each element; one for all, where what is looped over is not known. Undefined: too many. */
export function turnsOf(ctx: Context, place: Place, loops: readonly number[], plain?: true): Place[] | undefined {
  let places = [place];
  for (const block of loops) {
    const over = place.chunk.blocks[block]?.x;
    places = places.flatMap((p) => {
      const items = over === undefined ? undefined : plain ? writtenIn(ctx, p, over) : loopedOver(ctx, p, ctx.evaluate(p, over));
      return items ? items.map((item) => (item ? { ...p, env: withPick(p.env, block, item) } : p)) : [p];
    });
    if (places.length > MAX_TURNS) return undefined;
  }
  return places;
}

/** What a generator yields: each yield once for every turn of the loops whose variables it uses, where its tests let it. */
export function yielded(ctx: Context, place: Place): Value {
  const items: Value[] = [];
  let open = false;
  for (const { x, block } of place.chunk.yields ?? []) {
    const turns = turnsOf(ctx, place, loopsUsed(place, x));
    if (!turns) open = true;
    for (const turn of turns ?? []) {
      const branch = branchOf(ctx, turn, block);
      const value = branch && ctx.evaluate(turn, x);
      if (value?.kind === 'unknown') open = true;
      else if (value) items.push(underCondition(value, branch.when));
    }
  }
  return { kind: 'list', items, ...(open || items.length > MAX_TURNS ? { open: true } : {}) };
}

/** The loops of whose variables an expression is made. */
function loopsUsed(place: Place, x: X): number[] {
  const used = new Set<number>();
  const seen = new Set<X>();
  const visit = (at: X, depth: number): void => {
    const e = place.chunk.arena[at];
    if (!e || depth > 6 || seen.has(at)) return;
    seen.add(at);
    if (e.kind === 'each') for (const block of loopsAround(place, e.block)) used.add(block);
    const more = (child: X) => visit(child, depth + 1);
    if (e.kind === 'ref' && e.chunk === place.id) for (const a of place.chunk.vars[e.name] ?? []) more(a.x);
    else if (e.kind === 'list') for (const item of e.items) more(item.x);
    else if (e.kind === 'get' || e.kind === 'at') more(e.object);
    else if (e.kind === 'call') {
      more(e.callee);
      for (const a of e.args) more(a.x);
    } else if (e.kind === 'cat') for (const part of e.parts) more(part);
  };
  visit(x, 0);
  return [...used].sort((a, b) => a - b);
}
