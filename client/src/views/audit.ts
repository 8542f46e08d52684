/** The audit in a tab of its own: a text that nobody saves, shown as Markdown, made anew each time it is asked for. */
import * as vscode from 'vscode';
import type { Server } from '../server';

const SCHEME = 'crosswire-audit';

export class AuditView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  private readonly uri = vscode.Uri.from({ scheme: SCHEME, path: '/Crosswire audit.md' });
  private text = '';
  readonly onDidChange = this.emitter.event;

  constructor(private readonly server: Server) {}

  /** Gives the text, for whoever asks by program. */
  async open(): Promise<string | undefined> {
    const text = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Crosswire: auditing' },
      () => this.server.audit(),
    );
    if (text === null) {
      void vscode.window.showInformationMessage('There is nothing to audit yet: open a folder, and let Crosswire read it.');
      return undefined;
    }
    this.text = text;
    this.emitter.fire(this.uri);
    await vscode.commands.executeCommand('markdown.showPreview', this.uri);
    return text;
  }

  provideTextDocumentContent(): string {
    return this.text;
  }

  dispose(): void {
    this.registered.dispose();
    this.emitter.dispose();
  }
}
