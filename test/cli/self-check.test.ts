/** `crosswire audit --self-check` on real folders, and the trials of fixes behind it with a fix that is wrong on purpose. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Analysis, type Snapshot } from '../../server/src/analysis/analysis';
import { type OffersOf, Trials } from '../../server/src/cli/trials';
import { openWorkspace } from '../../server/src/workspace/workspace';
import { crosswire } from '../support/cli';
import { tempFolder } from '../support/temp';
import { sample } from '../support/vscode';

const API = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/users/")\ndef users():\n    return []\n';
const UI = 'fetch("/api/users");\nfetch("/api/users");\n';

async function trialsIn(files: Record<string, string>, offersOf?: OffersOf) {
  const root = tempFolder(files);
  const ask = (snapshot: Snapshot) => void snapshot.findings();
  const workspace = await openWorkspace<Snapshot>({ engine: new Analysis({ roots: [root] }), roots: [root], ask });
  const before = JSON.stringify(workspace.snapshot.findings());
  const trials = new Trials(workspace, offersOf);
  const done = [];
  for (const finding of workspace.snapshot.findings()) done.push(...(await trials.of(finding)));
  assert.equal(JSON.stringify(workspace.snapshot.findings()), before, 'what was tried was taken back');
  await workspace.dispose();
  for (const [name, text] of Object.entries(files)) assert.equal(readFileSync(join(root, name), 'utf8'), text);
  return done;
}

describe('cli/self-check', () => {
  it('passes on the sample, with a place to look at, and writes nothing', async () => {
    const folder = sample();
    const before = readdirSync(folder, { recursive: true });
    const { code, out } = await crosswire(['audit', '--self-check', '--format', 'json'], { cwd: folder });
    assert.deepEqual(readdirSync(folder, { recursive: true }), before);
    const { passed, checks, notRead } = JSON.parse(out);
    assert.deepEqual([code, passed, checks.length], [0, true, 8]);
    const fixes = checks.find(({ item }: { item: string }) => item === 'every fix is idempotent');
    assert.match(fixes.result, /^[1-9]\d* fixes tried in memory, [1-9]\d* of which end their finding$/);
    assert.match(fixes.evidence, /\.(?:py|js):\d+$/);
    assert.ok(notRead.every(({ reason }: { reason: string }) => reason !== ''));
  });

  it('lists what is not read with its reason, and refuses formats that it has not', async () => {
    const folder = tempFolder({
      'api/main.py': API,
      'ui/app.js': UI,
      'ui/big.js': `fetch("/x");${' '.repeat(1_600_000)}`,
      'node_modules/left/index.js': '',
    });
    const { code, out } = await crosswire(['audit', '--self-check'], { cwd: folder });
    assert.equal(code, 0);
    assert.match(out, /Not read[\s\S]*ui\/big\.js: larger than 1\.5 MB/);
    assert.match(out, /every fix is idempotent +ok: 2 fixes tried in memory/);
    const refused = await crosswire(['audit', '--self-check', '--format', 'sarif'], { cwd: folder });
    assert.deepEqual([refused.code, refused.out], [2, '']);
    assert.match(refused.err, /--format is text, markdown or json, not sarif/);
  });

  it('tries each fix of findings that say the same', async () => {
    const trials = await trialsIn({ 'api/main.py': API, 'ui/app.js': UI });
    assert.deepEqual(
      trials.map(({ outcome }) => outcome),
      ['gone', 'gone'],
    );
  });

  it('sees a fix that does its work twice, one that is never the same, and one that fails', async () => {
    let turn = 0;
    const inserted = (file: string, text: string) => ({ files: [{ file, edits: [{ from: 0, to: 0, text }] }], assumed: [] });
    const wrong: OffersOf = (_, finding) => [
      { id: 'grows', title: 'Grow', safe: false, make: () => inserted(finding.file, '// more\n') },
      { id: 'differs', title: 'Differ', safe: false, make: () => inserted(finding.file, `// ${turn++}\n`) },
      {
        id: 'fails',
        title: 'Fail',
        safe: false,
        make: () => {
          throw new Error('boom');
        },
      },
    ];
    const trials = await trialsIn({ 'api/main.py': API, 'ui/app.js': 'fetch("/api/users");\n' }, wrong);
    assert.deepEqual(
      trials.map(({ outcome }) => outcome),
      ['changes again', 'differs', 'fails'],
    );
  });
});
