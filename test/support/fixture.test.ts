/** The fixture parser itself: files, markers, cursor, answers, and what UPDATE=1 would write. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFixture, type Found, parseFixture } from './fixture';
import { tempFolder } from './temp';

const markdown = `# Title
Prose with a \`fence\`.

## First
\`\`\`py
//- /a.py
x = call("/a")
         ^^^^ error[no-route]: no route /a
    ^^^^ info[call]: a call
y = 1
//- /b.js
f($0x)
\`\`\`

\`\`\`routes
GET /a
\`\`\`

## Second
\`\`\`\`
//- /c.md
\`\`\`
inner
\`\`\`
\`\`\`\`
`;

describe('support/fixture', () => {
  it('reads files without markers and cursor', () => {
    const [title, first, second] = parseFixture(markdown);
    assert.deepEqual(title?.files, []);
    assert.equal(first?.title, 'First');
    assert.deepEqual(first?.files, [
      { path: '/a.py', text: 'x = call("/a")\ny = 1\n' },
      { path: '/b.js', text: 'f(x)\n' },
    ]);
    assert.deepEqual(first?.cursor, { path: '/b.js', offset: 2 });
    assert.deepEqual(first?.answers, { routes: 'GET /a\n' });
    assert.deepEqual(second?.files, [{ path: '/c.md', text: '```\ninner\n```\n' }]);
  });

  const folder = tempFolder({ 'sample.md': markdown });
  const path = join(folder, 'sample.md');
  const call: Found = { path: '/a.py', from: 4, to: 8, severity: 'info', id: 'call', message: 'a call' };
  const route: Found = { path: '/a.py', from: 9, to: 13, severity: 'error', id: 'no-route', message: 'no route /a' };

  // The first of the two markers stands behind the second: what is written is in order, so this case is written anew.
  describe('writes what was found', () => {
    before(() => {
      process.env.UPDATE = '1';
    });
    describeFixture(path, (fixture) =>
      fixture.title === 'First'
        ? { found: [call, route, { ...call, path: '/b.js', from: 2, to: 99 }], answers: { routes: 'GET /b\n' } }
        : { found: [] },
    );
    after(() => {
      delete process.env.UPDATE;
      const text = readFileSync(path, 'utf8');
      const lines = [
        'x = call("/a")',
        '    ^^^^ info[call]: a call',
        '         ^^^^ error[no-route]: no route /a',
        'y = 1',
        '//- /b.js',
        'f($0x)',
        '    ^^ info[call]: a call',
      ];
      assert.ok(text.includes(lines.join('\n')), text);
      assert.ok(text.includes('```routes\nGET /b\n```\n\n## Second'), text);
      assert.equal(text.replaceAll(/^ *\^.*\n|GET.*\n/gm, ''), markdown.replaceAll(/^ *\^.*\n|GET.*\n/gm, ''));
    });
  });
});
