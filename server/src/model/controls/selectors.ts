/** What a selector asks of an element, as far as attributes can answer: `tr[data-href] > button.save:not([disabled])`. */
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

interface Asked {
  tag?: string;
  id?: string;
  classes: string[];
  attributes: { key: string; op?: string; text?: string }[];
}

const PARTS = /(?:\[[^\]]*\]|\([^)]*\)|[^\s>+~[(])+/g;

/** The selector's parts from the outermost to the element itself. */
export const partsOf = (selector: string): string[] => selector.match(PARTS) ?? [];

function asked(part: string): Asked {
  const attributes = [...part.matchAll(/\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*["']?([^"'\]]*)["']?[^\]]*)?\]/g)].map(
    ([, key, op, text]) => ({ key: key!, ...(op === undefined ? {} : { op, text: text! }) }),
  );
  const rest = part.replace(/\[[^\]]*\]/g, '').replace(/::?[\w-]+(\([^)]*\))?/g, '');
  const tag = /^[a-z][\w-]*/i.exec(rest)?.[0];
  const id = /#([\w-]+)/.exec(rest)?.[1];
  return {
    ...(tag === undefined ? {} : { tag }),
    ...(id === undefined ? {} : { id }),
    classes: [...rest.matchAll(/\.([\w-]+)/g)].map((m) => m[1]!),
    attributes,
  };
}

/** Whether the last part of a selector may mean an element: it names its id, classes, attributes or tag. */
export function fits(selector: string, of: Named): boolean {
  const last = partsOf(selector).at(-1) ?? '';
  const { tag, id, classes, attributes } = asked(last);
  if (id === undefined && !classes.length && !attributes.length && tag === undefined) return last === '*';
  return (
    (id === undefined || id === of.id) &&
    classes.every((c) => of.classes.includes(c)) &&
    attributes.every(({ key, op, text }) => of.keys.includes(key) && holds(op, of.texts[key], text)) &&
    (tag === undefined || tag.toLowerCase() === of.tag.toLowerCase())
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

/** By what the elements of a selector are looked up: '#save', '.delete', '[data-id', 'button', '*'. */
export function keyOfSelector(selector: string): string {
  const { tag, id, classes, attributes } = asked(partsOf(selector).at(-1) ?? '');
  if (id !== undefined) return `#${id}`;
  if (classes.length) return `.${classes[0]}`;
  return attributes.length ? `[${attributes[0]!.key}` : (tag?.toLowerCase() ?? '*');
}

/** Whether it asks for more than a tag. */
export const isSpecific = (selector: string): boolean => !/^(\*|[a-z][\w-]*)$/i.test(keyOfSelector(selector));
