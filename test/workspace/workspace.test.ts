/** The workspace over a recording engine: what is announced, read, wanted, edited, removed, and what cannot be read. */
import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import type { Change } from '../../server/src/analysis/types';
import { join, relative } from '../../server/src/base/uri';
import type { Skipped } from '../../server/src/workspace/discovery';
import type { WorkspaceOptions } from '../../server/src/workspace/options';
import { openWorkspace, type Workspace } from '../../server/src/workspace/workspace';
import { tempFolder, writeFiles } from '../support/temp';

/** Keeps what it was given as text, one line a change, and wants what the test tells it to. */
class Recorder {
  rounds: string[] = [];
  wants: (round: number) => string[] = () => [];

  constructor(private readonly root: string) {}

  apply(changes: Change[]): { wanted(): string[] } {
    this.rounds.push(changes.map((change) => `${relative(this.root, change.path)} ${this.told(change)}`).join(', '));
    return { wanted: () => this.wants(this.rounds.length).map((name) => `${this.root}/${name}`) };
  }

  take(): string[] {
    return this.rounds.splice(0);
  }

  private told(change: Change): string {
    if ('removed' in change) return 'removed';
    if ('present' in change) return 'present';
    const { facts } = change.extracted;
    if (facts.kind === 'code') return 'code';
    return facts.of === 'env' ? JSON.stringify(facts.values) : facts.of === 'none' ? `none (${facts.why})` : facts.of;
  }
}

type Opened = { recorder: Recorder; workspace: Workspace<{ wanted(): string[] }>; log: string[]; root: string };

async function open(
  root: string,
  options: Partial<WorkspaceOptions<{ wanted(): string[] }>> = {},
  wants: (round: number) => string[] = () => [],
): Promise<Opened> {
  const recorder = new Recorder(root);
  recorder.wants = wants;
  const log: string[] = [];
  const workspace = await openWorkspace({ ...options, engine: recorder, roots: [root], log: (line) => log.push(line) });
  return { recorder, workspace, log, root };
}

function reasons(skipped: Skipped[], root: string): Record<string, string> {
  return Object.fromEntries(skipped.map(({ path, reason }) => [relative(root, path), reason]));
}

const route = 'from fastapi import FastAPI\napp = FastAPI()\n';

