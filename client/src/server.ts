/** The language server's process: started, restarted after a crash, and told of in words that help. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  API_MAP,
  type ApiMap,
  AUDIT,
  type AuditPage,
  type AuditParams,
  FINDINGS_AT,
  type FindingAt,
  FOCUS,
  type FocusPlace,
  INDEXED,
  type Indexed,
  type InitializationOptions,
  type LinesOf,
  REPORT,
  STATUS,
  type Status,
  TRIAGE,
  type Triaged,
  type TriageParams,
} from '../../server/src/protocol/messages';

/** What the engine reads; only of these does it see unsaved text. */
export const LANGUAGES = [
  ...['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte', 'html', 'python'],
  ...['jinja', 'jinja-html', 'django-html', 'json', 'jsonc', 'toml', 'yaml', 'dotenv'],
];
const CRASHES = 4;
const WITHIN = 3 * 60_000;

export type Decided = { id: string } & Exclude<Triaged, { refused: string }>;

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly statusEmitter = new vscode.EventEmitter<Status>();
  private readonly indexedEmitter = new vscode.EventEmitter<Indexed>();
  private readonly stoppedEmitter = new vscode.EventEmitter<void>();
  private readonly triagedEmitter = new vscode.EventEmitter<Decided>();
  private readonly crashes: number[] = [];
  readonly onStatus = this.statusEmitter.event;
  readonly onIndexed = this.indexedEmitter.event;
  readonly onStopped = this.stoppedEmitter.event;
  readonly onTriaged = this.triagedEmitter.event;
  /** What it said last. */
  indexed: Indexed | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async start(): Promise<void> {
    const module = this.context.asAbsolutePath('dist/server.js');
    const run = { module, transport: TransportKind.ipc };
    const options: ServerOptions = { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6010'] } } };
    const client = new LanguageClient('crosswire', 'Crosswire', options, this.options());
    this.client = client;
    client.onNotification(STATUS, (news: Status) => this.statusEmitter.fire(news));
    client.onNotification(INDEXED, (news: Indexed) => {
      this.log.info(`server ${news.process}: ${news.files} files read in ${news.milliseconds} ms`);
      this.indexed = news;
      this.indexedEmitter.fire(news);
    });
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) this.stoppedEmitter.fire();
    });
    await client.start();
  }

  async restart(): Promise<void> {
    this.log.info('restarting the server');
    this.crashes.length = 0;
    this.indexed = undefined;
    await this.client?.stop().catch((error: unknown) => this.log.warn(`the old server did not stop: ${error}`));
    await this.client?.dispose();
    await this.start();
  }

  async apiMap(): Promise<ApiMap> {
    if (!this.client?.isRunning()) return { broken: [], groups: [] };
    return this.client.sendRequest<ApiMap>(API_MAP);
  }

  /** The page that explains a rule, as it comes with the extension. */
  pageOf(rule: string | number): vscode.Uri | undefined {
    const page = this.context.asAbsolutePath(`server/docs/rules/${rule}.md`);
    return existsSync(page) ? vscode.Uri.file(page) : undefined;
  }

  /** The text of a report on a false alarm; null where there is nothing to report. */
  async report(place: { uri: string; line: number; character: number }): Promise<string | null> {
    return this.client?.isRunning() ? this.client.sendRequest<string | null>(REPORT, place) : null;
  }

  /** Null where it was cancelled or there is nothing to look at. */
  async audit(params: AuditParams, token: vscode.CancellationToken): Promise<AuditPage | null> {
    return this.client?.isRunning() ? this.client.sendRequest<AuditPage | null>(AUDIT, params, token) : null;
  }

  async findingsAt(place: LinesOf): Promise<FindingAt[]> {
    return this.client?.isRunning() ? this.client.sendRequest<FindingAt[]>(FINDINGS_AT, place) : [];
  }

  async focus(): Promise<FocusPlace | null> {
    return this.client?.isRunning() ? this.client.sendRequest<FocusPlace | null>(FOCUS) : null;
  }

  /** Whoever shows findings hears of it. */
  async triage(params: TriageParams): Promise<Triaged> {
    if (!this.client?.isRunning()) return { refused: 'the server is not running' };
    const outcome = await this.client.sendRequest<Triaged>(TRIAGE, params);
    if (!('refused' in outcome)) this.triagedEmitter.fire({ id: params.id, ...outcome });
    return outcome;
  }

  dispose(): Thenable<void> | undefined {
    this.statusEmitter.dispose();
    this.indexedEmitter.dispose();
    this.stoppedEmitter.dispose();
    this.triagedEmitter.dispose();
    return this.client?.stop();
  }

  private options(): LanguageClientOptions {
    // Pushed, so that files that nobody opened have theirs as well, all in one collection.
    const initializationOptions: InitializationOptions = { diagnostics: 'push', commands: true };
    return {
      documentSelector: LANGUAGES.map((language) => ({ scheme: 'file', language })),
      outputChannel: this.log,
      initializationOptions,
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          for (const one of diagnostics) this.explain(one);
          next(uri, diagnostics);
        },
        // Nothing that writes is offered in a workspace that nobody trusts yet.
        provideCodeActions: async (document, range, context, token, next) => {
          const actions = await next(document, range, context, token);
          if (vscode.workspace.isTrusted) return actions;
          return actions?.filter((action) => 'title' in action && isHarmless(action.command));
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue }),
        closed: () => this.closed(),
      },
    };
  }

  /** A rule's page comes with the extension: it opens without a network. */
  private explain(diagnostic: vscode.Diagnostic): void {
    if (typeof diagnostic.code !== 'object') return;
    const target = this.pageOf(diagnostic.code.value);
    if (target) diagnostic.code = { value: diagnostic.code.value, target };
  }

  /** Started again unless it crashes over and over. */
  private closed(): CloseHandlerResult {
    const now = Date.now();
    this.indexed = undefined;
    this.crashes.push(now);
    const recent = this.crashes.filter((time) => now - time < WITHIN);
    if (recent.length < CRASHES) {
      this.log.warn('the server ended unexpectedly and is started again');
      void this.tellOfRestart();
      return { action: CloseAction.Restart, handled: true };
    }
    void this.tellOfCrashes(recent.length);
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private async tellOfRestart(): Promise<void> {
    const message =
      "Crosswire's server ended unexpectedly and was started again; your findings come back in a moment. Its log says what it did last.";
    if ((await vscode.window.showWarningMessage(message, 'Show Log')) === 'Show Log') this.log.show();
  }

  private async tellOfCrashes(times: number): Promise<void> {
    const message = `Crosswire's server ended ${times} times within three minutes and stays off. Its log says what it was doing; a folder that it cannot cope with can be left out with the setting crosswire.exclude.`;
    const choice = await vscode.window.showErrorMessage(message, 'Show Log', 'Restart', 'Open Settings');
    if (choice === 'Show Log') this.log.show();
    if (choice === 'Restart') await this.restart();
    if (choice === 'Open Settings') await vscode.commands.executeCommand('workbench.action.openSettings', 'crosswire');
  }
}

/** A command that writes no file. */
function isHarmless(command: vscode.Command | string | undefined): boolean {
  return (typeof command === 'string' ? command : command?.command) === 'crosswire.reportFalseAlarm';
}
