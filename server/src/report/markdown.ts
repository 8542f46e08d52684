/** The audit as Markdown, for the summary of a CI job, a comment or a wiki: the figures, then findings by file, hints folded away, then the API. */
import { capital } from '../base/text';
import { codeLine, fence, markdownCode, markdownText, uriPath } from './escape';
import { apiTables, folded, whereTables } from './markdown-tables';
import { pageDataOf } from './page-data';
import type { Report, Told } from './summary';
import { byFile, byRule, circumstances, errorBar, findingsInWords, notesOf, several } from './words';

export function markdown(report: Report): string {
  const { counts } = report;
  const notes = notesOf(report);
  const data = pageDataOf(report);
  const loud = report.findings.filter((f) => f.severity !== 'hint');
  const hints = byFile(report.findings.filter((f) => f.severity === 'hint')).flatMap(([, findings]) => findings);
  const blocks = [
    `# Crosswire audit of ${markdownCode(report.name)}`,
    `**${capital(findingsInWords(counts))}** ${markdownText(circumstances(counts))}.\\\n${errorBar(counts)}.`,
    ...(notes.length ? [notes.map((note) => `> ${markdownText(note)}`).join('\\\n')] : []),
    ...(report.findings.length ? [ruleTable(report)] : []),
    ...whereTables(data),
    ...byFile(loud).flatMap(([file, findings]) => [`## ${markdownCode(file)}`, ...findings.map((f) => item(f, report))]),
    ...(hints.length ? folded(several(hints.length, 'hint'), hints.map(short)) : []),
    ...(report.intentional.length ? folded(`${report.intentional.length} intentional`, report.intentional.map(meant)) : []),
    ...apiTables(data),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const place = (f: { file: string; line: number }, shown: string) => `[${shown}](${uriPath(f.file)}#L${f.line})`;

function ruleTable(report: Report): string {
  const summaries = new Map(report.rules.map(({ id, summary }) => [id, summary]));
  const rows = byRule(report).map(
    (r) => `| ${r.rule} | ${r.severity} | ${r.findings} | ${markdownText(summaries.get(r.rule) ?? '')} |`,
  );
  return ['| Rule | Severity | Findings | What it reports |', '|---|---|--:|---|', ...rows].join('\n');
}

function item(f: Told, report: Report): string {
  const head = `- **${f.severity}**${f.state === 'accepted' ? ' (accepted)' : ''} ${f.rule}, ${place(f, `line ${f.line}`)}: ${markdownText(f.message)}`;
  const line = codeLine(report.lines(f.file)?.[f.line - 1] ?? '').trim();
  const ticks = fence(line);
  const code = line === '' ? [] : ['', `  ${ticks}`, `  ${line}`, `  ${ticks}`];
  const related = f.related.map((r) => `  - ${place(r, markdownCode(`${r.file}:${r.line}`))} ${markdownText(r.message)}`);
  return [head, ...code, ...(related.length ? ['', ...related] : [])].join('\n');
}

const short = (f: Told) => `- ${place(f, markdownCode(`${f.file}:${f.line}`))} ${markdownText(f.message)} (${f.rule})`;
const meant = (f: Told) => `${short(f)}: ${markdownText(f.reason ?? '')}`;
