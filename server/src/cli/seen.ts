/** What an audit tells of: a folder that was opened, or one that is as it was when it was audited last, of which all that was kept. */
import type { Snapshot } from '../analysis/analysis';
import type { Findings } from '../analysis/findings';
import { basename, dirname, innermost, join } from '../base/uri';
import { type Evidence, evidenceOf, fromPlain, type PlainEvidence, plain } from '../report/evidence';
import { metas } from '../rules/registry';
import { KeptAnswers } from '../workspace/answers';
import { isConfigName } from '../workspace/config';
import type { Workspace } from '../workspace/workspace';
import type { Arguments } from './command';
import { cacheOf, folderOf, type Opened, openFolder } from './open';
import type { Terminal } from './terminal';

export interface Seen {
  root: string;
  snapshot: Pick<Snapshot, 'audit' | 'routes' | 'calls' | 'rules' | 'notes' | 'damaged' | 'isAsked'>;
  workspace: Pick<Workspace<Snapshot>, 'size' | 'failed' | 'tally' | 'gaps'>;
  /** Where it was asked for. */
  evidence?: () => Evidence;
}

/** Everything of it, as JSON. */
interface Kept extends Pick<Workspace<Snapshot>, 'size' | 'failed'> {
  found: Findings;
  routes: ReturnType<Snapshot['routes']>;
  calls: ReturnType<Snapshot['calls']>;
  notes: string[];
  damaged: ReturnType<Snapshot['damaged']>;
  tally: ReturnType<Workspace<Snapshot>['tally']>;
  gaps: ReturnType<Workspace<Snapshot>['gaps']>;
  /** Which rules nobody asks of what lies in a folder. */
  off: [folder: string, rules: string[]][];
  evidence?: PlainEvidence;
}

/** For findings, with all that they rest on read. */
export const openForFindings = (args: Arguments, terminal: Terminal): Promise<Opened> =>
  openFolder(args, terminal, ['python', 'web', 'settings'], (snapshot) => void snapshot.findings());

/** What nobody asks more of than what an audit tells need not be worked out again where nothing has changed. */
export async function withSeen(
  args: Arguments,
  terminal: Terminal,
  tell: (seen: Seen) => number,
  wants: { evidence: boolean } = { evidence: false },
): Promise<number> {
  const root = folderOf(args, terminal);
  // Whoever wants to know why something is not read wants it to be read.
  const cache = args.flag('verbose') ? undefined : cacheOf(args, terminal);
  const patterns = { include: args.texts('include'), exclude: args.texts('exclude') };
  const answers = cache === undefined ? undefined : new KeptAnswers(cache, { roots: [root], ...patterns });
  const question = wants.evidence ? 'audit with evidence' : 'audit';
  const last = await answers?.find<Kept>(question);
  if (last) return tell(again(root, last));
  const opened = await openForFindings(args, terminal);
  try {
    const seen = wants.evidence ? await withEvidence(opened) : opened;
    const code = tell(seen);
    await answers?.keep(question, () => keptOf(seen, opened.workspace), opened.workspace.failed);
    return code;
  } finally {
    await opened.workspace.dispose();
  }
}

/** Tests and pages are read only where they are shown. */
async function withEvidence({ root, workspace }: Opened): Promise<Seen> {
  const snapshot = await workspace.answer((one) => {
    evidenceOf(one).pages('');
    return one;
  });
  return { root, workspace, snapshot, evidence: () => evidenceOf(snapshot) };
}

function keptOf({ root, snapshot, workspace, evidence }: Seen, { listing }: Workspace<Snapshot>): Kept {
  const found = snapshot.audit();
  const calls = snapshot.calls();
  const files = [...found.findings, ...found.silenced, ...calls].map(({ file }) => file);
  const folders = listing.flatMap(({ path }) => (isConfigName(basename(path)) ? dirname(path) : []));
  const offIn = (folder: string) => metas.flatMap(({ id }) => (snapshot.isAsked(id, join(folder, 'any')) ? [] : id));
  return {
    ...{ found, routes: snapshot.routes(), calls, notes: snapshot.notes(), damaged: snapshot.damaged() },
    ...{ size: workspace.size, failed: workspace.failed, tally: workspace.tally(), gaps: workspace.gaps() },
    off: [...new Set([root, ...folders])].map((folder) => [folder, offIn(folder)]),
    ...(evidence && { evidence: plain(evidence(), [...new Set(files)], calls.length) }),
  };
}

function again(root: string, kept: Kept): Seen {
  const { found, routes, calls, notes, damaged, size, failed, tally, gaps, off, evidence } = kept;
  const folders = off.map(([folder]) => folder);
  return {
    root,
    snapshot: {
      audit: () => found,
      ...{ routes: () => routes, calls: () => calls, rules: () => metas, notes: () => notes, damaged: () => damaged },
      isAsked: (rule, file) => !off[innermost(file, folders)]?.[1].includes(rule),
    },
    workspace: { size, failed, tally: () => tally, gaps: () => gaps },
    ...(evidence && { evidence: () => fromPlain(evidence) }),
  };
}
