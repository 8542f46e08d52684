/** After any series of edits the answers are those of an analysis that reads everything anew. */
import assert from 'node:assert/strict';
import { Analysis, type Snapshot } from '../../server/src/analysis/analysis';
import type { Change } from '../../server/src/analysis/types';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';
import { Random, Workspace } from './workspace';

const ROOT = '/w';
const SERIES = Number(process.env.SERIES ?? 12);
const EDITS = 25;

describe('incremental/oracle', () => {
  before(async () => {
    await initSyntax();
    await loadLanguages(['python', 'javascript']);
  });

  for (let seed = 1; seed <= SERIES; seed++) {
    it(`series ${seed}: increments equal a fresh analysis`, () => {
      const workspace = new Workspace(new Random(seed));
      const analysis = new Analysis({ roots: [ROOT] });
      const done: string[] = [];
      let before: Record<string, string> = {};
      let snapshot = analysis.apply([]);
      for (let step = 0; step <= EDITS; step++) {
        if (step > 0) done.push(workspace.edit());
        const files = workspace.files();
        snapshot = analysis.apply(changesBetween(before, files));
        before = files;
        // Some states are passed over unasked, as when a user types fast.
        if (step % 3 === 2 && step < EDITS) continue;
        const fresh = new Analysis({ roots: [ROOT] }).apply(changesBetween({}, files));
        assert.deepEqual(answers(snapshot), answers(fresh), `after ${step} edits: ${done.join('; ')}`);
      }
      assert.ok(answers(snapshot).routes.length > 0);
    });
  }
});

const answers = (snapshot: Snapshot) => ({
  routes: snapshot.routes(),
  details: snapshot.routes().map((row) => snapshot.details(row)),
  calls: snapshot.calls(),
});

function changesBetween(before: Record<string, string>, after: Record<string, string>): Change[] {
  const changes: Change[] = Object.keys(before)
    .filter((path) => !(path in after))
    .map((path) => ({ path: `${ROOT}/${path}`, removed: true as const }));
  for (const [path, text] of Object.entries(after))
    if (before[path] !== text) changes.push({ path: `${ROOT}/${path}`, extracted: extract(`${ROOT}/${path}`, text) });
  return changes;
}
