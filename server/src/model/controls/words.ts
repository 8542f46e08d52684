/**
 * By what words a file's scripts may mean an element. '.save', '#save', '[data-id': in a selector, or asked of an element; 'save': in any
 * other text. A file that draws elements itself is full of names of classes that mean none, so there only selectors count.
 */

import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { isJQuery } from './found';

export function wordsIn(ctx: Context, file: string): ReadonlySet<string> {
  const out = new Set<string>();
  const ids = ctx.world.chunkIds(file).filter((id) => id !== '#template');
  const chunks = ids.flatMap((id) => ctx.world.chunk(file, id) ?? []);
  const draws = isComponentFile(file) || chunks.some((chunk) => chunk.arena.some((e) => e.kind === 'elem'));
  for (const id of ids) {
    const chunk = ctx.world.chunk(file, id);
    for (const e of chunk?.arena ?? []) {
      if (e.kind === 'str') inText(e.value, draws, out);
      else if (e.kind === 'get') ofData(chunk!, e, out);
      else if (e.kind === 'call') asked(chunk!, e, out);
    }
  }
  return out;
}

/** Whether a file attaches listeners to elements that it finds; what it says of other elements it only reads. */
export const listens = (ctx: Context, file: string): boolean =>
  ctx.world.chunkIds(file).some((id) => {
    const { arena, sets } = ctx.world.chunk(file, id)!;
    const isListening = (e: Expr) =>
      e.kind === 'get' &&
      (/^(addEventListener|delegate|live)$/.test(e.name) || (/^(on|click|submit)$/.test(e.name) && isFound(arena, e)));
    return arena.some(isListening) || (sets?.some((s) => /^on(click|submit|mousedown)$/.test(s.name ?? '')) ?? false);
  });

/** `$(".save").on` */
function isFound(arena: readonly Expr[], { object }: Expr & { kind: 'get' }): boolean {
  const of = arena[object];
  const callee = of?.kind === 'call' ? arena[of.callee] : undefined;
  return isJQuery(callee);
}

/** Drawn by a framework, which finds elements by no selectors. */
export const isComponentFile = (file: string): boolean => /\.(?:[jt]sx|vue|svelte)$/.test(file);

function inText(text: string, draws: boolean, out: Set<string>): void {
  for (const found of text.match(/(?:^|(?<=[\s,>+~\w\])]))[#.][A-Za-z_][\w-]*|\[[A-Za-z][\w-]*/g) ?? []) out.add(found);
  if (draws) return;
  for (const word of text.match(/[\w-]+/g) ?? []) out.add(word);
  if (/^[\w-]+$/.test(text)) out.add(`=${text}`);
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
