/** Comments that silence a finding, in every language's comment, and the line that they are about. */
import assert from 'node:assert/strict';
import { lineStarts } from '../../server/src/base/range';
import { extract } from '../../server/src/facts/extract';
import { ignoreAt } from '../../server/src/facts/ignores';
import { initSyntax } from '../../server/src/syntax/parser';

/** 'rule+rule (reason) line', for the comment between « and ». */
function silenced(marked: string): string {
  const from = marked.indexOf('«');
  const to = marked.indexOf('»') - 1;
  const text = marked.replace('«', '').replace('»', '');
  const ignore = ignoreAt(text, lineStarts(text), from, to);
  return ignore ? `${ignore.rules.join('+')} (${ignore.reason}) ${ignore.line}` : 'nothing';
}

describe('ignores', () => {
  before(() => initSyntax());

  const table: [marked: string, expected: string][] = [
    ['f()  «# crosswire-ignore a: it is so»', 'a (it is so) 0'],
    ['«# crosswire-ignore a, b-c : it is: so »\nf()', 'a+b-c (it is: so) 1'],
    ['«# crosswire-ignore a»\nf()', 'a () 1'],
    ['«# crosswire-ignore»\nf()', ' () 1'],
    ['«# crosswire-ignore: why»\nf()', ' (why) 1'],
    ['«# crosswire-ignored a: why»\nf()', 'nothing'],
    ['«# some other comment»\nf()', 'nothing'],
    ['«# crosswire-ignore a: b»\n\n  # more\n  f()', 'a (b) 3'],
    ['«# crosswire-ignore a: b»', 'a (b) 0'],
    ['f();  «// crosswire-ignore a: b»', 'a (b) 0'],
    ['«/* crosswire-ignore a: b */» f()', 'a (b) 0'],
    ['«/* crosswire-ignore a: b */»\nf()', 'a (b) 1'],
    ['«/*\n * crosswire-ignore a: b\n */»\nf()', 'a (b) 3'],
    ['{«/* crosswire-ignore a: b */»}\n<a/>', 'a (b) 1'],
    ['«<!-- crosswire-ignore a: b -->»\n<a>', 'a (b) 1'],
    ['«{# crosswire-ignore a: b #}»\n<a>', 'a (b) 1'],
    ['f()  «# noqa: E501  # crosswire-ignore a: b»', 'a (b) 0'],
    ['f();  «// @ts-ignore // crosswire-ignore a: b»', 'a (b) 0'],
    ['«/** What a crosswire-ignore comment says. */»\nf()', 'nothing'],
    ['«/**\n * For example:\n *     # crosswire-ignore a: b\n */»\nf()', 'nothing'],
    ['«// see crosswire-ignore»\nf()', 'nothing'],
  ];
  for (const [marked, expected] of table) it(marked.replaceAll('\n', '\\n'), () => assert.equal(silenced(marked), expected));

  it('are found in Python comments, not in its strings', () => {
    const text = 's = "# crosswire-ignore a: b"\nf(  # crosswire-ignore c: d\n)\n';
    const { ignores } = extract('m.py', text).layout;
    assert.deepEqual(ignores, [{ rules: ['c'], reason: 'd', from: 34, to: 57, line: 1 }]);
    assert.equal(text.slice(34, 57), '# crosswire-ignore c: d');
  });
});
