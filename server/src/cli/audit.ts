/** `crosswire audit`: what the rules find in a folder, as text for people or in a format for programs, and an exit code for CI. */
import { resolve } from 'node:path';
import type { Findings } from '../analysis/findings';
import type { Finding } from '../analysis/types';
import { relative } from '../base/uri';
import { formats } from '../report/formats';
import { tables } from '../report/self-check-table';
import type { Report } from '../report/summary';
import { circumstances, errorBar, faultInWords, findingsInWords, several } from '../report/words';
import { metas } from '../rules/registry';
import { heapsOf } from '../triage/heaps';
import { type Baseline, knownOf, readBaseline, writeBaseline } from './baseline';
import { type Arguments, type Command, nearest, UsageError } from './command';
import { deliver } from './deliver';
import { folderOptions, type Opened } from './open';
import { decidedOf, everythingIn, materialOf, type OpenRecord, openRecord, unreconciled, writeAudit } from './record';
import { reported } from './report';
import { openForFindings, type Seen, withSeen } from './seen';
import { selfCheck } from './self-check';
import type { Terminal } from './terminal';

const FORMATS = Object.keys(formats);
/** What names guards, tests and pages of the UI. */
const WITH_EVIDENCE = new Set(['html', 'json', 'markdown']);
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
    'self-check': {
      type: 'boolean',
      help: 'check what an audit promises, instead of reporting: a table of each promise, whether it held, and where to see it',
    },
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
    ['crosswire audit --self-check', 'may its figures be believed: every file, call, finding and fix is looked at'],
    ['crosswire audit --format json | jq ".findings[].message"', 'for other programs'],
  ],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const isCheck = args.flag('self-check');
  const format = choice(args, 'format', isCheck ? Object.keys(tables) : FORMATS, 'text');
  const failOn = choice(args, 'fail-on', LEVELS, 'error');
  const only = args.texts('rule');
  checkRules(only);
  checkRecorded(args);
  const path = baselineOf(args, terminal);
  const update = args.flag('update-baseline');
  const baseline = path === undefined || update ? undefined : readBaseline(path, args.text('baseline') ?? path);
  const asked: Asked = { format, failOn, only, path, baseline };
  const evidence = WITH_EVIDENCE.has(format);
  if (!isCheck) return withSeen(args, terminal, (seen) => told(args, terminal, asked, seen), { evidence });
  const opened = await openForFindings(args, terminal);
  try {
    return await checked(args, terminal, opened, asked);
  } finally {
    await opened.workspace.dispose();
  }
}

interface Asked {
  format: string;
  failOn: (typeof LEVELS)[number];
  /** Rules; all where none is named. */
  only: readonly string[];
  /** Of the baseline, and what it holds where it is not to be written. */
  path: string | undefined;
  baseline: Baseline | undefined;
}

function told(args: Arguments, terminal: Terminal, asked: Asked, seen: Seen): number {
  checkSeen(args, seen);
  const { only, path, baseline, format, failOn } = asked;
  const found = seen.snapshot.audit();
  const record = toldRecord(terminal, seen);
  const entries = decidedOf(record, found);
  if (path !== undefined && args.flag('update-baseline'))
    return updated(args, terminal, path, seen, heapsOf(found, entries, undefined).problems);
  const { ids: known, gone } = knownOf(baseline, everythingIn(seen.root, found));
  if (!only.length) tellGone(terminal, gone);
  const material = materialOf(seen, found, entries, known);
  if (args.flag('record')) writeAudit(record, material, seen, terminal);
  const problems = [...record.contested.map(faultInWords), ...unreconciled(material)];
  const { evidence } = seen;
  const report = reported(seen, { found: ofRules(found, only), entries, known, problems, faults: record.broken, evidence });
  deliver(terminal, args.text('output'), (paint) => formats[format]!(report, paint));
  tellDelivered(report, args.text('output'), terminal);
  if (args.flag('record') && record.broken.length > 0) return 2;
  return fails(report.findings, failOn) ? 1 : 0;
}

/** The record, with what is wrong in it told. */
function toldRecord(terminal: Terminal, { root }: Seen): OpenRecord {
  const record = openRecord(root);
  for (const fault of [...record.broken, ...record.contested]) terminal.note(faultInWords(fault));
  return record;
}

/** A wrong folder must not pass for a clean one. */
function checkSeen(args: Arguments, { workspace }: Seen): void {
  if (workspace.size === 0 && workspace.failed.length === 0)
    throw new UsageError(
      `audit: nothing to check: ${args.folders[0] ?? 'this folder'} holds no Python, JavaScript or HTML that is read (--verbose says what is left out)`,
    );
}

async function checked(args: Arguments, terminal: Terminal, opened: Opened, { format, baseline }: Asked): Promise<number> {
  checkSeen(args, opened);
  const record = toldRecord(terminal, opened);
  const { checks, skipped } = await selfCheck(opened, { record, baseline }, args, terminal);
  deliver(terminal, args.text('output'), (paint) => tables[format]!({ root: opened.root, checks, skipped }, paint));
  return checks.every(({ passed }) => passed) ? 0 : 1;
}

function ofRules({ findings, silenced }: Findings, only: readonly string[]): Findings {
  if (only.length === 0) return { findings, silenced };
  const wanted = (f: Finding) => only.includes(f.rule);
  return { findings: findings.filter(wanted), silenced: silenced.filter(wanted) };
}

function updated(args: Arguments, terminal: Terminal, path: string, { root }: Seen, all: readonly Finding[]): number {
  writeBaseline(
    path,
    all.map((f) => ({ ...f, file: relative(root, f.file) })),
  );
  terminal.note(
    `${several(all.length, 'finding')} ${all.length === 1 ? 'is' : 'are'} known from now on: ${args.text('baseline')}`,
  );
  return 0;
}

function tellGone(terminal: Terminal, gone: number): void {
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

/** What a narrower look does not see has not vanished: the record is of the folder as everybody sees it. */
function checkRecorded(args: Arguments): void {
  const narrowed = ['include', 'exclude'].find((name) => args.texts(name).length > 0);
  if (args.flag('record') && narrowed !== undefined)
    throw new UsageError(`audit: --record keeps what the whole folder shows; set "${narrowed}" in crosswire.json instead`);
}

function checkRules(only: readonly string[]): void {
  const known = metas.map((meta) => meta.id);
  for (const rule of only) {
    if (known.includes(rule)) continue;
    const meant = nearest(rule, known);
    throw new UsageError(`audit: no rule ${rule}${meant ? `; did you mean ${meant}?` : `; there is ${known.join(', ')}`}`);
  }
}

function tellDelivered({ counts }: Report, output: string | undefined, terminal: Terminal): void {
  if (output === undefined) return;
  terminal.note(`${findingsInWords(counts)} ${circumstances(counts)}; ${errorBar(counts)}; the report is in ${output}`);
}

function fails(findings: readonly Finding[], failOn: (typeof LEVELS)[number]): boolean {
  const worst = LEVELS.indexOf(failOn);
  return failOn !== 'never' && findings.some((f) => LEVELS.indexOf(f.severity) <= worst);
}
