/** What was found when a workspace was last looked at: shown at once where it is still as it was, long before it is all known again. */
import type { Snapshot } from '../analysis/analysis';
import type { Findings } from '../analysis/findings';
import type { Settings } from '../protocol/messages';
import { KeptAnswers } from '../workspace/answers';
import type { Workspace } from '../workspace/workspace';
import { foundIn } from './findings';

export interface Remembered {
  found: Findings;
  routes: number;
  calls: number;
}

export class Memory {
  private readonly answers: KeptAnswers;
  private kept: Snapshot | undefined;

  constructor(folder: string, roots: readonly string[], { include, exclude }: Settings, log: (line: string) => void) {
    this.answers = new KeptAnswers(folder, { roots, include, exclude }, log);
  }

  recall(settings: Settings): Promise<Remembered | undefined> {
    return this.answers.find(questionOf(settings));
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

const questionOf = ({ rules }: Settings): string => `in an editor ${JSON.stringify(rules)}`;
