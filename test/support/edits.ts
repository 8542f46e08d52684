/** Edits of the protocol as text: what a client that shows changes with reasons can do, where a place is, what a file is after an edit. */
import type { Position, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { lineStarts, offsetAt, positionAt } from '../../server/src/base/range';
import { toUri } from '../../server/src/base/uri';
import { applied } from '../../server/src/fixes/edit';

/** Of `workspace` in a client's capabilities. */
export const editsWithReasons = {
  workspaceEdit: { documentChanges: true, resourceOperations: ['create'], changeAnnotationSupport: { groupsOnLabel: true } },
};

export function positionIn(text: string, offset: number): Position {
  const { line, column } = positionAt(lineStarts(text), offset);
  return { line, character: column };
}

const offsetOf = (text: string, { line, character }: Position): number =>
  offsetAt(lineStarts(text), { line, column: character }, text.length);

/** The changes of files that are there, by their URIs. */
export const changesIn = ({ documentChanges }: WorkspaceEdit): TextDocumentEdit[] =>
  (documentChanges ?? []).filter((c): c is TextDocumentEdit => 'edits' in c);

/** A file's text once the edit is applied. */
export function textAfter(text: string, edit: WorkspaceEdit, file: string): string {
  const own = changesIn(edit).filter((c) => c.textDocument.uri === toUri(file));
  return applied(
    text,
    own.flatMap(({ edits }) =>
      edits.flatMap((e) =>
        'newText' in e ? [{ from: offsetOf(text, e.range.start), to: offsetOf(text, e.range.end), text: e.newText }] : [],
      ),
    ),
  );
}
