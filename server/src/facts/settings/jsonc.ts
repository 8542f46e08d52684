/** JSON with comments and trailing commas, as in tsconfig.json, as a plain value. Never throws; what is broken is said with its offset. */
import { type JsonError, type JsonNode, parseJsonTree, plainValue } from './json-tree';

export interface Jsonc {
  /** Absent where anything is broken. */
  value?: unknown;
  error?: JsonError;
  /** Where the keys of objects stand: 'compilerOptions.paths' to the offset of its key. The first of equal keys counts. */
  keys: Map<string, number>;
}

export function parseJsonc(text: string): Jsonc {
  const { root, errors } = parseJsonTree(text);
  const keys = new Map<string, number>();
  if (root) note(root, '', keys);
  const [error] = errors;
  return { keys, ...(error ? { error } : root && { value: plainValue(root) }) };
}

function note(node: JsonNode, path: string, keys: Map<string, number>): void {
  if (node.kind === 'array') for (const [i, item] of node.items.entries()) note(item, `${path}[${i}]`, keys);
  if (node.kind !== 'object') return;
  for (const { key, from, value } of node.entries) {
    const inner = path ? `${path}.${key}` : key;
    if (!keys.has(inner)) keys.set(inner, from);
    note(value, inner, keys);
  }
}
