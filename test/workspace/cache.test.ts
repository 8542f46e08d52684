/** Facts kept between runs: used where a file is as it was, and never where anything is not as it was written. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../server/src/analysis/types';
import { cacheFolder } from '../../server/src/workspace/cache-files';
import { openWorkspace } from '../../server/src/workspace/workspace';
import { tempFolder, writeFiles } from '../support/temp';

const files = {
  'a.py': 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\ndef a(): ...\n',
  'b.js': "fetch('/a');\n",
};

/** What an engine is given on opening the folder, and how much of it was read anew. */
async function open(root: string, cache: string): Promise<{ changes: Change[]; anew: number; log: string[] }> {
  const changes: Change[] = [];
  const log: string[] = [];
  const engine = {
    apply(some: Change[]) {
      changes.push(...some);
      return { wanted: () => [] };
    },
  };
  const before = packOf(cache);
  const workspace = await openWorkspace({ engine, roots: [root], cache, log: (line) => log.push(line) });
  await workspace.keep();
  await workspace.dispose();
  return { changes, anew: newEntries(before, packOf(cache)), log };
}

function packOf(cache: string): Buffer | undefined {
  const [name] = readdirSync(cache).filter((one) => one.endsWith('.facts'));
  return name === undefined ? undefined : readFileSync(join(cache, name));
}

function keysOf(pack: Buffer | undefined): string[] {
  const index = pack?.toString('latin1').split('\n')[1];
  try {
    return index === undefined ? [] : Object.keys(JSON.parse(index));
  } catch (error) {
    assert.ok(error instanceof SyntaxError);
    return [];
  }
}

function newEntries(before: Buffer | undefined, after: Buffer | undefined): number {
  const old = new Set(before && after && before.equals(after) ? keysOf(after) : []);
  return keysOf(after).filter((key) => !old.has(key)).length;
}

describe('workspace/cache', () => {
  it('gives the second run the same facts without extracting again', async () => {
    const [root, cache] = [tempFolder(files), tempFolder()];
    const first = await open(root, cache);
    const pack = packOf(cache);
    const second = await open(root, cache);
    assert.equal(first.anew, 2);
    assert.equal(second.anew, 0);
    assert.deepEqual(second.changes, first.changes);
    assert.deepEqual(packOf(cache), pack);
  });

  it('reads anew what has changed, and forgets what is gone', async () => {
    const [root, cache] = [tempFolder(files), tempFolder()];
    await open(root, cache);
    const before = keysOf(packOf(cache));
    writeFiles(root, { 'a.py': files['a.py'].replace('/a', '/b') });
    const { changes } = await open(root, cache);
    const after = keysOf(packOf(cache));
    assert.equal(after.length, 2);
    assert.equal(after.filter((key) => before.includes(key)).length, 1);
    assert.ok(JSON.stringify(changes).includes('/b'));
  });

  for (const [name, spoil] of [
    [
      'of another version',
      (pack: Buffer) => Buffer.from(pack.toString('latin1').replace(/^crosswire-facts \S+/, 'crosswire-facts 0'), 'latin1'),
    ],
    ['cut off', (pack: Buffer) => pack.subarray(0, pack.length - 100)],
    ['cut off within its index', (pack: Buffer) => pack.subarray(0, 100)],
    ['with a letter changed', (pack: Buffer) => Buffer.from(pack.toString('latin1').replaceAll('FastAPI', 'FastApi'), 'latin1')],
    ['empty', () => Buffer.alloc(0)],
    ['that is something else', () => Buffer.from('{"a": 1}\n\n[]\n')],
  ] as const) {
    it(`is not misled by a pack ${name}, and replaces it`, async () => {
      const [root, cache] = [tempFolder(files), tempFolder()];
      const first = await open(root, cache);
      const good = packOf(cache);
      const [pack] = readdirSync(cache);
      assert.ok(good && pack);
      writeFileSync(join(cache, pack), spoil(good));
      const second = await open(root, cache);
      assert.deepEqual(second.changes, first.changes);
      assert.deepEqual(keysOf(packOf(cache)).sort(), keysOf(good).sort());
    });
  }

  it('works without a folder that can be written', async () => {
    const root = tempFolder({ ...files, notAFolder: 'x' });
    const none = join(root, 'notAFolder/cache');
    const log: string[] = [];
    const engine = { apply: () => ({ wanted: () => [] }) };
    const workspace = await openWorkspace({ engine, roots: [root], cache: none, log: (line) => log.push(line) });
    await workspace.keep();
    await workspace.dispose();
    assert.ok(
      log.some((line) => line.startsWith('the cache is not written')),
      log.join('\n'),
    );
  });

  it('stands where each system keeps caches', () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux'), '/x/crosswire');
    assert.match(cacheFolder({}, 'linux'), /\/\.cache\/crosswire$/);
    assert.match(cacheFolder({}, 'darwin'), /Library\/Caches\/crosswire$/);
    assert.match(cacheFolder({ LOCALAPPDATA: '/l' }, 'win32'), /^\/l\/crosswire/);
  });
});
