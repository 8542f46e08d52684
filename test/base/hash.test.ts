/** The content hash: stable across machines, different for different contents, the same for a text and its bytes. */
import assert from 'node:assert/strict';
import { hashOf } from '../../server/src/base/hash';

describe('base/hash', () => {
  it('is stable, and safe in a file name', () => {
    assert.equal(hashOf('hello'), 'qvTGHdzF6KLavt4PO0gs2a6pQ00');
    assert.match(hashOf('漢😀'), /^[\w-]{27}$/);
  });

  it('tells contents apart', () => {
    assert.notEqual(hashOf('a'), hashOf('b'));
    assert.equal(hashOf('é'), hashOf(Buffer.from('é')));
  });
});
