/** What is read of a folder: git's rules, the usual leave-outs, include and exclude, links, folders that cannot be read. */
import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { relative } from '../../server/src/base/uri';
import { type Discovery, discover } from '../../server/src/workspace/discovery';
import type { Patterns } from '../../server/src/workspace/selection';
import { tempFolder, writeFiles } from '../support/temp';

async function look(root: string, patterns: Patterns = {}): Promise<Discovery> {
  return discover([root], () => patterns);
}

async function names(root: string, patterns: Patterns = {}): Promise<string> {
  return (await look(root, patterns)).files.map((file) => relative(root, file.path)).join(' ');
}

function reasons(root: string, found: Discovery): Record<string, string> {
  return Object.fromEntries(found.skipped.map(({ path, reason }) => [relative(root, path), reason]));
}

function empty(...paths: string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, '']));
}

describe('workspace/discovery', () => {
  it('takes sources and settings, in order, and nothing else', async () => {
    const root = tempFolder(
      empty('b/x.py', 'a.ts', 'z.vue', 'logo.png', 'README.md', 'a.min.js', 'a.d.ts', 'pyproject.toml', 'b.pyi'),
    );
    assert.equal(await names(root), 'a.ts pyproject.toml z.vue b/x.py');
    const { files } = await look(root);
    assert.deepEqual(
      files.map((file) => file.kind),
      ['web', 'settings', 'web', 'python'],
    );
  });

  it('knows which files are served as they are, and reads none', async () => {
    const paths = [
      'ui/public/api/x.json',
      'ui/public/logo.png',
      'ui/public/sw.js',
      'ui/public/old/.gitignore',
      'ui/public/old/b.png',
    ];
    const root = tempFolder({ ...empty(...paths, 'ui/data.json', 'app/static/site.css', 'dist/static/c.css') });
    writeFiles(root, { 'ui/public/old/.gitignore': 'b.png' });
    const { assets, files } = await look(root);
    const shown = assets.map((path) => relative(root, path));
    assert.deepEqual(shown.sort(), [
      'app/static/site.css',
      'ui/public/api/x.json',
      'ui/public/logo.png',
      'ui/public/old/.gitignore',
    ]);
    assert.deepEqual(
      files.map((file) => relative(root, file.path)),
      ['ui/public/sw.js'],
    );
  });

  it('leaves out what was installed, built or cached, and says so', async () => {
    const root = tempFolder(
      empty(
        'app.py',
        'node_modules/x/i.js',
        'e/pyvenv.cfg',
        'e/lib/y.py',
        'dist/b.js',
        'web/.next/c.js',
        'x/__pycache__/d.py',
        'lib/site-packages/z.py',
      ),
    );
    assert.equal(await names(root), 'app.py');
    assert.deepEqual(reasons(root, await look(root)), {
      dist: 'what was built or comes from elsewhere',
      e: 'a virtual environment',
      'lib/site-packages': 'what was installed, built or cached',
      node_modules: 'what was installed, built or cached',
      'web/.next': 'what was installed, built or cached',
      'x/__pycache__': 'what was installed, built or cached',
    });
  });

  it('takes a folder named build where it is a Python package', async () => {
    const root = tempFolder(empty('build/__init__.py', 'build/api.py', 'web/build/out.js'));
    assert.equal(await names(root), 'build/__init__.py build/api.py');
  });

  it('goes by .gitignore files, nested and negated', async () => {
    const root = tempFolder({
      '.gitignore': 'gen/\n*.tmp.py\n/local.py\n',
      'sub/.gitignore': '!gen/\n!keep.tmp.py\n',
      ...empty('local.py', 'sub/local.py', 'gen/a.py', 'sub/gen/b.py', 'x.tmp.py', 'sub/keep.tmp.py', 'sub/other.tmp.py'),
    });
    assert.equal(await names(root), 'sub/keep.tmp.py sub/local.py sub/gen/b.py');
    assert.equal(reasons(root, await look(root)).gen, 'git ignores it');
  });

  it('goes by .git/info/exclude and by the .gitignore above a folder inside a repository', async () => {
    const top = tempFolder({
      '.git/info/exclude': 'private.py\n',
      '.gitignore': '*.gen.py\n',
      ...empty('api/private.py', 'api/a.gen.py', 'api/a.py'),
    });
    assert.equal(await names(`${top}/api`), 'a.py');
    const worktree = tempFolder({ '.git': `gitdir: ${top}/.git/worktrees/w\n`, ...empty('private.py', 'b.py') });
    writeFiles(top, { '.git/worktrees/w/commondir': '../..\n' });
    assert.equal(await names(worktree), 'b.py');
  });

  it('reads a folder that was asked for though the repository around it ignores it', async () => {
    const top = tempFolder({
      '.git/HEAD': '',
      '.gitignore': 'labs/\n*.gen.py\n',
      ...empty('labs/one/a.py', 'labs/one/a.gen.py'),
    });
    assert.equal(await names(`${top}/labs/one`), 'a.gen.py a.py');
  });

  it('lets a nested repository go by its own rules', async () => {
    const root = tempFolder({
      '.git/HEAD': '',
      '.gitignore': '*.gen.py\n',
      'inner/.git': 'gitdir: nowhere\n',
      ...empty('inner/a.gen.py'),
    });
    assert.equal(await names(root), 'inner/a.gen.py');
  });

  it('reads environment files though git ignores them', async () => {
    const root = tempFolder({
      '.gitignore': '.env*\nsecret/\n',
      ...empty('.env', '.env.local', 'web/.env.production', 'secret/.env'),
    });
    assert.equal(await names(root), '.env .env.local web/.env.production');
  });

  it('brings back what is included, and leaves out what is excluded', async () => {
    const root = tempFolder({
      '.gitignore': 'generated/\n',
      ...empty(
        'a.py',
        'a_test.py',
        'build/api/x.py',
        'build/api/node_modules/y.js',
        'build/web/z.js',
        'generated/g.py',
        'legacy/l.py',
      ),
    });
    assert.equal(await names(root, { include: ['build/api'] }), 'a.py a_test.py build/api/x.py legacy/l.py');
    assert.equal(
      await names(root, { include: ['./build/**/*.js'], exclude: ['legacy/', '*_test.py'] }),
      'a.py build/api/node_modules/y.js build/web/z.js',
    );
    assert.equal(await names(root, { include: ['generated'], exclude: ['*.py', '!g.py'] }), 'generated/g.py');
  });

  it('walks no circle of links, and reads what lies outside once', async () => {
    const outside = tempFolder(empty('shared/s.py'));
    const root = tempFolder(empty('a/x.py'));
    symlinkSync('..', `${root}/a/up`);
    symlinkSync('a', `${root}/again`);
    symlinkSync('self', `${root}/self`);
    symlinkSync('nowhere', `${root}/dangling.py`);
    symlinkSync(`${outside}/shared`, `${root}/one`);
    symlinkSync(`${outside}/shared`, `${root}/two`);
    symlinkSync(root, `${outside}/shared/back`);
    const found = await look(root);
    assert.equal(found.files.map((file) => relative(root, file.path)).join(' '), 'a/x.py one/s.py');
    const why = reasons(root, found);
    assert.equal(why.again, `a link to ${root}/a, which is read there`);
    assert.equal(why['a/up'], `a link to ${root}, which is read there`);
    assert.equal(why.self, 'a link that leads to itself');
    assert.equal(why['dangling.py'], 'vanished');
    assert.equal(why.two, `a link to ${outside}/shared, which is read there`);
  });

  it('goes on past a folder that cannot be read, and past one that is gone', async () => {
    const root = tempFolder(empty('a.py', 'closed/b.py'));
    chmodSync(`${root}/closed`, 0);
    const found = await look(root);
    const isRoot = process.getuid?.() === 0;
    assert.equal(found.files.length, isRoot ? 2 : 1);
    assert.equal(reasons(root, found).closed, isRoot ? undefined : 'not readable: no permission');
    assert.deepEqual((await look(`${root}/gone`)).skipped, [{ path: `${root}/gone`, reason: 'vanished' }]);
  });

  it('survives a .gitignore that is a folder, or binary', async () => {
    const root = tempFolder({
      'a/.gitignore/x.py': '',
      'b/.gitignore': new Uint8Array([0, 255, 91, 10, 42, 46, 106, 115]),
      ...empty('b/y.py', 'b/z.js'),
    });
    assert.equal(await names(root), 'a/.gitignore/x.py b/y.py');
  });
});
