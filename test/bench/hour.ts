/**
 * The server's memory after an hour's worth of edits, over real JSON-RPC: one edit a second at most, in files all over the workspace, with
 * what a person does between them: files opened and closed, lines half-typed and finished, hovers asked.
 *   node out/bench/hour.js <folder> [edits]
 * What counts is what is still held after a collection, which the server is made to run before each figure.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { toUri } from '../../server/src/base/uri';
import { discover } from '../../server/src/workspace/discovery';

const root = resolve(process.argv[2] ?? '.');
const edits = Number(process.argv[3] ?? 3600);
/** Edits of one file before it is closed. */
const STAY = 12;

/** Loaded into the server before it starts: collects when it is told to, and says what is left. */
const COLLECT = `process.on('SIGUSR2', () => { gc(); gc(); const m = process.memoryUsage(); process.stderr.write('held ' + Math.round((m.heapUsed + m.external) / 1e6) + ' MB, resident ' + Math.round(m.rss / 1e6) + ' MB\\n'); });`;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswire-hour-'));
  const hook = join(folder, 'collect.cjs');
  writeFileSync(hook, COLLECT);
  const words = ['--expose-gc', '--require', hook, resolve('dist/server.js'), '--stdio'];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const memory = () =>
    new Promise<string>((done) => {
      child.stderr.once('data', (data) => done(String(data).trim()));
      child.kill('SIGUSR2');
    });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.onRequest('client/registerCapability', () => null);
  const indexed = new Promise<Record<string, number>>((done) => connection.onNotification('crosswire/indexed', done));
  connection.listen();
  const start = performance.now();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: toUri(root),
    workspaceFolders: [{ uri: toUri(root), name: 'root' }],
    initializationOptions: { settings: { cache: process.env.CACHE === '1' } },
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
  await connection.sendNotification('initialized', {});
  const news = await indexed;
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(
    `first findings after ${Math.round(performance.now() - start)} ms; ${news.files} files, ${news.calls} calls; ${await memory()}`,
  );
  const { files } = await discover([root], () => ({}));
  const sources = files.filter((file) => file.kind !== 'settings' && file.size < 100_000).map((file) => file.path);
  const settled = () => connection.sendRequest('workspace/symbol', { query: 'zzz' });
  for (let i = 0; i < edits; ) {
    const path = sources[Math.floor((i / edits) * sources.length * 7) % sources.length]!;
    const uri = toUri(path);
    const text = readFileSync(path, 'utf8');
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'x', version: 1, text } });
    const typed = path.endsWith('.py')
      ? `\n\ndef bench_${i}():\n    return [1, 2]\n`
      : `\nexport const bench${i} = () => fetch('/api/bench/${i}');\n`;
    for (let n = 1; n <= STAY && i < edits; n++, i++) {
      // Letters more each time, most of them in the middle of something.
      const now = `${text}${typed.slice(0, Math.ceil((typed.length * n) / STAY))}`;
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: n + 1 },
        contentChanges: [{ text: now }],
      });
      await settled();
      if (n === STAY)
        await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 3, character: 12 } });
    }
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await settled();
    if (i % (STAY * 10) < 1)
      say(`${String(i).padStart(6)} edits  ${await memory()}  ${Math.round((performance.now() - start) / 1000)} s`);
  }
  child.kill();
  rmSync(folder, { recursive: true });
  process.exit(0);
}

void main();
