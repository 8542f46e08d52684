/**
 * Types that comments of plain JavaScript give: `@param {Task} task`, `@returns {Promise<Task>}`, `@type {Task}`, and what `@typedef` and
 * `@property` declare. A type that is written in the code itself comes first.
 */
import { closing } from '../../base/text';
import type { TypeField, TypeForm } from '../expression';
import { Context } from './context';
import { type FlatTree, parseFlat } from './tree';

interface Doc {
  to: number;
  text: string;
}
export interface DocType {
  type: TypeForm;
  optional?: true;
}

const docs = new WeakMap<FlatTree, Doc[]>();
const TYPED = /@(param|arg|argument|returns?|type|typedef)\s*\{/;

function docsIn(tree: FlatTree): Doc[] {
  const known = docs.get(tree);
  if (known) return known;
  const places: number[] = [];
  tree.comments(places);
  const all: Doc[] = [];
  for (let i = 0; i < places.length; i += 2) {
    const text = tree.slice(places[i]!, places[i + 1]!);
    if (text.startsWith('/**') && TYPED.test(text))
      all.push({ to: places[i + 1]!, text: text.replace(/^\/\*\*|\*\/$|^[ \t]*\*(?!\/)/gm, '') });
  }
  docs.set(tree, all);
  return all;
}

/** What may stand between a comment and the function or value that it is about. */
const LEAD = /^\s*(?:export\s+)?(?:default\s+)?(?:(?:const|let|var)\s+)?(?:static\s+)?(?:[\w$.]+\s*[:=]\s*)?(?:async\s+)?$/;
const FARTHEST = 200;

/** The comment in front of what begins at `from`. */
function docBefore(tree: FlatTree, from: number): Doc | undefined {
  const all = docsIn(tree);
  const last = all.findLast((d) => d.to <= from);
  return last && from - last.to < FARTHEST && LEAD.test(tree.slice(last.to, from)) ? last : undefined;
}

/** `@param {Task} task`, `@param {string} [note]` of the function at a node. */
export function documentedParams(c: Context, node: number): Map<string, DocType> | undefined {
  const doc = docBefore(c.tree, c.tree.from[node]!);
  if (!doc) return undefined;
  const out = new Map<string, DocType>();
  for (const { type, name, optional } of tagged(c, doc.text, /@(?:param|arg|argument)\s*\{/g))
    if (name && type) out.set(name, { type, ...(optional ? { optional } : {}) });
  return out;
}

export function documentedReturn(c: Context, node: number): TypeForm | undefined {
  const doc = docBefore(c.tree, c.tree.from[node]!);
  return doc && tagged(c, doc.text, /@returns?\s*\{/g)[0]?.type;
}

/** `@type {Task}` in front of a declaration. */
export function documentedType(c: Context, node: number): TypeForm | undefined {
  const doc = docBefore(c.tree, c.tree.from[node]!);
  return doc && tagged(c, doc.text, /@type\s*\{/g)[0]?.type;
}

/** Every `@typedef` of the file. */
export function typedefs(c: Context): void {
  for (const { text } of docsIn(c.tree)) {
    const [named] = tagged(c, text, /@typedef\s*\{/g);
    if (!named?.name || c.file.types.has(named.name)) continue;
    const fields = tagged(c, text, /@prop(?:erty)?\s*\{/g).flatMap(({ name, type, optional }): TypeField[] =>
      name && type && !name.includes('.') ? [{ name, type, ...(optional ? { optional } : {}) }] : [],
    );
    const form: TypeForm | undefined = fields.length ? { kind: 'obj', fields } : named.type;
    if (form) c.file.types.set(named.name, { form });
  }
}

interface Tag {
  type?: TypeForm;
  name?: string;
  optional?: true;
}

/** Each tag that the pattern finds, up to its opening brace: its type, and the name behind it. */
function tagged(c: Context, text: string, pattern: RegExp): Tag[] {
  return [...text.matchAll(pattern)].flatMap((found): Tag[] => {
    const from = found.index + found[0].length;
    const to = closing(text, from - 1);
    if (to === undefined) return [];
    const [, bracket, name] = /^\s*(\[?)\s*([\w$.]+)?/.exec(text.slice(to + 1)) ?? [];
    const written = text.slice(from, to).trim();
    const type = typeOf(c, written.replace(/=$/, ''));
    const isOptional = bracket === '[' || written.endsWith('=');
    return [{ ...(type ? { type } : {}), ...(name ? { name } : {}), ...(isOptional ? { optional: true as const } : {}) }];
  });
}

const SAID: Record<string, string> = { '*': 'any', Object: 'object', Array: 'any[]' };

/** The text of a type as TypeScript reads it; JSDoc's own spellings are made such. */
function typeOf(c: Context, text: string): TypeForm | undefined {
  const plain = text
    .replace(/^[?!]/, '')
    .replace(/\b(Object|Array)\.</g, '$1<')
    .replace(/\bObject</g, 'Record<')
    // The grammar stumbles over brackets behind an import.
    .replace(/(\bimport\([^)]*\)\.\w+)\[\]/g, 'Array<$1>');
  const tree = parseFlat('tsx', `type T = ${SAID[plain] ?? plain};`);
  const alias = tree.ofType(0, 'type_alias_declaration');
  const value = alias && tree.errors === 0 ? tree.child(alias, 'value') : 0;
  if (!value) return undefined;
  const form = new Context(c.file, tree, c.handlers, c.chunk, c.scope).typeForm(value);
  return text.startsWith('?') ? { kind: 'union', of: [form, { kind: 'prim', name: 'null' }] } : form;
}
