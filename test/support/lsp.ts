/**
 * A language client for tests: starts the built server and speaks to it as an editor does, over real JSON-RPC. It keeps what the server
 * has sent, and waits for messages, never for time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { Diagnostic, InitializeResult, PublishDiagnosticsParams, Range } from 'vscode-languageserver-protocol';
import { toUri } from '../../server/src/base/uri';
import { INDEXED, type Indexed, type InitializationOptions, STATUS, type Status } from '../../server/src/protocol/messages';

export interface ClientOptions {
  folders: readonly string[];
  options?: InitializationOptions;
  /** Added to, or replacing, what the client says that it can do. */
  capabilities?: Record<string, unknown>;
  settings?: Record<string, unknown>;
  /** Called with each message of the server, in order. */
  hear?: (client: LspClient, method: string, params: never) => void;
  /** False: the client is given as soon as the server has started, before its index is there. */
  wait?: boolean;
}

export class LspClient {
  readonly connection: MessageConnection;
  readonly diagnostics = new Map<string, PublishDiagnosticsParams>();
  readonly progress: { kind: string; message?: string; percentage?: number }[] = [];
  readonly log: string[] = [];
  /** What it was told to ask for again. */
  readonly refreshes: string[] = [];
  settings: Record<string, unknown> = {};
  started!: InitializeResult;
  indexed!: Indexed;
  private readonly process: ChildProcess;
  private readonly watchers = new Set<() => void>();
  private failure: Error | undefined;
  private hear: (method: string, params: never) => void = () => undefined;
  status: Status | undefined;

  private constructor() {
    this.process = spawn(process.execPath, [resolve('dist/cli.js'), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.process;
    if (!stdin || !stdout) throw new Error('the server has no pipes');
    this.connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.process.on('exit', (code) => this.fail(new Error(`the server ended with ${code}`)));
    running.add(this);
  }

  /** Gives the client when the first index is there. */
  static async start(start: ClientOptions): Promise<LspClient> {
    const { folders, options, capabilities, settings = {}, hear, wait = true } = start;
    const client = new LspClient();
    client.settings = settings;
    if (hear) client.hear = (method, params) => hear(client, method, params);
    client.listen();
    const indexed = client.next<Indexed>(INDEXED);
    client.started = await client.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: folders.map((path) => ({ uri: toUri(path), name: path })),
      initializationOptions: { commands: true, settings: { cache: false }, ...options },
      capabilities: { ...usual, ...capabilities },
    });
    await client.connection.sendNotification('initialized', {});
    if (wait) client.indexed = await indexed;
    return client;
  }

  private listen(): void {
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.diagnostics.set(params.uri, params);
      this.hear('textDocument/publishDiagnostics', params as never);
      this.stir();
    });
    connection.onNotification('$/progress', ({ token, value }) => {
      this.progress.push(value);
      this.hear('$/progress', { token, value } as never);
    });
    connection.onNotification(STATUS, (status: Status) => {
      this.status = status;
      this.hear(STATUS, status as never);
      this.stir();
    });
    connection.onNotification('window/logMessage', ({ message }) => {
      this.log.push(message);
    });
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onRequest('client/registerCapability', () => null);
    for (const method of ['workspace/codeLens/refresh', 'workspace/diagnostic/refresh'])
      connection.onRequest(method, () => {
        this.refreshes.push(method);
        this.stir();
        return null;
      });
    connection.onRequest('workspace/configuration', ({ items }) => items.map(() => this.settings));
    connection.listen();
  }

  next<T>(method: string): Promise<T> {
    return new Promise((done, failed) => {
      const gone = () => this.failure && failed(this.failure);
      this.watchers.add(gone);
      const handler = this.connection.onNotification(method, (params: T) => {
        handler.dispose();
        this.watchers.delete(gone);
        done(params);
      });
    });
  }

  open(path: string, text: string, languageId = 'plaintext'): Promise<void> {
    return this.notify('textDocument/didOpen', { textDocument: { uri: toUri(path), languageId, version: 1, text } });
  }

  change(path: string, version: number, contentChanges: { range?: Range; text: string }[]): Promise<void> {
    return this.notify('textDocument/didChange', { textDocument: { uri: toUri(path), version }, contentChanges });
  }

  close(path: string): Promise<void> {
    return this.notify('textDocument/didClose', { textDocument: { uri: toUri(path) } });
  }

  watched(changes: { path: string; type: 1 | 2 | 3 }[]): Promise<void> {
    return this.notify('workspace/didChangeWatchedFiles', {
      changes: changes.map(({ path, type }) => ({ uri: toUri(path), type })),
    });
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest<T>(method, params);
  }

  /** After every edit sent before: the server answers no sooner. */
  async settled(): Promise<void> {
    await this.request('workspace/symbol', { query: '' });
  }

  of(path: string): Diagnostic[] {
    return this.diagnostics.get(toUri(path))?.diagnostics ?? [];
  }

  /** The first state of a file's findings that fits; the test's own time limit ends the wait. */
  until(path: string, fits: (diagnostics: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    return this.wait(() => this.of(path), fits);
  }

  /** The first status that fits. */
  async untilStatus(fits: (status: Status) => boolean): Promise<Status> {
    const status = await this.wait(
      () => this.status,
      (now) => now !== undefined && fits(now),
    );
    if (!status) throw new Error('no status');
    return status;
  }

  /** It is told to ask again for the n-th time. */
  untilRefreshes(method: string, times: number): Promise<string[]> {
    return this.wait(
      () => this.refreshes.filter((one) => one === method),
      (told) => told.length >= times,
    );
  }

  private wait<T>(look: () => T, fits: (now: T) => boolean): Promise<T> {
    return new Promise((done, failed) => {
      const again = () => {
        const now = look();
        if (!fits(now) && !this.failure) return;
        this.watchers.delete(again);
        if (this.failure) failed(this.failure);
        else done(now);
      };
      this.watchers.add(again);
      again();
    });
  }

  async stop(): Promise<void> {
    if (!running.delete(this)) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
  }

  /** Ends the process at once, as a crash would. */
  kill(): void {
    running.delete(this);
    this.process.kill('SIGKILL');
    this.connection.dispose();
  }

  private fail(error: Error): void {
    this.failure = error;
    this.stir();
  }

  private stir(): void {
    for (const look of [...this.watchers]) look();
  }
}

const running = new Set<LspClient>();

const usual = {
  window: { workDoneProgress: true },
  workspace: {
    workspaceFolders: true,
    configuration: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    didChangeConfiguration: { dynamicRegistration: true },
    fileOperations: { didCreate: true, didRename: true, didDelete: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

/** Where a text stands in a text; '$0' in it marks the place itself, else its start is meant. */
export function positionOf(text: string, part: string): { line: number; character: number } {
  const mark = Math.max(0, part.indexOf('$0'));
  const at = text.indexOf(part.replace('$0', ''));
  if (at < 0) throw new Error(`not in the text: ${part}`);
  const before = text.slice(0, at + mark).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

after(async () => {
  for (const client of [...running]) client.kill();
});
