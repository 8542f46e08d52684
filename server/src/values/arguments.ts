/** The arguments of a call, spread ones taken apart as far as they are known. */
import type { Arg } from '../facts/expression';
import type { Context, Place } from './context';
import type { Args, Value } from './value';

export function argumentsOf(ctx: Context, place: Place, args: readonly Arg[]): Args {
  const out: Args = { pos: [], named: {} };
  for (const arg of args) {
    const value = ctx.evaluate(place, arg.x);
    if (arg.spread === '*') {
      const { items, open } = spread(ctx, value);
      out.pos.push(...items);
      if (open) out.open = true;
    } else if (arg.spread === '**') spreadNamed(ctx, out, value);
    else if (arg.name !== undefined) out.named[arg.name] = value;
    else out.pos.push(value);
  }
  return out;
}

/** What a list hands over as arguments; of one that a function takes from its callers the first few, each in its place. */
export function spread(ctx: Context, value: Value | undefined): { items: readonly Value[]; open?: true } {
  const items = value && ctx.elements(value);
  if (items) return { items };
  const isTaken = value?.kind === 'list' && value.open && value.items.every((item) => item.kind === 'sym');
  return { items: isTaken ? value.items : [], open: true };
}

function spreadNamed(ctx: Context, out: Args, value: Value): void {
  if (value.kind === 'dict') {
    for (const [key, v] of Object.entries(value.entries)) out.named[key] ??= v;
    if (value.open) out.open = true;
    return;
  }
  const place = value.kind === 'obj' ? ctx.place(value.site.file, value.site.chunk, value.env) : undefined;
  const e = place && value.kind === 'obj' ? place.chunk.arena[value.site.x] : undefined;
  if (e?.kind !== 'obj' || !place) out.open = true;
  // The last one wins.
  else
    for (const entry of [...e.entries].reverse())
      if (entry.key !== undefined) out.named[entry.key] ??= ctx.evaluate(place, entry.x);
      else if (entry.spread) spreadNamed(ctx, out, ctx.evaluate(place, entry.x));
      else out.open = true;
}
