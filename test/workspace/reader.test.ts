/** Reading: encodings and byte order marks, and everything that is not read, with the reason. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readText } from '../../server/src/workspace/reader';
import { canMatter } from '../../server/src/workspace/scan';
import { tempFolder } from '../support/temp';

function read(content: string | Uint8Array): string {
  const root = tempFolder({ x: content });
  const result = readText(`${root}/x`);
  return 'text' in result ? `text ${result.text}` : result.skipped;
}

describe('workspace/reader', () => {
  it('decodes UTF-8 and UTF-16 and drops the byte order mark', () => {
    assert.equal(read('é漢😀'), 'text é漢😀');
    assert.equal(read('\ufeffx = 1'), 'text x = 1');
    assert.equal(read(Buffer.from('\ufeffx = "漢"', 'utf16le')), 'text x = "漢"');
    assert.equal(read(Buffer.from('\ufeffab', 'utf16le').swap16()), 'text ab');
    assert.equal(read(''), 'text ');
  });

  it("decodes by Python's cookie", () => {
    const latin1 = (text: string) => read(Buffer.from(text, 'latin1'));
    assert.equal(latin1('# -*- coding: latin-1 -*-\nx = "é"'), 'text # -*- coding: latin-1 -*-\nx = "é"');
    assert.equal(latin1('#!/usr/bin/python\n# vim: set fileencoding=iso_8859_15 :\n"\xa4"').at(-2), '€');
    assert.equal(latin1('# coding: cp1251\n\xfe').at(-1), 'ю');
    assert.equal(read('# coding: utf-8\né'), 'text # coding: utf-8\né');
    assert.equal(latin1('x = 1\ny = 2\n# coding: latin-1\n\xe9').at(-1), '\ufffd');
  });

  it('takes bytes that are no UTF-8 as unknown letters', () => {
    assert.equal(read(new Uint8Array([97, 0xe9, 98])), 'text a\ufffdb');
  });

  it('does not read what is binary, minified or too large', () => {
    assert.equal(read(new Uint8Array([1, 0, 2])), 'binary');
    assert.equal(read('a=1;'.repeat(50_000)), 'minified');
    assert.equal(read('a=1;'.repeat(2_500_000)), 'larger than 1.5 MB');
    assert.match(read('x = 1\n'.repeat(50_000)), /^text x/);
  });

  it('says why a file cannot be read', () => {
    const root = tempFolder({ 'folder/x': '' });
    assert.deepEqual(readText(`${root}/gone.py`), { skipped: 'vanished' });
    assert.deepEqual(readText(`${root}/folder`), { skipped: 'not a regular file' });
  });

  it('does not wait for a pipe', () => {
    assert.notEqual(process.platform, 'win32', 'no named pipes in the file system there');
    const root = tempFolder();
    execFileSync('mkfifo', [`${root}/p.py`]);
    assert.deepEqual(readText(`${root}/p.py`), { skipped: 'not a regular file' });
  });
});

describe('workspace/scan', () => {
  it('lets pass whatever can begin a route', () => {
    const texts = [
      'app = fastapi.FastAPI()',
      'class App(base.APIRouter): ...',
      '@router.get("/x")\ndef f(): ...',
      '@router.get(PATH)\ndef f(): ...',
      '    @self.protected(\n        "/x",\n    )',
      '@route("/x")\ndef f(): ...',
      '@patch("/x")\ndef f(): ...',
      'app.include_router(r)',
      'app.router.add_websocket_route("/x", f)',
      'api.add_resource(Thing, "/x")',
      'class Thing(Resource): ...',
      "from .base import bp\n\n@bp.route('/x')",
      'urlpatterns = []',
      'routes = [Route("/", f)]',
      'from shop import make, register\n\ndef main():\n    app = make()\n    register(app)\n',
      'from shop import make, register\n\nasgi = make()\n\nregister(asgi)\n',
    ];
    for (const text of texts) assert.equal(canMatter('python', text), true, text);
  });

  it('holds back what cannot, and never a file of the other side', () => {
    const texts = [
      'x = 1',
      '@property\ndef a(self): ...',
      '@lru_cache(maxsize=3)\ndef f(): ...',
      'from fastapi import HTTPException',
      '@pytest.mark.parametrize("a", [1])\ndef test(a): ...',
      '@patch("app.tasks.send")\ndef test(send): ...',
      'rows = load()\nprint(len(rows))',
    ];
    for (const text of texts) assert.equal(canMatter('python', text), false, text);
    assert.equal(canMatter('web', 'x = 1'), true);
  });
});
