/** Spreads of the kernel: one walk over everything, of which each reader feels only what it asks for. */
import assert from 'node:assert/strict';
import { Answers, type ByName, Collected } from '../../server/src/base/collected';
import { Database, type Query } from '../../server/src/base/query';

describe('base/query, spreads', () => {
  /** Files say words; `who` says which files say a word, `loud` the same in capitals. */
  function words() {
    const db = new Database();
    const files = db.input<string[]>((a, b) => a.join() === b.join());
    const texts = db.input<string>();
    const said = db.query<string, ByName<string>>(
      'said in file',
      (file) => Object.fromEntries((texts.get(file) ?? '').split(' ').map((word) => [word, [file]])),
      () => ({}),
      { early: 1, equal: (a, b) => Object.keys(a).join() === Object.keys(b).join() },
    );
    const all = new Collected<string>();
    const walk = () => all.walk(files.get('') ?? [], (file) => said.get(file, file));
    const who = db.spread('said', walk, (word) => all.get(word), { early: 2, equal: (a, b) => a.join() === b.join() });
    const loud = db.query<string, string>(
      'loud',
      (word) => `${word}: ${who.get(word).join(' ')}`.toUpperCase(),
      () => '',
    );
    const set = (next: Record<string, string>) => {
      for (const [file, text] of Object.entries(next)) texts.set(file, text);
      files.set('', Object.keys(next));
    };
    return { db, said, who, loud, set };
  }

  it('answers each key as from scratch, after files change, come and go', () => {
    const kept = words();
    const states = [{ a: 'x y', b: 'y' }, { a: 'x', b: 'y z' }, { b: 'y z', c: 'x z' }, { c: '' }, { a: 'z', c: 'z', b: 'x' }];
    for (const state of states) {
      kept.set(state as Record<string, string>);
      const fresh = words();
      fresh.set(state as Record<string, string>);
      for (const word of ['x', 'y', 'z']) {
        assert.equal(kept.loud.get(word, word), fresh.loud.get(word, word));
        assert.deepEqual(kept.who.get(word), fresh.who.get(word));
      }
    }
  });

  it('asks again only those whose key says something else', () => {
    const { said, loud, set } = words();
    set({ a: 'x y', b: 'y' });
    for (const word of ['x', 'y', 'z']) loud.get(word, word);
    set({ a: 'x y', b: 'y z' });
    for (const word of ['x', 'y', 'z']) loud.get(word, word);
    assert.deepEqual([loud.counts.recomputed, said.counts.recomputed], [4, 3]);
  });

  it('sees everything however deep the one stands who asks first', () => {
    const { db, who, set } = words();
    set({ a: 'x', b: 'x' });
    const deep: Query<number, string> = db.query<number, string>(
      'deep',
      (n) => (n === 0 ? who.get('x').join(' ') : deep.get(String(n - 1), n - 1)),
      () => 'cut',
    );
    assert.equal(deep.get('79', 79), 'a b');
  });
});

describe('base/collected', () => {
  it('says which keys have another answer than before', () => {
    const answers = new Answers<number>();
    assert.deepEqual(answers.take(new Map(Object.entries({ a: 1, b: 2 }))), ['a', 'b']);
    assert.deepEqual(answers.take(new Map(Object.entries({ b: 3, c: 4 }))), ['a', 'b', 'c']);
    assert.deepEqual([answers.get('a'), answers.get('b')], [undefined, 3]);
  });
});
