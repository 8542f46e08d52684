/** In which files words stand, and who feels it when that changes. */
import assert from 'node:assert/strict';
import { Database } from '../../server/src/base/query';
import type { CodeFacts } from '../../server/src/facts/facts';
import { WordIndex } from '../../server/src/values/interest/word-index';

const facts = (...names: string[]): CodeFacts => ({
  kind: 'code',
  lang: 'web',
  chunks: {
    '': {
      kind: 'module',
      name: '',
      arena: [{ kind: 'import', module: 'axios.core', name: 'default' }, { kind: 'this' }, { kind: 'lit', value: 1 }],
      vars: Object.fromEntries(names.map((name) => [name, [{ x: 2 }]])),
      sets: [{ object: 1, name: 'base', x: 2 }],
      blocks: [{ kind: 'body', parent: -1 }],
    },
  },
});

describe('words of files', () => {
  it('know what is set and what is imported', () => {
    const words = new WordIndex(new Database());
    words.set('/a.js', facts('load'));
    assert.deepEqual(words.filesWithAny('web', ['nothing', '=base']), ['/a.js']);
    assert.deepEqual(words.filesWithAny('web', ['from:axios', 'load']), ['/a.js']);
    assert.deepEqual(words.filesWithAny('python', ['load']), []);
  });

  it('are felt by a file when another one begins or ceases to have one of them', () => {
    const db = new Database();
    const words = new WordIndex(db);
    let runs = 0;
    const query = db.query(
      'shared',
      (file: string) => {
        runs++;
        const isShared = words.sharedOf(file);
        return ['load', 'save'].filter(isShared).join();
      },
      () => '',
    );
    const shared = () => query.get('/a.js', '/a.js');
    const say = (file: string, said: CodeFacts | undefined) => {
      words.set(file, said);
      words.flush();
    };
    say('/a.js', facts('load', 'save'));
    assert.equal(shared(), '');
    say('/b.js', facts('load'));
    assert.equal(shared(), 'load');
    const before = runs;
    say('/c.js', facts('load', 'more'));
    assert.equal(shared(), 'load');
    assert.equal(runs, before, 'a third file with the word changes nothing');
    say('/b.js', undefined);
    say('/c.js', facts('save'));
    assert.equal(shared(), 'save');
  });
});
