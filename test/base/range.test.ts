/** Offsets, lines and columns: every line ending, characters of two units, positions past the end. */
import assert from 'node:assert/strict';
import { lineStarts, offsetAt, positionAt } from '../../server/src/base/range';

describe('base/range', () => {
  it('ends a line at \\n, \\r\\n and a lone \\r', () => {
    assert.deepEqual(lineStarts('a\nb\r\nc\rd'), [0, 2, 5, 7]);
    assert.deepEqual(lineStarts(''), [0]);
    assert.deepEqual(lineStarts('\n'), [0, 1]);
  });

  it('counts UTF-16 units', () => {
    const text = 'x = "😀漢"\ny';
    const starts = lineStarts(text);
    assert.deepEqual(positionAt(starts, text.indexOf('漢')), { line: 0, column: 7 });
    assert.deepEqual(positionAt(starts, text.indexOf('y')), { line: 1, column: 0 });
  });

  it('turns every offset into a position and back', () => {
    const text = 'ab\r\n\rcd\n\n😀e\n';
    const starts = lineStarts(text);
    for (let offset = 0; offset <= text.length; offset++) {
      const back = offsetAt(starts, positionAt(starts, offset), text.length);
      assert.equal(back, offset, `offset ${offset}`);
    }
  });

  it('takes what is past a line or the text as its end', () => {
    const text = 'ab\ncd';
    const starts = lineStarts(text);
    assert.equal(offsetAt(starts, { line: 0, column: 99 }, text.length), 2);
    assert.equal(offsetAt(starts, { line: 1, column: 99 }, text.length), 5);
    assert.equal(offsetAt(starts, { line: 9, column: 0 }, text.length), 5);
    assert.equal(offsetAt(starts, { line: -1, column: 4 }, text.length), 0);
    assert.deepEqual(positionAt(starts, 99), { line: 1, column: 96 });
    assert.deepEqual(positionAt(starts, -3), { line: 0, column: 0 });
  });
});
