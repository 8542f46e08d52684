/** What stands around an element and may hear its clicks, or give it something to do. */
import type { Context, Place } from '../../values/context';
import { type Around, isForm } from './around';
import { isPlain } from './component';
import { type Elem, HEARS, hasProp, isCustom } from './elements';
import { mayHear } from './given';
import { holdsInside } from './held';
import { isPressable } from './inside';
import { Reaching } from './reach';
import { wiresOn } from './scripts';
import type { Wire } from './wiring';
import { addsNone } from './wrappers';

const HIDDEN = /^(aria-hidden|inert|hidden)$/;
/** By which the libraries of markup, and a framework's actions, hear what happens inside of an element. */
const WIRED =
  /^(use:|@attach|(data-)?hx-(get|post|put|patch|delete|on)|_$|data-action$|wire:click|up-|jsaction$|data-(bs-)?toggle$)/;

/** Why what stands around may make it do something: it hears its clicks, or is a component that adds a handler to it. */
export function heardAround(
  ctx: Context,
  place: Place,
  e: Elem,
  around: readonly Around[],
  isWritten: boolean,
): string | undefined {
  const next = nextComponent(around);
  if (around.find((a) => isCustom(a.e))?.isProp) return 'the component that it is given to may add a handler';
  if (next && mayAdd(ctx, place, next, isWritten)) return 'the component around it may add a handler';
  if ([{ e }, ...around].some((a) => hasProp(a.e, (key) => HIDDEN.test(key)))) return 'it is hidden from people';
  const hears = (a: Around) =>
    hasProp(a.e, (key) => HEARS.test(key) || (WIRED.test(key) && !isForm(a.e))) ||
    holdsInside(ctx, place.file, a) ||
    /^(summary|label|a)$/i.test(a.e.tag) ||
    (isPressable(a.e) && mayAdd(ctx, place, a, isWritten));
  const reached = untilStopped(ctx, place, around);
  if (reached.some((a) => isWebComponent(place.file, a.e))) return 'the custom element around it may act on it';
  if (reached.some((a) => !isForm(a.e) && mayHear(ctx, place.file, a.chunk, a.e)))
    return 'what stands around it may hear its clicks';
  const wired = (a: Around) =>
    wiresOn(ctx, { file: place.file, chunk: a.chunk, x: a.x }, a.e).some(
      (wire) => HEARS.test(`on${wire.event}`) && !hearsOnlyItself(ctx, wire),
    );
  if (reached.some(hears) || reached.some(wired)) return 'what stands around it hears its clicks';
  return undefined;
}

/** `<x-calendar>` in JSX or Svelte, which name their own components otherwise. */
const isWebComponent = (file: string, { tag, component }: Elem): boolean =>
  component === undefined && tag.includes('-') && /\.([jt]sx|svelte)$/.test(file);

/** Whether an element around is a component that may give something to do to what stands in it; `isWritten`: that has a handler, which does nothing. */
function mayAdd(ctx: Context, { file }: Place, a: Around, isWritten: boolean): boolean {
  return isCustom(a.e) && !isPlain(ctx, file, a) && !addsNone(ctx, file, a, isWritten);
}

/** An element that keeps events to itself hides them from all around it: the frame of a dialog whose background closes it. */
function untilStopped(ctx: Context, { file }: Place, around: readonly Around[]): readonly Around[] {
  const end = around.findIndex(({ e, chunk }) => {
    const handler = e.props.find((p) => p.key !== undefined && HEARS.test(p.key) && p.x >= 0);
    const at = handler && ctx.place(file, chunk, ctx.genericEnv(file, chunk));
    return at && new Reaching(ctx).ofValue(ctx.evaluate(at, handler.x), at, handler.x).onlyStops;
  });
  return end < 0 ? around : around.slice(0, end);
}

/** The component that may take the element for the one thing in it: the one around it, with at most a `span` between. */
function nextComponent(around: readonly Around[]): Around | undefined {
  const at = around.findIndex((a) => isCustom(a.e) || a.e.tag !== 'span' || a.e.children.length !== 1);
  return at < 0 || !isCustom(around[at]!.e) ? undefined : around[at];
}

/** `if (event.target === overlay) close();`, and nothing else: what stands inside is not meant. */
function hearsOnlyItself(ctx: Context, { file, chunk: id, x }: Wire): boolean {
  const place = ctx.place(file, id, ctx.genericEnv(file, id));
  const handler = place && ctx.evaluate(place, x);
  const chunk = handler?.kind === 'fn' ? ctx.world.chunk(handler.file, handler.chunk) : undefined;
  if (!chunk) return false;
  const isGuarded = (block: number | undefined): boolean => {
    const { kind, test = '', parent } = chunk.blocks[block ?? 0]!;
    if (kind === 'if' && /^\w+\.target\s*===?\s*[\w.]+$/.test(test)) return true;
    return block !== undefined && block !== 0 && isGuarded(parent);
  };
  const calls = chunk.arena.flatMap((e, at) => (e.kind === 'call' || e.kind === 'new' ? [chunk.blockOf?.[at]] : []));
  const acts = [...calls, ...(chunk.sets ?? []).map((set) => set.block)];
  return acts.length > 0 && acts.every(isGuarded);
}
