/** The audit of the folders as they are in the editor, unsaved text included. */
import type { Connection } from 'vscode-languageserver/node';
import { isInside, toUri } from '../base/uri';
import { AUDIT, type Audit } from '../protocol/messages';
import { markdown } from '../report/markdown';
import { reportOf } from '../report/summary';
import { parseBacklog } from '../triage/backlog';
import { placesOf, readRecord } from '../workspace/record';
import type { Session } from './session';

declare const __CROSSWIRE_VERSION__: string;

export function audit(connection: Connection, session: Session): void {
  connection.onRequest(AUDIT, async (): Promise<Audit | null> => {
    const snapshot = await session.current();
    if (!snapshot) return null;
    const root = commonFolder(session.folders);
    const { entries, faults } = parseBacklog(readRecord(placesOf(root, undefined)).backlog);
    const report = reportOf(snapshot, {
      version: __CROSSWIRE_VERSION__,
      root,
      prefix: '',
      found: snapshot.audit(session.settings.rules),
      // What a backlog that cannot be read says is nothing.
      entries: faults.length > 0 ? new Map() : entries,
      baseline: undefined,
      lines: (file) => session.text(`${root}/${file}`)?.split(/\r\n|\n|\r/),
      files: session.size,
      unread: session.unread,
    });
    return { markdown: markdown(report), root: toUri(root) };
  });
}

/** '/work' for /work/api and /work/ui. */
function commonFolder(folders: readonly string[]): string {
  let [common = ''] = folders;
  while (common.includes('/') && !folders.every((folder) => folder === common || isInside(folder, common)))
    common = common.slice(0, common.lastIndexOf('/'));
  return common;
}
