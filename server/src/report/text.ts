/**
 * The audit for a terminal: findings by file, each with its code, and the error bar at the end.
 *
 *     ui/src/admin.js
 *       34:10  error  /api/config is served for GET and PATCH, not for PUT: …  wrong-method
 *              api('PUT', '/config', values)
 *                         ^^^^^^^^^
 *              backend/routers/config.py:13  GET /api/config is served here
 */
import type { Finding } from '../analysis/types';
import { byFile, errorBar, findingsInWords, type Report } from './summary';

type Colour = 'red' | 'yellow' | 'blue' | 'dim' | 'bold' | 'green';
export type Paint = (colour: Colour, text: string) => string;

const colours = { error: 'red', warning: 'yellow', hint: 'blue' } as const;

export function text(report: Report, paint: Paint): string {
  const blocks = byFile(report.findings).map(([file, findings]) => {
    const place = Math.max(...findings.map((f) => `${f.line}:${f.column}`.length));
    return [paint('bold', file), ...findings.flatMap((f) => lines(f, place, report, paint)), ''].join('\n');
  });
  const { counts } = report;
  const end = [
    paint(counts.errors ? 'red' : counts.warnings ? 'yellow' : 'green', `${findingsInWords(counts)} in ${counts.files} files`),
    errorBar(counts),
    ...report.notes.map((note) => paint('yellow', note)),
  ];
  return `${[...blocks, ...end].join('\n')}\n`;
}

function lines(f: Finding, place: number, report: Report, paint: Paint): string[] {
  const indent = ' '.repeat(4 + place);
  const head = `  ${paint('dim', `${f.line}:${f.column}`.padEnd(place))}  ${paint(colours[f.severity], f.severity)}  ${f.message}  ${paint('dim', f.rule)}`;
  const related = f.related.map((r) => `${indent}${paint('dim', `${r.file}:${r.line}`)}  ${paint('dim', r.message)}`);
  return [head, ...code(f, report).map((line, i) => `${indent}${i === 0 ? line : paint(colours[f.severity], line)}`), ...related];
}

/** Nobody reads more of a line than fits a screen. */
const WIDEST = 110;

/** The line of the finding and, below it, carets; nothing where it cannot be read. */
function code(f: Finding, report: Report): string[] {
  const line = report.lines(f.file)?.[f.line - 1];
  if (line === undefined || line.trim() === '') return [];
  const end = f.endLine === f.line ? f.endColumn - 1 : line.length;
  const start = Math.min(line.length - line.trimStart().length, f.column - 1);
  const from = f.column - 1 - start > WIDEST - 20 ? f.column - 21 : start;
  const shown = line
    .slice(from, from + WIDEST)
    .replaceAll('\t', ' ')
    .trimEnd();
  const before = f.column - 1 - from;
  const carets = Math.max(1, Math.min(end - (f.column - 1), shown.length - before));
  return [shown, `${' '.repeat(before)}${'^'.repeat(carets)}`];
}
