/**
 * What a glance at a file's text tells, where other files only mention names of it: whether it can have a say in the routes. It can by its form (it
 * knows a framework, registers something), by a name that matters elsewhere, or by bringing along all names of another module.
 */
import { FORM } from './registrations';

const STAR = String.raw`\bimport[ \t]+\*`;

/** Errs on the side of reading too much. */
export function glanceFor(words: ReadonlySet<string>): RegExp {
  const names = [...words].filter((word) => word !== '').sort();
  const ascii = names.filter((word) => /^\w+$/.test(word));
  const others = names.filter((word) => !/^\w+$/.test(word)).map((word) => word.replace(/[^\p{L}\p{N}_]/gu, '\\$&'));
  return new RegExp([FORM, STAR, ...(ascii.length > 0 ? [`\\b(?:${ascii.join('|')})\\b`] : []), ...others].join('|'));
}
