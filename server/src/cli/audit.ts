/** `crosswire audit`: what the rules find in a folder, as text for people or in a format for programs, and an exit code for CI. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Findings } from '../analysis/findings';
import type { Finding } from '../analysis/types';
import { join, relative } from '../base/uri';
import { evidenceOf } from '../report/evidence';
import { formats } from '../report/formats';
import { countsOf, type Material, type Report, reportOf } from '../report/summary';
import { circumstances, errorBar, findingsInWords, several } from '../report/words';
import { metaRules } from '../rules/meta-rules';
import { rules } from '../rules/registry';
import { heapsOf } from '../triage/heaps';
import { repositoryOf } from '../workspace/git';
import { readText } from '../workspace/reader';
import { type Baseline, readBaseline, writeBaseline } from './baseline';
import { type Arguments, type Command, nearest, UsageError } from './command';
import { folderOptions, type Opened, openFolder } from './open';
import { type OpenRecord, openRecord, unreconciled, writeAudit } from './record';
import { plain, type Terminal } from './terminal';

declare const __CROSSWIRE_VERSION__: string;

const FORMATS = Object.keys(formats);
const LEVELS = ['error', 'warning', 'hint', 'never'] as const;

export const audit: Command = {
  name: 'audit',
  takes: '[folder]',
  summary: 'Reports where the UI side and the Python side of a folder have drifted apart.',
  about: [
    'Ends with 0 where nothing is found at or above --fail-on, with 1 where something is, with 2 where it could not run.',
    'The summary says how much could not be known: "526 routes (3 unresolved), 434 calls: 411 matched, …, 4 unknown".',
  ],
  options: {
    format: { type: 'string', value: 'format', help: `${FORMATS.join(', ')}; text if not said` },
    output: { type: 'string', value: 'file', help: 'write the report there instead of to the standard output' },
    'fail-on': { type: 'string', value: 'severity', help: 'error (if not said), warning, hint or never: what ends with 1' },
    baseline: { type: 'string', value: 'file', help: 'findings listed there are known: only new ones are reported and fail' },
    'update-baseline': { type: 'boolean', help: 'write what is found now to the baseline, and end with 0' },
    record: { type: 'boolean', help: 'keep the triage up to date in .crosswire: backlog, progress, journal and run log' },
    rule: { type: 'string', multiple: true, value: 'rule', help: 'only findings of this rule; may be given several times' },
    ...folderOptions,
  },
  examples: [
    ['crosswire audit', 'the folder you are in'],
    ['crosswire audit --fail-on warning', 'for a strict CI'],
    [
      'crosswire audit --baseline .crosswire-baseline.json --update-baseline',
      'accept what there is today; later runs without the last option fail on what is new',
    ],
    ['crosswire audit --format sarif --output crosswire.sarif', "for GitHub's code scanning"],
    ['crosswire audit --record', 'keep the triage: what is new, what is done, what came back'],
    ['crosswire audit --format json | jq ".findings[].message"', 'for other programs'],
  ],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const format = choice(args, 'format', FORMATS, 'text');
  const failOn = choice(args, 'fail-on', LEVELS, 'error');
  const only = args.texts('rule');
  checkRules(only);
  const path = baselineOf(args, terminal);
  const update = args.flag('update-baseline');
  const baseline = path === undefined || update ? undefined : readBaseline(path, args.text('baseline') ?? path);
  const opened = await openFolder(args, terminal, ['python', 'web', 'settings'], (snapshot) => void snapshot.findings());
  try {
    // Tests and pages are read only where they are shown.
    if (format === 'html') {
      opened.snapshot = await opened.workspace.answer((snapshot) => {
        evidenceOf(snapshot).pages('');
        return snapshot;
      });
    }
    const found = opened.snapshot.audit();
    const record = openRecord(opened.root);
    for (const fault of record.broken) terminal.note(fault);
    const heaps = heapsOf(found, record.entries, undefined);
    if (path !== undefined && update) return updated(args, terminal, path, opened, heaps.problems);
    if (baseline && !only.length) tellGone(terminal, baseline, found.findings);
    const problems = recorded(args, terminal, opened, { record, found, baseline });
    const report = reported(opened, { found: ofRules(found, only), entries: record.entries, baseline, problems });
    deliver(args, terminal, report, format);
    if (args.flag('record') && record.broken.length > 0) return 2;
    return fails(report.findings, failOn) ? 1 : 0;
  } finally {
    await opened.workspace.dispose();
  }
}

function ofRules({ findings, silenced }: Findings, only: readonly string[]): Findings {
  if (only.length === 0) return { findings, silenced };
  const wanted = (f: Finding) => only.includes(f.rule);
  return { findings: findings.filter(wanted), silenced: silenced.filter(wanted) };
}

interface Asked {
  record: OpenRecord;
  found: Findings;
  baseline: Baseline | undefined;
}

/** Writes the record where it is asked for. Gives what does not add up, as notes for the report. */
function recorded(args: Arguments, terminal: Terminal, opened: Opened, { record, found, baseline }: Asked): string[] {
  const { root, snapshot, workspace } = opened;
  const heaps = heapsOf(found, record.entries, baseline);
  const sizes = { entries: record.entries, files: workspace.size, unread: workspace.failed.length };
  const material = {
    ...{ root, found, heaps, counts: countsOf(snapshot, heaps, sizes), calls: snapshot.calls() },
    ...{ files: workspace.tally, failed: workspace.failed, notes: snapshot.notes() },
    rules: snapshot.rules().map((meta) => meta.id),
  };
  if (args.flag('record')) writeAudit(record, material, terminal);
  return [...record.broken, ...unreconciled(material)];
}

