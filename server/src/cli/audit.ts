/** `crosswire audit`: what the rules find in a folder, as text for people or in a format for programs, and an exit code for CI. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Snapshot } from '../analysis/analysis';
import type { Finding } from '../analysis/types';
import { join } from '../base/uri';
import { json } from '../report/json';
import { countsOf, errorBar, findingsInWords, type Report, relativeTo } from '../report/summary';
import { text } from '../report/text';
import { readText } from '../workspace/reader';
import { newFindings, readBaseline, writeBaseline } from './baseline';
import { type Arguments, type Command, nearest, UsageError } from './command';
import { folderOptions, type Opened, openFolder } from './open';
import { plain, type Terminal } from './terminal';

declare const __CROSSWIRE_VERSION__: string;

const FORMATS = ['text', 'json'] as const;
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
    'update-baseline': { type: 'boolean', help: 'write what is found now to the baseline' },
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
    ['crosswire audit --format json | jq ".findings[].message"', 'for other programs'],
  ],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const format = choice(args, 'format', FORMATS, 'text');
  const failOn = choice(args, 'fail-on', LEVELS, 'error');
  const only = args.texts('rule');
  const baseline = baselineOf(args, terminal);
  const opened = await openFolder(args, terminal, ['python', 'web', 'settings'], (snapshot) => void snapshot.findings());
  try {
    const all = opened.snapshot.findings().map((f) => relativeTo(opened.root, f));
    checkRules(only, opened.snapshot);
    const wanted = only.length ? all.filter((f) => only.includes(f.rule)) : all;
    if (baseline && args.flag('update-baseline')) {
      writeBaseline(baseline, wanted);
      terminal.note(`${wanted.length} findings are known from now on: ${args.text('baseline')}`);
      return 0;
    }
    const findings = baseline ? newFindings(wanted, readBaseline(baseline)) : wanted;
    const report = reportOf(opened, findings);
    deliver(args, terminal, report, format);
    return fails(findings, failOn) ? 1 : 0;
  } finally {
    await opened.workspace.dispose();
  }
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
  if (named === undefined && args.flag('update-baseline'))
    throw new UsageError('audit: --update-baseline needs --baseline <file>');
  return named === undefined ? undefined : resolve(terminal.cwd, named);
}

function checkRules(only: readonly string[], snapshot: Snapshot): void {
  const known = snapshot.rules().map((meta) => meta.id);
  for (const rule of only) {
    if (known.includes(rule)) continue;
    const meant = nearest(rule, known);
    throw new UsageError(`audit: no rule ${rule}${meant ? `; did you mean ${meant}?` : `; there is ${known.join(', ')}`}`);
  }
}

function reportOf({ root, snapshot, workspace }: Opened, findings: Finding[]): Report {
  const known = new Map<string, string[] | undefined>();
  const lines = (file: string): string[] | undefined => {
    if (!known.has(file)) {
      const read = readText(join(root, file));
      known.set(file, 'skipped' in read ? undefined : read.text.split(/\r\n|\r|\n/));
    }
    return known.get(file);
  };
  const counts = countsOf({
    root,
    routes: snapshot.routes(),
    calls: snapshot.calls(),
    findings,
    files: workspace.size,
    unread: workspace.failed.length,
  });
  return { findings, counts, notes: snapshot.notes(), version: __CROSSWIRE_VERSION__, lines };
}

function deliver(args: Arguments, terminal: Terminal, report: Report, format: (typeof FORMATS)[number]): void {
  const output = args.text('output');
  const paint = output === undefined ? terminal.paint : plain;
  const rendered = format === 'json' ? json(report) : text(report, paint);
  if (output === undefined) {
    terminal.out(rendered);
    return;
  }
  try {
    writeFileSync(resolve(terminal.cwd, output), rendered);
  } catch (error) {
    throw new UsageError(`audit: ${output} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  terminal.note(`${findingsInWords(report.counts)}; ${errorBar(report.counts)}; the report is in ${output}`);
}

function fails(findings: readonly Finding[], failOn: (typeof LEVELS)[number]): boolean {
  const worst = LEVELS.indexOf(failOn);
  return failOn !== 'never' && findings.some((f) => LEVELS.indexOf(f.severity) <= worst);
}
