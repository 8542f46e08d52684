/** `crosswire fix`: what it changes, and what it says of findings that it cannot help with. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { crosswire } from '../support/cli';
import { UNMOVABLE } from '../support/samples';
import { tempFolder } from '../support/temp';

describe('cli/fix', () => {
  it('says why a route that is never reached is not moved, and leaves it', async () => {
    const cwd = tempFolder({ 'api/main.py': UNMOVABLE });
    const { code, out, err } = await crosswire(['fix', '--unsafe', '--rule', 'shadowed-route', '--no-cache'], { cwd });
    assert.deepEqual([code, out], [0, '']);
    assert.match(err, /^api\/main\.py:11 shadowed-route: not fixed: It is written inside create_app, /m);
    assert.equal(readFileSync(`${cwd}/api/main.py`, 'utf8'), UNMOVABLE);
  });

  it('fixes only what was asked for, and writes nothing when it is only to show', async () => {
    const ui = "fetch('/streams/active/');\nfetch('/straems/active');\n";
    const cwd = tempFolder({ 'api/main.py': UNMOVABLE, 'ui/app.js': ui });
    const { out } = await crosswire(['fix', '--unsafe', '--rule', 'wrong-path', '--dry-run', '--no-cache'], { cwd });
    assert.match(out, /^-fetch\('\/straems\/active'\);\n\+fetch\('\/streams\/active'\);$/m);
    assert.doesNotMatch(out, /^-fetch\('\/streams\/active\/'\)/m);
    assert.equal(readFileSync(`${cwd}/ui/app.js`, 'utf8'), ui);
  });

  const notes = `from fastapi import FastAPI, File, UploadFile

app = FastAPI()


@app.post("/api/notes")
def add(file: UploadFile):
    return None
`;
  const upload = (name: string, key: string) =>
    `export function ${name}(held) {\n  const form = new FormData();\n  form.append('${key}', held);\n  return fetch('/api/notes', { method: 'POST', body: form });\n}\n`;
  const missing = ['fix', '--unsafe', '--rule', 'request-field-missing', '--no-cache'];

  it('puts names right before a field is made optional, which would hide them', async () => {
    const cwd = tempFolder({ 'api/main.py': notes, 'ui/a.js': upload('keep', 'text'), 'ui/b.js': upload('send', 'fiel') });
    await crosswire(missing, { cwd });
    assert.equal(readFileSync(`${cwd}/ui/b.js`, 'utf8'), upload('send', 'file'));
    assert.match(readFileSync(`${cwd}/api/main.py`, 'utf8'), /^def add\(file: UploadFile \| None = None\):$/m);
  });

  it('fixes all that are told apart by their order alone in one run', async () => {
    const user = 'class User(BaseModel):\n    user_name: str\n\n\n';
    const main = `from fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\n${user}@app.post("/api/users")\ndef save(user: User):\n    return None\n`;
    const one = (key: string) =>
      `  fetch('/api/users', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ${key}: 'a' }) });\n`;
    const ui = (key: string) => `export function fill() {\n${one(key).repeat(4)}}\n`;
    const cwd = tempFolder({ 'api/main.py': main, 'ui/a.js': ui('userName') });
    const { err } = await crosswire(missing, { cwd });
    assert.equal(readFileSync(`${cwd}/ui/a.js`, 'utf8'), ui('user_name'));
    assert.match(err, /^4 findings fixed$/m);
  });
});
