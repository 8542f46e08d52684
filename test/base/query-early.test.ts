/** Early queries of the kernel: what is settled before anything that reads it is put in doubt. */
import assert from 'node:assert/strict';
import { Database } from '../../server/src/base/query';

describe('base/query, early', () => {
  function sums(early: boolean) {
    const db = new Database();
    const input = db.input<number>();
    const parity = db.query<string, number>(
      'parity',
      (key) => (input.get(key) ?? 0) % 2,
      () => 0,
      early ? { early: 1 } : {},
    );
    const both = db.query<null, number>(
      'both',
      () => parity.get('a', 'a') + parity.get('b', 'b') * 10,
      () => 0,
    );
    const text = db.query<null, string>(
      'text',
      () => `sum ${both.get('', null)}`,
      () => '',
    );
    return { input, parity, both, text, ask: () => text.get('', null) };
  }

  for (const early of [false, true])
    it(`answers after any edit as from scratch${early ? ', early queries too' : ''}`, () => {
      const { input, ask } = sums(early);
      for (let n = 0; n < 200; n++) {
        const values = [(n * 7) % 5, (n * 13) % 3] as const;
        input.set('a', values[0]);
        if (n % 3) ask();
        input.set('b', values[1]);
        if (n % 3) assert.equal(ask(), `sum ${(values[0] % 2) + (values[1] % 2) * 10}`);
      }
    });

  for (const early of [false, true])
    it(`recomputes no reader where an answer comes out equal${early ? ', of an early query too' : ''}`, () => {
      const { input, both, text, ask } = sums(early);
      input.set('a', 1);
      ask();
      input.set('a', 3);
      ask();
      assert.deepEqual([both.counts.recomputed, text.counts.recomputed], [1, 1]);
      input.set('a', 4);
      assert.equal(ask(), 'sum 0');
    });

  it('reaches readers of an early query that another early query has asked for first', () => {
    const db = new Database();
    const input = db.input<number>();
    const inner = db.query<string, number>(
      'inner',
      () => input.get('x') ?? 0,
      () => 0,
      { early: 1 },
    );
    const outer = db.query<string, number>(
      'outer',
      () => (input.get('x') ?? 0) * 0 + inner.get('', ''),
      () => 0,
      { early: 1 },
    );
    const reader = db.query<string, string>(
      'reader',
      () => `${inner.get('', '')} ${outer.get('', '')}`,
      () => '',
    );
    for (const order of [
      [outer, inner],
      [inner, outer],
    ])
      for (const query of order) query.get('', '');
    for (const value of [1, 2, 2, 5]) {
      input.set('x', value);
      assert.equal(reader.get('', ''), `${value} ${value}`);
    }
  });

  it('settles what is early by way of something that is not, after what it reads', () => {
    const db = new Database();
    const input = db.input<number>();
    const low = db.query<string, number>(
      'low',
      () => input.get('x') ?? 0,
      () => 0,
      { early: 1 },
    );
    const middle = db.query<string, number>(
      'middle',
      () => low.get('', '') + 1,
      () => 0,
    );
    const high = db.query<string, boolean>(
      'high',
      () => middle.get('', '') > 2,
      () => false,
      { early: 2 },
    );
    const top = db.query<string, string>(
      'top',
      () => `high: ${high.get('', '')}`,
      () => '',
    );
    for (const value of [0, 5, 1, 1, 7, 8]) {
      input.set('x', value);
      assert.equal(top.get('', ''), `high: ${value > 1}`);
    }
    // From 7 to 8 nothing changed for it.
    assert.equal(top.counts.recomputed, 4);
  });
});
