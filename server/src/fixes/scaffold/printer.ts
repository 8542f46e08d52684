/** Python written as its formatters write it: on one line, else the inside on a line of its own, else one item a line. */

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

/** Formatters count a tab as four. */
export const columns = (line: string): number => line.replaceAll('\t', '    ').length;

/** A text in the project's quotes; with what would end the literal or its line escaped as Python and JSON both do. */
export function quoted(text: string, quote: '"' | "'"): string {
  const plain = text.replaceAll('\\', '\\\\');
  return plain.includes(quote) || /\p{Cc}/u.test(text) ? JSON.stringify(text) : `${quote}${plain}${quote}`;
}

/** Every line of a block under an indentation. */
export const indented = (lines: readonly string[], indent: string): string[] => lines.map((l) => (l === '' ? l : indent + l));
