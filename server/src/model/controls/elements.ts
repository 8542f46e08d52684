/** The elements that a person can act on: buttons, links, forms, and whatever has a handler. */
import type { ChunkId, Entry, Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';

export type Elem = Expr & { kind: 'elem' };
export interface Control {
  chunk: ChunkId;
  x: X;
  e: Elem;
  kind: 'button' | 'link' | 'form' | 'element' | 'component';
  label: string;
  handlers: { event: string; x: X }[];
}

/** Events by which a person acts. */
export const ACTING = /^on(?:capture)?:?(click|submit|ngsubmit|dblclick|press|mousedown|pointerdown|tap|touchstart|finish)$/i;
/** Attributes by which what stands around hears a click. */
export const HEARS = /^on(capture)?:?(click|mousedown|pointerdown)/i;
const PROPS = /^on(Click|Press|Submit|Finish|Ok|Confirm|Tap|DoubleClick|MouseDown|ValidSubmit|Trigger)$|^onclick$/;
const NAMED = /(button|btn|link)$/i;

export function controlsIn(id: ChunkId, chunk: Chunk): Control[] {
  if (!chunk.arena.some((e) => e.kind === 'elem')) return [];
  return chunk.arena.flatMap((e, x) => {
    if (e.kind !== 'elem') return [];
    const handlers = handlersOf(e);
    const kind = kindOf(e, handlers.length > 0);
    if (!kind) return [];
    return [{ chunk: id, x, e, kind, label: labelOf(chunk, e), handlers }];
  });
}

/** The control that stands at one place. */
export const controlAt = (id: ChunkId, chunk: Chunk, x: X): Control | undefined => controlsIn(id, chunk).find((c) => c.x === x);

/** `<Button>`, `<v-btn>`, `<IconButton>` */
export const isButtonNamed = (e: Elem): boolean => isCustom(e) && /(button|btn)$/i.test(e.tag);

/** `<div role="button">` */
const isButtonLike = (e: Elem): boolean =>
  textProp(e, 'role') === 'button' && /^(div|span|i|p|li|td|img|svg|section|article)$/.test(e.tag);

/** The native tag; a component may be named `Button` as well. */
function kindOf(e: Elem, handled: boolean): Control['kind'] | undefined {
  if (isCustom(e)) return handled || NAMED.test(e.tag) ? 'component' : undefined;
  return nativeKind(e, e.tag) ?? (handled || isButtonLike(e) ? 'element' : undefined);
}

/** What an element of this tag is by itself. */
export function nativeKind(e: Elem, written: string | undefined): 'button' | 'link' | 'form' | undefined {
  const tag = written?.toLowerCase();
  if (tag === 'button') return 'button';
  if (tag === 'a') return 'link';
  if (tag === 'form') return 'form';
  const type = textProp(e, 'type');
  if (tag === 'input' && (type === undefined ? false : ['submit', 'button', 'image'].includes(type))) return 'button';
  return undefined;
}

/** A component, or a tag of a library that no file of the project binds: `<v-btn>`, `<q-btn>`, `<Button>` registered elsewhere. */
export const isCustom = (e: Elem): boolean => e.component !== undefined || e.tag.includes('-') || /^[A-Z]/.test(e.tag);

const textOf = new WeakMap<Elem, Map<string, string | undefined>>();
/** Static attributes by name; undefined where absent or not a plain text. Filled by `readTexts`. */
export const textProp = (e: Elem, name: string): string | undefined => textOf.get(e)?.get(name);
/** All static attributes of which the text is known. */
export const textsOf = (e: Elem): Readonly<Record<string, string>> =>
  Object.fromEntries([...(textOf.get(e) ?? [])].flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));

const read = new WeakSet<Chunk>();
/** Notes the plain texts among the attributes of a chunk's elements. */
export function readTexts(chunk: Chunk): void {
  if (read.has(chunk)) return;
  read.add(chunk);
  for (const e of chunk.arena) {
    if (e.kind !== 'elem' || textOf.has(e)) continue;
    const texts = new Map<string, string | undefined>();
    for (const prop of e.props) {
      if (prop.key === undefined) continue;
      const value = chunk.arena[prop.x];
      const key = prop.key.toLowerCase();
      const isMixed = value?.kind === 'cat' && (key === 'class' || key === 'classname');
      texts.set(key, value?.kind === 'str' ? value.value.trim() : isMixed ? wordsOf(chunk, value.parts) : undefined);
    }
    textOf.set(e, texts);
  }
}

