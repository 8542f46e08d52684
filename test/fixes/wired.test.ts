/** What the fix of a dead button writes into TypeScript compiles, with everything that is unused reported, and is a fix once only. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { applied } from '../../server/src/fixes/edit';
import { ROOT, snapshotOf } from '../support/analyse';

const REACT = `declare module 'react' {
  export function useState<T>(first: T): [T, (next: T) => void];
  export function useEffect(run: () => void, on: unknown[]): void;
}
declare namespace JSX {
  interface Element {}
  interface Mouse { preventDefault(): void; currentTarget: HTMLElement }
  interface Form { preventDefault(): void; currentTarget: HTMLFormElement }
  interface Common { key?: string | number; children?: unknown; type?: string; name?: string; href?: string; disabled?: boolean; 'aria-busy'?: boolean; onClick?: (event: Mouse) => void; onSubmit?: (event: Form) => void }
  interface IntrinsicElements { [tag: string]: Common }
}
`;
const API = `from fastapi import FastAPI

app = FastAPI()


@app.post("/api/streams/{name}/pause")
def pause_stream(name: str):
    return {}


@app.delete("/api/streams/{name}")
def delete_stream(name: str):
    return {}


@app.post("/api/streams")
def create_stream(stream: dict):
    return stream
`;
const UI = `import { useEffect } from 'react';

interface Stream { name: string }

export function Streams({ streams, name }: { streams: Stream[]; name: string }) {
  useEffect(() => {}, []);
  return (
    <div>
      <button type="button">Pause</button>
      {streams.map((stream) => (
        <p key={stream.name}>
          <a href="#">Delete</a>
        </p>
      ))}
      <form>
        <input name="title" />
        <button>Create stream</button>
      </form>
    </div>
  );
}
`;

describe('fixes: a dead button is wired', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosswire-wired-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('each in turn, until none is dead; the result compiles', async () => {
    const files: Record<string, string> = { 'api/main.py': API, 'ui/Streams.tsx': UI };
    const text = (file: string) => files[file.slice(ROOT.length + 1)];
    const wired: string[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const snapshot = await snapshotOf(files);
      const dead = snapshot.findings().filter((f) => f.rule === 'dead-button');
      if (turn < 3) assert.equal(dead.length, 3 - turn);
      const offers = dead.flatMap((finding) => snapshot.fixes(finding, text).filter((o) => o.id.startsWith('wire:')));
      const offer = offers[0];
      if (!offer) break;
      wired.push(offer.id);
      for (const { file, edits } of offer.make()!.files) files[file.slice(ROOT.length + 1)] = applied(text(file)!, edits);
    }
    assert.equal(wired.length, 3, wired.join());
    writeFileSync(join(folder, 'Streams.tsx'), files['ui/Streams.tsx']!);
    writeFileSync(join(folder, 'react.d.ts'), REACT);
    const options = [
      '--noEmit',
      '--strict',
      '--noUnusedLocals',
      '--noUnusedParameters',
      '--jsx',
      'preserve',
      '--lib',
      'es2022,dom,dom.iterable',
    ];
    const more = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    const tsc = resolve('node_modules/.bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, ...more, 'Streams.tsx', 'react.d.ts'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + readFileSync(join(folder, 'Streams.tsx'), 'utf8'));
  });
});
