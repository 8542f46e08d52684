/** "Run Full Audit": the page of the report in a panel, in the editor's theme. What it asks for, this side does: open a place, keep a decision. */
import * as vscode from 'vscode';
import type { AuditPage } from '../../../server/src/protocol/messages';
import type { HostMessage, PageMessage } from '../../../server/src/protocol/report';
import { decide } from '../commands/triage';
import type { Server } from '../server';

export class AuditView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private page: AuditPage | undefined;

  constructor(private readonly server: Server) {}

  /** With progress while the workspace is still being read; a cancel leaves everything as it was. Gives the figures, for whoever asks by program. */
  async run(): Promise<string | undefined> {
    const options = { location: vscode.ProgressLocation.Notification, title: 'Crosswire: full audit', cancellable: true };
    const page = await vscode.window.withProgress(options, (progress, token) => this.ask(progress, token));
    if (page) this.show(page);
    else if (page === null)
      void vscode.window.showInformationMessage('There is nothing to audit yet: open a folder, and let Crosswire read it.');
    return page?.tally;
  }

  private async ask(
    progress: vscode.Progress<{ message?: string }>,
    token: vscode.CancellationToken,
  ): Promise<AuditPage | null | undefined> {
    const told = this.server.onStatus(({ state, done, total }) => {
      if (state === 'indexing' && total > 0) progress.report({ message: `${done} of ${total} files` });
    });
    // The index goes on for the editor's sake; only this stops waiting for it.
    const cancelled = new Promise<undefined>((done) => void token.onCancellationRequested(() => done(undefined)));
    try {
      return await Promise.race([this.server.audit({ record: vscode.workspace.isTrusted }, token), cancelled]);
    } finally {
      told.dispose();
    }
  }

  private show(page: AuditPage): void {
    this.page = page;
    this.panel ??= this.open();
    this.panel.title = page.title;
    this.panel.webview.html = page.html;
    this.panel.reveal(undefined, false);
  }

  private open(): vscode.WebviewPanel {
    const { Active } = vscode.ViewColumn;
    const options = { enableScripts: true, enableForms: false, localResourceRoots: [], retainContextWhenHidden: true };
    const panel = vscode.window.createWebviewPanel('crosswire.audit', 'Audit', Active, options);
    panel.webview.onDidReceiveMessage((message: PageMessage) => void this.hear(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    return panel;
  }

  private async hear(message: PageMessage): Promise<void> {
    if (message.kind === 'open') await this.reveal(message);
    if (message.kind === 'help') await this.help(message.rule);
    if (message.kind === 'triage') await decide(this.server, message.id, message.state);
  }

  /** Told by whoever decides, wherever that was. */
  triaged(id: string, state: HostMessage['state'], reason: string | null): void {
    const message: HostMessage = { kind: 'triaged', id, state, reason };
    void this.panel?.webview.postMessage(message);
  }

  /** Only files of the folder that was audited. */
  private async reveal({ file, line, column = 1 }: Extract<PageMessage, { kind: 'open' }>): Promise<void> {
    if (!this.page) return;
    const uri = vscode.Uri.joinPath(vscode.Uri.parse(this.page.root), file);
    const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
    const options = { selection: new vscode.Range(at, at), preview: true };
    try {
      await vscode.window.showTextDocument(uri, options);
    } catch (error) {
      void vscode.window.showErrorMessage(`${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async help(rule: string): Promise<void> {
    const page = /^[\w-]+$/.test(rule) ? this.server.pageOf(rule) : undefined;
    if (page) await vscode.commands.executeCommand('markdown.showPreview', page);
  }

  dispose(): void {
    this.panel?.dispose();
  }
}