/** The whole words that are written: 'btn' of `btn btn-{{ kind }} {{ more }}`. */
const wordsOf = ({ arena }: Chunk, parts: readonly X[]): string =>
  parts
    .map((x) => {
      const part = arena[x];
      return part?.kind === 'str' ? part.value : '\0';
    })
    .join('')
    .split(/\s+/)
    .filter((word) => !word.includes('\0'))
    .join(' ');

/** The texts of an element that stands for several, those of the first first. */
export function withTexts(e: Elem, parts: readonly Elem[]): void {
  textOf.set(e, new Map([...parts].reverse().flatMap((part) => [...(textOf.get(part) ?? [])])));
}

/** The one outermost element of a component's template; undefined where there are several. */
export function onlyRoot(chunk: Chunk): X | undefined {
  const inside = new Set(chunk.arena.flatMap((e) => (e.kind === 'elem' && e.tag !== 'template' ? e.children : [])));
  const roots = chunk.arena.flatMap((e, x) => (e.kind === 'elem' && e.tag !== 'template' && !inside.has(x) ? [x] : []));
  return roots.length === 1 ? roots[0] : undefined;
}

export const hasProp = (e: Elem, test: (key: string) => boolean): boolean =>
  e.props.some((p: Entry) => p.key !== undefined && test(p.key));
/** A handler by its key; Alpine's `@click="…"` stands as written beside what is made of it. */
export function isActing(e: Elem, key: string): boolean {
  const event = /^(?:@|x-on:|v-on:)([^.]+)/.exec(key)?.[1];
  return ACTING.test(key) || (event !== undefined && ACTING.test(`on:${event}`) && hasProp(e, (one) => one === `on:${event}`));
}
/** Properties that are not written here: a spread, `v-on="listeners"`. */
export const isOpen = (e: Elem): boolean => e.props.some((p) => p.spread || p.key === 'v-on' || p.key === 'v-bind');

function handlersOf(e: Elem): Control['handlers'] {
  const isComponent = e.component !== undefined;
  return e.props.flatMap(({ key, x }) => {
    if (key === undefined || x < 0) return [];
    if (/^on(capture)?:/.test(key) && ACTING.test(key)) return [{ event: key.slice(key.indexOf(':') + 1).toLowerCase(), x }];
    // Svelte 5 writes `onclick={f}`; a component gets `onClick` as any other property.
    if (isComponent ? PROPS.test(key) : /^on(click|submit)$/i.test(key)) return [{ event: key.slice(2).toLowerCase(), x }];
    return [];
  });
}

const MAX_LABEL = 60;

/** What a person sees or hears of it: its text, that of what stands inside, a name given for readers. */
function labelOf(chunk: Chunk, e: Elem): string {
  const parts: string[] = [];
  const visit = (one: Expr | undefined, depth: number): void => {
    if (!one || depth > 12) return;
    if (one.kind === 'elem') {
      if (one.text) parts.push(one.text);
      for (const child of one.children) visit(chunk.arena[child], depth + 1);
    } else if (one.kind === 'either') for (const child of one.of) visit(chunk.arena[child], depth + 1);
    else if (one.kind === 'str') parts.push(one.value);
  };
  if (e.tag.toLowerCase() !== 'form') visit(e, 0);
  // Of a text that is looked up the last word of its key, of any other expression that there is one.
  const shown = parts
    .join(' ')
    .replace(/\{\{(?:\s*\$?t\(['"][\w.-]*?([\w-]+)['"]\)\s*\}\}|.*?\}\})/g, (_, key?: string) => key ?? '…');
  const seen = shown.replace(/\s+/g, ' ').trim();
  const named = ['aria-label', 'title', 'value', 'label', 'alt', 'name', 'id'].map((n) => textProp(e, n)).find((t) => t);
  return (seen || named || '').slice(0, MAX_LABEL);
}

export function isDisabled(chunk: Chunk, e: Elem): boolean {
  if (textProp(e, 'aria-disabled') === 'true') return true;
  const value = e.props.find((p) => p.key === 'disabled');
  const x = value && chunk.arena[value.x];
  return (x?.kind === 'lit' && x.value === true) || x?.kind === 'str';
}
