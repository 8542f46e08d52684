/**
 * Handlers that scripts attach: addEventListener, `element.onclick = f`, jQuery, delegation. Found by the selectors that scripts write:
 * a control whose id, class or data attribute no script mentions is wired by none.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { textOf, type Value } from '../../values/value';
import { parseSelector, type Selector } from './selectors';

export interface Wire {
  selector: Selector;
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
    const add = (of: Value, event: string, x: X, within?: Value): void => {
      const selectors = within ? [textOf(within)] : selectorsOf(ctx, of);
      if (isWindow(of) && !within) return;
      for (const selector of selectors)
        for (const one of (selector ?? '').split(','))
          if (one.trim()) wires.push({ selector: parseSelector(one.trim()), event, file, chunk: id, x });
    };
    for (const e of chunk.arena) if (e.kind === 'call') attached(e, chunk, (x) => ctx.evaluate(place, x), add);
    for (const set of chunk.sets ?? []) {
      const event = /^on(\w+)$/.exec(set.name ?? '')?.[1];
      if (event && EVENTS.test(event)) add(ctx.evaluate(place, set.object), event, set.x);
    }
  }
  return wires;
}

const mayWire = (chunk: Chunk): boolean =>
  chunk.arena.some(
    (e) => e.kind === 'get' && /^(addEventListener|on|click|submit|delegate|live|bind|one|dblclick)$/.test(e.name),
  ) || (chunk.sets ?? []).some((s) => s.name?.startsWith('on'));

type Add = (of: Value, event: string, x: X, within?: Value) => void;

/** `x.addEventListener("click", f)`, `$(x).on("click", ".row", f)`, `$(x).click(f)` */
function attached(e: Expr & { kind: 'call' }, chunk: Chunk, worth: (x: X) => Value, add: Add): void {
  const callee = chunk.arena[e.callee];
  if (callee?.kind !== 'get') return;
  const [first, second, third] = e.args;
  if (callee.name === 'addEventListener' || callee.name === 'on' || callee.name === 'bind' || callee.name === 'one') {
    if (!first || !second) return;
    const events = (textOf(worth(first.x)) ?? '').split(/\s+/).map((name) => name.split('.')[0]!);
    const event = events.find((name) => EVENTS.test(name));
    if (event === undefined) return;
    const delegated = callee.name !== 'addEventListener' && third !== undefined;
    add(worth(callee.object), event, (delegated ? third : second).x, delegated ? worth(second.x) : undefined);
  } else if (EVENTS.test(callee.name) && first && chunk.arena[first.x]?.kind !== 'lit') {
    const of = worth(callee.object);
    if (of.kind === 'made') add(of, callee.name, first.x);
  } else if ((callee.name === 'delegate' || callee.name === 'live') && first && e.args.length > 2)
    add(worth(callee.object), 'click', e.args.at(-1)!.x, worth(first.x));
}

/** '#save' of getElementById("save"), querySelector("#save"), $("#save"), also behind find, closest and the like. */
function selectorsOf(ctx: Context, of: Value): (string | undefined)[] {
  if (of.kind === 'either') return of.of.flatMap((a) => (a.value.kind === 'lit' ? [] : selectorsOf(ctx, a.value)));
  // `form.save` is the field of that name.
  if (of.kind === 'member') return [`#${of.name}`, ...selectorsOf(ctx, of.of)];
  // An element's id is a name that its page's scripts have: `submit.onclick = …`.
  if (of.kind === 'ext' && /^global:\w+$/.test(of.path)) return [`#${of.path.slice('global:'.length)}`];
  if (of.kind !== 'made') return [undefined];
  const name = of.callee.kind === 'ext' ? of.callee.path.split('.').at(-1)! : of.callee.kind === 'member' ? of.callee.name : '';
  const text = textOf(of.args.pos[0]);
  if (/^(global:)?(\$|jQuery)$|^jquery$/.test(of.callee.kind === 'ext' ? of.callee.path : ''))
    // `$("<p>…</p>")` makes an element: whatever is found in it is none that a page has.
    return beginning(of.args.pos[0]).trimStart().startsWith('<') ? [] : [text];
  const asked = SELECTING.get(name)?.(text);
  const receiver = of.callee.kind === 'member' ? of.callee.of : undefined;
  if (!SELECTING.has(name)) return receiver ? selectorsOf(ctx, receiver) : [undefined];
  if (asked === undefined || !receiver || isWindow(receiver) || /^(closest|filter)$/.test(name)) return [asked];
  return selectorsOf(ctx, receiver).map((outer) =>
    outer === undefined || /,/.test(`${outer}${asked}`) ? asked : `${outer} ${asked}`,
  );
}

/** What a text surely begins with. */
function beginning(of: Value | undefined): string {
  if (of?.kind === 'cat') return beginning(of.parts[0]);
  return textOf(of) ?? '';
}

const asWritten = (text: string | undefined) => text;
const SELECTING = new Map<string, (text: string | undefined) => string | undefined>([
  ['getElementById', (text) => (text === undefined ? undefined : `#${text}`)],
  ['getElementsByClassName', (text) => (text === undefined ? undefined : `.${text}`)],
  ...['querySelector', 'querySelectorAll', 'getElementsByTagName', 'find', 'closest', 'children', 'filter'].map(
    (name) => [name, asWritten] as const,
  ),
]);

const isWindow = (of: Value): boolean =>
  of.kind === 'ext' && /^global:(window|document(\.body|\.documentElement)?)$/.test(of.path);
