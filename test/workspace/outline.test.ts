/** Outlines of Python files: what goes, what stays, and that nothing moves. */
import assert from 'node:assert/strict';
import { outline } from '../../server/src/workspace/outline';

const long = Array.from({ length: 12 }, (_, i) => `    row_${i} = await db.fetch("select ${i}")\n`).join('');

function kept(source: string): string {
  const out = outline(source);
  assert.equal(out.length, source.length, 'positions must stay');
  assert.deepEqual(
    [...out.matchAll(/\n/g)].map((m) => m.index),
    [...source.matchAll(/\n/g)].map((m) => m.index),
    'lines must stay',
  );
  return out.replace(/[ ]+\n/g, '\n').replace(/\n+/g, '\n');
}

describe('outline', () => {
  it('takes out the body of a coroutine and of a decorated function', () => {
    assert.equal(kept(`async def f(a=Depends(g)):\n${long}x = 1\n`), 'async def f(a=Depends(g)):\n    0\nx = 1\n');
    assert.equal(
      kept(`@router.get("/x")\ndef f():\n${long}\n\n@app.get("/y")\ndef g(): pass\n`),
      '@router.get("/x")\ndef f():\n    0\n@app.get("/y")\ndef g(): pass\n',
    );
  });

  it('leaves plain functions, and bodies that register, alone', () => {
    const plain = `def prefix():\n${long.replaceAll('await ', '')}    return "/api"\n`;
    assert.equal(outline(plain), plain);
    for (const line of ['app.include_router(r)', 'setup(app)', '@router.get("/x")\n    def g(): pass', 'return APIRouter()']) {
      const source = `async def f(app):\n${long}    ${line}\n`;
      assert.equal(outline(source), source);
    }
  });

  it('knows texts, brackets and comments that reach below the indentation', () => {
    const tricky = `    """Says\nit at the edge:\ndef no():\n"""\n    call(\n1, ")", {\n})\n# a comment's edge\n    x = 'a # b' \\\n+ 'c'\n`;
    assert.equal(kept(`async def f():\n${tricky}${long}y = 2\n`), 'async def f():\n    0\ny = 2\n');
  });

  it('does the same inside of classes, with Windows line ends, and with what is broken', () => {
    assert.equal(
      kept(`class A:\n    async def f(self):\n${long.replaceAll('    ', '        ')}    b = 1\n`),
      'class A:\n    async def f(self):\n        0\n    b = 1\n',
    );
    assert.match(outline(`async def f():\r\n${long.replaceAll('\n', '\r\n')}z = 1\r\n`), /\bz = 1\r\n$/);
    for (const broken of ['async def f(', 'async def f():\n    """', '@', 'async def f():', `async def f():\n${long}    (`])
      assert.equal(outline(broken).length, broken.length);
  });
});
