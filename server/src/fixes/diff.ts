/** An edit as a unified diff, as `git apply` reads it. */
import { lineStarts } from '../base/range';
import { applied, type Edit } from './edit';

const AROUND = 3;

export interface Shown {
  file: string;
  before: string | undefined;
  after: string;
}

/** `name` makes the path that is shown of an engine path. */
export function diffOf(edit: Edit, read: (file: string) => string | undefined, name: (file: string) => string): string {
  return edit.files.map(({ file, edits }) => fileDiff(name(file), read(file), applied(read(file) ?? '', edits))).join('');
}

export function fileDiff(name: string, before: string | undefined, after: string): string {
  const a = linesOf(before ?? '');
  const b = linesOf(after);
  const hunks = hunksOf(a, b);
  if (!hunks.length) return '';
  const head = before === undefined ? `--- /dev/null\n+++ b/${name}\n` : `--- a/${name}\n+++ b/${name}\n`;
  return head + hunks.join('');
}

function linesOf(text: string): string[] {
  const starts = lineStarts(text);
  return starts
    .map((from, i) => text.slice(from, starts[i + 1] ?? text.length))
    .filter((line, i, all) => line !== '' || i < all.length - 1);
}

interface Op {
  kind: ' ' | '-' | '+';
  line: string;
}

function hunksOf(a: readonly string[], b: readonly string[]): string[] {
  const ops = opsOf(a, b);
  const hunks: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  for (let i = 0; i < ops.length; ) {
    if (ops[i]!.kind === ' ') {
      oldLine++;
      newLine++;
      i++;
      continue;
    }
    const from = Math.max(0, i - AROUND);
    const to = endOfHunk(ops, i);
    const part = ops.slice(from, to);
    hunks.push(hunk(part, oldLine - (i - from), newLine - (i - from)));
    for (const op of ops.slice(i, to)) {
      if (op.kind !== '+') oldLine++;
      if (op.kind !== '-') newLine++;
    }
    i = to;
  }
  return hunks;
}

/** Past the last change that lies within reach of the one before, and the lines shown after it. */
function endOfHunk(ops: readonly Op[], from: number): number {
  let last = from;
  for (let i = from; i < ops.length && i - last <= AROUND * 2; i++) if (ops[i]!.kind !== ' ') last = i;
  return Math.min(ops.length, last + 1 + AROUND);
}

function hunk(part: readonly Op[], oldFrom: number, newFrom: number): string {
  const olds = part.filter((op) => op.kind !== '+').length;
  const news = part.filter((op) => op.kind !== '-').length;
  const range = (from: number, count: number) => `${count === 0 ? from - 1 : from}${count === 1 ? '' : `,${count}`}`;
  const body = part.map(({ kind, line }) => kind + (/[\r\n]$/.test(line) ? line : `${line}\n\\ No newline at end of file\n`));
  return `@@ -${range(oldFrom, olds)} +${range(newFrom, news)} @@\n${body.join('')}`;
}

/** Longest common subsequence between what is common in front and at the end. */
function opsOf(a: readonly string[], b: readonly string[]): Op[] {
  let front = 0;
  while (front < a.length && front < b.length && a[front] === b[front]) front++;
  let back = 0;
  while (back < a.length - front && back < b.length - front && a[a.length - 1 - back] === b[b.length - 1 - back]) back++;
  const same = (lines: readonly string[]) => lines.map((line): Op => ({ kind: ' ', line }));
  return [
    ...same(a.slice(0, front)),
    ...middle(a.slice(front, a.length - back), b.slice(front, b.length - back)),
    ...same(a.slice(a.length - back)),
  ];
}

function middle(a: readonly string[], b: readonly string[]): Op[] {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] =
        a[i] === b[j] ? table[(i + 1) * width + j + 1]! + 1 : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
  const ops: Op[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      ops.push({ kind: ' ', line: a[i++]! });
      j++;
    } else if (i < a.length && (j >= b.length || table[(i + 1) * width + j]! >= table[i * width + j + 1]!))
      ops.push({ kind: '-', line: a[i++]! });
    else ops.push({ kind: '+', line: b[j++]! });
  }
  return ops;
}
