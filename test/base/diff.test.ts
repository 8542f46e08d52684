/** Differences by line: applied to the old text they give the new one, and they are few. */
import assert from 'node:assert/strict';
import { type Hunk, hunksOf } from '../../server/src/base/diff';

const lines = (text: string) => text.split('');
const applied = (old: string[], now: string[], hunks: Hunk[]) => {
  let at = 0;
  let newAt = 0;
  const out: string[] = [];
  for (const hunk of hunks) {
    assert.deepEqual(old.slice(at, hunk.from), now.slice(newAt, hunk.newFrom), 'what lies between two hunks is the same');
    out.push(...old.slice(at, hunk.from), ...now.slice(hunk.newFrom, hunk.newTo));
    [at, newAt] = [hunk.to, hunk.newTo];
  }
  return [...out, ...old.slice(at)];
};

describe('differences by line', () => {
  it('are none, one in the middle, or several apart', () => {
    assert.deepEqual(hunksOf(lines('abc'), lines('abc')), []);
    assert.deepEqual(hunksOf(lines('abc'), lines('axc')), [{ from: 1, to: 2, newFrom: 1, newTo: 2 }]);
    assert.deepEqual(hunksOf(lines('abcdef'), lines('axcdyef')), [
      { from: 1, to: 2, newFrom: 1, newTo: 2 },
      { from: 4, to: 4, newFrom: 4, newTo: 5 },
    ]);
    assert.deepEqual(hunksOf([], lines('ab')), [{ from: 0, to: 0, newFrom: 0, newTo: 2 }]);
  });

  it('lead from one text to the other, whatever they are', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    for (let i = 0; i < 500; i++) {
      const old = Array.from({ length: random(30) }, () => 'abcd'[random(4)] ?? '');
      const now = old.flatMap((line) => (random(5) ? [line] : random(2) ? [] : [line, 'abcd'[random(4)] ?? '']));
      assert.deepEqual(applied(old, now, hunksOf(old, now)), now, `${old.join('')} to ${now.join('')}`);
    }
  });

  it('of texts that have little in common are one', () => {
    const old = Array.from({ length: 900 }, (_, i) => `a${i}`);
    const now = Array.from({ length: 900 }, (_, i) => (i % 3 ? `b${i}` : `a${i}`));
    const hunks = hunksOf(old, now);
    assert.equal(hunks.length, 1);
    assert.deepEqual(applied(old, now, hunks), now);
  });
});
