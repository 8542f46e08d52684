/**
 * The audit as workflow commands of GitHub Actions, which show each finding at its line of a pull request:
 *
 *     ::error file=ui/src/admin.js,line=34,endLine=34,col=36,endColumn=45,title=wrong-method::/api/config is served …
 *
 * GitHub shows ten of a kind for each step; the summary at the end is in the log.
 */
import type { Finding } from '../analysis/types';
import type { PlacedFault } from '../triage/states';
import { visible } from './escape';
import type { Report } from './summary';
import { circumstances, errorBar, findingsInWords, rank } from './words';

const COMMANDS = { error: 'error', warning: 'warning', hint: 'notice' } as const;

export function github(report: Report): string {
  // The first ten are shown: errors come first.
  const ordered = [...report.findings].sort((a, b) => rank(a.severity) - rank(b.severity));
  const lines = ordered.map((f) => command(f, report.prefix));
  const summary = `${findingsInWords(report.counts)} ${circumstances(report.counts)}; ${errorBar(report.counts)}`;
  const notes = report.notes.map((note) => `::notice title=${property('Crosswire')}::${data(visible(note))}`);
  const faults = (report.faults ?? []).map((fault) => brokenAt(fault, report.prefix));
  return `${[...faults, ...lines, ...notes, summary].join('\n')}\n`;
}

function command(f: Finding, prefix: string): string {
  const properties = {
    file: visible(prefix === '' ? f.file : `${prefix}/${f.file}`),
    line: f.line,
    endLine: f.endLine,
    // Columns are only understood within one line.
    ...(f.endLine === f.line ? { col: f.column, endColumn: f.endColumn } : {}),
    title: f.rule,
  };
  const given = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  const related = f.related.map((r) => `${visible(r.file)}:${r.line}: ${visible(r.message)}`);
  return `::${COMMANDS[f.severity]} ${given.join(',')}::${data([visible(f.message), ...related].join('\n'))}`;
}

function brokenAt({ file, line, column, message }: PlacedFault, prefix: string): string {
  const path = visible(prefix === '' ? file : `${prefix}/${file}`);
  const title = property('Crosswire: the record is broken');
  return `::error file=${property(path)},line=${line},col=${column},title=${title}::${data(visible(message))}`;
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
