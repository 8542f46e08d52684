/**
 * Handlers that scripts attach: addEventListener, `element.onclick = f`, jQuery, delegation. Found by the selectors that scripts write:
 * a control whose id, class or data attribute no script mentions is wired by none.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { perContext } from '../../values/memo';
import { textOf, type Value } from '../../values/value';
import { foundAt, foundIn, isWindow, type Where } from './found';
import { partsOf, type Selector } from './selectors';

export interface Wire {
  selector: Selector;
  /** Where what is wired stands to what the selector means. */
  where: Where;
  event: string;
  file: string;
  chunk: string;
  /** The handler. */
  x: X;
}
const queries: (ctx: Context) => { wires: Query<string, Wire[]> } = perContext((ctx) => ({
  wires: ctx.world.db.query(
    'wires of file',
    (file: string) => wiresIn(ctx, file),
    (): Wire[] => [],
    { equal: equalData },
  ),
}));

export const wiresOf = (ctx: Context, file: string): readonly Wire[] => queries(ctx).wires.get(file, file);

const EVENTS = /^(click|submit|mousedown|dblclick|pointerdown|touchstart|keydown)$/;

function wiresIn(ctx: Context, file: string): Wire[] {
  const wires: Wire[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = id === '#template' ? undefined : ctx.world.chunk(file, id);
    if (!chunk || !mayWire(chunk)) continue;
    const place = ctx.place(file, id, ctx.genericEnv(file, id))!;
    const add = (of: X, event: string, x: X, within?: X): void => {
      if (within === undefined && isWindow(ctx.evaluate(place, of))) return;
      for (const { selector, where } of within === undefined ? foundAt(ctx, place, of) : foundIn(ctx, place, of, within))
        for (const one of partsOf(selector)) wires.push({ selector: one, where, event, file, chunk: id, x });
    };
    for (const e of chunk.arena) if (e.kind === 'call') attached(e, place, (x) => ctx.evaluate(place, x), add);
    for (const set of chunk.sets ?? []) {
      const event = /^on(\w+)$/.exec(set.name ?? '')?.[1];
      if (event && EVENTS.test(event)) add(set.object, event, set.x);
    }
  }
  return wires;
}

const mayWire = (chunk: Chunk): boolean =>
  chunk.arena.some(
    (e) => e.kind === 'get' && /^(addEventListener|on|click|submit|delegate|live|bind|one|dblclick)$/.test(e.name),
  ) || (chunk.sets ?? []).some((s) => s.name?.startsWith('on'));

type Add = (of: X, event: string, x: X, within?: X) => void;

/** `x.addEventListener("click", f)`, `$(x).on("click", ".row", f)`, `$(x).click(f)` */
function attached(e: Expr & { kind: 'call' }, { chunk }: Place, worth: (x: X) => Value, add: Add): void {
  const callee = chunk.arena[e.callee];
  if (callee?.kind !== 'get') return;
  const [first, second, third] = e.args;
  if (callee.name === 'addEventListener' || callee.name === 'on' || callee.name === 'bind' || callee.name === 'one') {
    const map = first && chunk.arena[first.x];
    if (map?.kind === 'obj') return ofMap(callee.object, map, second?.x, add);
    if (!first || !second) return;
    const events = (textOf(worth(first.x)) ?? '').split(/\s+/).map((name) => name.split('.')[0]!);
    const event = events.find((name) => EVENTS.test(name));
    if (event === undefined) return;
    const delegated = callee.name !== 'addEventListener' && third !== undefined;
    add(callee.object, event, (delegated ? third : second).x, delegated ? second.x : undefined);
  } else if (EVENTS.test(callee.name) && first && chunk.arena[first.x]?.kind !== 'lit') add(callee.object, callee.name, first.x);
  else if ((callee.name === 'delegate' || callee.name === 'live') && first && e.args.length > 2)
    add(callee.object, 'click', e.args.at(-1)!.x, first.x);
}

/** `$(x).on({ click: f })`, `$(x).on({ click: f }, ".row")` */
function ofMap(of: X, map: Expr & { kind: 'obj' }, within: X | undefined, add: Add): void {
  for (const { key, x } of map.entries) if (key !== undefined && EVENTS.test(key)) add(of, key, x, within);
}
