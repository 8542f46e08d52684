/** Paths at the borders: drive letters, backslashes, UNC names, percent-encoding, case. */
import assert from 'node:assert/strict';
import * as uri from '../../server/src/base/uri';

function same(turn: (from: string) => string | undefined, cases: Record<string, string | undefined>): void {
  for (const [from, to] of Object.entries(cases)) assert.equal(turn(from), to, from);
}

describe('base/uri', () => {
  it('reads file URIs of every system, and no others', () => {
    same(uri.fromUri, {
      'file:///home/ann/a.py': '/home/ann/a.py',
      'file:///c%3A/Proj/a.py': 'c:/Proj/a.py',
      'file:///C:/Proj/a.py': 'c:/Proj/a.py',
      'file:///c:': 'c:/',
      'file://server/share/a%20b.py': '//server/share/a b.py',
      'file://localhost/etc/x': '/etc/x',
      'FILE:///a/%E6%BC%A2.py': '/a/漢.py',
      'file:///a/100%.py': '/a/100%.py',
      'file:///a/%FF.py': '/a/%FF.py',
      'file:///a/b%23c.py?x=1#L2': '/a/b#c.py',
      'untitled:Untitled-1': undefined,
      'git:/a/b.py': undefined,
      '/a/b.py': undefined,
    });
  });

  it('writes URIs as VS Code does', () => {
    same(uri.toUri, {
      '/home/ann/a b.py': 'file:///home/ann/a%20b.py',
      'c:/Proj/(x)/[id].tsx': 'file:///c%3A/Proj/%28x%29/%5Bid%5D.tsx',
      '//server/share/a.py': 'file://server/share/a.py',
      '/a/b#c?.py': 'file:///a/b%23c%3F.py',
      '/a/漢😀.py': 'file:///a/%E6%BC%A2%F0%9F%98%80.py',
      '/a/\ud800.py': 'file:///a/%EF%BF%BD.py',
    });
  });

  it('gives the same path back after a URI and after the system’s own form', () => {
    for (const path of ['/a/100%.py', '/a/b%20c', 'c:/x/y.py', '//srv/share/z.py', "/it's/[a]/{b}.py"]) {
      assert.equal(uri.fromUri(uri.toUri(path)), path);
      if (!path.startsWith('//')) assert.equal(uri.fromOsPath(uri.toOsPath(path, false), false), path);
    }
    for (const path of ['c:/x/y.py', '//srv/share/z.py']) assert.equal(uri.fromOsPath(uri.toOsPath(path, true), true), path);
  });

  it('reads Windows paths', () => {
    same((p) => uri.fromOsPath(p, true), {
      'C:\\Proj\\app\\main.py': 'c:/Proj/app/main.py',
      'c:/Proj\\app': 'c:/Proj/app',
      '\\\\server\\share\\a.py': '//server/share/a.py',
      '\\\\?\\C:\\long\\a.py': 'c:/long/a.py',
      '\\\\?\\UNC\\server\\share\\a.py': '//server/share/a.py',
      'C:\\a\\..\\b\\': 'c:/b',
      'C:\\': 'c:/',
    });
    assert.equal(uri.toOsPath('c:/Proj/a.py', true), 'c:\\Proj\\a.py');
  });

  it('keeps a backslash in a POSIX name', () => {
    assert.equal(uri.fromOsPath('/a/b\\c.py', false), '/a/b\\c.py');
    assert.equal(uri.fromOsPath('//a//b/', false), '/a/b');
  });

  it('normalises', () => {
    same(uri.normalise, {
      '/a/./b//c/../d/': '/a/b/d',
      '/../a': '/a',
      'a/../../b': '../b',
      'C:/X': 'c:/X',
      '/': '/',
      '//s/h/../x': '//s/h/x',
      '//s/h': '//s/h/',
    });
  });

  it('joins', () => {
    assert.equal(uri.join('/a/b', '../c', './d.py'), '/a/c/d.py');
    assert.equal(uri.join('/', 'a'), '/a');
    assert.equal(uri.join('c:/', 'a'), 'c:/a');
    assert.equal(uri.join('/a', '/b'), '/b');
    assert.equal(uri.join('//s/h', 'x'), '//s/h/x');
    assert.equal(uri.join('src', '..'), '');
  });

  it('takes paths apart', () => {
    same(uri.dirname, { '/a/b.py': '/a', '/a': '/', '/': '/', 'c:/a': 'c:/', 'c:/': 'c:/', '//s/h/a': '//s/h/', a: '' });
    same(uri.basename, { '/a/b.py': 'b.py', '/': '', 'a.py': 'a.py' });
    same(uri.extname, { '/a/b.test.ts': '.ts', '/a/.env': '', '/a.b/Dockerfile': '', '/a/.env.local': '.local', 'x.': '.' });
  });

  it('relates paths', () => {
    assert.equal(uri.relative('/a/b', '/a/b/c/d.py'), 'c/d.py');
    assert.equal(uri.relative('/a/b', '/a/c'), '../c');
    assert.equal(uri.relative('/a', '/a'), '');
    assert.equal(uri.relative('/', '/a'), 'a');
    assert.equal(uri.relative('c:/a', 'd:/b'), 'd:/b');
    assert.equal(uri.isInside('/a/b', '/a'), true);
    assert.equal(uri.isInside('/ab', '/a'), false);
    assert.equal(uri.isInside('/a', '/a'), true);
    assert.equal(uri.isInside('/a', '/'), true);
  });

  it('folds case only where the system does', () => {
    assert.equal(uri.pathKey('c:/A/b.PY', 'win32'), 'c:/a/b.py');
    assert.equal(uri.pathKey('/A/b', 'darwin'), '/a/b');
    assert.equal(uri.pathKey('/A/b', 'linux'), '/A/b');
  });
});
