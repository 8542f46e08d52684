/** Elements, made without markup: what a workspace names itself is only ever text, whatever it looks like. */

type Child = Node | string | undefined | false;
export type Attributes = Record<string, string | number | boolean | undefined>;

/** `h('a', { class: 'x', href }, 'text')`; an attribute that is false or undefined is left out, true stands without a value. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  set(element, attributes);
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

export function button(label: string, attributes: Attributes, run: () => void): HTMLButtonElement {
  const element = h('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', run);
  return element;
}

/** A name for a control of its own, as every field needs one. */
export function labelled(text: string, field: HTMLElement): HTMLLabelElement {
  return h('label', {}, h('span', { class: 'label' }, text), field);
}

export function select(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  changed: (value: string) => void,
) {
  const field = h('select', {}, ...options.map(([value, text]) => h('option', { value }, text)));
  field.addEventListener('change', () => changed(field.value));
  return { field, element: labelled(label, field) };
}

export function search(label: string, changed: (words: string[]) => void) {
  const field = h('input', { type: 'search', spellcheck: 'false', autocomplete: 'off' });
  field.addEventListener('input', () => changed(wordsOf(field.value)));
  return { field, element: labelled(label, field) };
}

export const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Told to whoever listens, without moving the focus. */
export function announce(text: string): void {
  const region = document.getElementById('said');
  if (region) region.textContent = text;
}

let ids = 0;
export const freshId = (): string => `e${++ids}`;

export const several = (n: number, word: string): string => `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`;
