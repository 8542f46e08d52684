/** A fault that is put into a copy of a project's texts, and what must be found of it. A kind of fault is a file here and a line in seeded.ts. */
import type { Snapshot } from '../../../server/src/analysis/analysis';

export interface Seed {
  file: string;
  from: number;
  to: number;
  text: string;
  /** 'onClick taken away' */
  what: string;
  /** Where the finding must stand, and of which rules it may be. */
  at: { file: string; line: number };
  /** Instead, what the finding must be about, wherever it stands: 'GET /api/tasks'. */
  subject?: string;
  rules: readonly string[];
  /** Rules of which more findings may come with it, wherever they are: what the fault itself orphans. */
  follows: readonly string[];
}

export interface Kind {
  name: string;
  /** Every place where the fault could be put; which are taken is drawn by lot. `texts`: of all files, by path. */
  seeds(snapshot: Snapshot, textOf: (file: string) => string, texts: ReadonlyMap<string, string>): Seed[];
}
