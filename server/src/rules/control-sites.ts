/** What findings about controls share: how they are called in a message, and what of their element is marked. */
import type { ControlFact } from '../model/controls/controls';
import type { RuleFinding } from './rule';

const KINDS: Record<ControlFact['kind'], string> = {
  button: 'button',
  link: 'link',
  form: 'form',
  element: 'element',
  component: 'button',
};

/** 'The button "Save"', 'This <div>' */
export function calledInWords({ kind, tag, label }: ControlFact): string {
  const what = kind === 'element' || (kind === 'component' && !/button|btn/i.test(tag)) ? `<${tag}>` : KINDS[kind];
  return label && kind !== 'form' ? `The ${what} "${label}"` : `This ${what}`;
}

/** The finding stands on the tag's name: `<button`. */
export function finding(
  control: ControlFact,
  message: string,
  more: Partial<Pick<RuleFinding, 'related' | 'data' | 'about' | 'because'>> = {},
): RuleFinding {
  const { site, tag, kind, label } = control;
  return {
    site,
    part: [1, 1 + tag.length],
    message,
    related: more.related ?? [],
    subject: `${tag} ${label}`.trim(),
    data: { tag, kind, label, event: control.event, ...more.data },
    about: { ...more.about, control: site },
    ...(more.because ? { because: more.because } : {}),
  };
}
