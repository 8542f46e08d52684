/** What a scaffold writes into files with other line ends and a byte order mark is what it writes into plain ones, with theirs; tabs and quotes stay. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crosswire } from '../support/cli';
import { parseFixture } from '../support/fixture';
import { tempFolder } from '../support/temp';

const BOM = '\ufeff';
const folder = 'test/fixes/projects';

function filesOf(name: string): Record<string, string> {
  const [fixture] = parseFixture(readFileSync(join(folder, name), 'utf8')).filter((c) => c.files.length > 0);
  return Object.fromEntries(fixture!.files.map((f) => [f.path.slice(1), f.text === '\n' ? '' : f.text]));
}

const everything = (cwd: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(cwd, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(cwd, path)).isFile())
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(cwd, path), 'utf8')]),
  );

async function fixed(files: Record<string, string>): Promise<Record<string, string>> {
  const cwd = tempFolder(files);
  const { code, err } = await crosswire(['fix', '--unsafe', '--no-cache'], { cwd });
  assert.equal(code, 0, err);
  return everything(cwd);
}

const foreign = (text: string): string => (text === '' ? text : BOM + text.replaceAll('\n', '\r\n'));

describe('scaffolds in files that are written otherwise', function () {
  this.timeout(60_000);
  for (const name of ['app-factory.md', 'layers.md', 'flask-blueprints.md']) {
    it(`${name.replace('.md', '')}: carriage returns and byte order marks survive`, async () => {
      const plain = filesOf(name);
      const isCode = (path: string) => /\.(py|ts|js)$/.test(path);
      const other = Object.fromEntries(Object.entries(plain).map(([path, text]) => [path, isCode(path) ? foreign(text) : text]));
      const [wanted, found] = await Promise.all([fixed(plain), fixed(other)]);
      assert.deepEqual(Object.keys(found).sort(), Object.keys(wanted).sort());
      for (const [path, text] of Object.entries(wanted)) {
        // A new file takes the line ends of those it is like, not their mark.
        const isNew = plain[path] === undefined;
        const expected = !isCode(path) || plain[path] === '' ? text : isNew ? text.replaceAll('\n', '\r\n') : foreign(text);
        assert.equal(found[path], expected, path);
      }
    });
  }

  it('app-factory: tabs and single quotes survive', async () => {
    const plain = filesOf('app-factory.md');
    for (const [path, text] of Object.entries(await fixed(plain))) {
      if (!path.endsWith('.py')) continue;
      const added = text.split('\n').filter((line) => !plain[path]?.includes(line));
      assert.deepEqual(
        added.filter((line) => /^\t* /.test(line)),
        [],
        path,
      );
      // Double quotes stand only where single ones are around them.
      assert.deepEqual(
        added.filter((line) => /"/.test(line.replace(/'[^']*'/g, ''))),
        [],
        path,
      );
    }
  });
});