describe('workspace', () => {
  it('reads what can begin something and announces the rest', async () => {
    const root = tempFolder({ 'main.py': route, 'helper.py': 'x = 1\n', '.env': 'VITE_A=1\n', 'web/app.js': 'fetch("/x")\n' });
    const { recorder, workspace } = await open(root, { ahead: ['python'] });
    assert.deepEqual(recorder.take(), ['.env {"VITE_A":"1"}, helper.py present, main.py code, web/app.js present']);
    assert.equal(workspace.size, 4);
    await workspace.dispose();
  });

  it('reads what is wanted, in rounds, each file once', async () => {
    const root = tempFolder({ 'a.py': 'x = 1\n', 'b.py': 'x = 1\n', 'c.py': 'x = 1\n' });
    const { recorder } = await open(root, {}, (round) => (round === 1 ? ['b.py', 'gone.py'] : ['b.py', 'a.py']));
    assert.deepEqual(recorder.take(), ['a.py present, b.py present, c.py present', 'b.py code', 'a.py code']);
  });

  it('reads what is mentioned where a glance at the text says so, and looks once for each glance and text', async () => {
    const root = tempFolder({ 'a.py': 'x = 1\n', 'b.py': 'mount = 1\n' });
    const files = ['a.py', 'b.py', 'gone.py'].map((name) => `${root}/${name}`);
    const rounds: string[] = [];
    let tests = 0;
    const glance = new (class extends RegExp {
      override test(text: string): boolean {
        tests++;
        return super.test(text);
      }
    })('mount');
    const engine = {
      apply(changes: Change[]) {
        rounds.push(changes.map((c) => `${relative(root, c.path)} ${'present' in c ? 'present' : 'read'}`).join());
        return { wanted: () => [], mentioned: () => ({ files, glance }) };
      },
    };
    const workspace = await openWorkspace({ engine, roots: [root] });
    assert.deepEqual(rounds.splice(0), ['a.py present,b.py present', 'b.py read']);
    assert.equal(tests, 2);
    await workspace.refresh();
    assert.equal(tests, 2);
    writeFiles(root, { 'a.py': 'mount = 22\n' });
    await workspace.update([`${root}/a.py`]);
    assert.equal(rounds.at(-1), 'a.py read');
    await workspace.dispose();
  });

  it('applies only differences when it looks again', async () => {
    const root = tempFolder({ '.env': 'VITE_A=1\n', 'x/.env': 'VITE_B=1\n', 'y/.env': 'VITE_C=1\n' });
    const { recorder, workspace } = await open(root);
    recorder.take();
    await workspace.refresh();
    assert.deepEqual(recorder.take(), []);
    writeFiles(root, { '.env': 'VITE_A=22\n', 'z/.env': 'VITE_D=1\n' });
    rmSync(`${root}/x/.env`);
    await workspace.refresh();
    assert.deepEqual(recorder.take(), ['.env {"VITE_A":"22"}, x/.env removed, z/.env {"VITE_D":"1"}']);
  });

  it('announces files that are served as they are, and when they are gone', async () => {
    const root = tempFolder({ 'ui/app.js': 'fetch("/a.json")\n', 'ui/public/a.json': '{}', 'ui/other.json': '{}' });
    const { recorder, workspace } = await open(root);
    assert.deepEqual(recorder.take(), ['ui/app.js code, ui/public/a.json present']);
    writeFiles(root, { 'ui/public/b.json': '{}' });
    rmSync(`${root}/ui/public/a.json`);
    await workspace.refresh();
    assert.deepEqual(recorder.take(), ['ui/public/a.json removed, ui/public/b.json present']);
    assert.equal(workspace.tally().found, 1);
    await workspace.dispose();
  });

  it('looks again at a file said to be changed though size and time are the same', async () => {
    const root = tempFolder({ '.env': 'VITE_A=1\n' });
    const { recorder, workspace } = await open(root);
    recorder.take();
    await workspace.update([`${root}/.env`]);
    assert.deepEqual(recorder.take(), ['.env {"VITE_A":"1"}']);
  });

  it('lets an open buffer speak for a file until it is closed', async () => {
    const root = tempFolder({ '.env': 'VITE_A=1\n' });
    const { recorder, workspace } = await open(root);
    await workspace.edit(`${root}/.env`, 'VITE_A=2\n', 1);
    writeFiles(root, { '.env': 'VITE_A=33\n' });
    await workspace.refresh();
    await workspace.edit(`${root}/.env`, 'VITE_A=4\n', 2);
    await workspace.close(`${root}/.env`);
    assert.deepEqual(recorder.take(), [
      '.env {"VITE_A":"1"}',
      '.env {"VITE_A":"2"}',
      '.env {"VITE_A":"4"}',
      '.env {"VITE_A":"33"}',
    ]);
  });

  it('takes a buffer that was never saved, and forgets it when it is closed', async () => {
    const root = tempFolder({ 'a.py': 'x = 1\n' });
    const { recorder, workspace } = await open(root);
    await workspace.edit(`${root}/new/.env`, 'VITE_N=1\n');
    await workspace.refresh();
    await workspace.close(`${root}/new/.env`);
    assert.deepEqual(recorder.take(), ['a.py present', 'new/.env {"VITE_N":"1"}', 'new/.env removed']);
  });

  it('takes no buffer of a file that it would not read', async () => {
    const root = tempFolder({ 'node_modules/x/.env': '', '.gitignore': 'gen/\n', 'gen/.env.local': '' });
    const { recorder, workspace } = await open(root);
    recorder.take();
    for (const name of ['node_modules/x/.env', 'gen/.env.local', '../elsewhere/.env', 'notes.txt'])
      await workspace.edit(join(root, name), 'VITE_A=1\n');
    assert.deepEqual(recorder.take(), []);
  });

  it('does what is asked at the same time one after the other', async () => {
    const root = tempFolder({ '.env': 'VITE_A=0\n' });
    const { recorder, workspace } = await open(root);
    recorder.take();
    await Promise.all([1, 2, 3].map((n) => workspace.edit(`${root}/.env`, `VITE_A=${n}\n`, n)));
    assert.equal(recorder.take().at(-1), '.env {"VITE_A":"3"}');
  });

  it('answers a file that cannot be read with its reason', async () => {
    const root = tempFolder({ 'big.js': 'a=1;'.repeat(2_500_000), 'binary.py': new Uint8Array([1, 0, 2]), '.env': 'VITE_A=1\n' });
    symlinkSync('loop', `${root}/loop`);
    const { recorder, workspace, log } = await open(root);
    assert.deepEqual(recorder.take(), ['.env {"VITE_A":"1"}, big.js none (larger than 1.5 MB), binary.py none (binary)']);
    const why = { 'big.js': 'larger than 1.5 MB', 'binary.py': 'binary', loop: 'a link that leads to itself' };
    assert.deepEqual(reasons(workspace.skipped, root), why);
    for (const [name, reason] of Object.entries(why))
      assert.ok(
        log.some((line) => line.startsWith(`${root}/${name}: `) && line.endsWith(reason)),
        name,
      );
  });

  it('goes on when a file vanishes between listing and reading', async () => {
    const root = tempFolder({ 'a.py': 'x = 1\n', 'b.py': 'x = 1\n' });
    const { recorder, workspace } = await open(root, {}, (round) => {
      if (round === 1) rmSync(`${root}/a.py`, { force: true });
      return ['a.py', 'b.py'];
    });
    assert.deepEqual(recorder.take().slice(1), ['a.py none (vanished), b.py code']);
    await workspace.refresh();
    assert.deepEqual(recorder.take(), ['a.py removed']);
  });

  it('goes by crosswire.json, and by what is right of a broken one', async () => {
    const files = { 'a/.env': '', 'b/.env': '', 'build/.env': '' };
    const good = await open(tempFolder({ ...files, 'crosswire.json': '{"exclude": ["b/"], /* back: */ "include": ["build"],}' }));
    assert.deepEqual(good.recorder.take(), ['a/.env {}, build/.env {}, crosswire.json crosswire']);
    for (const text of ['{"exclude": [', '[]', '{"exclude": "b/"}', '\0', '']) {
      const broken = await open(tempFolder({ ...files, 'crosswire.json': text }));
      assert.match(broken.recorder.take()[0] ?? '', /^a\/.env {}, b\/.env {}, crosswire.json /);
    }
    const torn = await open(tempFolder({ ...files, 'crosswire.json': '{"exclude": ["b/"' }));
    assert.match(torn.recorder.take()[0] ?? '', /^a\/.env {}, crosswire.json /);
  });

  it('lets a crosswire.json further down hold for what is below it', async () => {
    const root = tempFolder({
      'crosswire.json': '{"exclude": ["x.py"]}',
      'a/crosswire.json': '{"exclude": ["/y.py"], "include": ["build/"]}',
      ...Object.fromEntries(['x.py', 'y.py', 'a/x.py', 'a/y.py', 'a/z/y.py', 'a/build/b.py', 'build/b.py'].map((f) => [f, ''])),
    });
    const { recorder } = await open(root);
    const read = 'a/build/b.py present, a/crosswire.json crosswire, a/z/y.py present, crosswire.json crosswire, y.py present';
    assert.deepEqual(recorder.take(), [read]);
  });

  it('reads the backends that a crosswire.json names, wherever they lie', async () => {
    const elsewhere = tempFolder({
      'main.py': route,
      'node_modules/x.py': route,
      'crosswire.json': '{"exclude": ["old.py"]}',
      'old.py': '',
    });
    const [, name] = /\/([^/]+)$/.exec(elsewhere) ?? [];
    const root = tempFolder({
      'build/api/main.py': route,
      'docs/api.json': '{}',
      'crosswire.json': JSON.stringify({
        backends: { a: `../${name}`, b: 'build/api', c: { openapi: 'docs/api.json' }, d: '../nowhere', e: 'docs/none.yaml' },
      }),
    });
    const { recorder, workspace } = await open(root);
    const outside = [`../${name}/crosswire.json crosswire`, `../${name}/main.py code`];
    const inside = [
      'build/api/main.py code',
      'crosswire.json crosswire',
      'docs/api.json none (neither "openapi" nor "swagger" is in it)',
    ];
    assert.deepEqual(recorder.take()[0]?.split(', ').sort(), [...outside, ...inside].sort());
    assert.deepEqual([workspace.outside, workspace.knows(`${root}/docs/api.json`)], [[elsewhere], true]);
  });

  it('looks again when an open crosswire.json says something else of what is read', async () => {
    const root = tempFolder({ 'a.py': route, 'b.py': route, 'crosswire.json': '{}' });
    const { recorder, workspace } = await open(root);
    recorder.take();
    await workspace.edit(`${root}/crosswire.json`, '{"exclude": ["b.py"]}');
    await workspace.edit(`${root}/crosswire.json`, '{"exclude": ["b.py"], "rules": {}}');
    await workspace.close(`${root}/crosswire.json`);
    assert.deepEqual(recorder.take(), [
      'crosswire.json crosswire',
      'b.py removed',
      'crosswire.json crosswire',
      'b.py code, crosswire.json crosswire',
    ]);
  });
});
