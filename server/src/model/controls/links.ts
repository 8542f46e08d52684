/** Links to `#` that mean what they say: back to the top of the page, the page that one is on, one that is switched off. */
import type { Around } from './around';
import { type Control, type Elem, hasProp, textProp } from './elements';
import { nameOf } from './selectors';

const TOP = /(back|scroll|go|jump|return)[-_ ]?to[-_ ]?(the[-_ ]?)?top|^top$/i;
const HERE = /^(is-)?(active|current|disabled|selected)$/;

const ofParent = (around: readonly Around[]): Elem[] => around.slice(0, 1).map(({ e }) => e);

/** `<a href="#">Back to top</a>`, `<div id="backToTop"><a href="#">` */
export function leadsToTop({ e, label }: Control, around: readonly Around[]): boolean {
  if (textProp(e, 'href') !== '#') return false;
  const named = [e, ...ofParent(around)].flatMap((one) => [textProp(one, 'id') ?? '', ...nameOf(one).classes]);
  const said = [label, ...['aria-label', 'title'].map((key) => textProp(e, key) ?? '')];
  return [...named, ...said].some((text) => TOP.test(text));
}

/** `<li class="active"><a href="#">3</a></li>`, `<a href="#" aria-current="page">`, `<a href="#" tabindex="-1">` */
export const isHere = ({ e }: Control, around: readonly Around[]): boolean =>
  hasProp(e, (key) => key === 'aria-current') ||
  textProp(e, 'tabindex') === '-1' ||
  [e, ...ofParent(around)].some((one) => nameOf(one).classes.some((name) => HERE.test(name)));