function updated(args: Arguments, terminal: Terminal, path: string, { root }: Opened, all: readonly Finding[]): number {
  writeBaseline(
    path,
    all.map((f) => ({ ...f, file: relative(root, f.file) })),
  );
  terminal.note(
    `${several(all.length, 'finding')} ${all.length === 1 ? 'is' : 'are'} known from now on: ${args.text('baseline')}`,
  );
  return 0;
}

function tellGone(terminal: Terminal, baseline: Baseline, all: readonly Finding[]): void {
  const ids = new Set(all.map((f) => f.id));
  const gone = [...baseline].filter((id) => !ids.has(id)).length;
  if (gone)
    terminal.note(
      `${several(gone, 'finding')} of the baseline ${gone === 1 ? 'is' : 'are'} gone: --update-baseline takes ${gone === 1 ? 'it' : 'them'} out`,
    );
}

function choice<T extends string>(args: Arguments, name: string, choices: readonly T[], otherwise: T): T {
  const said = args.text(name);
  if (said === undefined) return otherwise;
  const found = choices.find((c) => c === said);
  if (found === undefined)
    throw new UsageError(`audit: --${name} is ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not ${said}`);
  return found;
}

function baselineOf(args: Arguments, terminal: Terminal): string | undefined {
  const named = args.text('baseline');
  if (!args.flag('update-baseline')) return named === undefined ? undefined : resolve(terminal.cwd, named);
  if (named === undefined) throw new UsageError('audit: --update-baseline needs --baseline <file>');
  // What other rules find would be lost from the file.
  if (args.texts('rule').length)
    throw new UsageError('audit: --update-baseline writes the findings of all rules; leave out --rule');
  return resolve(terminal.cwd, named);
}

function checkRules(only: readonly string[]): void {
  const known = [...rules.map((r) => r.meta), ...metaRules].map((meta) => meta.id);
  for (const rule of only) {
    if (known.includes(rule)) continue;
    const meant = nearest(rule, known);
    throw new UsageError(`audit: no rule ${rule}${meant ? `; did you mean ${meant}?` : `; there is ${known.join(', ')}`}`);
  }
}

type Given = Pick<Material, 'found' | 'entries' | 'baseline'> & { problems: readonly string[] };

function reported({ root, snapshot, workspace }: Opened, { problems, ...given }: Given): Report {
  const seen = new Map<string, string[] | undefined>();
  const lines = (file: string): string[] | undefined => {
    if (!seen.has(file)) {
      const read = readText(join(root, file));
      seen.set(file, 'skipped' in read ? undefined : read.text.split(/\r\n|\r|\n/));
    }
    return seen.get(file);
  };
  const prefix = relative(repositoryOf(root) ?? root, root);
  const sizes = { files: workspace.size, unread: workspace.failed.length };
  const report = reportOf(snapshot, { version: __CROSSWIRE_VERSION__, root, prefix, lines, ...given, ...sizes });
  return { ...report, notes: [...report.notes, ...problems] };
}

function deliver(args: Arguments, terminal: Terminal, report: Report, format: string): void {
  const output = args.text('output');
  const rendered = formats[format]!(report, output === undefined ? terminal.paint : plain);
  if (output === undefined) {
    terminal.out(rendered);
    return;
  }
  try {
    writeFileSync(resolve(terminal.cwd, output), rendered);
  } catch (error) {
    throw new UsageError(`audit: ${output} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { counts } = report;
  terminal.note(`${findingsInWords(counts)} ${circumstances(counts)}; ${errorBar(counts)}; the report is in ${output}`);
}

function fails(findings: readonly Finding[], failOn: (typeof LEVELS)[number]): boolean {
  const worst = LEVELS.indexOf(failOn);
  return failOn !== 'never' && findings.some((f) => LEVELS.indexOf(f.severity) <= worst);
}
