/** Writes the record of an audit that was made in the editor: of what is saved, in folders where a person has triaged something before. */
import { randomBytes } from 'node:crypto';
import type { Snapshot } from '../analysis/analysis';
import type { Finding } from '../analysis/types';
import { join } from '../base/uri';
import { type AuditMaterial, auditedOf } from '../report/audited';
import { countsOf } from '../report/summary';
import { heapsOf } from '../triage/heaps';
import { recordAudit } from '../triage/record';
import { hasRecord, updateRecord } from '../workspace/record';
import type { Session } from './session';
import type { TriageFile } from './triage-file';

export class Recorder {
  private isDue = false;

  constructor(private readonly session: Session) {}

  /** Gives the files that must be saved first: the record says what others find when they read the disk. */
  async audited(snapshot: Snapshot): Promise<readonly string[]> {
    const unsaved = this.session.unsaved();
    this.isDue = unsaved.length > 0;
    if (this.isDue) return unsaved;
    const run = randomBytes(6).toString('hex');
    let wrote = false;
    for (const file of this.session.triage.files) {
      if (!hasRecord(file.places) || file.shut().length > 0 || !file.isSaved()) continue;
      const isAsked = (rule: string, name: string) => snapshot.isAsked(rule, join(file.root, name), this.session.settings.rules);
      const audited = auditedOf(materialIn(this.session, snapshot, file), { isAsked, isGone: file.isGone });
      updateRecord(file.places, (texts) => recordAudit(texts, audited, { now: new Date().toISOString(), run }));
      wrote = true;
    }
    if (wrote) await this.session.touch();
    return [];
  }

  /** What waited for it is written. */
  async saved(): Promise<void> {
    if (!this.isDue) return;
    const snapshot = await this.session.current();
    if (snapshot && this.isDue) await this.audited(snapshot);
  }
}

/** As much of the audit as one folder's record is about. */
export function materialIn(session: Session, snapshot: Snapshot, file: TriageFile): AuditMaterial {
  const { root } = file;
  const isHere = (row: { file: string }) => session.triage.at(row.file) === file;
  const here = ({ path }: { path: string }) => isHere({ file: path });
  // Files stay named in full: the report names them from the folder.
  const own = (f: Finding): Finding => ({ ...f, ...file.own(f), file: f.file });
  const all = snapshot.audit(session.settings.rules);
  const found = { findings: all.findings.filter(isHere).map(own), silenced: all.silenced.filter(isHere).map(own) };
  const calls = snapshot.calls().filter(isHere);
  const routes = snapshot.routes().filter(isHere);
  const failed = session.failed.filter(here);
  const entries = file.decided([...all.findings, ...all.silenced].filter(isHere));
  const heaps = heapsOf(found, entries, undefined);
  const files = session.tallyIn(root);
  const sizes = { entries, files: files.found - files.leftOut, unread: failed.length };
  const counts = countsOf({ routes: () => routes, calls: () => calls }, heaps, sizes);
  // What is not known may lie in another folder.
  const gaps = { ...session.gaps, damaged: snapshot.damaged() };
  return { root, found, heaps, counts, calls, files, ...gaps, notes: snapshot.notes() };
}
