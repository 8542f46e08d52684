/** Open buffers, kept change by change as the editor tells them, and what happens to files outside of the editor's buffers. */
import type { Connection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fromUri } from '../base/uri';
import { isSettingsFile } from '../facts/settings/extract';
import { languageOf } from '../syntax/languages';
import type { Session } from './session';

export class Sync {
  private readonly documents = new Map<string, TextDocument>();

  constructor(
    connection: Connection,
    private readonly session: Session,
  ) {
    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
      this.take(TextDocument.create(uri, languageId, version, text));
    });
    connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
      const document = this.documents.get(uri);
      // Each change counts from the text that the one before it left.
      if (document) this.take(TextDocument.update(document, contentChanges, version));
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      this.documents.delete(uri);
      const path = fromUri(uri);
      if (path !== undefined) void session.close(path);
    });
    const moved = (uris: string[]) => void session.update(uris.flatMap((uri) => fromUri(uri) ?? []));
    connection.workspace.onDidCreateFiles(({ files }) => moved(files.map((file) => file.uri)));
    connection.workspace.onDidDeleteFiles(({ files }) => moved(files.map((file) => file.uri)));
    connection.workspace.onDidRenameFiles(({ files }) => moved(files.flatMap((file) => [file.oldUri, file.newUri])));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const paths = changes.flatMap(({ uri }) => fromUri(uri) ?? []).filter((path) => matters(path) || session.knows(path));
      if (paths.length > 0) void session.update(paths);
      else if (changes.some(({ uri }) => session.triage.isBacklog(fromUri(uri) ?? ''))) void session.touch();
    });
  }

  /** The text as the editor has it, of a file that is open. */
  get(uri: string): TextDocument | undefined {
    return this.documents.get(uri);
  }

  private take(document: TextDocument): void {
    const { uri, version } = document;
    this.documents.set(uri, document);
    const path = fromUri(uri);
    if (path !== undefined) this.session.edit({ path, uri, version, text: document.getText() });
  }
}

/** A source, a file of settings, or perhaps a folder; what tools write into their own folders is none of them. */
export function matters(path: string): boolean {
  if (/\/(?:\.git|node_modules|__pycache__|\.venv)(?:\/|$)/.test(path)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return languageOf(path) !== undefined || isSettingsFile(path) || !name.includes('.') || name === '.gitignore';
}
