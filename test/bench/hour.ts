/**
 * The server's memory after an hour's worth of edits, over real JSON-RPC: one edit a second at most, in files all over the workspace, with
 * what a person does between them: files opened and closed, lines half-typed and finished, hovers asked.
 *   node --expose-gc out/bench/hour.js <folder> [edits]
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { toUri } from '../../server/src/base/uri';
import { discover } from '../../server/src/workspace/discovery';

const root = resolve(process.argv[2] ?? '.');
const edits = Number(process.argv[3] ?? 3600);
/** Edits of one file before it is closed. */
const STAY = 12;

async function main(): Promise<void> {
  const child = spawn(process.execPath, [resolve('dist/server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
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
  const memory = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024);
  say(
    `first findings after ${Math.round(performance.now() - start)} ms; ${news.files} files, ${news.calls} calls; ${memory()} MB`,
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
    if (i % Math.ceil(edits / 10 / STAY / 1) < 1 || i % 360 < STAY)
      say(`${String(i).padStart(6)} edits  ${memory()} MB  ${Math.round((performance.now() - start) / 1000)} s`);
  }
  child.kill();
  process.exit(0);
}

void main();
