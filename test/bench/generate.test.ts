/** The bench measures what it says: its workspaces hold as many routes and calls as asked for, and the engine finds them. */
import assert from 'node:assert/strict';
import { Analysis } from '../../server/src/analysis/analysis';
import { extract } from '../../server/src/facts/extract';
import { initSyntax } from '../../server/src/syntax/parser';
import { generate, HUB, LEAF } from './generate';

describe('bench/generate', () => {
  before(() => initSyntax());

  it('makes workspaces whose routes and calls are all found', () => {
    const files = generate({ routes: 60, calls: 100, fillers: 4 });
    assert.ok(files.has(HUB) && files.has(LEAF));
    const changes = [...files].map(([name, text]) => ({ path: `/w/${name}`, extracted: extract(name, text) }));
    const snapshot = new Analysis({ roots: ['/w'] }).apply(changes);
    const routes = snapshot.routes().filter((route) => route.registered);
    assert.equal(new Set(routes.map((route) => `${route.method} ${route.path}`)).size, 60);
    const calls = snapshot.calls();
    assert.equal(calls.length, 100);
    assert.equal(calls.filter((call) => call.status === 'matched').length, 98);
    assert.equal(calls.filter((call) => call.status === 'missing').length, 2);
  });

  it('makes the same again', () => {
    assert.deepEqual([...generate({ routes: 20, calls: 10 })], [...generate({ routes: 20, calls: 10 })]);
  });
});
