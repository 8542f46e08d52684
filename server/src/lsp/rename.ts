/** Another name for a part of a path, from either side: one edit, with a reason at each part and what could not be followed. */
import { type Connection, LSPErrorCodes, type Position, ResponseError } from 'vscode-languageserver/node';
import { lineStarts, positionAt } from '../base/range';
import { fromUri } from '../base/uri';
import type { Session } from './session';
import { type EditSupport, workspaceEdit } from './workspace-edit';

export function renames(connection: Connection, session: Session, support: () => EditSupport): void {
  const text = (path: string) => session.text(path);
  const ask = (uri: string, { line, character }: Position) => {
    const file = fromUri(uri);
    const now = file === undefined ? undefined : text(file);
    // A file that is being typed and cannot be parsed is known by its last good text.
    if (file === undefined || now === undefined || session.isUnfinished(file)) return undefined;
    const starts = lineStarts(now);
    return { file, starts, offset: (starts[line] ?? 0) + character };
  };

  connection.onPrepareRename(async ({ textDocument, position }) => {
    await session.current();
    const asked = ask(textDocument.uri, position);
    const found = asked && (await session.answer((snapshot) => snapshot.renamable(asked.file, asked.offset, text)));
    if (!asked || !found) return null;
    const at = (offset: number): Position => {
      const { line, column } = positionAt(asked.starts, offset);
      return { line, character: column };
    };
    return { range: { start: at(found.from), end: at(found.to) }, placeholder: found.name };
  });

  connection.onRenameRequest(async ({ textDocument, position, newName }) => {
    await session.current();
    const asked = ask(textDocument.uri, position);
    const done = asked && (await session.answer((snapshot) => snapshot.rename(asked.file, asked.offset, newName, text)));
    if (!done) return null;
    if ('refused' in done) return new ResponseError(LSPErrorCodes.RequestFailed, done.refused);
    const { edit } = done;
    if (!edit) return null;
    const unfinished = edit.files.find(({ file }) => session.isUnfinished(file));
    if (unfinished) return new ResponseError(LSPErrorCodes.RequestFailed, `${unfinished.file} cannot be parsed as it is.`);
    if (edit.assumed.length) connection.window.showWarningMessage(edit.assumed.join(' '));
    return workspaceEdit(edit, `Rename to ${newName}`, session, support());
  });
}
