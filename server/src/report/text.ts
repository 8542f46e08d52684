/**
 * The audit for a terminal: findings by file, each with its code, hints in one line each, and the error bar at the end.
 *
 *     ui/src/admin.js
 *       34:36  error  wrong-method  /api/config is served for GET and PATCH, not for PUT: …
 *              | await withToast(() => api('PUT', '/config', values), 'Saved');
 *              |                                  ^^^^^^^^^
 *              backend/routers/config.py:13  GET /api/config is served here
 */
import type { Finding } from '../analysis/types';
import { codeLine, visible } from './escape';
import type { Report, Told } from './summary';
import { byFile, byRule, circumstances, errorBar, findingsInWords, notesOf } from './words';

type Colour = 'red' | 'yellow' | 'blue' | 'dim' | 'bold' | 'green';
export type Paint = (colour: Colour, text: string) => string;

const colours = { error: 'red', warning: 'yellow', hint: 'blue' } as const;

export function text(report: Report, paint: Paint): string {
  const advised = new Set<string>();
  const blocks = byFile(report.findings).map(([file, findings]) => {
    const place = Math.max(...findings.map((f) => `${f.line}:${f.column}`.length));
    return [paint('bold', visible(file)), ...findings.flatMap((f) => lines(brief(f, advised), place, report, paint)), ''].join(
      '\n',
    );
  });
  const { counts } = report;
  const rules = byRule(report).map((r) => paint(colours[r.severity], `${r.findings} ${r.rule}`));
  const end = [
    paint(
      counts.errors ? 'red' : counts.warnings ? 'yellow' : 'green',
      `${findingsInWords(counts)} ${circumstances(counts)}${rules.length ? ':' : ''}`,
    ),
    ...(rules.length ? [`  ${rules.join(', ')}`] : []),
    errorBar(counts),
    ...notesOf(report).map((note) => paint('yellow', `note: ${visible(note)}`)),
  ];
  return `${[...blocks, ...end].join('\n')}\n`;
}

/** Hints are many and alike: what to do is told with the first of each rule, and holds for the others. */
function brief(f: Told, advised: Set<string>): Told {
  const end = f.message.indexOf('. ');
  if (f.severity !== 'hint' || end < 0) return f;
  if (advised.has(f.rule)) return { ...f, message: f.message.slice(0, end + 1) };
  advised.add(f.rule);
  return f;
}

/** Longer messages go on in the next line: where a window ends is not known, and nobody reads across a wide one. */
const MESSAGE = 110;

function lines(f: Told, place: number, report: Report, paint: Paint): string[] {
  const indent = ' '.repeat(4 + place);
  const colour = colours[f.severity];
  const accepted = f.state === 'accepted' ? 'accepted  ' : '';
  const start = `${f.severity}  ${accepted}${f.rule}  `;
  const [first = '', ...rest] = wrapped(visible(f.message), MESSAGE - start.length, MESSAGE);
  const where = paint('dim', `${f.line}:${f.column}`.padEnd(place));
  const head = `  ${where}  ${paint(colour, f.severity)}  ${paint('dim', accepted)}${paint('bold', f.rule)}  ${first}`;
  const message = [head, ...rest.map((line) => indent + line)];
  // A hint's message says all that its line of code does, and hints are many.
  if (f.severity === 'hint') return message;
  const bar = paint('dim', '|');
  const shown = code(f, report).map((line, i) => `${indent}${bar} ${i === 0 ? line : paint(colour, line)}`);
  const related = f.related.map((r) => `${indent}${paint('dim', `${visible(r.file)}:${r.line}  ${visible(r.message)}`)}`);
  return [...message, ...shown, ...related];
}

/** A word is never broken; the first line is shorter, for what stands in front of it. */
export function wrapped(message: string, first: number, others: number): string[] {
  const out: string[] = [];
  for (const word of message.split(' ')) {
    const last = out.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= (out.length === 1 ? first : others))
      out[out.length - 1] = `${last} ${word}`;
    else out.push(word);
  }
  return out;
}

/** Nobody reads more of a line than fits a screen. */
const WIDEST = 110;

/** The line of the finding and, below it, carets; nothing where it cannot be read. */
function code(f: Finding, report: Report): string[] {
  const line = report.lines(f.file)?.[f.line - 1];
  if (line === undefined || line.trim() === '') return [];
  const at = Math.min(f.column - 1, line.length);
  const end = f.endLine === f.line ? f.endColumn - 1 : line.length;
  const start = Math.min(line.length - line.trimStart().length, at);
  const from = at - start > WIDEST - 20 ? at - 20 : start;
  const until = from + WIDEST;
  // What cannot be seen is written out and takes more room than a column.
  const before = codeLine(line.slice(from, at)).length;
  const marked = codeLine(line.slice(at, Math.max(at + 1, Math.min(end, until)))).length;
  return [codeLine(line.slice(from, until)).trimEnd(), `${' '.repeat(before)}${'^'.repeat(Math.max(1, marked))}`];
}
