/**
 * Keystroke to updated squiggle, over real JSON-RPC: edit sent to findings received.
 *   node out/bench/keystroke.js <folder> [edits]
 * Each edit types a letter at the end of a path that some finding stands on, or takes it away again, so that every one of them must come back
 * with other findings. It is measured twice: whole, and with a request behind it, for which the server does not wait for the next keystroke:
 * what is beyond that wait. Its last line is the result as JSON.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { fromUri, toUri } from '../../server/src/base/uri';
import { initSyntax } from '../../server/src/syntax/parser';
import { type Keystroke, reparsed } from './reparse';

export interface Typed {
  files: number;
  edits: number;
  /** Milliseconds of each edit, from the shortest. */
  beyond: number[];
  /** Of these the time that the server's own thread had a processor: on a busy machine the better figure. 0 where it is not known. */
  cpu: number[];
  whole: number[];
  reparse: number[];
  /** To the first findings. */
  start: number;
  /** Megabytes that the server has. */
  memory: number;
}
interface Place {
  line: number;
  character: number;
}
interface Found {
  uri: string;
  version?: number;
  diagnostics: { code: string; range: { start: Place; end: Place } }[];
}

/** Rules of which a finding stands on a path in a call, and says it. */
const ON_PATHS = new Set(['missing-endpoint', 'wrong-path', 'wrong-method']);
const SCRIPT = /\.(?:js|ts|tsx|jsx|vue|svelte)$/;
/** Edits of one file before the next is opened. */
const STAY = 10;

const root = resolve(process.argv[2] ?? '.');
const edits = Number(process.argv[3] ?? 500);
const child = spawn(process.execPath, [resolve('dist/server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
const all = new Map<string, Found>();
let waiting: ((found: Found) => void) | undefined;

async function main(): Promise<void> {
  const start = performance.now();
  const news = await opened();
  const typed: Typed = { files: news.files ?? 0, edits, beyond: [], cpu: [], whole: [], reparse: [], start: 0, memory: 0 };
  typed.start = performance.now() - start;
  await initSyntax(resolve('dist/wasm'));
  const random = randomFrom(1);
  const targets = [...all.values()].flatMap((found) => (SCRIPT.test(found.uri) ? (endOfPath(found) ?? []) : []));
  if (targets.length === 0) throw new Error('no finding stands on a path');
  while (typed.whole.length < edits) {
    const target = targets[Math.floor(random() * targets.length)]!;
    await typeInto(target, random, typed);
  }
  for (const list of [typed.beyond, typed.cpu, typed.whole, typed.reparse]) list.sort((a, b) => a - b);
  typed.memory = memory();
  process.stdout.write(`${JSON.stringify(typed)}\n`);
  child.kill();
  process.exit(0);
}

/** The server with its first findings. */
async function opened(): Promise<Record<string, number>> {
  connection.onNotification('textDocument/publishDiagnostics', (found: Found) => {
    all.set(found.uri, found);
    waiting?.(found);
  });
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('client/registerCapability', () => null);
  const indexed = new Promise<Record<string, number>>((done) => connection.onNotification('crosswire/indexed', done));
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: toUri(root),
    workspaceFolders: [{ uri: toUri(root), name: 'root' }],
    initializationOptions: { settings: { cache: process.env.CACHE === '1' } },
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
  await connection.sendNotification('initialized', {});
  return indexed;
}

interface Target {
  uri: string;
  at: Place;
}

/** Before the quote that ends the path. */
function endOfPath({ uri, diagnostics }: Found): Target | undefined {
  const end = diagnostics.find((d) => ON_PATHS.has(d.code))?.range.end;
  return end && end.character > 0 ? { uri, at: { line: end.line, character: end.character - 1 } } : undefined;
}

async function typeInto({ uri, at }: Target, random: () => number, typed: Typed): Promise<void> {
  const path = fromUri(uri)!;
  const text = readFileSync(path, 'utf8');
  const after = { line: at.line, character: at.character + 1 };
  const begin = text.split('\n').slice(0, at.line).join('\n').length + (at.line ? 1 : 0) + at.character;
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'x', version: 1, text } });
  for (let n = 0; n < 2 * STAY; n++) {
    const letter = String.fromCharCode(97 + Math.floor(random() * 26));
    const isTyped = n % 2 === 0;
    const change = { range: { start: at, end: isTyped ? at : after }, text: isTyped ? letter : '' };
    // Typed and taken away: both once whole, then both once beyond the wait.
    const isWhole = n % 4 < 2;
    const before = processor();
    const took = await answered(uri, n + 2, change, isWhole);
    (isWhole ? typed.whole : typed.beyond).push(took);
    if (!isWhole) typed.cpu.push(processor() - before);
    const longer = `${text.slice(0, begin)}${letter}${text.slice(begin)}`;
    const edit: Keystroke = { path, before: text, after: longer, begin, at };
    if (isWhole && isTyped) typed.reparse.push(reparsed(edit));
  }
  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  // What the file says on the disk is looked at again, which is no keystroke.
  await settled();
}

const settled = () =>
  connection.sendRequest('textDocument/hover', { textDocument: { uri: 'untitled:none' }, position: { line: 0, character: 0 } });

async function answered(uri: string, version: number, change: object, isWhole: boolean): Promise<number> {
  const came = new Promise<void>((done) => {
    waiting = (found) => found.uri === uri && found.version === version && done();
  });
  const from = performance.now();
  await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
  const asked = isWhole ? undefined : settled();
  await came;
  const took = performance.now() - from;
  await asked;
  return took;
}

/** Milliseconds that the server's thread has had so far. */
function processor(): number {
  const path = `/proc/${child.pid}/schedstat`;
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e6 : 0;
}

/** The same numbers for the same seed, from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function memory(): number {
  if (!readdirSync('/proc').includes(String(child.pid))) return 0;
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}

void main();
