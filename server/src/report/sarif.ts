/**
 * The audit as SARIF 2.1.0, for GitHub's code scanning and other collectors. Files are named from the top of the repository; where that lies on
 * the machine is not said, so that equal trees give equal bytes.
 */
import type { Finding } from '../analysis/types';
import type { Meta } from '../rules/rule';
import type { PlacedFault } from '../triage/states';
import { plain, uriPath, visible } from './escape';
import type { Report, Told } from './summary';

const LEVELS = { error: 'error', warning: 'warning', hint: 'note' } as const;
const BASE = 'SRCROOT';

export function sarif(report: Report): string {
  const { version, rules, findings, intentional, prefix, notes, faults = [], counts } = report;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Crosswire', semanticVersion: version, rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [BASE]: { description: { text: 'The top of the repository that was audited.' } } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [...faults.map((one) => broken(one, prefix)), ...notes.map(notification)],
          },
        ],
        results: [...findings, ...intentional].map((f) => result(f, rules, prefix)),
        properties: { counts },
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function descriptor({ id, severity, summary, why, limits, fix }: Meta) {
  const name = id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const parts = [why, limits, `To fix it: ${fix.how}`].filter((part) => part !== undefined);
  return {
    id,
    name,
    shortDescription: { text: message(`${summary}.`) },
    fullDescription: { text: message(plain(why)) },
    help: { text: message(plain(parts.join('\n\n'))), markdown: message(parts.join('\n\n')) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['api'] },
  };
}

const notification = (note: string) => ({ level: 'note', message: { text: message(visible(note)) } });

function broken({ message: said, ...at }: PlacedFault, prefix: string) {
  const place = { ...at, endLine: at.line, endColumn: at.column };
  return { level: 'error', message: { text: message(visible(said)) }, locations: [location(place, prefix)] };
}

function result(f: Told, rules: readonly Meta[], prefix: string) {
  const related = f.related.map((r, id) => ({ id, message: { text: message(visible(r.message)) }, ...location(r, prefix) }));
  return {
    ruleId: f.rule,
    ruleIndex: rules.findIndex((r) => r.id === f.rule),
    level: LEVELS[f.severity],
    message: { text: message(visible(f.message)) },
    locations: [location(f, prefix)],
    ...(related.length ? { relatedLocations: related } : {}),
    partialFingerprints: { 'crosswireFinding/v1': f.id },
    ...(f.state === 'intentional' ? { suppressions: [suppression(f)] } : {}),
    properties: { ...f.data, state: f.state },
  };
}

/** What the backlog calls intentional is suppressed, and says why. */
function suppression({ reason }: Told) {
  return { kind: 'external', status: 'accepted', justification: visible(reason ?? '') };
}

type Place = Pick<Finding, 'file' | 'line' | 'column' | 'endLine' | 'endColumn'>;

function location({ file, line, column, endLine, endColumn }: Place, prefix: string) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriPath(prefix === '' ? file : `${prefix}/${file}`), uriBaseId: BASE },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}

/** A number in braces stands for an argument, and [text](0) for a link: neither is meant here. */
const message = (text: string) =>
  text
    .replace(/\{(?=\d+\})/g, '{{')
    .replace(/(?<=\{\{\d+)\}/g, '}}')
    .replace(/\[(?=[^\]]*\]\()/g, '\\[');
