/** `crosswire audit --self-check`: an audit is made twice, and what it promises is checked on it. */
import { Analysis, type Snapshot } from '../analysis/analysis';
import { bucketsOf } from '../report/audited';
import { formats } from '../report/formats';
import { type Check, checksOf, type FileFate, type Trial } from '../report/self-check';
import { openWorkspace, type Workspace } from '../workspace/workspace';
import { type Baseline, knownOf } from './baseline';
import type { Arguments } from './command';
import type { Opened } from './open';
import { decidedOf, materialOf, type OpenRecord } from './record';
import { reported } from './report';
import { plain, type Terminal } from './terminal';
import { Trials } from './trials';

export interface SelfChecked {
  checks: Check[];
  skipped: FileFate[];
}

/** What was decided and what is known, as the audit has it. */
interface Decided {
  record: OpenRecord;
  baseline: Baseline | undefined;
}

export async function selfCheck(opened: Opened, decided: Decided, args: Arguments, terminal: Terminal): Promise<SelfChecked> {
  const first = auditOf(opened, decided);
  const files = fatesOf(opened.workspace);
  const trials = await tried(opened, terminal);
  const second = await secondRun(opened, decided, args);
  const differing = Object.keys(formats).filter((format) => first.report(format) !== second.report(format));
  const { root, snapshot, workspace } = opened;
  const { heaps, calls } = first.material;
  const checks = checksOf({
    ...{ root, files, trials, heaps, calls, found: workspace.tally().found, routes: snapshot.routes() },
    buckets: bucketsOf(first.material),
    second: { buckets: bucketsOf(second.material), differing },
    line: (file, line) => first.lines(file)?.[line - 1],
  });
  return { checks, skipped: files.filter(({ state }) => state !== 'read') };
}

/** An audit with all that it says, kept though the workspace goes on. */
function auditOf(opened: Opened, { record, baseline }: Decided) {
  const found = opened.snapshot.audit();
  const entries = decidedOf(record, found);
  const { ids: known } = knownOf(baseline, opened.root, found);
  const material = materialOf(opened, found, entries, known);
  const report = reported(opened, { found, entries, known, problems: [], faults: record.broken });
  const texts = new Map(Object.entries(formats).map(([name, format]) => [name, format(report, plain)]));
  return { material, report: (format: string) => texts.get(format), lines: report.lines };
}

const IDLE = 'nothing in it can begin a route or a request, and no answer needs it';

function fatesOf({ listing, skipped, failed }: Workspace<Snapshot>): FileFate[] {
  const reasons = new Map(failed.map(({ path, reason }) => [path, reason]));
  const kept = new Set(listing.map(({ path }) => path));
  const fate = ({ path, state }: (typeof listing)[number]): FileFate => {
    if (state === 'loaded') return { path, state: 'read', reason: '' };
    if (state === 'present') return { path, state: 'idle', reason: IDLE };
    return { path, state: 'failed', reason: reasons.get(path) ?? '' };
  };
  const leftOut = skipped.filter(({ path }) => !kept.has(path)).map((one): FileFate => ({ ...one, state: 'left out' }));
  return [...listing.map(fate), ...leftOut].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function tried({ workspace, snapshot }: Opened, terminal: Terminal): Promise<Trial[]> {
  const trials = new Trials(workspace);
  const done: Trial[] = [];
  const findings = snapshot.findings();
  for (const [i, finding] of findings.entries()) {
    terminal.progress(`trying the fixes of ${i + 1} of ${findings.length} findings`);
    done.push(...(await trials.of(finding)));
  }
  return done;
}

/** From nothing: another engine, no cache. */
async function secondRun({ root }: Opened, decided: Decided, args: Arguments) {
  const workspace = await openWorkspace<Snapshot>({
    engine: new Analysis({ roots: [root] }),
    roots: [root],
    include: args.texts('include'),
    exclude: args.texts('exclude'),
    ahead: ['python', 'web', 'settings'],
    ask: (snapshot) => void snapshot.findings(),
  });
  try {
    return auditOf({ root, workspace, snapshot: workspace.snapshot }, decided);
  } finally {
    await workspace.dispose();
  }
}
