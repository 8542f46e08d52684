/** The pool with workers that crash, hang, break or cannot start: the file at fault fails alone, every other is answered. */
import assert from 'node:assert/strict';
import type { Extracted } from '../../server/src/facts/facts';
import { type Outcome, Pool, type PoolOptions } from '../../server/src/facts/pool';
import { tempFolder } from '../support/temp';

/** Answers each file with a fact that holds its path; a text names what the worker does instead. */
const fakeWorker = `
const { parentPort, workerData } = require('node:worker_threads');
parentPort.on('message', ({ files }) => {
  const results = [];
  for (const { path, text } of files) {
    Atomics.add(workerData.progress, 0, 1);
    if (text === 'exit') process.exit(3);
    if (text === 'throw') throw new Error('boom');
    if (text === 'hang') for (;;) {}
    if (text === 'memory') { const all = []; for (;;) all.push(new Array(1e6).fill(path)); }
    if (text === 'spoil') {
      results.push({ failed: 'memory access out of bounds' });
      return parentPort.postMessage({ results, spoilt: true });
    }
    results.push({ json: JSON.stringify({ facts: { kind: 'settings', of: 'none', why: path } }) });
  }
  parentPort.postMessage({ results });
});
parentPort.postMessage({ ready: true });
`;

function said(outcome: Outcome): string {
  if ('failed' in outcome) return outcome.failed;
  const { facts }: Partial<Extracted> = outcome.extracted;
  return facts?.kind === 'settings' && facts.of === 'none' ? facts.why : 'other facts';
}

/** Large enough in size for workers, whatever the texts are. */
async function run(texts: Record<string, string | undefined>, options: PoolOptions = {}): Promise<Record<string, string>> {
  const script = `${tempFolder({ 'worker.js': fakeWorker })}/worker.js`;
  const pool = new Pool({ script, threads: 2, share: false, timeout: 300, ...options });
  const outcomes: Record<string, string> = {};
  const candidates = Object.keys(texts).map((path, i) => ({ path, size: 10_000_000 - i }));
  await pool.extractAll(
    candidates,
    (path) => texts[path],
    (path, outcome) => {
      assert.equal(outcomes[path], undefined, `${path} answered twice`);
      outcomes[path] = said(outcome);
    },
  );
  await pool.dispose();
  return outcomes;
}

function many(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 'x'.repeat(50_000)]));
}

describe('facts/pool', () => {
  const expected = Object.fromEntries(Object.keys(many(40)).map((path) => [path, path]));

  it('answers every file once', async () => {
    assert.deepEqual(await run(many(40)), expected);
  });

  for (const [text, reason] of [
    ['exit', 'the worker ended'],
    ['throw', 'boom'],
    ['hang', 'took longer than 0.3 s'],
    ['spoil', 'memory access out of bounds'],
  ] as const) {
    it(`goes on after a file that makes a worker ${text}`, async () => {
      const outcomes = await run({ ...many(20), bad: text, ...many(40), worse: text });
      assert.deepEqual(outcomes, { ...expected, bad: reason, worse: reason });
    });
  }

  it('goes on after a worker that ran out of memory', async () => {
    const outcomes = await run({ bad: 'memory', ...many(10) }, { timeout: 15_000, memory: 64 });
    assert.match(outcomes.bad ?? '', /memory/);
    assert.equal(Object.keys(outcomes).length, 11);
  });

  it('does the work itself where no worker can start', async () => {
    const lines: string[] = [];
    const outcomes = await run(
      { 'a/.env': 'A=1', 'b/.env': 'B=1' },
      { script: '/nowhere/worker.js', log: (line) => lines.push(line) },
    );
    assert.deepEqual(outcomes, { 'a/.env': 'other facts', 'b/.env': 'other facts' });
    assert.match(lines.join('\n'), /a worker is gone: .*nowhere/);
  });

  it('leaves out a file that has no text when its turn comes', async () => {
    assert.deepEqual(await run({ a: 'x', b: undefined, c: 'x' }), { a: 'a', c: 'c' });
    assert.deepEqual(await run({ b: undefined }), {});
  });

  it('shares the work with its workers', async () => {
    const outcomes = await run(many(40), { share: true });
    assert.equal(Object.keys(outcomes).length, 40);
  });

  it('does two calls one after the other', async () => {
    const pool = new Pool({ threads: 0 });
    const order: string[] = [];
    const call = (path: string) =>
      pool.extractAll(
        [{ path, size: 1 }],
        () => 'A=1',
        () => order.push(path),
      );
    await Promise.all([call('1/.env'), call('2/.env'), call('3/.env')]);
    assert.deepEqual(order, ['1/.env', '2/.env', '3/.env']);
  });
});
