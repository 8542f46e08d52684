/**
 * What a component that is not read does to the buttons in it, seen from how the project itself uses it: where the buttons in it nearly all have
 * a handler of their own, it adds none to them. The trigger of a tooltip stands around buttons with handlers, that of a menu around such without.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { type Around, elementsAround } from './around';
import { isPlain } from './component';
import { type Control, controlsIn, isCustom, readTexts } from './elements';
import { Reaching } from './reach';

interface Use {
  wrapper: string;
  isHandled: boolean;
}
type Counts = Readonly<Record<'handled' | 'bare', number>>;
interface Queries {
  inFile: Query<string, readonly Use[]>;
  all: Query<null, ReadonlyMap<string, Counts>>;
  of: Query<string, Counts>;
}
const NONE: Counts = { handled: 0, bare: 0 };

const queries: (ctx: Context) => Queries = perContext((ctx) => ({
  inFile: ctx.world.db.query(
    'wrapped buttons in file',
    (file: string) => usesIn(ctx, file),
    (): readonly Use[] => [],
    { equal: equalData },
  ),
  all: ctx.world.db.query(
    'wrapped buttons',
    (_: null) => counted(ctx),
    () => new Map<string, Counts>(),
  ),
  of: ctx.world.db.query(
    'buttons in wrapper',
    (wrapper: string) => queries(ctx).all.get('', null).get(wrapper) ?? NONE,
    () => NONE,
    { equal: equalData },
  ),
}));

/** That so many buttons have their own handler in it, and for each that has none, says that it adds none. */
const ENOUGH = 5;
/** A component that gives its properties to what stands in it is made for one child. */
const ENOUGH_OF_MANY = 3;
const FOR_EACH = 4;

/**
 * Whether a component around a button adds no handler to it, as far as the project's other uses say so. A button without any in a component that
 * is made for one child may be there for what that shows: the tip of a tooltip.
 */
export function addsNone(ctx: Context, file: string, around: Around, isWritten: boolean): boolean {
  const isMany = around.e.children.length > 1;
  if (!isMany && !isWritten) return false;
  const wrapper = wrapperOf(ctx, file, around);
  if (wrapper === undefined) return false;
  const { handled, bare } = queries(ctx).of.get(wrapper, wrapper);
  // The button that is asked about is one of those that have none.
  const enough = isMany ? ENOUGH_OF_MANY : ENOUGH;
  return handled >= enough && handled >= FOR_EACH * (bare - 1);
}

/** By what a component is the same wherever it is used: 'library.Trigger', 'ui/dialog.tsx#Dialog'. */
function wrapperOf(ctx: Context, file: string, { e, chunk }: Around): string | undefined {
  if (e.component === undefined) return `<${e.tag}>`;
  const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  const value = place && ctx.evaluate(place, e.component);
  if (value?.kind === 'ext') return value.path;
  return value?.kind === 'fn' || value?.kind === 'class' ? `${value.file}#${value.chunk}` : undefined;
}

function usesIn(ctx: Context, file: string): Use[] {
  return ctx.world.chunkIds(file).flatMap((id) => {
    const chunk = ctx.world.chunk(file, id);
    if (!chunk) return [];
    const buttons = controlsIn(id, chunk).filter((c) => c.kind === 'button' || c.kind === 'component');
    if (buttons.length) readTexts(chunk);
    return buttons.flatMap((control): Use[] => {
      const around = elementsAround(ctx, file, id, control.x).find((a) => isCustom(a.e) && !isPlain(ctx, file, a));
      const wrapper = around && wrapperOf(ctx, file, around);
      return wrapper === undefined ? [] : [{ wrapper, isHandled: isHandled(ctx, file, control) }];
    });
  });
}

/** Whether it has a handler that does more than to keep the click from what stands around. */
function isHandled(ctx: Context, file: string, { chunk, handlers }: Control): boolean {
  const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  return handlers.some(({ x }) => {
    const reach = place && new Reaching(ctx).ofValue(ctx.evaluate(place, x), place, x);
    return reach !== undefined && reach.does !== 'nothing' && !reach.onlyStops;
  });
}

function counted(ctx: Context): ReadonlyMap<string, Counts> {
  const out = new Map<string, Counts>();
  for (const file of ctx.world.files('web'))
    for (const { wrapper, isHandled: is } of queries(ctx).inFile.get(file, file)) {
      const { handled, bare } = out.get(wrapper) ?? NONE;
      out.set(wrapper, is ? { handled: handled + 1, bare } : { handled, bare: bare + 1 });
    }
  return out;
}
