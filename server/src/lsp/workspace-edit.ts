/** Edits of fixes as edits of the protocol: with a reason at each part and new files, as far as the client understands them. */

import type {
  ChangeAnnotation,
  ClientCapabilities,
  CreateFile,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { lineStarts, positionAt } from '../base/range';
import { capital } from '../base/text';
import { toUri } from '../base/uri';
import type { Edit, FileEdit } from '../fixes/edit';
import type { Session } from './session';

export interface EditSupport {
  /** Actions may come without their edit. */
  lazily: boolean;
  /** Actions may say why they cannot be done. */
  disabled: boolean;
  versions: boolean;
  creates: boolean;
  annotations: boolean;
}

export function editSupport({ workspace, textDocument }: ClientCapabilities): EditSupport {
  const edit = workspace?.workspaceEdit;
  const versions = edit?.documentChanges === true;
  return {
    lazily: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false,
    disabled: textDocument?.codeAction?.disabledSupport === true,
    versions,
    creates: versions && (edit?.resourceOperations?.includes('create') ?? false),
    annotations: versions && edit?.changeAnnotationSupport !== undefined,
  };
}

/** `title` is the reason of a part that gives none. */
export function workspaceEdit(edit: Edit, title: string, session: Session, support: EditSupport): WorkspaceEdit {
  const uriOf = (file: string) => session.buffer(file)?.uri ?? toUri(file);
  if (!support.versions) {
    const known = edit.files.filter((f) => !f.isNew);
    return { changes: Object.fromEntries(known.map((f) => [uriOf(f.file), editsOf(f, session, () => undefined)])) };
  }
  const annotations: Record<string, ChangeAnnotation> = {};
  const note = (why: string | undefined): string | undefined => {
    if (!support.annotations) return undefined;
    const label = capital(why ?? title);
    annotations[label] ??= { label, ...describe(edit) };
    return label;
  };
  const documentChanges: (TextDocumentEdit | CreateFile)[] = [];
  for (const file of edit.files) {
    const uri = uriOf(file.file);
    if (file.isNew && !support.creates) continue;
    const id = file.isNew ? note(file.edits[0]?.why) : undefined;
    if (file.isNew)
      documentChanges.push({ kind: 'create', uri, options: { ignoreIfExists: true }, ...(id ? { annotationId: id } : {}) });
    const version = session.buffer(file.file)?.version ?? null;
    documentChanges.push({ textDocument: { uri, version }, edits: editsOf(file, session, note) });
  }
  return { documentChanges, ...(support.annotations ? { changeAnnotations: annotations } : {}) };
}

/** What was assumed is shown beside every part. (What "needs confirmation" VS Code leaves out unless it is ticked, part by part.) */
const describe = ({ assumed }: Edit): { description?: string } => (assumed.length ? { description: assumed.join(' ') } : {});

function editsOf(file: FileEdit, session: Session, note: (why: string | undefined) => string | undefined): TextEdit[] {
  const starts = lineStarts(file.isNew ? '' : (session.text(file.file) ?? ''));
  const at = (offset: number) => {
    const { line, column } = positionAt(starts, offset);
    return { line, character: column };
  };
  return file.edits.map(({ from, to, text, why }) => {
    const annotationId = note(why);
    return { range: { start: at(from), end: at(to) }, newText: text, ...(annotationId ? { annotationId } : {}) };
  });
}
