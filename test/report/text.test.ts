/** The report for a terminal: its layout to the letter, the error bar, and text that cannot act. */
import assert from 'node:assert/strict';
import { text } from '../../server/src/report/text';
import { errorBar } from '../../server/src/report/words';
import { finding, hostile, NONE, NOTHING, report } from './reports';

const plain = (_: string, shown: string) => shown;
const tally = { errors: 0, warnings: 0, hints: 0, known: 0, files: 1, unread: 0 };

describe('report/text', () => {
  it('groups findings by file, the worst first, and shows the code', () => {
    const hint = finding({
      id: 'b',
      rule: 'orphaned-route',
      severity: 'hint',
      file: 'api/main.py',
      message: 'Nothing calls GET /x.',
    });
    assert.equal(
      text(report([hint, finding(), finding({ id: 'c', line: 30, endLine: 30, related: [] })]), plain),
      `ui/src/tasks.js
  3:7   error  missing-endpoint  No route answers GET /api/tasks/{id}: the server answers 404. Add the route to the
        backend, or correct the path.
        | fetch(\`/api/tasks/\${id}\`);
        |       ^^^^^^^^^^^^
        ui/src/api.js:1  its base, /api, is written here
  30:7  error  missing-endpoint  No route answers GET /api/tasks/{id}: the server answers 404. Add the route to the
        backend, or correct the path.

api/main.py
  3:7  hint  orphaned-route  Nothing calls GET /x.

2 errors and 1 hint in 12 files:
  2 missing-endpoint, 1 orphaned-route
0 routes, 0 calls
`,
    );
  });

  it('tells what to do about hints of one rule once', () => {
    const hint = (line: number) =>
      finding({ rule: 'orphaned-route', severity: 'hint', line, message: `Nothing calls GET /${line}. Call it.` });
    assert.match(text(report([hint(1), hint(2)]), plain), /GET \/1\. Call it\.\n.*GET \/2\.\n\n/);
  });

  it('says what was not read, what is known already, and what is not understood', () => {
    const counts = { ...NONE, unknown: 0, ...tally, ...NOTHING, known: 2, files: 9, unread: 1 };
    assert.equal(
      text(report([], { counts, notes: ['api is Django'] }), plain),
      `no new findings in 9 files (1 more not read; --verbose says why), 2 more are known from the baseline
0 routes, 0 calls
note: api is Django
`,
    );
  });

  it('has an error bar whose parts add up', () => {
    const parts = { matched: 411, missing: 9, wrongMethod: 2, external: 8, unknown: 4 };
    const counts = { ...NONE, ...tally, ...NOTHING, ...parts, routes: 526, unresolved: 3, calls: 434 };
    const bar = errorBar(counts);
    assert.equal(bar, '526 routes (3 unresolved), 434 calls: 411 matched, 9 missing, 2 wrong method, 8 external, 4 unknown');
    const [, calls, told] = /(\d+) calls: (.*)/.exec(bar) ?? [];
    const sum = [...(told ?? '').matchAll(/\d+/g)].reduce((all, [n]) => all + Number(n), 0);
    assert.equal(sum, Number(calls));
  });

  it('cuts a line that is too wide around the place, and keeps the caret below it', () => {
    const line = `${'x'.repeat(500)}fetch("/api")${'y'.repeat(500)}`;
    const wide = finding({ line: 1, endLine: 1, column: 507, endColumn: 513, related: [] });
    const [, , shown = '', carets = ''] = text(report([wide], { lines: () => [line] }), plain)
      .split('\n')
      .slice(1);
    assert.ok(shown.length < 130, shown);
    assert.equal(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1), '"/api"');
  });

  it('keeps the caret in place behind tabs and what cannot be seen', () => {
    const one = finding({ line: 1, endLine: 1, column: 10, endColumn: 14, related: [] });
    const [, , shown = '', carets = ''] = text(report([one], { lines: () => ['\t\u202e\tfetch("/a")'] }), plain)
      .split('\n')
      .slice(1);
    assert.equal(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1), '"/a"');
  });

  it('shows hostile names, messages and code as text', () => {
    const shown = text(hostile(), plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    assert.doesNotMatch(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.match(shown, /\\x1b\[31m/);
    // GitHub's runner takes a command only at the start of a line.
    assert.doesNotMatch(shown, /^\s*::/m);
  });
});
