/** What a person decides of a finding, from the problems, the report or the API Map, and the finding to go on with. */
import * as vscode from 'vscode';
import type { FindingAt, MapCall, MapPlace, MapRoute, TriageParams } from '../../../server/src/protocol/messages';
import type { Server } from '../server';

type State = TriageParams['state'];

const STATES: { state: State; label: string; detail: string }[] = [
  { state: 'open', label: 'Open', detail: 'It is still to be decided or done.' },
  { state: 'accepted', label: 'Accepted', detail: 'It is planned; it stays among the problems until it is done.' },
  {
    state: 'intentional',
    label: 'Intentional…',
    detail: 'It is meant to be so: it leaves the problems and stays counted in the audit. Asks why.',
  },
  { state: 'done', label: 'Done', detail: 'It is put right. An audit that still finds it opens it again.' },
];

/** A finding, with what becomes of it where that is said already; a call or route of the API Map; or nothing: then the line of the cursor counts. */
export type Target =
  | { id: string; state?: State }
  | { kind: 'call'; call: MapCall }
  | { kind: 'route'; route: MapRoute }
  | undefined;

export async function triage(server: Server, target: Target): Promise<void> {
  const id = target && 'id' in target ? target.id : await pick(await findingsAt(server, target));
  if (id === undefined) return;
  if (target && 'id' in target && target.state) return decide(server, id, target.state);
  const items = STATES.map(({ state, label, detail }) => ({ state, label, detail }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Triage', placeHolder: 'What becomes of this finding?' });
  if (chosen) await decide(server, id, chosen.state);
}

async function findingsAt(server: Server, target: Target): Promise<FindingAt[]> {
  if (target && 'call' in target) return server.findingsAt(linesOf(target.call));
  if (target && 'route' in target) return server.findingsAt(linesOf(target.route));
  const editor = vscode.window.activeTextEditor;
  return editor ? server.findingsAt({ uri: editor.document.uri.toString(), line: editor.selection.active.line }) : [];
}

const linesOf = ({ uri, line, endLine }: MapPlace) => ({ uri, line, endLine });

async function pick(findings: readonly FindingAt[]): Promise<string | undefined> {
  if (findings.length === 0) void vscode.window.showInformationMessage('Crosswire has found nothing here.');
  if (findings.length < 2) return findings[0]?.id;
  const items = findings.map(({ id, rule, subject, state }) => ({ id, label: rule, description: state, detail: subject }));
  return (await vscode.window.showQuickPick(items, { title: 'Triage', placeHolder: 'Which finding?' }))?.id;
}

/** Writes it, asking for a reason where one is needed. */
export async function decide(server: Server, id: string, state: State): Promise<void> {
  if (!vscode.workspace.isTrusted)
    return void vscode.window.showWarningMessage(
      'Triage writes to the workspace, which is not trusted yet. Nothing was written.',
    );
  const reason = state === 'intentional' ? await askWhy() : undefined;
  if (state === 'intentional' && reason === undefined) return;
  const outcome = await server.triage({ id, state, ...(reason === undefined ? {} : { reason }) });
  if (!('refused' in outcome)) return;
  const choice = await vscode.window.showErrorMessage(`Nothing was written: ${outcome.refused}.`, 'Show Problems');
  if (choice) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function askWhy(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Intentional',
    prompt: 'Why is it meant to be so? Whoever reviews the backlog reads this.',
    placeHolder: 'the gateway answers it',
    validateInput: (text) => (text.trim() === '' ? 'A reason is needed.' : undefined),
  });
}

/** "Continue Where I Left Off": the open finding of the highest value, why it is that one, and its place. */
export async function goOn(server: Server): Promise<void> {
  const focus = await server.focus();
  if (!focus) return void vscode.window.showInformationMessage('Crosswire: no finding is open.');
  const at = new vscode.Position(focus.line, focus.column);
  await vscode.window.showTextDocument(vscode.Uri.parse(focus.uri), { selection: new vscode.Range(at, at) });
  // With a button it is shown whole, however long.
  const choice = await vscode.window.showInformationMessage(`${focus.about}. ${focus.why}`, 'Triage Finding…');
  if (choice) await triage(server, { id: focus.id });
}
