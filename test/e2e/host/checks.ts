/** What the extension does in a real VS Code, asked through the editor's own commands. The folder that is open is a copy of the sample. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const ID = 'crosswire.crosswire';

function uriOf(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
}

/** The first state of a file's findings that fits. A wait in vain says what was there instead. */
function until(uri: vscode.Uri, fits: (found: vscode.Diagnostic[]) => boolean): Promise<vscode.Diagnostic[]> {
  return new Promise((done, failed) => {
    const now = () => vscode.languages.getDiagnostics(uri).filter((d) => d.source === 'crosswire');
    const vain = setTimeout(() => {
      subscription.dispose();
      failed(new Error(`${fits} of ${uri.path}, which has ${JSON.stringify(now().map(({ message }) => message))}`));
    }, 15_000);
    const look = () => {
      const found = now();
      if (!fits(found)) return;
      clearTimeout(vain);
      subscription.dispose();
      done(found);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

/** The tab may come after the command that opens it. */
function untilTab(label: RegExp): Promise<void> {
  return new Promise((done) => {
    const look = () => {
      if (!vscode.window.tabGroups.all.some((group) => group.tabs.some((tab) => label.test(tab.label)))) return;
      subscription.dispose();
      done();
    };
    const subscription = vscode.window.tabGroups.onDidChangeTabs(look);
    look();
  });
}

const codeOf = ({ code }: vscode.Diagnostic) => (typeof code === 'object' ? code.value : code);
const lineOf = (document: vscode.TextDocument, part: string) => document.positionAt(document.getText().indexOf(part)).line;

async function edit(change: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
  const edits = new vscode.WorkspaceEdit();
  change(edits);
  assert.ok(await vscode.workspace.applyEdit(edits));
}

function placeIn(document: vscode.TextDocument, part: string): vscode.Position {
  const at = document.getText().indexOf(part);
  assert.ok(at >= 0, part);
  return document.positionAt(at + 1);
}

export function checks(): void {
  describe('Crosswire in VS Code', () => {
    before(async () => {
      await vscode.extensions.getExtension(ID)?.activate();
      await vscode.commands.executeCommand('crosswire.indexed');
    });
    afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

    it('shows findings of files that nobody has opened', async () => {
      const found = await until(uriOf('ui/src/client.js'), (list) => list.length > 0);
      assert.ok(
        found.some((d) => codeOf(d) === 'missing-endpoint' && d.message.includes('/api/streams/{}/pause')),
        JSON.stringify(found),
      );
    });

    it('moves findings with the text', async () => {
      const document = await vscode.workspace.openTextDocument(uriOf('ui/src/client.js'));
      await vscode.window.showTextDocument(document);
      const wanted = (list: vscode.Diagnostic[]) =>
        list.some((d) => codeOf(d) === 'missing-endpoint' && d.range.start.line === lineOf(document, '/pause'));
      await until(document.uri, wanted);
      await edit((e) => e.insert(document.uri, new vscode.Position(0, 0), '// one\n// two\n'));
      await until(document.uri, wanted);
    });

    it('takes a finding away when the route is written, unsaved', async () => {
      const document = await vscode.workspace.openTextDocument(uriOf('backend/sparkqueue/routers/streams.py'));
      await vscode.window.showTextDocument(document);
      const client = uriOf('ui/src/client.js');
      const isThere = (list: vscode.Diagnostic[]) => list.some((d) => d.message.includes('/pause'));
      await until(client, isThere);
      const end = document.lineAt(document.lineCount - 1).range.end;
      await edit((e) =>
        e.insert(document.uri, end, '\n\n@router.post("/{name}/pause")\ndef pause_stream(name: str):\n    return None\n'),
      );
      await until(client, (list) => !isThere(list));
      assert.ok(document.isDirty);
      await edit((e) => e.delete(document.uri, new vscode.Range(end, document.lineAt(document.lineCount - 1).range.end)));
      await until(client, isThere);
    });

    it('goes from a call to its route, and lists the callers of a route', async () => {
      const document = await vscode.workspace.openTextDocument(uriOf('ui/src/tasks.js'));
      const [target] = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        placeIn(document, '/tasks/import'),
      );
      assert.ok(target, 'a definition');
      const uri = 'targetUri' in target ? target.targetUri : (target as vscode.Location).uri;
      assert.ok(uri.path.endsWith('/routers/tasks.py'), uri.path);
      const python = await vscode.workspace.openTextDocument(uriOf('backend/sparkqueue/routers/tasks.py'));
      const places = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        python.uri,
        placeIn(python, '"/{task_id}/retry"'),
      );
      assert.deepEqual(
        places.map((p) => p.uri.path.split('/').pop()),
        ['tasks.py', 'tasks.js'],
      );
    });

    it('says on hover which route and handler answer, and how that is known', async () => {
      const document = await vscode.workspace.openTextDocument(uriOf('ui/src/tasks.js'));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        placeIn(document, '/tasks/import'),
      );
      const text = hovers.flatMap((h) => h.contents.map((c) => (typeof c === 'string' ? c : c.value))).join('\n');
      assert.match(text, /POST \/api\/tasks\/import/);
      assert.match(text, /import_tasks/);
    });

    it('completes paths inside a call', async () => {
      const document = await vscode.workspace.openTextDocument(uriOf('ui/src/tasks.js'));
      const at = placeIn(document, '/tasks/import').translate(0, 6);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      const labels = list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
      assert.ok(labels.includes('/tasks/{task_id}/retry'), labels.slice(0, 20).join(' '));
    });

    it('names routes as symbols, counts callers above them, and draws the map', async () => {
      const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        '/api/tasks',
      );
      assert.ok(
        symbols.some((s) => s.name === 'GET /api/tasks'),
        symbols.map((s) => s.name).join(', '),
      );
      const python = uriOf('backend/sparkqueue/routers/tasks.py');
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', python, 100);
      assert.ok(
        lenses.some((l) => /\d+ callers?/.test(l.command?.title ?? '')),
        JSON.stringify(lenses),
      );
      await vscode.commands.executeCommand('crosswire.apiMap.focus');
    });

    it('follows its settings while it runs', async () => {
      const client = uriOf('ui/src/client.js');
      const settings = vscode.workspace.getConfiguration('crosswire');
      const level = (list: vscode.Diagnostic[]) => list.find((d) => codeOf(d) === 'missing-endpoint')?.severity;
      await until(client, (list) => level(list) === vscode.DiagnosticSeverity.Error);
      await settings.update('rules', { 'missing-endpoint': 'warning' }, vscode.ConfigurationTarget.Workspace);
      await until(client, (list) => level(list) === vscode.DiagnosticSeverity.Warning);
      await settings.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
      await until(client, (list) => level(list) === vscode.DiagnosticSeverity.Error);
    });

    it('follows a file that is renamed', async () => {
      const [old, now] = [uriOf('ui/src/client.js'), uriOf('ui/src/renamed.js')];
      await until(old, (list) => list.length > 0);
      await edit((e) => e.renameFile(old, now));
      await until(now, (list) => list.length > 0);
      await until(old, (list) => list.length === 0);
      await edit((e) => e.renameFile(now, old));
      await until(old, (list) => list.length > 0);
    });

    it('follows folders that are made, renamed and deleted', async () => {
      const [old, now] = [uriOf('ui/extra/gone.js'), uriOf('ui/other/gone.js')];
      await edit((e) => e.createFile(old, { contents: Buffer.from("fetch('/api/gone');\n") }));
      await until(old, (list) => list.length > 0);
      await edit((e) => e.renameFile(uriOf('ui/extra'), uriOf('ui/other')));
      await until(now, (list) => list.length > 0);
      await until(old, (list) => list.length === 0);
      await edit((e) => e.deleteFile(uriOf('ui/other'), { recursive: true }));
      await until(now, (list) => list.length === 0);
    });

    it('follows folders that are added to the workspace and removed from it', async () => {
      const folder = uriOf('../added');
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, 'ui.js'), Buffer.from("fetch('/api/added');\n"));
      const file = vscode.Uri.joinPath(folder, 'ui.js');
      const count = vscode.workspace.workspaceFolders?.length ?? 0;
      assert.ok(vscode.workspace.updateWorkspaceFolders(count, 0, { uri: folder }));
      await until(file, (list) => list.length > 0);
      assert.ok(vscode.workspace.updateWorkspaceFolders(count, 1));
      await until(file, (list) => list.length === 0);
      await until(uriOf('ui/src/client.js'), (list) => list.length > 0);
    });

    it('opens the audit in a tab, from the model as it stands', async () => {
      const tally = await vscode.commands.executeCommand<string>('crosswire.audit');
      assert.match(tally, /\d+ errors \(\d+ go away with another\), \d+ warnings and \d+ hints? in \d+ files/);
      await untilTab(/^Audit: /);
    });

    it('starts its server again when it crashes', async () => {
      const { process: number } = await vscode.commands.executeCommand<{ process: number }>('crosswire.indexed');
      const client = uriOf('ui/src/client.js');
      await until(client, (list) => list.length > 0);
      process.kill(number, 'SIGKILL');
      await until(client, (list) => list.length === 0);
      await until(client, (list) => list.length > 0);
      const after = await vscode.commands.executeCommand<{ process: number }>('crosswire.indexed');
      assert.notEqual(after.process, number);
    });

    it('restarts its server on demand', async () => {
      await vscode.commands.executeCommand('crosswire.restart');
      await vscode.commands.executeCommand('crosswire.indexed');
      await until(uriOf('ui/src/client.js'), (list) => list.length > 0);
    });
  });
}
