/** What a module of JavaScript exports: names, stars, the default, CommonJS. */
import assert from 'node:assert/strict';
import { textWorld } from '../support/world';

const api = "export const base = '/api'";

describe('what a module exports', () => {
  it('names, the default and what comes through other files', async () => {
    const w = await textWorld({
      'web/api.ts': `${api}\nexport default { url: base }`,
      'web/index.ts':
        "export * from './api'\nexport * as all from './api'\nexport { base as root, default as client } from './api'\nexport * from 'axios'",
    });
    assert.equal(w.exported('web/index.ts', 'base'), '"/api"');
    assert.equal(w.exported('web/index.ts', 'all'), 'module web/api.ts');
    assert.equal(w.exported('web/index.ts', 'root'), '"/api"');
    assert.equal(w.exported('web/index.ts', 'client'), '{url: "/api"}');
    assert.equal(w.exported('web/index.ts', 'AxiosError'), 'axios.AxiosError');
  });

  it('imports are followed', async () => {
    const w = await textWorld({
      'web/api.ts': `${api}\nexport default function load() { return base + '/tasks' }`,
      'web/a.ts':
        "import load, { base as root } from './api'\nimport * as api from './api'\nexport const a = root\nexport const b = api.base\nexport const c = load()\nexport const d = api.default()",
    });
    for (const [name, expected] of Object.entries({ a: '"/api"', b: '"/api"', c: '"/api" + "/tasks"', d: '"/api" + "/tasks"' })) {
      assert.equal(w.exported('web/a.ts', name), expected);
    }
  });

  it('stars that meet in a circle end', async () => {
    const w = await textWorld({ 'web/a.ts': "export * from './b'\nexport const one = '/1'", 'web/b.ts': "export * from './a'" });
    assert.equal(w.exported('web/b.ts', 'one'), '"/1"');
    assert.equal(w.exported('web/b.ts', 'two'), 'unknown(two is not exported by b.ts)');
  });

  it('a library by its default and by its names is one', async () => {
    const w = await textWorld({
      'web/a.ts':
        "import axios, { create } from 'axios'\nexport const a = axios\nexport const b = axios.create\nexport const c = create",
    });
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => w.exported('web/a.ts', name)),
      ['axios', 'axios.create', 'axios.create'],
    );
  });

  it('CommonJS', async () => {
    const w = await textWorld({
      'web/table.js': "const base = '/api'\nmodule.exports = { base, url: base + '/x' }",
      'web/fn.js': "module.exports = function (p) { return '/fn' + p }",
      'web/names.js': "exports.base = '/names'",
      'web/a.js':
        "const { base } = require('./table')\nconst fn = require('./fn')\nconst names = require('./names')\nexports.a = base\nexports.b = fn('/x')\nexports.c = names.base",
      'web/b.mjs':
        "import table, { url } from './table.js'\nimport fn from './fn.js'\nexport const d = table.base\nexport const e = url\nexport const f = fn('/y')",
    });
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => w.exported('web/a.js', name)),
      ['"/api"', '"/fn" + "/x"', '"/names"'],
    );
    assert.deepEqual(
      ['d', 'e', 'f'].map((name) => w.exported('web/b.mjs', name)),
      ['"/api"', '"/api" + "/x"', '"/fn" + "/y"'],
    );
  });

  it('an edit of one file leaves what others resolve to alone', async () => {
    const w = await textWorld({ 'web/a.ts': "import { base } from './api'\nexport const a = base", 'web/api.ts': api });
    assert.equal(w.exported('web/a.ts', 'a'), '"/api"');
    const before = w.world.db.counts.get('web import')!.recomputed;
    w.set({ 'web/api.ts': "export const base = '/v2'" });
    assert.equal(w.exported('web/a.ts', 'a'), '"/v2"');
    assert.equal(w.world.db.counts.get('web import')!.recomputed, before);
  });

  it('a file that comes is found, one that goes is missed', async () => {
    const w = await textWorld({ 'web/a.ts': "import { base } from './api'\nexport const a = base" });
    assert.equal(w.exported('web/a.ts', 'a'), 'unknown(there is no module ./api).base');
    w.set({ 'web/api.ts': api });
    assert.equal(w.exported('web/a.ts', 'a'), '"/api"');
    w.set({ 'web/api.ts': undefined });
    assert.equal(w.exported('web/a.ts', 'a'), 'unknown(there is no module ./api).base');
  });
});
