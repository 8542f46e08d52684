/** Patterns of .gitignore files. The table was checked against git's own `check-ignore`. */
import assert from 'node:assert/strict';
import { IgnoreRules } from '../../server/src/workspace/gitignore';

/** Paths that the patterns ignore, and paths that they do not; a trailing slash is a folder. */
const table: [patterns: string, ignored: string, kept: string][] = [
  ['foo', 'foo foo/ a/foo', 'foobar'],
  ['/foo', 'foo', 'a/foo'],
  ['foo/', 'foo/ a/foo/', 'foo'],
  ['a/b', 'a/b', 'x/a/b'],
  ['**/b', 'b a/b a/x/b', 'ab'],
  ['a/**', 'a/x a/x/y', 'a/ b/a/x'],
  ['a/**/b', 'a/b a/x/b a/x/y/b', 'a/xb'],
  ['*.py[cod]', 'x.pyc a/x.pyo', 'x.py x.pyx'],
  ['fo?', 'foo fo1', 'fo a/fo/o'],
  ['[!a]oo', 'foo', 'aoo'],
  ['[]a]x', ']x ax', 'bx'],
  ['[[:digit:]]*', '1z', 'z1'],
  ['*.log\n!keep.log', 'x.log', 'keep.log'],
  ['!keep.log\n*.log', 'keep.log', 'x'],
  ['\\!x', '!x', 'x'],
  ['\\#x', '#x', 'x'],
  ['# comment\n\n   \nx  ', 'x', 'comment'],
  ['x\\ ', 'x\\u0020', 'x'],
  ['foo\\*', 'foo*', 'foobar'],
  ['a+b.(c)|$', 'a+b.(c)|$', 'aab.c'],
  ['漢/*.ts', '漢/a.ts', '漢/b/a.ts'],
];

describe('workspace/gitignore', () => {
  for (const [patterns, ignored, kept] of table) {
    it(JSON.stringify(patterns), () => {
      const rules = IgnoreRules.parse(patterns, '/r');
      const verdict = (name: string) =>
        rules.ignores(`/r/${name.replace('\\u0020', ' ').replace(/\/$/, '')}`, name.endsWith('/'));
      for (const name of ignored.split(' ')) assert.equal(verdict(name), true, name);
      for (const name of kept.split(' ')) assert.equal(verdict(name), false, name);
    });
  }

  it('lets the deepest file decide', () => {
    const outer = IgnoreRules.parse('*.log\nlogs/\n', '/r');
    const inner = IgnoreRules.parse('!debug.log\n!logs/\n', '/r/sub', outer);
    assert.equal(inner.ignores('/r/sub/debug.log', false), false);
    assert.equal(inner.ignores('/r/sub/other.log', false), true);
    assert.equal(inner.ignores('/r/sub/logs', true), false);
    assert.equal(inner.ignores('/r/sub/logs/a.py', false), false);
  });

  it('survives what is no pattern', () => {
    const rules = IgnoreRules.parse(`[\n[z-a]\n\\\n!\n/\n${'*'.repeat(5000)}x\n\0\ufeff(((\nreal\n`, '/r');
    assert.equal(rules.ignores('/r/real', false), true);
    assert.equal(rules.ignores('/r/other', false), false);
  });
});
