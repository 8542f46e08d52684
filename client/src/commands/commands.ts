/** What a person can do from the palette and the views. */
import * as vscode from 'vscode';
import type { Server } from '../server';
import type { ApiMapView } from '../views/api-map';
import type { AuditView } from '../views/audit';
import { goOn, type Target, triage } from './triage';

export interface Parts {
  server: Server;
  map: ApiMapView;
  audit: AuditView;
  log: vscode.LogOutputChannel;
}

export function registerCommands({ server, map, audit, log }: Parts): vscode.Disposable[] {
  const commands: Record<string, (...args: never[]) => unknown> = {
    'crosswire.audit': () => audit.run(),
    'crosswire.triage': (target?: Target) => triage(server, target),
    'crosswire.continue': () => goOn(server),
    'crosswire.restart': () => server.restart(),
    'crosswire.showLog': () => log.show(),
    'crosswire.showProblems': () => vscode.commands.executeCommand('workbench.actions.view.problems'),
    'crosswire.goToRoute': () => vscode.commands.executeCommand('workbench.action.quickOpen', '#/'),
    'crosswire.showReferences': showReferences,
    'crosswire.reportFalseAlarm': (place?: ReportPlace) => reportFalseAlarm(server, place),
    'crosswire.apiMap.refresh': () => map.refresh(),
    'crosswire.apiMap.filter': (words?: string) => (words === undefined ? map.askForFilter() : map.setFilter(words)),
    'crosswire.apiMap.clearFilter': () => map.setFilter(''),
    // For tests and other extensions: what the server said last of its index.
    'crosswire.indexed': () => server.indexed ?? new Promise((done) => void server.onIndexed(done)),
  };
  return Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run));
}

interface Place {
  uri: string;
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
}

/** A lens carries plain data; the editor's own command wants its own classes. */
async function showReferences(uri: string, position: Place['range']['start'], places: Place[]): Promise<void> {
  const at = (p: Place['range']['start']) => new vscode.Position(p.line, p.character);
  const locations = places.map(
    (p) => new vscode.Location(vscode.Uri.parse(p.uri), new vscode.Range(at(p.range.start), at(p.range.end))),
  );
  await vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), at(position), locations);
}

interface ReportPlace {
  uri: string;
  line: number;
  character: number;
}

/** Only copies: who reads it first decides whether to send it. */
async function reportFalseAlarm(server: Server, place: ReportPlace | undefined): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const here = editor && {
    uri: editor.document.uri.toString(),
    line: editor.selection.active.line,
    character: editor.selection.active.character,
  };
  const at = place ?? here;
  const text = at ? await server.report(at) : null;
  if (text === null)
    return void vscode.window.showInformationMessage('Put the cursor on the finding that is wrong, then report it.');
  await vscode.env.clipboard.writeText(text);
  const choice = await vscode.window.showInformationMessage('The report is in the clipboard. Nothing was sent.', 'Show It');
  if (choice === 'Show It')
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text, language: 'markdown' }));
}
