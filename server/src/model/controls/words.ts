/**
 * By what words a file's scripts may mean an element. '.save', '#save', '[data-id', '<button': in a selector, or asked of an element; 'save':
 * in any other text. A file that draws elements itself is full of names of classes that mean none, so there only selectors count.
 */
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';

export function wordsIn(ctx: Context, file: string): string[] {
  const out = new Set<string>();
  const chunks = ctx.world.chunkIds(file).flatMap((id) => (id === '#template' ? [] : (ctx.world.chunk(file, id) ?? [])));
  const draws = isComponentFile(file) || chunks.some((chunk) => chunk.arena.some((e) => e.kind === 'elem'));
  for (const chunk of chunks) {
    for (const e of chunk.arena) {
      if (e.kind === 'str') inText(e.value, draws, out);
      else if (e.kind === 'get') ofData(chunk, e, out);
      else if (e.kind === 'call') asked(chunk, e, out);
    }
  }
  return [...out];
}

/** Drawn by a framework, which finds elements by no selectors. */
export const isComponentFile = (file: string): boolean => /\.(?:[jt]sx|vue|svelte)$/.test(file);

function inText(text: string, draws: boolean, out: Set<string>): void {
  for (const found of text.match(/(?:^|(?<=[\s,>+~\w\])]))[#.][A-Za-z_][\w-]*|\[[A-Za-z][\w-]*/g) ?? []) out.add(found);
  if (draws) return;
  for (const word of text.match(/[\w-]+/g) ?? []) out.add(word);
  // An upper-case name of a tag is what `tagName` gives.
  if (/^[A-Z]{1,10}$/.test(text)) out.add(`<${text.toLowerCase()}`);
  if (/^[\w-]+$/.test(text)) out.add(`.${text}`);
}

/** `element.dataset.taskId` */
function ofData(chunk: Chunk, { object, name }: Expr & { kind: 'get' }, out: Set<string>): void {
  const of = chunk.arena[object];
  if (of?.kind === 'get' && of.name === 'dataset') out.add(dataKey(name));
}
const dataKey = (name: string): string => `[data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const SIGNS: Readonly<Record<string, (text: string) => string>> = {
  getElementById: (id) => `#${id}`,
  getElementsByClassName: (name) => `.${name}`,
  contains: (name) => `.${name}`,
  hasClass: (name) => `.${name}`,
  closest: (tag) => `<${tag.toLowerCase()}`,
  matches: (tag) => `<${tag.toLowerCase()}`,
  is: (tag) => `<${tag.toLowerCase()}`,
  getAttribute: (key) => `[${key}`,
  hasAttribute: (key) => `[${key}`,
  data: (key) => `[data-${key}`,
};

function asked(chunk: Chunk, { callee, args }: Expr & { kind: 'call' }, out: Set<string>): void {
  const of = chunk.arena[callee];
  const sign = of?.kind === 'get' && Object.hasOwn(SIGNS, of.name) ? SIGNS[of.name] : undefined;
  const text = sign && args[0] ? textAt(chunk, args[0].x) : undefined;
  if (sign && text !== undefined && /^[\w-]+$/.test(text)) out.add(sign(text));
}

function textAt(chunk: Chunk, x: X): string | undefined {
  const e = chunk.arena[x];
  return e?.kind === 'str' ? e.value : undefined;
}
