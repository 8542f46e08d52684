/**
 * A button of a library that is given a handler which does nothing: `<Button onClick={() => {}}>`. What the library makes of it is not known, but
 * where nothing else is said that could make it act, a press of it calls that handler and no more.
 */
import type { Context, Place } from '../../values/context';
import { type Around, isForm } from './around';
import { ACTING, type Control, type Elem, hasProp, isButtonNamed, isCustom, isOpen, textProp } from './elements';
import { actsInside, within } from './inside';
import { heardAround } from './surroundings';

/** By which it acts, leads or submits without its handler, or is taken for something else. */
const OTHERWISE =
  /^(v-|@|:|ref$|as$|asChild$|as-child$|component$|is$|render|href$|to$|tag$|form|htmlType$|native-?type$|attr-?type$|popover|command|data-|aria-haspopup$|aria-controls$|id$)|submit/i;
/** What is drawn inside of buttons and does nothing itself. */
const DRAWN = /icon|svg|img|image|spinner|loader|progress|trans|text|badge|label/i;

export function isIdleUse(ctx: Context, place: Place, { e, handlers }: Control, around: readonly Around[]): boolean {
  const isHandler = (key: string) => handlers.some((h) => e.props.some((p) => p.key === key && p.x === h.x));
  const mayAct = (key: string) => !isHandler(key) && (OTHERWISE.test(key) || ACTING.test(key) || /^on[A-Z:]/.test(key));
  return (
    isButtonNamed(e) &&
    isOfLibrary(ctx, place, e) &&
    !isOpen(e) &&
    !hasProp(e, mayAct) &&
    !/^(submit|reset)$/.test(textProp(e, 'type') ?? '') &&
    !around.some((a) => isForm(a.e)) &&
    !actsInside(place.chunk, e) &&
    within(place.chunk, e).every((one) => !isCustom(one.e) || DRAWN.test(one.e.tag) || isLeaf(place.file, one.e)) &&
    heardAround(ctx, place, e, around, true) === undefined
  );
}

/** An icon is a component without anything in it, `<Trash2 />`; in Vue a menu may be one as well. */
const isLeaf = (file: string, { children, text }: Elem): boolean =>
  !children.length && text === undefined && /\.[jt]sx$/.test(file);

const isOfLibrary = (ctx: Context, place: Place, e: Elem): boolean =>
  e.component === undefined
    ? e.tag.includes('-') && place.file.endsWith('.vue')
    : ctx.evaluate(place, e.component).kind === 'ext';
