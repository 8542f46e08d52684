/** What stands inside of an element, and what that means for the element. */
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { ACTING, type Elem, hasProp, isCustom, isOpen, nativeKind, textProp } from './elements';

export function within(chunk: Chunk, e: Elem): { e: Elem; x: X }[] {
  const out: { e: Elem; x: X }[] = [];
  const queue = [...e.children];
  for (let x = queue.pop(); x !== undefined; x = queue.pop()) {
    const one = chunk.arena[x];
    if (one?.kind === 'either') queue.push(...one.of);
    if (one?.kind !== 'elem') continue;
    out.push({ e: one, x });
    queue.push(...one.children);
  }
  return out;
}

/** What is drawn inside of a button may act in its stead: `<Button><Link to="/x">`. */
export function actsInside(chunk: Chunk, e: Elem): boolean {
  const acts = ({ e: one }: { e: Elem }) =>
    isOpen(one) || hasProp(one, (key) => ACTING.test(key) || /^(to|href|onClick)$/.test(key));
  return nativeKind(e, e.tag) !== 'form' && within(chunk, e).some(acts);
}

/** Whether a button is there that sends the form, and has nothing else to do; `isFound`: a script may find it. */
export const isSubmitted = (chunk: Chunk, form: Elem, isFound: (e: Elem, x: X) => boolean): boolean =>
  within(chunk, form).some(({ e, x }) => {
    const isButton = !isCustom(e) && nativeKind(e, e.tag) === 'button' && !hasProp(e, (key) => ACTING.test(key));
    return isButton && !['button', 'reset'].includes(textProp(e, 'type') ?? '') && !isOpen(e) && !isFound(e, x);
  });

/** `<form><button formAction={save}>`: a button that says where the form goes. */
export const isSentBy = (chunk: Chunk, form: Elem): boolean =>
  within(chunk, form).some(({ e }) => hasProp(e, (key) => key.toLowerCase() === 'formaction'));

/** A component that is pressed as a whole, by its name or by what it is given: `<CollapsibleTrigger asChild>`. */
export const isPressable = (e: Elem): boolean =>
  /(trigger|button|btn|link|label|item|option|tab|toggle|summary|upload|close|action|anchor)$/i.test(e.tag) ||
  hasProp(e, (key) => /^(asChild|as-child|href|to|on[A-Z]?\w*(click|press|select))$/i.test(key));
