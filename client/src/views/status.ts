/** The item in the status bar: routes, calls, problems; it spins while the workspace is read, and a click opens the audit. */
import * as vscode from 'vscode';
import type { Status } from '../../../server/src/protocol/messages';

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('crosswire.status', vscode.StatusBarAlignment.Left, 5);
  private last: Status | undefined;
  private readonly trusted: vscode.Disposable;

  constructor() {
    this.item.name = 'Crosswire';
    this.item.text = '$(loading~spin) Crosswire';
    this.item.tooltip = 'Crosswire starts';
    this.item.show();
    this.trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => this.last && this.show(this.last));
  }

  show(news: Status): void {
    this.last = news;
    this.item.backgroundColor = undefined;
    if (news.state === 'indexing') this.reading(news);
    else if (news.state === 'cancelled') this.cancelled();
    else this.ready(news);
  }

  /** How many files are read, the progress beside it says. */
  private reading({ routes }: Status): void {
    const known = routes > 0 ? ` ${counted(routes, 'route')}` : '';
    this.item.text = `$(loading~spin) Crosswire${known}`;
    this.item.tooltip =
      'Crosswire reads the workspace. What was found last time is checked again, new findings appear as they become sure. Click for the log.';
    this.item.command = 'crosswire.showLog';
  }

  private ready({ routes, calls, errors, warnings }: Status): void {
    const shield = vscode.workspace.isTrusted ? '' : ' $(shield)';
    const parts = [counted(routes, 'route'), counted(calls, 'call'), counted(errors + warnings, 'problem')];
    this.item.text = `$(plug) ${parts.join(' · ')}${shield}`;
    const lines = [
      `${counted(routes, 'route')} of the Python side`,
      `${counted(calls, 'call')} of the UI`,
      `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
    ];
    const restricted = vscode.workspace.isTrusted
      ? ''
      : '\n\n$(shield) Restricted mode: the code is analysed, never run. What would write files is off until you trust this workspace.';
    const text = `**Crosswire**\n\n${lines.map((line) => `- ${line}`).join('\n')}${restricted}\n\nClick for the audit.`;
    this.item.tooltip = new vscode.MarkdownString(text, true);
    this.item.accessibilityInformation = { label: `Crosswire: ${lines.join(', ')}. Opens the audit.` };
    this.item.command = 'crosswire.audit';
  }

  private cancelled(): void {
    this.item.text = '$(circle-slash) Crosswire: cancelled';
    this.item.tooltip = 'Reading the workspace was cancelled: nothing is checked. Click to start again.';
    this.item.command = 'crosswire.restart';
  }

  stopped(): void {
    this.item.text = '$(debug-disconnect) Crosswire: stopped';
    this.item.tooltip = "Crosswire's server is not running: nothing is checked. Click to start it again.";
    this.item.command = 'crosswire.restart';
    this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  }

  dispose(): void {
    this.trusted.dispose();
    this.item.dispose();
  }
}

const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
