/** Python written as its formatters write it: on one line, else the inside on a line of its own, else one item a line. */

import { splitItems } from '../python/items';
import { blanked } from '../python/rename';

/** `head(items)tail`; `indent` stands before the head already. */
export function bracketed(
  indent: string,
  head: string,
  items: readonly string[],
  tail: string,
  width: number,
  step = '    ',
): string {
  const [open, close] = [head.at(-1)!, tail[0]!];
  const line = `${indent}${head}${items.join(', ')}${tail}`;
  const isFlat = items.every((i) => !i.includes('\n'));
  if (isFlat && columns(line) <= width) return line;
  const inner = `${indent}${step}${items.join(', ')}`;
  // A call's only collection hugs nothing: formatters break it open one item a line.
  if (
    isFlat &&
    columns(inner) <= width &&
    items.length &&
    !(items.length === 1 && /\bdef \w+\($/.test(head)) &&
    open === '(' &&
    close === ')' &&
    !items.some((i) => i.includes('{') && items.length > 1)
  )
    return `${indent}${head}\n${inner}\n${indent}${tail}`;
  return `${indent}${head}\n${items.map((i) => `${indent}${step}${i},\n`).join('')}${indent}${tail}`;
}

/**
 * A statement that ends in a bracket, opened as often as it takes: a call's arguments on a line of their own, else one item a line, and
 * of those that are too long the same again.
 */
export function laid(indent: string, code: string, width: number, step: string): string[] {
  const end = code.endsWith(',') ? ',' : '';
  const body = code.slice(0, code.length - end.length);
  const open = openingOf(body);
  if (columns(indent + code) <= width || open === undefined) return [indent + code];
  const items = splitItems(body.slice(open + 1, -1));
  if (!items.length) return [indent + code];
  const inner = `${indent}${step}${items.join(', ')}`;
  const tail = `${indent}${body.at(-1)!}${end}`;
  const head = indent + body.slice(0, open + 1);
  if (body[open] === '(' && columns(inner) <= width) return [head, inner, tail];
  return [head, ...items.flatMap((i) => laid(indent + step, `${i},`, width, step)), tail];
}

/** The bracket that the last character closes. */
function openingOf(code: string): number | undefined {
  if (!/[)\]}]$/.test(code)) return undefined;
  const plain = blanked(code);
  let depth = 0;
  for (let i = plain.length - 1; i >= 0; i--) {
    if (')]}'.includes(plain[i]!)) depth++;
    else if ('([{'.includes(plain[i]!) && --depth === 0) return i;
  }
  return undefined;
}

/** Formatters count a tab as four. */
export const columns = (line: string): number => line.replaceAll('\t', '    ').length;

/** A text in the project's quotes; with what would end the literal or its line escaped as Python and JSON both do. */
export function quoted(text: string, quote: '"' | "'"): string {
  const plain = text.replaceAll('\\', '\\\\');
  return plain.includes(quote) || /\p{Cc}/u.test(text) ? JSON.stringify(text) : `${quote}${plain}${quote}`;
}

/** Every line of a block under an indentation. */
export const indented = (lines: readonly string[], indent: string): string[] => lines.map((l) => (l === '' ? l : indent + l));
