/** Answers kept between runs: found while the disk is as it was, and never when anything is different. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeptAnswers } from '../../server/src/workspace/answers';
import { tempFolder, writeFiles } from '../support/temp';

const files = {
  'api/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\ndef a(): ...\n',
  'ui/a.js': "fetch('/a');\n",
  'ui/logo.png': 'no picture',
  '.gitignore': 'build/\n',
};
const answer = { findings: ['/a is not there'], count: 1 };

const look = (root: string, cache: string, more: { include?: string[]; exclude?: string[] } = {}, log: string[] = []) =>
  new KeptAnswers(cache, { roots: [root], include: [], exclude: [], ...more }, (line) => log.push(line));

async function kept(): Promise<{ root: string; cache: string }> {
  const [root, cache] = [tempFolder(files), tempFolder()];
  const answers = look(root, cache);
  assert.equal(await answers.find('audit'), undefined);
  await answers.keep('audit', () => answer, []);
  return { root, cache };
}

describe('workspace/answers', () => {
  it('gives what was kept while nothing has changed, however often files are written', async () => {
    const { root, cache } = await kept();
    assert.deepEqual(await look(root, cache).find('audit'), answer);
    writeFiles(root, files);
    assert.deepEqual(await look(root, cache).find('audit'), answer);
    assert.equal(await look(root, cache).find('another question'), undefined);
  });

  const changes: [string, (root: string) => void][] = [
    ['a file says something else', (root) => writeFiles(root, { 'ui/a.js': "fetch('/b');\n" })],
    ['a file is new', (root) => writeFiles(root, { 'ui/b.js': "fetch('/b');\n" })],
    ['a file is gone', (root) => rmSync(join(root, 'ui/a.js'))],
    ['a file has another name', (root) => renameSync(join(root, 'ui/a.js'), join(root, 'ui/b.js'))],
    ['a picture is served', (root) => writeFiles(root, { 'ui/public/other.png': 'x' })],
    ['a file cannot be read', (root) => writeFiles(root, { 'ui/a.js': 'a\0b' })],
    ['git ignores a file', (root) => writeFiles(root, { '.gitignore': 'ui/\n' })],
    ['the settings leave a file out', (root) => writeFiles(root, { 'crosswire.json': '{"exclude": ["ui/"]}' })],
  ];
  for (const [name, change] of changes)
    it(`gives nothing once ${name}`, async () => {
      const { root, cache } = await kept();
      change(root);
      assert.equal(await look(root, cache).find('audit'), undefined);
    });

  it('gives nothing for other patterns', async () => {
    const { root, cache } = await kept();
    assert.equal(await look(root, cache, { exclude: ['ui/'] }).find('audit'), undefined);
  });

  it('keeps nothing of a state that went by while the answer was worked out', async () => {
    const [root, cache] = [tempFolder(files), tempFolder()];
    const answers = look(root, cache);
    await answers.look();
    writeFiles(root, { 'ui/a.js': "fetch('/another');\n" });
    await answers.keep('audit', () => answer, []);
    assert.deepEqual(readdirSync(cache), []);
  });

  it('keeps nothing where a file failed that can be read', async () => {
    const [root, cache] = [tempFolder({ ...files, 'ui/large.js': 'a\0b' }), tempFolder()];
    const answers = look(root, cache);
    await answers.look();
    await answers.keep('audit', () => answer, [{ path: join(root, 'ui/a.js') }]);
    assert.deepEqual(readdirSync(cache), []);
    await answers.keep('audit', () => answer, [{ path: join(root, 'ui/large.js') }]);
    assert.equal(readdirSync(cache).length, 1);
  });

  for (const [name, spoil] of [
    ['of another build', (text: string) => text.replace(/^crosswire-answers \S+/, 'crosswire-answers 0')],
    ['cut off', (text: string) => text.slice(0, -5)],
    ['with a letter changed', (text: string) => text.replace('not there', 'now there')],
    ['empty', () => ''],
    ['that is something else', () => '{"a": 1}\n{}\n'],
  ] as const)
    it(`is not misled by a file ${name}, and replaces it`, async () => {
      const { root, cache } = await kept();
      const file = join(cache, readdirSync(cache)[0]!);
      const good = readFileSync(file, 'utf8');
      writeFileSync(file, spoil(good));
      const answers = look(root, cache);
      assert.equal(await answers.find('audit'), undefined);
      await answers.keep('audit', () => answer, []);
      assert.equal(readFileSync(file, 'utf8'), good);
    });

  it('says why nothing can be kept', async () => {
    const root = tempFolder({ ...files, notAFolder: 'x' });
    const log: string[] = [];
    const answers = look(root, join(root, 'notAFolder/cache'), {}, log);
    assert.equal(await answers.find('audit'), undefined);
    await answers.keep('audit', () => answer, []);
    assert.match(log.join('\n'), /^the answers cannot be kept: /);
  });
});
