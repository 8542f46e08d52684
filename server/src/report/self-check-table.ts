/** The table of a self-check, for a terminal, as Markdown and as JSON, with the files that are not read below it. */
import { relative } from '../base/uri';
import { markdownCode, markdownText, visible } from './escape';
import type { Check, FileFate } from './self-check';
import { type Paint, wrapped } from './text';

export interface SelfCheckTable {
  root: string;
  checks: readonly Check[];
  /** What is not read. */
  skipped: readonly FileFate[];
}

const HEAD = ['Item', 'Result', 'Evidence', 'Follow-up'] as const;
const cells = ({ item, passed, result, evidence, followUp }: Check): readonly [string, string, string, string] => [
  item,
  `${passed ? 'ok' : 'FAILED'}: ${result}`,
  evidence || 'none needed',
  followUp || 'none',
];

/** How wide a column may be before its cells go on in the next line. */
const WIDEST = [48, 46, 40, 40] as const;

function text({ root, checks, skipped }: SelfCheckTable, paint: Paint): string {
  const rows = checks.map((check) => cells(check).map((cell, i) => wrapped(visible(cell), WIDEST[i] ?? 0, WIDEST[i] ?? 0)));
  const widths = HEAD.map((title, i) => Math.max(title.length, ...rows.flatMap((row) => (row[i] ?? []).map((l) => l.length))));
  const line = (cell: (i: number) => string) =>
    HEAD.map((_, i) => cell(i).padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = (row: readonly (readonly string[])[]) =>
    Array.from({ length: Math.max(...row.map((cell) => cell.length)) }, (_, n) => line((i) => row[i]?.[n] ?? ''));
  return [
    paint(
      'bold',
      line((i) => HEAD[i] ?? ''),
    ),
    ...rows.flatMap((row, i) => lines(row).map((one) => paint(checks[i]?.passed ? 'green' : 'red', one))),
    ...(skipped.length > 0 ? ['', paint('bold', 'Not read'), ...listed(root, skipped)] : []),
    '',
  ].join('\n');
}

/** Each with its reason; those that need not be read are many and alike, and stand last. */
function listed(root: string, skipped: readonly FileFate[]): string[] {
  const ordered = [...skipped].sort((a, b) => Number(a.state === 'idle') - Number(b.state === 'idle'));
  return ordered.map(({ path, reason }) => `  ${visible(relative(root, path))}: ${visible(reason)}`);
}

function markdown({ root, checks, skipped }: SelfCheckTable): string {
  const row = (list: readonly string[]) => `| ${list.map((cell) => markdownText(cell)).join(' | ')} |`;
  const files = skipped.map(({ path, reason }) => `- ${markdownCode(relative(root, path))}: ${markdownText(reason)}`);
  return [
    '# Self-check of a Crosswire audit\n',
    row(HEAD),
    '|---|---|---|---|',
    ...checks.map((check) => row(cells(check))),
    ...(files.length > 0 ? ['\n## Not read\n', ...files] : []),
    '',
  ].join('\n');
}

function json({ root, checks, skipped }: SelfCheckTable): string {
  const notRead = skipped.map(({ path, state, reason }) => ({ path: relative(root, path), state, reason }));
  return `${JSON.stringify({ passed: checks.every(({ passed }) => passed), checks, notRead }, null, 1)}\n`;
}

export const tables: Record<string, (table: SelfCheckTable, paint: Paint) => string> = { text, markdown, json };
