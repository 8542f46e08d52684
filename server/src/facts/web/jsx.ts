/** JSX elements: `<Task id={1} onClick={f}>text {child}</Task>`. */
import type { Entry, X } from '../expression';
import { type Context, folded, type ToExpression } from './context';
import { stringValue } from './literals';
import { decodeEntities } from './markup';

export const MAX_TEXT = 80;

const element: ToExpression = (c, node) => {
  const { tree } = c;
  const open = tree.child(node, 'open_tag') || tree.ofType(node, 'jsx_opening_element');
  return lowerElement(c, node, open || node, open ? node : 0);
};

function lowerElement(c: Context, node: number, open: number, withChildren: number): X {
  const { tree } = c;
  const nameNode = tree.child(open, 'name');
  const tag = nameNode ? tree.textOf(nameNode) : '';
  const isComponent = nameNode !== 0 && (tree.type[nameNode] === 'member_expression' || /^[A-Z_$]/.test(tag));
  const component = isComponent ? { component: c.expr(nameNode) } : {};
  const keys: number[] = [];
  const props = attributes(c, open, isComponent, keys);
  const { children, text } = contentOf(c, withChildren, open);
  const x = c.add({ kind: 'elem', tag, ...component, props, children, ...(text ? { text } : {}) }, node);
  if (keys.length > 0) c.file.keys[`${c.chunk.id}:${x}`] = keys;
  return x;
}

function attributes(c: Context, open: number, isComponent: boolean, keys: number[]): Entry[] {
  const { tree } = c;
  const props: Entry[] = [];
  for (const node of tree.namedOf(open)) {
    if (tree.type[node] === 'jsx_expression') {
      const inner = tree.firstNamed(node);
      const spread = inner && tree.type[inner] === 'spread_element' ? tree.firstNamed(inner) : inner;
      if (spread) props.push({ x: c.expr(spread), spread: true });
    } else if (tree.type[node] === 'jsx_attribute') {
      const name = tree.firstNamed(node);
      props.push({ key: keyFor(tree.textOf(name), isComponent), x: attributeValue(c, node, name) });
      keys.push(tree.from[name]!, tree.to[name]!);
      continue;
    } else continue;
    keys.push(tree.from[node]!, tree.to[node]!);
  }
  return props;
}

/** onClick of a lower-case tag is an event; a component's is a prop like any other. */
function keyFor(name: string, isComponent: boolean): string {
  return !isComponent && /^on[A-Z]/.test(name) ? `on:${name.slice(2).toLowerCase()}` : name;
}

function attributeValue(c: Context, attribute: number, name: number): X {
  const { tree } = c;
  const value = tree.namedOf(attribute).find((child) => child !== name);
  if (!value) return c.add({ kind: 'lit', value: true }, attribute);
  if (tree.type[value] === 'string') return c.add({ kind: 'str', value: decodeEntities(tree.textOf(value).slice(1, -1)) }, value);
  if (tree.type[value] !== 'jsx_expression') return c.expr(value);
  const inner = tree.firstNamed(value);
  return inner ? c.expr(inner, { name: tree.textOf(name), numbered: true }) : c.add({ kind: 'unknown', why: 'empty' }, value);
}

function contentOf(c: Context, node: number, open: number): { children: X[]; text: string } {
  const { tree } = c;
  const children: X[] = [];
  let text = '';
  for (const child of node ? tree.namedOf(node) : []) {
    const type = tree.type[child]!;
    if (child === open || type === 'jsx_closing_element') continue;
    if (type === 'jsx_text' || type === 'html_character_reference') text += decodeEntities(tree.textOf(child));
    else if (type === 'jsx_expression') {
      const inner = tree.firstNamed(child);
      if (inner && tree.type[inner] === 'string') text += stringValue(c, inner);
      else if (inner && tree.type[inner] !== 'comment') children.push(c.expr(inner));
    } else children.push(c.expr(child));
  }
  return { children, text: folded(text, MAX_TEXT) };
}

export const jsx: [string, ToExpression][] = [
  ['jsx_element', element],
  ['jsx_self_closing_element', element],
  ['jsx_fragment', element],
  ['spread_element', (c, node) => (c.tree.firstNamed(node) ? c.expr(c.tree.firstNamed(node)) : c.unknown(node, 'spread'))],
];
