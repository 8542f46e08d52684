/** Object and array literals. */
import type { Entry, Item } from '../expression';
import type { Context, Hint, ToExpression } from './context';
import { stringValue } from './literals';

/** A written key: `a`, `"a"`, `5`, `#a`, `["a"]`; a computed one is its expression's node. */
export function keyOf(c: Context, node: number): { key: string } | { computed: number } {
  const { tree } = c;
  if (tree.type[node] === 'string') return { key: stringValue(c, node) };
  if (tree.type[node] !== 'computed_property_name') return { key: tree.textOf(node) };
  const inner = tree.firstNamed(node);
  return tree.type[inner] === 'string' ? { key: stringValue(c, inner) } : { computed: inner };
}

/** The key where it is not computed. */
export function literalKey(c: Context, node: number): string | undefined {
  const key = keyOf(c, node);
  return 'key' in key ? key.key : undefined;
}

const object: ToExpression = (c, node) => {
  const entries: Entry[] = [];
  const keys: number[] = [];
  for (const child of c.tree.namedOf(node)) {
    const { key, entry } = entryOf(c, child);
    if (!entry) continue;
    entries.push(entry);
    keys.push(c.tree.from[key]!, c.tree.to[key]!);
  }
  const x = c.add({ kind: 'obj', entries }, node);
  if (keys.length > 0) c.file.keys[`${c.chunk.id}:${x}`] = keys;
  return x;
};

function entryOf(c: Context, node: number): { key: number; entry?: Entry } {
  const { tree } = c;
  switch (tree.type[node]) {
    case 'pair': {
      const key = tree.child(node, 'key');
      const value = tree.child(node, 'value');
      return key && value ? { key, entry: keyed(c, key, value) } : { key: node };
    }
    case 'method_definition': {
      const key = tree.child(node, 'name');
      const entry = keyed(c, key, node);
      if (tree.ofType(node, 'get')) entry.getter = true;
      return { key, entry };
    }
    case 'shorthand_property_identifier':
    case 'shorthand_property_identifier_pattern':
      return { key: node, entry: { key: tree.textOf(node), x: c.ref(tree.textOf(node), c.place(node)) } };
    case 'spread_element': {
      const inner = tree.firstNamed(node);
      return inner ? { key: node, entry: { x: c.expr(inner), spread: true } } : { key: node };
    }
    default:
      c.any(node);
      return { key: node };
  }
}

function keyed(c: Context, keyNode: number, value: number): Entry {
  const key = keyOf(c, keyNode);
  if ('computed' in key) {
    const keyX = key.computed ? c.expr(key.computed) : c.unknown(keyNode, 'key');
    return { keyX, x: c.expr(value) };
  }
  const hint: Hint = { name: key.key, ...c.place(keyNode) };
  return { key: key.key, x: c.expr(value, hint) };
}

const array: ToExpression = (c, node) => {
  const items: Item[] = c.tree.namedOf(node).map((child) => {
    if (c.tree.type[child] !== 'spread_element') return { x: c.expr(child) };
    const inner = c.tree.firstNamed(child);
    return { x: inner ? c.expr(inner) : c.unknown(child, 'spread'), spread: true };
  });
  return c.add({ kind: 'list', items }, node);
};

export const objects: [string, ToExpression][] = [
  ['object', object],
  ['array', array],
];
