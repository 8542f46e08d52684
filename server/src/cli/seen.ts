/** What an audit tells of: a folder that was opened, or one that is as it was when it was audited last, of which all that was kept. */
import type { Snapshot } from '../analysis/analysis';
import type { Findings } from '../analysis/findings';
import { metas } from '../rules/registry';
import { KeptAnswers } from '../workspace/answers';
import type { Workspace } from '../workspace/workspace';
import type { Arguments } from './command';
import { cacheOf, folderOf, type Opened, openFolder } from './open';
import type { Terminal } from './terminal';

export interface Seen {
  root: string;
  snapshot: Pick<Snapshot, 'audit' | 'routes' | 'calls' | 'rules' | 'notes' | 'damaged'>;
  workspace: Pick<Workspace<Snapshot>, 'size' | 'failed' | 'tally' | 'gaps'>;
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
}

const QUESTION = 'audit';

/** For findings, with all that they rest on read. */
export const openForFindings = (args: Arguments, terminal: Terminal): Promise<Opened> =>
  openFolder(args, terminal, ['python', 'web', 'settings'], (snapshot) => void snapshot.findings());

/** What nobody asks more of than findings and tables need not be worked out again where nothing has changed. */
export async function withSeen(args: Arguments, terminal: Terminal, tell: (seen: Seen) => number): Promise<number> {
  const root = folderOf(args, terminal);
  // Whoever wants to know why something is not read wants it to be read.
  const cache = args.flag('verbose') ? undefined : cacheOf(args, terminal);
  const patterns = { include: args.texts('include'), exclude: args.texts('exclude') };
  const answers = cache === undefined ? undefined : new KeptAnswers(cache, { roots: [root], ...patterns });
  const last = await answers?.find<Kept>(QUESTION);
  if (last) return tell(again(root, last));
  const opened = await openForFindings(args, terminal);
  try {
    const code = tell(opened);
    await answers?.keep(QUESTION, () => keptOf(opened), opened.workspace.failed);
    return code;
  } finally {
    await opened.workspace.dispose();
  }
}

function keptOf({ snapshot, workspace }: Seen): Kept {
  return {
    found: snapshot.audit(),
    ...{ routes: snapshot.routes(), calls: snapshot.calls(), notes: snapshot.notes(), damaged: snapshot.damaged() },
    ...{ size: workspace.size, failed: workspace.failed, tally: workspace.tally(), gaps: workspace.gaps() },
  };
}

function again(root: string, { found, routes, calls, notes, damaged, size, failed, tally, gaps }: Kept): Seen {
  return {
    root,
    snapshot: {
      audit: () => found,
      ...{ routes: () => routes, calls: () => calls, rules: () => metas, notes: () => notes, damaged: () => damaged },
    },
    workspace: { size, failed, tally: () => tally, gaps: () => gaps },
  };
}
