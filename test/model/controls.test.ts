/** The controls of a small workspace and what each reaches: one fixture for each form. */
import { ROOT, snapshotOf } from '../support/analyse';
import { describeFixtures } from '../support/fixture';

describe('model/controls', () => {
  describeFixtures('test/model/controls', async ({ files }) => {
    const snapshot = await snapshotOf(Object.fromEntries(files.map((f) => [f.path.slice(1), f.text])));
    const lines = snapshot.controls().map((c) => {
      const what = `${c.tag} "${c.label}"${c.event === null ? '' : ` ${c.event}`}`;
      const calls = c.calls.map((call) => ` ${call.method} ${call.path}`).join(',');
      const names = c.undefinedNames.length ? ` [not defined: ${c.undefinedNames.join(', ')}]` : '';
      return `${c.file.slice(ROOT.length + 1)}:${c.line} ${what}: ${c.reaches}${calls}${c.why === null ? '' : ` (${c.why})`}${names}\n`;
    });
    return { answers: { controls: lines.join('') } };
  });
});
