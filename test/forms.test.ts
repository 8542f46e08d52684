/** FORMS.md, the list of what is understood and which fixture proves it, is complete and names nothing that is not there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve('test');
const FOLDERS = ['model/routes', 'model/calls', 'model/shapes', 'model/contract', 'model/controls', 'rules'];

describe('the list of forms', () => {
  const text = readFileSync(join(root, 'FORMS.md'), 'utf8');
  const named = new Set([...text.matchAll(/\]\(([^)]+)\)/g)].map((link) => link[1]!));

  it('names only what is there', () => {
    const gone = [...named].filter((path) => !existsSync(join(root, path)));
    assert.deepEqual(gone, []);
  });

  for (const folder of FOLDERS)
    it(`names every fixture of ${folder}`, () => {
      const fixtures = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
      const unnamed = fixtures.filter((name) => !named.has(`${folder}/${name}`));
      assert.ok(fixtures.length > 0, folder);
      assert.deepEqual(unnamed, [], 'add them to test/FORMS.md, beside the form that they prove');
    });
});
