/** The audit in a tab of its own: the report as a page whose links open the files, made anew each time it is asked for. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Audit } from '../../../server/src/protocol/messages';
import type { Server } from '../server';

/** What the page says of a link that was clicked, as it is written there: 'ui/src/tasks.js#L12', or the address of a rule's page. */
interface Clicked {
  href: string;
}

export class AuditView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private audit: Audit | undefined;

  constructor(private readonly server: Server) {}

  /** Gives the text, for whoever asks by program. */
  async open(): Promise<string | undefined> {
    const progress = { location: vscode.ProgressLocation.Window, title: 'Crosswire: auditing' };
    const audit = await vscode.window.withProgress(progress, () => this.server.audit());
    if (audit === null) {
      void vscode.window.showInformationMessage('There is nothing to audit yet: open a folder, and let Crosswire read it.');
      return undefined;
    }
    this.audit = audit;
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', audit.markdown);
    this.panel ??= this.makePanel();
    this.panel.webview.html = page(html);
    this.panel.reveal();
    return audit.markdown;
  }

  private makePanel(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel('crosswire.audit', 'Crosswire audit', vscode.ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [],
    });
    panel.webview.onDidReceiveMessage(({ href }: Clicked) => this.follow(href));
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    return panel;
  }

  private async follow(href: string): Promise<void> {
    const [, rule] = /\/rules\/([\w-]+)\.md$/.exec(href) ?? [];
    const explained = rule === undefined ? undefined : this.server.pageOf(rule);
    if (explained) return void (await vscode.commands.executeCommand('markdown.showPreview', explained));
    if (/^\w+:/.test(href)) return void (await vscode.env.openExternal(vscode.Uri.parse(href)));
    const [path = '', line = '1'] = decodeURIComponent(href).split('#L');
    const uri = vscode.Uri.joinPath(vscode.Uri.parse(this.audit?.root ?? ''), path);
    const at = new vscode.Position(Number(line) - 1, 0);
    // Beside the report, so that one works through the list.
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), viewColumn: vscode.ViewColumn.Beside });
  }

  dispose(): void {
    this.panel?.dispose();
  }
}

/** `html` comes from the editor's own Markdown, which lets no script through; the policy would not run one either. */
function page(html: string): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">
body { max-width: 60rem; padding: 0 1.5rem 2rem; line-height: 1.5; font-size: 1.05em; }
h2 { font-size: 1.15em; margin-top: 2rem; border-bottom: 1px solid var(--vscode-editorWidget-border); }
table { border-collapse: collapse; } td, th { padding: .15rem 1rem .15rem 0; text-align: left; }
pre { background: var(--vscode-textCodeBlock-background); padding: .4rem .8rem; overflow-x: auto; }
li { margin: .4rem 0; } a { text-decoration: none; } a:hover { text-decoration: underline; }
</style></head><body>${html}<script nonce="${nonce}">
const editor = acquireVsCodeApi();
document.addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (!link) return;
  event.preventDefault();
  editor.postMessage({ href: link.dataset.href ?? link.getAttribute('href') });
});
</script></body></html>`;
}
