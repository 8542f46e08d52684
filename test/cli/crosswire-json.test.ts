/** crosswire.json on the command line: what it changes, what is said of a broken one, whom a call asks. */
import assert from 'node:assert/strict';
import type { Finding } from '../../server/src/analysis/types';
import { crosswire } from '../support/cli';
import { tempFolder } from '../support/temp';

const app = (path: string) =>
  `from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("${path}")\ndef answer():\n    return []\n`;
const files = { 'api/main.py': app('/api/tasks'), 'ui/a.js': "fetch('/api/stop');\n" };

/** Findings as 'ui/a.js:1:7 error No route …', and the error bar. */
async function audit(root: string): Promise<{ code: number | null; out: string }> {
  const { code, out } = await crosswire(['audit', root, '--format', 'json']);
  const { findings, counts } = JSON.parse(out);
  const told = findings.map((f: Finding) => `${f.file}:${f.line}:${f.column} ${f.severity} ${f.message}`);
  const related = findings.flatMap((f: Finding) => f.related.map((r) => `${r.file}:${r.line} ${r.message}`));
  return {
    code,
    out: [...told, ...related, `${counts.errors} errors, ${counts.calls} calls, ${counts.matched} matched`].join('\n'),
  };
}

describe('cli: crosswire.json', () => {
  it('sets severities, nearest file first, and so the exit code', async () => {
    assert.equal((await audit(tempFolder(files))).code, 1);
    const off = tempFolder({ ...files, 'crosswire.json': '{"rules": {"missing-endpoint": "warning"}}' });
    const { code, out } = await audit(off);
    assert.equal(code, 0);
    assert.match(out, /ui\/a\.js:1:7 warning No route answers GET \/api\/stop/);
    const nested = tempFolder({
      ...files,
      'crosswire.json': '{"rules": {"missing-endpoint": "off"}}',
      'ui/crosswire.json': '{"rules": {"missing-endpoint": "error"}}',
    });
    assert.equal((await audit(nested)).code, 1);
  });

  it('is told where it is broken, in the audit and beside other answers, and never stops one', async () => {
    const text =
      '{\n  "rules": {"orphaned-rout": "off"},\n  "backends": {"x": "nowhere", "y": "y.yaml"},\n  "ui": {"uii": "z"},\n';
    const root = tempFolder({ ...files, 'crosswire.json': text });
    const { code, out } = await audit(root);
    assert.equal(code, 1);
    for (const says of [
      /:2:13 error There is no rule "orphaned-rout"\. Did you mean "orphaned-route"\?/,
      /:3:16 error The backend "x" has no source: nowhere does not exist, or nothing in it is read\./,
      /:3:32 error y\.yaml cannot be read as the OpenAPI file of the backend "y": there is no such file\./,
      /:4:10 error There is no backend "z"; there is x, y\./,
      /:4:10 error There is no folder "uii" here in which anything is read\./,
      /:5:1 error This is no JSON: the file ends too early\./,
      /:1:7 error No route answers GET \/api\/stop/,
    ])
      assert.match(out, says);
    for (const command of ['routes', 'calls']) {
      const told = await crosswire([command, root]);
      assert.equal(told.code, 0);
      assert.match(told.err, /^crosswire\.json:2:13: There is no rule "orphaned-rout"/m);
    }
  });

  it('is told when it cannot be read at all, or another one counts', async () => {
    const binary = await audit(tempFolder({ ...files, 'crosswire.json': '\0\0' }));
    assert.match(binary.out, /crosswire\.json:1:1 error This file does not count: binary\./);
    const both = await audit(
      tempFolder({ ...files, 'crosswire.json': '{}', 'crosswire.jsonc': '{"rules": {"missing-endpoint": "off"}}' }),
    );
    assert.match(both.out, /crosswire\.jsonc:1:1 error This file does not count: a crosswire\.json stands beside it\./);
    assert.match(both.out, /No route answers/);
  });

  it('brings in a backend from outside of the folder, and reports nothing there', async () => {
    const elsewhere = tempFolder({ 'main.py': `${app('/api/stop')}\n\n@app.get("/api/lonely")\ndef lonely():\n    return 1\n` });
    const root = tempFolder({ 'ui/a.js': files['ui/a.js'], 'crosswire.json': JSON.stringify({ backends: { api: elsewhere } }) });
    const { code, out } = await audit(root);
    assert.equal(code, 0, out);
    assert.match(out, /^0 errors/m);
    const routes = await crosswire(['routes', root]);
    assert.match(routes.out, /\/api\/lonely/);
  });

  it('says which application would have answered, and that it is not asked', async () => {
    const root = tempFolder({
      'a/main.py': app('/tasks'),
      'b/main.py': app('/users'),
      Procfile: 'a: uvicorn main:app --app-dir a --port 8001\nb: uvicorn main:app --app-dir b --port 8002\n',
      'ui/a.js': "fetch('http://localhost:8001/users');\nfetch('http://localhost:8002/users');\n",
    });
    const { out } = await audit(root);
    assert.match(out, /:1:7 error No route of localhost:8001 answers GET \/users: .* main:app has it, but is not asked/);
    assert.match(out, /b\/main\.py:6 GET \/users is served here/);
    assert.match(out, /1 errors, 2 calls, 1 matched/);
  });

  it('goes by an OpenAPI file, and reports nothing in it', async () => {
    const root = tempFolder({
      'docs/api.json': '{"openapi":"3.1.0","paths":{"/a":{"get":{"operationId":"a"}},"/b":{"post":{"operationId":"b"}}}}',
      'ui/a.js': "fetch('/a');\nfetch('/b');\n",
      'crosswire.json': '{"backends": {"api": "docs/api.json"}}',
    });
    const { out } = await audit(root);
    assert.match(out, /:2:7 error \/b is served for POST, not for GET/);
    assert.match(out, /docs\/api\.json:1 POST \/b is served here/);
    assert.match(out, /^1 errors/m);
  });
});
