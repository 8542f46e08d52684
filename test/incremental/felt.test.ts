/** An edit of the user interface is felt only where something hangs on what it changed. */
import assert from 'node:assert/strict';
import { Analysis } from '../../server/src/analysis/analysis';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';

const HUB = 'export const api = {\n  get: (path) => fetch(`/api$' + '{path}`),\n};\n';
const leaf = (n: number) => `import { api } from "./hub";\nexport const load${n} = (id) => api.get("/things/${n}");\n`;

describe('incremental/felt', () => {
  before(async () => {
    await initSyntax();
    await loadLanguages(['typescript']);
  });

  it('asks no other file what matters when a function appears that nobody else names', () => {
    const { edit } = open(20);
    const work = edit('leaf3.ts', `${leaf(3)}const fresh = () => api.get("/more");\nfresh();\n`);
    assert.equal(work['names of requests'] ?? 0, 0);
    assert.equal(work['names in file of requests'], 1);
    assert.equal(work['requests of file'], 1);
  });

  it('runs no caller anew when the file that all of them import exports something more', () => {
    const { edit } = open(20);
    const work = edit('hub.ts', `${HUB}export const limit = 5;\n`);
    // Those of the file itself, of which there are fewer than callers.
    assert.ok(work['effects of requests']! < 5, String(work['effects of requests']));
    assert.ok((work['requests of file'] ?? 0) <= 1);
  });

  it('runs every caller anew when the wrapper that all of them use asks elsewhere', () => {
    const { edit, paths } = open(20);
    const work = edit('hub.ts', HUB.replace('/api', '/rest'));
    assert.equal(work['requests of file'], 21);
    assert.ok(paths().includes('/rest/things/7'));
  });
});

/** `edit` tells how much was worked out to answer after it, by kind. */
function open(leaves: number) {
  const analysis = new Analysis({ roots: ['/w'] });
  const change = (name: string, text: string) => ({ path: `/w/${name}`, extracted: extract(`/w/${name}`, text) });
  const files = Array.from({ length: leaves }, (_, n) => change(`leaf${n}.ts`, leaf(n)));
  let snapshot = analysis.apply([change('hub.ts', HUB), ...files]);
  const paths = () => snapshot.calls().map((call) => call.path);
  paths();
  const edit = (name: string, text: string): Record<string, number> => {
    const before = analysis.counters();
    snapshot = analysis.apply([change(name, text)]);
    paths();
    const work = Object.entries(analysis.counters()).map(([kind, c]) => [kind, c.recomputed - (before[kind]?.recomputed ?? 0)]);
    return Object.fromEntries(work);
  };
  return { edit, paths };
}
