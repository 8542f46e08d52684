/**
 * What was found when a workspace was last looked at, shown at once, long before it is all known again. Where the workspace is still as it was
 * that holds; where a little of it has changed, it may: what stands in files that are as they were, and speaks of no others.
 */
import type { Snapshot } from '../analysis/analysis';
import type { Findings } from '../analysis/findings';
import type { Finding } from '../analysis/types';
import { routesAlong } from '../features/view';
import type { Settings } from '../protocol/messages';
import { KeptAnswers } from '../workspace/answers';
import type { Workspace } from '../workspace/workspace';
import { foundIn } from './findings';

export interface Remembered {
  found: Findings;
  routes: number;
  calls: number;
}
export interface Recalled extends Remembered {
  /** Files that are not as they were then; none: what was found holds. */
  changed: number;
}

/** One file in so many, or a few: where more have changed, it is another workspace. */
const SHARE = 10;
const FEW = 10;

export class Memory {
  private readonly answers: KeptAnswers;
  private kept: Snapshot | undefined;

  constructor(folder: string, roots: readonly string[], { include, exclude }: Settings, log: (line: string) => void) {
    this.answers = new KeptAnswers(folder, { roots, include, exclude }, log);
  }

  /** `unsaved` are files that an editor has with another text than the disk. */
  async recall(settings: Settings, unsaved: readonly string[]): Promise<Recalled | undefined> {
    const last = await this.answers.last<Remembered>(questionOf(settings));
    if (!last) return undefined;
    const { answer, holds, same } = last;
    const changed = (holds ? 0 : Math.max(1, last.changed)) + unsaved.length;
    if (changed > Math.max(FEW, same.size / SHARE)) return undefined;
    const isSame = (file: string) => (holds || same.has(file)) && !unsaved.includes(file);
    return { ...answer, found: changed === 0 ? answer.found : standing(answer.found, isSame), changed };
  }

  /** What the workspace says after the last `recall` or `look`, if it speaks of what is on the disk. */
  async keep(workspace: Workspace<Snapshot>, settings: Settings): Promise<void> {
    const { snapshot, failed } = workspace;
    if (this.kept === snapshot) return;
    this.kept = snapshot;
    const remembered = (): Remembered => ({
      found: foundIn(snapshot, settings),
      routes: snapshot.servedCount(),
      calls: snapshot.callCount(),
    });
    await this.answers.keep(questionOf(settings), remembered, failed);
  }

  /** From here on the workspace reads what it will be kept for. */
  async look(): Promise<void> {
    await this.answers.look();
  }
}

/** Those that speak of files alone of which something holds, and rest on no other finding than these. */
function standing({ findings, silenced }: Findings, isSame: (file: string) => boolean): Findings {
  const speaksOf = ({ file, related }: Finding) => [file, ...related.map((one) => one.file)];
  const stands = (finding: Finding) => speaksOf(finding).every(isSame);
  const left = findings.filter(stands);
  const ids = new Set(left.map(({ id }) => id));
  return {
    findings: left.filter(({ because }) => because === undefined || ids.has(because)),
    silenced: silenced.filter(stands),
  };
}

/** Of what was found last what may still be so, now that the routes are known: not a request that one of them answers. */
export const unanswered = (last: readonly Finding[], snapshot: Snapshot): Finding[] =>
  last.filter(({ rule, data }) => {
    if (!/^(?:missing-endpoint|wrong-path|wrong-method)$/.test(rule) || typeof data.path !== 'string') return true;
    return !routesAlong(snapshot, data.path).some(({ method }) => method === data.method || method === 'ANY');
  });

const questionOf = ({ rules }: Settings): string => `in an editor ${JSON.stringify(rules)}`;
