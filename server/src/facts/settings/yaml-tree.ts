/** YAML as the tree that JSON gives, with places. An anchor that is used again is one node: what it holds is not copied. */
import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { JsonEntry, JsonError, JsonNode, JsonTree } from './json-tree';

const MAX_DEPTH = 100;

export function parseYamlTree(text: string): JsonTree {
  const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false, uniqueKeys: false });
  const errors = document.errors.map((e): JsonError => ({ message: e.message.split('\n')[0] ?? '', at: e.pos[0] }));
  const root = new Converter(document).node(document.contents, 0);
  return { errors, ...(root && { root }) };
}

class Converter {
  private readonly made = new Map<unknown, JsonNode>();

  constructor(private readonly document: Document) {}

  node(written: unknown, depth: number): JsonNode | undefined {
    const node = isAlias(written) ? written.resolve(this.document) : written;
    const before = this.made.get(node);
    if (before || depth > MAX_DEPTH) return before;
    const [from, to] = (isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined) ?? [0, 0];
    if (isScalar(node)) return { kind: 'scalar', value: plain(node.value), from, to };
    if (isSeq(node)) {
      const array: JsonNode & { kind: 'array' } = { kind: 'array', items: [], from, to };
      this.made.set(node, array);
      array.items.push(...node.items.flatMap((item) => this.node(item, depth + 1) ?? []));
      return array;
    }
    if (!isMap(node)) return undefined;
    const object: JsonNode & { kind: 'object' } = { kind: 'object', entries: [], from, to };
    this.made.set(node, object);
    for (const { key, value } of node.items) {
      const [keyFrom, keyTo] = (isScalar(key) ? key.range : undefined) ?? [from, from];
      const inner = isScalar(key) ? this.node(value, depth + 1) : undefined;
      if (isScalar(key) && inner)
        object.entries.push({ key: String(key.value), from: keyFrom, to: keyTo, value: inner } satisfies JsonEntry);
    }
    return object;
  }
}

const plain = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : value == null
      ? null
      : String(value);
