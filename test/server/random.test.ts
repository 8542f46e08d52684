/**
 * Whatever a person does, in whatever order: after any series of edits, openings, closings, saves, renames and deletions the server's findings are
 * those of a fresh look at the final state, in which a buffer that cannot be parsed is one that could be before.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { extract } from '../../server/src/facts/extract';
import { initSyntax } from '../../server/src/syntax/parser';
import { LspClient } from '../support/lsp';
import { tempFolder, writeFiles } from '../support/temp';

const SESSIONS = 200;
const STEPS = 12;

const router = (n: number) => `from fastapi import APIRouter

router = APIRouter(prefix="/part${n}")


@router.get("/items")
def items${n}():
    return []


@router.post("/items/{item_id}")
def item${n}(item_id: int):
    return {}
`;
const start: Record<string, string> = {
  'api/main.py': `from fastapi import FastAPI
from . import part1, part2

app = FastAPI()
app.include_router(part1.router, prefix="/api")
app.include_router(part2.router, prefix="/api")
`,
  'api/__init__.py': '',
  'api/part1.py': router(1),
  'api/part2.py': router(2),
  'ui/http.js': "export const send = (method, path) => fetch('/api' + path, { method });\n",
  'ui/one.js': "import { send } from './http';\nsend('GET', '/part1/items');\nsend('POST', '/part1/items/' + id);\n",
  'ui/two.js': "import { send } from './http';\nsend('GET', '/part2/items');\nfetch('/api/part2/nothing');\n",
};

/** Places in the texts where an edit changes what the files say. */
const edits: [from: RegExp, to: string][] = [
  [/part1(?=\/items)/, 'part2'],
  [/part2(?=\/items)/, 'part1'],
  [/'GET'/, "'POST'"],
  [/@router\.get/, '@router.put'],
  [/@router\.put/, '@router.get'],
  [/"\/items"/, '"/things"'],
  [/"\/things"/, '"/items"'],
  [/prefix="\/api"/, 'prefix="/v2"'],
  [/prefix="\/v2"/, 'prefix="/api"'],
  [/'\/api' \+/, "'/v2' +"],
  [/^/, '\n'],
  [/^\n/, ''],
  [/\(/, ''],
  [/$/, "\nfetch('/api/part1/items/3');\n"],
];

/** Numbers that look random and are the same each time (mulberry32). */
function randomness(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

interface Buffer {
  text: string;
  version: number;
  /** The last text that had no more syntax errors than the one before. */
  good: string;
}

const errorsIn = (path: string, text: string) => extract(path, text).layout.errors ?? 0;

/** A buffer whose text cannot be parsed is read as what it was before: what a fresh look must be given as well. */
function goodOf(path: string, text: string, before: string | undefined): string {
  return before === undefined || errorsIn(path, text) <= errorsIn(path, before) ? text : before;
}

class Person {
  readonly open = new Map<string, Buffer>();
  readonly did: string[] = [];

  constructor(
    private readonly client: LspClient,
    private readonly folder: string,
    private readonly random: (below: number) => number,
    private readonly files: string[],
  ) {}

  async act(): Promise<void> {
    const file = this.files[this.random(this.files.length)];
    if (file === undefined) return;
    const path = join(this.folder, file);
    const buffer = this.open.get(path);
    const acts = buffer
      ? ['edit', 'edit', 'edit', 'save', 'close', 'rename', 'delete']
      : ['open', 'open', 'rename', 'delete', 'touch'];
    const act = acts[this.random(acts.length)];
    this.did.push(`${act} ${file}`);
    if (act === 'open') await this.openFile(path);
    else if (act === 'edit' && buffer) await this.edit(path, buffer);
    else if (act === 'save' && buffer) await this.write(path, buffer.text);
    else if (act === 'close') await this.close(path);
    else if (act === 'touch' && existsSync(path)) await this.write(path, this.changed(readFileSync(path, 'utf8')));
    else if (act === 'rename') await this.rename(file);
    else if (act === 'delete' && this.random(3) === 0) await this.remove(path);
  }

  private async openFile(path: string): Promise<void> {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : (start['api/part1.py'] ?? '');
    await this.reopen(path, text);
  }

  private async reopen(path: string, text: string): Promise<void> {
    const saved = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    this.open.set(path, { text, version: 1, good: goodOf(path, text, saved) });
    await this.client.open(path, text);
    await this.client.settled();
  }

  private changed(text: string): string {
    const [from, to] = edits[this.random(edits.length)] ?? [/^/, ''];
    return text.replace(from, to);
  }

  /** As an editor tells it: what lies between the common start and the common end. */
  private async edit(path: string, buffer: Buffer): Promise<void> {
    const before = buffer.text;
    const text = this.changed(before);
    let from = 0;
    while (from < Math.min(before.length, text.length) && before[from] === text[from]) from++;
    let same = 0;
    while (same < Math.min(before.length, text.length) - from && before.at(-1 - same) === text.at(-1 - same)) same++;
    const at = (offset: number) => {
      const lines = before.slice(0, offset).split('\n');
      return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    };
    const range = { start: at(from), end: at(before.length - same) };
    const good = goodOf(path, text, buffer.good);
    // The server looks at a text once the typing pauses; this one is to be remembered.
    if (good !== text) await this.client.settled();
    this.open.set(path, { text, version: buffer.version + 1, good });
    await this.client.change(path, buffer.version + 1, [{ range, text: text.slice(from, text.length - same) }]);
  }

  private async write(path: string, text: string): Promise<void> {
    const type = existsSync(path) ? 2 : 1;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    await this.client.watched([{ path, type }]);
  }

  private async close(path: string): Promise<void> {
    this.open.delete(path);
    await this.client.close(path);
  }

  private async rename(file: string): Promise<void> {
    const to = file.includes('x_') ? file.replace('x_', '') : file.replace(/([^/]+)$/, 'x_$1');
    const [old, path] = [join(this.folder, file), join(this.folder, to)];
    if (!existsSync(old) || existsSync(path)) return;
    const buffer = this.open.get(old);
    renameSync(old, path);
    this.files[this.files.indexOf(file)] = to;
    if (buffer) {
      await this.close(old);
      await this.reopen(path, buffer.text);
    }
    await this.client.notify('workspace/didRenameFiles', { files: [{ oldUri: `file://${old}`, newUri: `file://${path}` }] });
  }

  private async remove(path: string): Promise<void> {
    if (!existsSync(path)) return;
    rmSync(path);
    if (this.open.has(path)) await this.close(path);
    await this.client.watched([{ path, type: 3 }]);
  }
}

function stateOf(client: LspClient, folder: string): string[] {
  const all = [...client.diagnostics.values()].flatMap(({ uri, diagnostics }) =>
    diagnostics.map(
      (d) => `${uri.replace(`file://${folder}/`, '')} ${d.range.start.line}:${d.range.start.character} ${d.code} ${d.message}`,
    ),
  );
  return all.sort();
}

describe('any series of changes', () => {
  it(`gives the findings of a fresh look at the final state, in ${SESSIONS} sessions`, async function () {
    this.timeout(120_000);
    const folder = tempFolder();
    await initSyntax(resolve('dist/wasm'));
    const client = await LspClient.start({ folders: [folder] });
    // One fresh server looks at every final state: a change of what is excluded makes it begin from nothing.
    const fresh = await LspClient.start({ folders: [folder] });
    let told = 0;
    for (let session = 0; session < SESSIONS; session++) {
      writeFiles(folder, start);
      await client.watched(Object.keys(start).map((name) => ({ path: join(folder, name), type: 1 })));
      const person = new Person(client, folder, randomness(session), Object.keys(start));
      for (let step = 0; step < STEPS; step++) await person.act();
      await client.settled();
      for (const [path, { text, good }] of person.open) {
        await fresh.open(path, good);
        await fresh.settled();
        await fresh.change(path, 2, [{ text }]);
      }
      await fresh.settled();
      fresh.settings = { exclude: [`nothing${session}/`] };
      const indexed = fresh.next('crosswire/indexed');
      await fresh.notify('workspace/didChangeConfiguration', { settings: null });
      await indexed;
      await fresh.settled();
      const expected = stateOf(fresh, folder);
      told += expected.length;
      assert.deepEqual(stateOf(client, folder), expected, `session ${session}: ${person.did.join(', ')}`);
      for (const path of person.open.keys()) await Promise.all([client.close(path), fresh.close(path)]);
      for (const name of ['api', 'ui']) rmSync(join(folder, name), { recursive: true });
      await client.watched(['api', 'ui'].map((name) => ({ path: join(folder, name), type: 3 })));
    }
    assert.ok(told > SESSIONS, `only ${told} findings in all`);
    await Promise.all([client.stop(), fresh.stop()]);
  });
});
