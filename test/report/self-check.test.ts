/** The self-check of an audit: what holds is said to hold, with a place to look at, and each promise is seen to be broken where it is. */
import assert from 'node:assert/strict';
import type { CallRow, Finding, RouteRow } from '../../server/src/analysis/types';
import { plain } from '../../server/src/cli/terminal';
import { type Check, checksOf, type SelfCheckMaterial } from '../../server/src/report/self-check';
import { tables } from '../../server/src/report/self-check-table';
import type { Bucket } from '../../server/src/triage/runs';
import { ATTACK, finding } from './reports';

const place = { line: 1, column: 7, endLine: 1, endColumn: 9 };
const found: Finding = { ...finding(), file: '/w/ui/a.js', ...place, related: [] };
const call = {
  ...{ method: 'GET', path: '/api/x', status: 'missing', file: '/w/ui/a.js', ...place, callLine: null, client: 'fetch' },
  ...{ kind: 'request', routes: [], reason: null, queryKeys: [], trace: [] },
} satisfies CallRow;
const route = {
  ...{ method: 'GET', path: '/api/y', handler: 'y', file: '/w/api/main.py', ...place, handlerAt: null, app: 'main:app' },
  ...{ registered: true, test: false, condition: null, partial: false, reason: null, trace: [] },
} satisfies RouteRow;
const bucket: Bucket = { phase: 'calls', bucket: 'status', what: 'calls', parts: { missing: 1 }, total: 1 };
const heaps = { problems: [found], intentional: [], silenced: [], known: [] };
const trial = { finding: found, offer: 'Add the route', outcome: 'gone', detail: '' } as const;

const good: SelfCheckMaterial = {
  root: '/w',
  found: 3,
  files: [
    { path: '/w/ui/a.js', state: 'read', reason: '' },
    { path: '/w/api/main.py', state: 'read', reason: '' },
    { path: '/w/dist', state: 'left out', reason: 'git ignores it' },
  ],
  routes: [route],
  calls: [call],
  heaps,
  trials: [trial],
  buckets: [bucket],
  second: { buckets: [bucket], differing: [] },
  line: (file, line) => (file === 'ui/a.js' && line === 1 ? 'fetch("/api/x");' : undefined),
};

const failing = (more: Partial<SelfCheckMaterial>): Check[] => checksOf({ ...good, ...more }).filter(({ passed }) => !passed);

describe('the self-check of an audit', () => {
  it('says of each promise that it holds, and where to look', () => {
    assert.deepEqual(
      checksOf(good).map(({ item, passed, evidence }) => [item, passed, evidence]),
      [
        ['every file is read, or listed with a reason', true, 'dist'],
        ['every route has its path, or says why not', true, 'api/main.py:1'],
        ['every call is classified', true, 'ui/a.js:1'],
        ['every finding has evidence', true, 'ui/a.js:1'],
        ['every finding is counted once', true, 'ui/a.js:1'],
        ['every fix is idempotent', true, 'ui/a.js:1'],
        ['all counts add up', true, ''],
        ['a second run is equal', true, ''],
      ],
    );
  });

  const faults: [what: string, more: Partial<SelfCheckMaterial>, item: RegExp, evidence: string, why: RegExp][] = [
    [
      'a file that is not read for no reason',
      { files: [...good.files.slice(1), { path: '/w/ui/b.js', state: 'failed', reason: ' ' }] },
      /file/,
      'ui/b.js',
      /no reason is given/,
    ],
    ['a file that is not accounted for', { found: 4 }, /file/, '', /4 were found, 3 are accounted for/],
    [
      'a route that lost its path in silence',
      { routes: [{ ...route, path: null }] },
      /route/,
      'api/main.py:1',
      /no reason is given/,
    ],
    ['a call that is matched by nothing', { calls: [{ ...call, status: 'matched' }] }, /call/, 'ui/a.js:1', /no route/],
    ['an unknown call without a reason', { calls: [{ ...call, status: 'dynamic' }] }, /call/, 'ui/a.js:1', /no reason/],
    [
      'a finding at a line that is not there',
      { heaps: { ...heaps, problems: [{ ...found, line: 2 }] } },
      /evidence/,
      'ui/a.js:2',
      /no code/,
    ],
    [
      'a related place behind the end of its line',
      { heaps: { ...heaps, problems: [{ ...found, related: [{ message: 'x', file: '/w/ui/a.js', ...place, column: 99 }] }] } },
      /evidence/,
      'ui/a.js:1',
      /no code/,
    ],
    ['a finding that is counted twice', { heaps: { ...heaps, known: [found] } }, /once/, 'ui/a.js:1', /has the id of/],
    [
      'a fix that grows',
      { trials: [{ ...trial, outcome: 'changes again', detail: '/w/api/main.py' }] },
      /fix/,
      'ui/a.js:1',
      /Add the route: applied twice, it changes the code twice: api\/main\.py/,
    ],
    ['a fix that differs', { trials: [{ ...trial, outcome: 'differs' }] }, /fix/, 'ui/a.js:1', /two different edits/],
    ['a fix that fails', { trials: [{ ...trial, outcome: 'fails', detail: 'boom' }] }, /fix/, 'ui/a.js:1', /it fails: boom/],
    [
      'a second run that counts otherwise',
      { second: { buckets: [{ ...bucket, parts: { missing: 2 }, total: 2 }], differing: [] } },
      /second/,
      '',
      /calls by status/,
    ],
    [
      'a second run with other bytes',
      { second: { buckets: [bucket], differing: ['sarif'] } },
      /second/,
      '',
      /as sarif has other bytes/,
    ],
  ];
  for (const [what, more, item, evidence, why] of faults)
    it(`fails for ${what}`, () => {
      const [fault, ...others] = failing(more);
      assert.ok(fault);
      assert.deepEqual(others, []);
      assert.match(fault.item, item);
      assert.match(fault.result, why);
      assert.equal(fault.evidence, evidence);
      assert.match(fault.followUp, /report it/);
    });

  it('fails where parts do not make up their whole', () => {
    const wrong = [{ ...bucket, total: 5 }];
    const [fault] = failing({ buckets: wrong, second: { buckets: wrong, differing: [] } });
    assert.match(fault?.result ?? '', /5 calls, but their parts by status add up to 1/);
  });

  it('is a table for a terminal, for Markdown and for programs, whatever names there are', () => {
    const checks = checksOf({ ...good, trials: [{ ...trial, outcome: 'fails', detail: ATTACK }] });
    const skipped = [{ path: `/w/${ATTACK}`, state: 'failed', reason: ATTACK } as const];
    const shown = (format: string) => tables[format]?.({ root: '/w', checks, skipped }, plain) ?? '';
    const text = shown('text').split('\n');
    assert.match(text[0] ?? '', /^Item +Result +Evidence +Follow-up$/);
    assert.ok(!/\p{Cc}/u.test(shown('text').replaceAll('\n', '')));
    const cells = shown('markdown')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    assert.deepEqual([cells.length, cells.some((line) => line.includes('<img'))], [10, false]);
    const told = JSON.parse(shown('json'));
    assert.deepEqual([told.passed, told.checks.length, told.notRead[0].reason], [false, 8, ATTACK]);
  });
});
