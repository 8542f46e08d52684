/** Files that are served as they are: the engine is told which there are, and reads none. */
import type { Change } from '../analysis/types';

export class Assets {
  private known: ReadonlySet<string> = new Set();

  /** What is new and what is gone since the last look. */
  changes(found: readonly string[]): Change[] {
    const before = this.known;
    this.known = new Set(found);
    const gone = [...before].filter((path) => !this.known.has(path));
    const fresh = found.filter((path) => !before.has(path));
    return [...gone.map((path): Change => ({ path, removed: true })), ...fresh.map((path): Change => ({ path, present: true }))];
  }
}
