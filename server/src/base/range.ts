/**
 * Offsets, lines and columns. All count UTF-16 units, as JavaScript strings and the language server protocol do.
 * Lines and columns start at 0 here; whatever people read starts at 1 and is made where it is shown.
 */

export interface Position {
  line: number;
  column: number;
}

/** Offset of every line's start; the first is 0. \n, \r\n and a lone \r end a line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (c === 10 || c === 13) starts.push(i + 1);
  }
  return starts;
}

/** The line that holds the offset: the last that starts at or before it. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function positionAt(starts: readonly number[], offset: number): Position {
  const line = lineAt(starts, Math.max(0, offset));
  return { line, column: Math.max(0, offset) - (starts[line] ?? 0) };
}

/** A line or column past the end is the end, as the protocol asks. `length` is the text's. */
export function offsetAt(starts: readonly number[], position: Position, length: number): number {
  if (position.line < 0) return 0;
  const start = starts[position.line];
  if (start === undefined) return length;
  const next = starts[position.line + 1] ?? length + 1;
  return Math.min(start + Math.max(0, position.column), next - 1, length);
}
