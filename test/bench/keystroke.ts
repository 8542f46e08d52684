/**
 * Keystroke to updated squiggle, over real JSON-RPC: edit sent to findings received.
 *   node out/bench/keystroke.js <folder> [edits]
 * Each edit changes the path of a call that some finding hangs on, so that every one of them must come back with an answer.
 */

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { extract } from '../../server/src/facts/extract';
import { initSyntax } from '../../server/src/syntax/parser';

const root = resolve(process.argv[2] ?? '.');
const edits = Number(process.argv[3] ?? 500);
const child = spawn(process.execPath, [resolve('dist/server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));

interface Found {
  uri: string;
  version?: number;
  diagnostics: {
    code: string;
    range: { start: { line: number; character: number }; end: { line: number; character: number } };
  }[];
}
const all = new Map<string, Found>();
let waiting: ((found: Found) => void) | undefined;

async function main(): Promise<void> {
  connection.onNotification('textDocument/publishDiagnostics', (found: Found) => {
    all.set(found.uri, found);
    waiting?.(found);
  });
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('client/registerCapability', () => null);
  const indexed = new Promise<Record<string, number>>((done) => connection.onNotification('crosswire/indexed', done));
  connection.listen();
  const start = performance.now();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: `file://${root}`,
    workspaceFolders: [{ uri: `file://${root}`, name: 'root' }],
    initializationOptions: { settings: { cache: process.env.CACHE === '1' } },
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
  await connection.sendNotification('initialized', {});
  const news = await indexed;
  process.stdout.write(
    `first findings after ${Math.round(performance.now() - start)} ms: ${JSON.stringify(news)}, ${memory()} MB\n`,
  );
  const files = [...all.values()].filter(
    (f) => f.diagnostics.some((d) => d.code === 'missing-endpoint') && /\.(js|ts|tsx|jsx|vue|svelte)$/.test(f.uri),
  );
  if (files.length === 0) throw new Error('no finding to move');
  const times: number[] = [];
  const parses: number[] = [];
  await initSyntax(resolve('dist/wasm'));
  for (let i = 0; i < edits; ) {
    const file = files[Math.floor((i / edits) * files.length)]!;
    const path = decodeURIComponent(file.uri.slice('file://'.length));
    const finding = file.diagnostics.find((d) => d.code === 'missing-endpoint')!;
    const text = readFileSync(path, 'utf8');
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: file.uri, languageId: 'x', version: 1, text },
    });
    for (let n = 0; n < Math.ceil(edits / files.length) && i < edits; n++, i++) {
      // A letter more at the end of the path that the finding stands on, then one less: its message changes each time.
      const grow = n % 2 === 0;
      const came = new Promise<Found>((done) => {
        waiting = (found) => found.uri === file.uri && found.version === n + 2 && done(found);
      });
      const end = { line: finding.range.end.line, character: finding.range.end.character - 1 };
      const after = { line: end.line, character: end.character + 1 };
      const from = performance.now();
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: file.uri, version: n + 2 },
        contentChanges: [{ range: { start: end, end: grow ? end : after }, text: grow ? 'x' : '' }],
      });
      await came;
      times.push(performance.now() - from);
      const parse = performance.now();
      extract(path, text);
      parses.push(performance.now() - parse);
    }
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri: file.uri } });
  }
  process.stdout.write(
    `${times.length} edits in ${files.length} files: median ${at(times, 0.5)} ms, p95 ${at(times, 0.95)} ms, worst ${at(times, 1)} ms; extraction of the file alone: median ${at(parses, 0.5)} ms; ${memory()} MB\n`,
  );
  child.kill();
  process.exit(0);
}

function at(list: readonly number[], share: number): string {
  const sorted = list.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}

function memory(): number {
  if (!readdirSync('/proc').includes(String(child.pid))) return 0;
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}

void main();
