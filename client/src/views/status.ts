/** The item in the status bar: routes, calls, problems; it spins while the workspace is read. */
import * as vscode from 'vscode';
import type { Status } from '../../../server/src/protocol/messages';

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('crosswire.status', vscode.StatusBarAlignment.Left, 5);

  constructor() {
    this.item.name = 'Crosswire';
    this.item.text = '$(loading~spin) Crosswire';
    this.item.command = 'crosswire.showProblems';
    this.item.show();
  }

  show(news: Status): void {
    const problems = news.errors + news.warnings;
    this.item.command = 'crosswire.showProblems';
    this.item.backgroundColor = undefined;
    if (news.state === 'indexing') {
      this.item.text = `$(loading~spin) Crosswire ${news.total ? `${news.done}/${news.total}` : ''}`;
      this.item.tooltip = 'Crosswire reads the workspace';
      return;
    }
    this.item.text = `$(plug) ${news.routes} · ${news.calls} · ${problems}`;
    const lines = [
      `${count(news.routes, 'route')} of the Python side`,
      `${count(news.calls, 'call')} of the UI`,
      `${count(news.errors, 'error')}, ${count(news.warnings, 'warning')}`,
    ];
    this.item.tooltip = new vscode.MarkdownString(`**Crosswire**\n\n${lines.map((line) => `- ${line}`).join('\n')}`);
    this.item.accessibilityInformation = { label: `Crosswire: ${lines.join(', ')}` };
  }

  stopped(): void {
    this.item.text = '$(debug-disconnect) Crosswire';
    this.item.tooltip = "Crosswire's server is not running. Click to start it again.";
    this.item.command = 'crosswire.restart';
    this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  }

  dispose(): void {
    this.item.dispose();
  }
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
