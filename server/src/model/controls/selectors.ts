/** What a selector asks of an element, as far as attributes can answer: `tr[data-href] > button.save:not([disabled])`. */
import { own } from '../../base/own';
import { type Elem, textsOf } from './elements';

/** By what a selector can mean an element. */
export interface Named {
  tag: string;
  id?: string;
  classes: readonly string[];
  keys: readonly string[];
  /** The attributes of which the text is known. */
  texts: Readonly<Record<string, string>>;
}

export function nameOf(e: Elem): Named {
  const texts = textsOf(e);
  const { id } = texts;
  const classes = (texts.class ?? texts.classname ?? '').split(/\s+/).filter(Boolean);
  return {
    tag: e.tag,
    ...(id ? { id } : {}),
    classes,
    keys: e.props.flatMap((p) => (p.key === undefined ? [] : [p.key])),
    texts,
  };
}

/** What is said of one element: `button.save[data-id]`. */
interface Asked {
  tag?: string;
  id?: string;
  classes: string[];
  attributes: { key: string; op?: string; text?: string }[];
  /** `*` */
  any?: true;
}
export interface Selector {
  /** The element itself. */
  last: Asked;
  /** What stands around it, from the outermost. */
  around: string[];
}

const PARTS = /(?:\[[^\]]*\]|\([^)]*\)|[^\s>+~[(])+/g;

function parseSelector(text: string): Selector {
  const parts = text.match(PARTS) ?? [];
  return { last: asked(parts.at(-1) ?? ''), around: parts.slice(0, -1) };
}

/** The selectors of a list: `button, a.next`. */
export const partsOf = (text: string): Selector[] =>
  text.split(',').flatMap((one) => (one.trim() ? [parseSelector(one.trim())] : []));

function asked(part: string): Asked {
  const attributes = [...part.matchAll(/\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*["']?([^"'\]]*)["']?[^\]]*)?\]/g)].map(
    ([, key, op, text]) => ({ key: key!, ...(op === undefined ? {} : { op, text: text! }) }),
  );
  const rest = part.replace(/\[[^\]]*\]/g, '').replace(/::?[\w-]+(\([^)]*\))?/g, '');
  const tag = /^[a-z][\w-]*/i.exec(rest)?.[0].toLowerCase();
  const id = /#([\w-]+)/.exec(rest)?.[1];
  return {
    ...(tag === undefined ? {} : { tag }),
    ...(id === undefined ? {} : { id }),
    classes: [...rest.matchAll(/\.([\w-]+)/g)].map((m) => m[1]!),
    attributes,
    ...(part === '*' ? { any: true } : {}),
  };
}

/** Whether it may mean an element: it names its id, classes, attributes or tag. */
export function fits({ tag, id, classes, attributes, any }: Asked, of: Named): boolean {
  if (id === undefined && !classes.length && !attributes.length && tag === undefined) return any === true;
  return (
    (id === undefined || id === of.id) &&
    classes.every((c) => of.classes.includes(c)) &&
    attributes.every(({ key, op, text }) => of.keys.includes(key) && holds(op, of.texts[key], text)) &&
    (tag === undefined || tag === of.tag.toLowerCase())
  );
}

/** An attribute's text that is not known may be what is asked for. */
function holds(op: string | undefined, own: string | undefined, text = ''): boolean {
  if (op === undefined || own === undefined || /\{[{%]/.test(own)) return true;
  if (op === '=') return own === text;
  if (op === '^=') return own.startsWith(text);
  if (op === '$=') return own.endsWith(text);
  return own.includes(text);
}

/** By what its elements are looked up: '#save', '.delete', '[data-id', 'button', '*'. */
export function keyOf({ tag, id, classes, attributes }: Asked): string {
  if (id !== undefined) return `#${id}`;
  if (classes.length) return `.${classes[0]}`;
  return attributes.length ? `[${attributes[0]!.key}` : (tag ?? '*');
}

/** Every key by which an element is looked up. */
export const keysOf = ({ tag, id, classes, keys }: Named): string[] => [
  '*',
  tag.toLowerCase(),
  ...(id ? [`#${id}`] : []),
  ...classes.map((c) => `.${c}`),
  ...keys.map((k) => `[${k}`),
];

/** Whether it asks for more than a tag. */
export const isSpecific = ({ id, classes, attributes }: Asked): boolean =>
  id !== undefined || classes.length > 0 || attributes.length > 0;

/** The elements of a page, by their keys. */
export type Index = Readonly<Record<string, readonly Named[]>>;

export function indexOf(elements: readonly Named[]): Index {
  const out: Record<string, Named[]> = Object.create(null);
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
  const one = asked(part);
  return indexes.some((index) => own(index, keyOf(one))?.some((named) => fits(one, named)));
}
