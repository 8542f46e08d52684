/** The kernel for change: what is remembered, what an input's change puts in doubt, where the wave stops, cycles, forgetting. */
import assert from 'node:assert/strict';
import { Database, type Query, type QueryOptions } from '../../server/src/base/query';

const equalLists = (a: string[], b: string[]) => a.join() === b.join();

describe('base/query', () => {
  it('computes once, and anew only after what it read has changed', () => {
    const db = new Database();
    const text = db.input<string>();
    const length = db.query<string, number>(
      'length',
      (file) => (text.get(file) ?? '').length,
      () => 0,
    );
    text.set('a', 'one');
    text.set('b', 'three');
    assert.equal(length.get('a', 'a'), 3);
    assert.equal(length.get('a', 'a'), 3);
    assert.deepEqual(length.counts, { asked: 2, recomputed: 1, unchanged: 0, held: 1 });
    text.set('b', 'seven');
    assert.equal(length.get('a', 'a'), 3);
    assert.equal(length.counts.recomputed, 1);
    text.set('a', 'four');
    assert.equal(length.get('a', 'a'), 4);
    assert.equal(length.counts.recomputed, 2);
  });

  it('stops the wave where an answer comes out equal', () => {
    const db = new Database();
    const text = db.input<string>();
    const words = db.query<string, string[]>(
      'words',
      (file) => (text.get(file) ?? '').trim().split(/\s+/),
      () => [],
      { equal: equalLists },
    );
    const count = db.query<string, number>(
      'count',
      (file) => words.get(file, file).length,
      () => 0,
    );
    text.set('a', 'x y');
    assert.equal(count.get('a', 'a'), 2);
    text.set('a', '  x   y ');
    assert.equal(count.get('a', 'a'), 2);
    assert.deepEqual([words.counts.recomputed, words.counts.unchanged, count.counts.recomputed], [2, 1, 1]);
  });

  it('takes an input that is set to the same for no change', () => {
    const db = new Database();
    const list = db.input<string[]>(equalLists);
    const first = db.query<null, string>(
      'first',
      () => list.get('x')?.[0] ?? '',
      () => '',
    );
    list.set('x', ['a']);
    assert.equal(first.get('', null), 'a');
    list.set('x', ['a']);
    assert.equal(first.get('', null), 'a');
    assert.equal(first.counts.recomputed, 1);
  });

  it('follows what is read only sometimes', () => {
    const db = new Database();
    const n = db.input<number>();
    const chosen = db.query<null, number | undefined>(
      'chosen',
      () => (n.get('which') === 1 ? n.get('one') : n.get('two')),
      () => undefined,
    );
    n.set('which', 1);
    n.set('one', 10);
    n.set('two', 20);
    assert.equal(chosen.get('', null), 10);
    n.set('two', 21);
    assert.equal(chosen.get('', null), 10);
    assert.equal(chosen.counts.recomputed, 1);
    n.set('which', 2);
    assert.equal(chosen.get('', null), 21);
    n.set('one', 11);
    assert.equal(chosen.get('', null), 21);
    assert.equal(chosen.counts.recomputed, 2);
  });

  it('answers the same whoever enters a cycle first', () => {
    const results = ['a', 'b', 'c'].map((entry) => {
      const { reach } = graph({ a: ['b'], b: ['c', 'd'], c: ['a'], d: [] });
      reach.get(entry, entry);
      return ['a', 'b', 'c', 'd'].map((node) => reach.get(node, node).join(''));
    });
    assert.deepEqual(results[0], ['abcd', 'abcd', 'abcd', 'd']);
    assert.deepEqual(results[1], results[0]);
    assert.deepEqual(results[2], results[0]);
  });

  it('remembers only the head of a cycle, and lends the others out while the head runs', () => {
    const { reach } = graph({ a: ['b', 'c'], b: ['a', 'c'], c: ['a'] });
    assert.deepEqual(reach.get('a', 'a'), ['a', 'b', 'c']);
    assert.equal(reach.counts.recomputed, 3);
    reach.get('a', 'a');
    assert.equal(reach.counts.recomputed, 3);
    reach.get('c', 'c');
    assert.ok(reach.counts.recomputed > 3);
  });

  it('notices a change in what a lent answer has read, however many ways lead to it', () => {
    const TOP = 30;
    const db = new Database();
    const text = db.input<string>();
    const layer: Query<number, number> = db.query<number, number>(
      'layer',
      (k) => {
        if (k === 0) return (text.get('a') ?? '').length + layer.get(`${TOP}`, TOP);
        const below = layer.get(`${k - 1}`, k - 1);
        return below + beside.get(`${k}`, k) + layer.get(`${k - 1}`, k - 1) - below;
      },
      () => 0,
    );
    const beside = db.query<number, number>(
      'beside',
      (k) => layer.get(`${k - 1}`, k - 1) * 0,
      () => 0,
    );
    text.set('a', 'one');
    assert.equal(layer.get(`${TOP}`, TOP), 3);
    text.set('a', 'three');
    assert.equal(layer.get(`${TOP}`, TOP), 5);
  });

  it('opens and closes cycles as inputs change', () => {
    const { edges, reach } = graph({ a: ['b'], b: ['a'] });
    assert.deepEqual(reach.get('a', 'a'), ['a', 'b']);
    edges.set('b', []);
    assert.deepEqual(reach.get('a', 'a'), ['a', 'b']);
    assert.deepEqual(reach.get('b', 'b'), ['b']);
    edges.set('b', ['c']);
    edges.set('c', ['a']);
    assert.deepEqual(reach.get('c', 'c'), ['a', 'b', 'c']);
    assert.deepEqual(reach.get('b', 'b'), ['a', 'b', 'c']);
  });

  it('agrees with a fresh database after any edits of a graph with cycles', () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % n;
    };
    const names = [...'abcdefgh'];
    const current: Record<string, string[]> = Object.fromEntries(names.map((n) => [n, []]));
    const { edges, reach } = graph(current);
    for (let step = 0; step < 400; step++) {
      const node = names[random(names.length)]!;
      current[node] = names.filter(() => random(4) === 0);
      edges.set(node, current[node]);
      const asked = names.filter(() => random(2) === 0);
      for (const n of asked) reach.get(n, n);
      const fresh = graph(current).reach;
      for (const n of names) assert.deepEqual(reach.get(n, n), fresh.get(n, n), `step ${step}, ${n}`);
    }
  });

  it('finds an answer by a key of two parts', () => {
    const db = new Database();
    const text = db.input<string>();
    const word = db.query<{ file: string; n: number }, string>(
      'word',
      ({ file, n }) => (text.get(file) ?? '').split(' ')[n] ?? '',
      () => '',
    );
    text.set('a', 'one two');
    const ask = (file: string, n: number) => word.at(file, String(n), { file, n });
    assert.deepEqual([ask('a', 0), ask('a', 1), ask('b', 0), ask('a', 1)], ['one', 'two', '', 'two']);
    assert.equal(word.counts.recomputed, 3);
    text.set('a', 'one three');
    assert.equal(ask('a', 1), 'three');
  });

  it('forgets at the next change what nothing reads any more', () => {
    const { wanted, lines, line, page } = pages();
    wanted('a');
    assert.equal(page(), 'A');
    wanted('b');
    assert.equal(page(), 'B');
    const before = line.counts.recomputed;
    lines.set('c', 'C');
    assert.equal(page(), 'B');
    assert.equal(line.counts.recomputed, before);
    wanted('a');
    assert.equal(page(), 'A');
    assert.equal(line.counts.recomputed, before + 1);
  });

  it('keeps what its query says is kept, and brings it up to date when it is read again', () => {
    const { wanted, lines, line, page } = pages({ kept: true });
    wanted('a');
    assert.equal(page(), 'A');
    wanted('b');
    assert.equal(page(), 'B');
    lines.set('c', 'C');
    assert.equal(page(), 'B');
    const before = line.counts.recomputed;
    wanted('a');
    assert.equal(page(), 'A');
    assert.equal(line.counts.recomputed, before);
    wanted('b');
    page();
    lines.set('a', 'Z');
    page();
    wanted('a');
    assert.equal(page(), 'Z');
  });

  it('keeps what is asked for from outside, and forgets it when nobody has asked for long', () => {
    const { wanted, lines, line, page } = pages();
    wanted('a');
    page();
    line.get('b', 'b');
    const asked = () => {
      const before = line.counts.recomputed;
      line.get('b', 'b');
      return line.counts.recomputed - before;
    };
    lines.set('c', '1');
    page();
    assert.equal(asked(), 0);
    for (let n = 2; n < 100; n++) {
      lines.set('c', String(n));
      page();
    }
    assert.equal(asked(), 1);
  });

  it('holds no more after many changes than after a few', () => {
    const { wanted, lines, line, page } = pages();
    for (let n = 0; n < 50; n++) {
      lines.set(`line ${n}`, `text ${n}`);
      wanted(`line ${n}`);
      assert.equal(page(), `text ${n}`);
      lines.set(`line ${n}`, undefined);
    }
    page();
    lines.set('c', 'C');
    page();
    assert.equal(line.counts.held, 1);
  });
});

/** A page that shows the line that is wanted. */
function pages(options: QueryOptions<string> = {}) {
  const db = new Database();
  const choice = db.input<string>();
  const lines = db.input<string>();
  lines.set('a', 'A');
  lines.set('b', 'B');
  const line = db.query<string, string>(
    'line',
    (key) => lines.get(key) ?? '',
    () => '',
    options,
  );
  const shown = db.query<null, string>(
    'page',
    () => line.get(choice.get('') ?? '', choice.get('') ?? ''),
    () => '',
  );
  return { wanted: (key: string) => choice.set('', key), lines, line, page: () => shown.get('', null) };
}

/** Which nodes each node of a graph reaches, itself included: a query that asks itself. */
function graph(of: Record<string, string[]>) {
  const db = new Database();
  const edges = db.input<string[]>(equalLists);
  for (const [node, to] of Object.entries(of)) edges.set(node, to);
  const reach: Query<string, string[]> = db.query<string, string[]>(
    'reach',
    (node) => [...new Set([node, ...(edges.get(node) ?? []).flatMap((next) => reach.get(next, next))])].sort(),
    () => [],
    { equal: equalLists },
  );
  return { edges, reach };
}
