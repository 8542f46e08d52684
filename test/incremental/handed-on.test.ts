/** Wrappers that only hand on what they are given are worked out once, and say of each call what it says itself. */
import assert from 'node:assert/strict';
import { Analysis } from '../../server/src/analysis/analysis';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';

const PLAIN = `
async function request(path, options = {}) {
  return fetch(\`/api\${path}\`, { method: options.method ?? "GET", body: JSON.stringify(options.body) });
}
export const api = {
  get: (path) => request(path),
  post: (path, body) => request(path, { method: "POST", body }),
};
`;

/** Looks at the path that it is given. */
const LOOKING = `
export const api = {
  get: (path) => fetch(path.startsWith("/") ? \`/api\${path}\` : \`/api/\${path}\`),
  post: (path, body) => fetch(path || "/none", { method: "POST", body }),
};
`;

describe('incremental/handed on', () => {
  before(async () => {
    await initSyntax();
    await loadLanguages(['typescript']);
  });

  it('works a wrapper out once, however many calls there are of it', () => {
    const work = (count: number) => {
      const { analysis } = open(PLAIN, calls(count));
      return analysis.counters()['entry of object']!.recomputed;
    };
    assert.equal(work(40), work(4));
  });

  it('tells of each call its own address and method', () => {
    const { paths } = open(PLAIN, calls(3));
    assert.deepEqual(paths, [
      'GET /api/things/0/{}',
      'GET /api/things/1/{}',
      'GET /api/things/2/{}',
      'POST /api/things/0',
      'POST /api/things/1',
      'POST /api/things/2',
    ]);
  });

  it('tells it too where the wrapper looks at what it is given', () => {
    const { paths } = open(
      LOOKING,
      'import { api } from "./api";\napi.get("a");\napi.get("/b");\napi.post("/c", {});\napi.post("", {});\n',
    );
    assert.deepEqual(paths, ['GET /api/a', 'GET /api/b', 'POST /c', 'POST /none']);
  });

  it('remembers no more after many edits than after a few', () => {
    const { analysis } = open(PLAIN, calls(5));
    const type = (letters: number): number => {
      const name = 'x'.repeat(letters);
      analysis.apply([change('calls.ts', `${calls(5)}\nexport const ${name} = () => api.get("/${name}");\n`)]).findings();
      return Object.values(analysis.counters()).reduce((sum, { held }) => sum + held, 0);
    };
    // What was asked for at the beginning alone is kept for 64 changes.
    const few = Array.from({ length: 70 }, (_, i) => type(i + 1)).at(-1);
    const many = Array.from({ length: 60 }, (_, i) => type(i + 71)).at(-1);
    assert.equal(many, few);
  });

  it('follows a wrapper that begins to look, and one that ceases to', () => {
    const text = 'import { api } from "./api";\napi.get("a");\napi.get("/b");\napi.post("/c", {});\n';
    const { analysis, paths } = open(PLAIN, text);
    assert.deepEqual(paths, ['GET /api/b', 'GET /apia', 'POST /api/c']);
    assert.deepEqual(pathsOf(analysis.apply([change('api.ts', LOOKING)])), ['GET /api/a', 'GET /api/b', 'POST /c']);
    assert.deepEqual(pathsOf(analysis.apply([change('api.ts', PLAIN)])), paths);
  });
});

const calls = (count: number): string =>
  [
    'import { api } from "./api";',
    ...Array.from({ length: count }, (_, i) => `export const get${i} = (id) => api.get(\`/things/${i}/\${id}\`);`),
    ...Array.from({ length: count }, (_, i) => `export const post${i} = (item) => api.post("/things/${i}", item);`),
  ].join('\n');

const change = (name: string, text: string) => ({ path: `/w/${name}`, extracted: extract(`/w/${name}`, text) });
const pathsOf = (snapshot: ReturnType<Analysis['apply']>) =>
  snapshot
    .calls()
    .map((call) => `${call.method} ${call.path}`)
    .sort();

function open(api: string, text: string) {
  const analysis = new Analysis({ roots: ['/w'] });
  const snapshot = analysis.apply([change('api.ts', api), change('calls.ts', text)]);
  return { analysis, paths: pathsOf(snapshot) };
}
