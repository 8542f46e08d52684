/** Selectors, as far as they tell which element is meant: by id, classes, attributes and tag, not by values of attributes or pseudo-classes. */
import { own } from '../../base/own';

/** What is said of one element: `button.save[data-id]`. With nothing said, `*` alone means any. */
export interface Compound {
  id?: string;
  classes: string[];
  attributes: string[];
  tag?: string;
  any?: true;
}
export interface Selector {
  /** The element itself. */
  last: Compound;
  /** What stands around it, or before it: '.row' and 'form' in `.row form > .save`. */
  around: string[];
}
/** By what a selector can mean an element. */
export interface Names {
  tag: string;
  id?: string;
  classes: readonly string[];
  keys: readonly string[];
}

const PARTS = /[\s>+~]+/;
const withoutValues = (text: string) => text.replace(/\[([\w-]+)[^\]]*\]/g, '[$1]');

export const parseSelector = (text: string): Selector => ({
  last: compoundOf(text),
  around: withoutValues(text).trim().split(PARTS).slice(0, -1),
});

function compoundOf(text: string): Compound {
  const parts = withoutValues(text)
    .replace(/::?[\w-]+(\([^)]*\))?/g, '')
    .trim()
    .split(PARTS);
  const last = parts.at(-1) ?? '';
  const id = /#([\w-]+)/.exec(last)?.[1];
  const tag = /^[a-z][\w-]*/i.exec(last)?.[0].toLowerCase();
  return {
    ...(id === undefined ? {} : { id }),
    classes: [...last.matchAll(/\.([\w-]+)/g)].map((m) => m[1]!),
    attributes: [...last.matchAll(/\[([\w-]+)/g)].map((m) => m[1]!),
    ...(tag === undefined ? {} : { tag }),
    ...(last === '*' ? { any: true } : {}),
  };
}

/** Whether it says more of an element than its tag. */
export const isNarrow = ({ id, classes, attributes }: Compound): boolean =>
  id !== undefined || classes.length > 0 || attributes.length > 0;

/** Whether it may mean an element. */
export function fits(one: Compound, of: Names): boolean {
  if (!isNarrow(one) && one.tag === undefined) return one.any === true;
  return (
    (one.id === undefined || one.id === of.id) &&
    one.classes.every((c) => of.classes.includes(c)) &&
    one.attributes.every((a) => of.keys.includes(a)) &&
    (one.tag === undefined || one.tag === of.tag.toLowerCase())
  );
}

/** The part of it by which its elements are looked up. */
export function keyOf({ id, classes, attributes, tag }: Compound): string {
  if (id !== undefined) return `#${id}`;
  if (classes[0] !== undefined) return `.${classes[0]}`;
  return attributes[0] === undefined ? (tag ?? '*') : `[${attributes[0]}`;
}

/** All keys by which an element is looked up. */
export const keysOf = ({ tag, id, classes, keys }: Names): string[] => [
  '*',
  tag.toLowerCase(),
  ...(id ? [`#${id}`] : []),
  ...classes.map((c) => `.${c}`),
  ...keys.map((k) => `[${k}`),
];

/** The elements of a page, by their keys. */
export type Index = Readonly<Record<string, readonly Names[]>>;

export function indexOf(elements: readonly Names[]): Index {
  const out: Record<string, Names[]> = Object.create(null);
  for (const one of elements)
    for (const key of new Set(keysOf(one))) {
      const before = out[key];
      if (before) before.push(one);
      else out[key] = [one];
    }
  return out;
}

/** Whether one of the elements is what a part of a selector says. */
export function hasSuch(indexes: readonly Index[], part: string): boolean {
  const one = compoundOf(part);
  return indexes.some((index) => own(index, keyOf(one))?.some((names) => fits(one, names)));
}
