/** What a walk over all files leaves: here what any of them says. That of lists by name is told with the spreads that read it. */
import assert from 'node:assert/strict';
import { Tally } from '../../server/src/base/collected';

describe('base/collected: a tally', () => {
  const tally = new Tally();
  const walk = (said: Record<string, string[]>) => {
    const isChanged = tally.walk(Object.keys(said), (file) => said[file]!);
    return [isChanged, [...tally.said()].sort().join()];
  };

  it('says what any file says, and whether that is something else than before', () => {
    assert.deepEqual(walk({ a: ['x', 'y'], b: ['y'] }), [true, 'x,y']);
    assert.deepEqual(walk({ a: ['x'], b: ['y'] }), [false, 'x,y']);
    assert.deepEqual(walk({ a: ['x'], b: ['z'] }), [true, 'x,z']);
    assert.deepEqual(walk({ a: ['x'], b: ['z'] }), [false, 'x,z']);
  });

  it('forgets what files said that are gone', () => {
    assert.deepEqual(walk({ a: ['x', 'z'], c: ['x'] }), [false, 'x,z']);
    assert.deepEqual(walk({ c: ['x'] }), [true, 'x']);
    assert.deepEqual(walk({}), [true, '']);
  });
});
