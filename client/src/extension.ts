/** The extension: starts the language server and shows what it says. No analysis happens here. */
import * as vscode from 'vscode';
import { registerCommands } from './commands/commands';
import { LANGUAGES, Server } from './server';
import { ApiMapView } from './views/api-map';
import { AuditView } from './views/audit';
import { StatusItem } from './views/status';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Crosswire', { log: true });
  const server = new Server(context, log);
  const status = new StatusItem();
  const map = new ApiMapView(server);
  const audit = new AuditView(server);
  context.subscriptions.push(log, server, status, map, audit);
  context.subscriptions.push(
    server.onStatus((news) => {
      status.show(news);
      map.changed(news);
    }),
    server.onStopped(() => status.stopped()),
    server.onTriaged(({ id, state, reason }) => audit.triaged(id, state, reason)),
    ...registerCommands({ server, map, audit, log }),
  );
  tellOfRestrictedMode(log);
  void vscode.commands.executeCommand('setContext', 'crosswire.active', true);
  void vscode.commands.executeCommand('setContext', 'crosswire.languages', LANGUAGES);
  // Not waited for: the editor goes on while the server starts.
  server.start().catch((error: unknown) => log.error(`the server did not start: ${error}`));
}

/** The extension's own clean-up ends the server with it. */
export function deactivate(): void {}

function tellOfRestrictedMode(log: vscode.LogOutputChannel): void {
  if (!vscode.workspace.isTrusted)
    log.info('Restricted mode: the workspace is analysed; nothing that writes files is offered until it is trusted.');
}
