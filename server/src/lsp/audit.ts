/** The full audit, and what a person decides of findings: asked by the editor, answered from the model as it stands, written to the record. */
import { randomBytes } from 'node:crypto';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { Snapshot } from '../analysis/analysis';
import type { Finding } from '../analysis/types';
import { fromUri, isInside, join, relative, toUri } from '../base/uri';
import {
  AUDIT,
  type AuditPage,
  type AuditParams,
  FINDINGS_AT,
  type FindingAt,
  FOCUS,
  type FocusPlace,
  TRIAGE,
  type Triaged,
  type TriageParams,
} from '../protocol/messages';
import { auditedOf } from '../report/audited';
import { evidenceOf } from '../report/evidence';
import { html } from '../report/html';
import { countsOf, type Report, reportOf } from '../report/summary';
import { circumstances, findingsInWords } from '../report/words';
import { focusOf } from '../triage/focus';
import { heapsOf } from '../triage/heaps';
import { recordAudit, recordDecision } from '../triage/record';
import { stateOf } from '../triage/states';
import { hasRecord, writeRecord } from '../workspace/record';
import { findingsOf } from './findings';
import type { Session } from './session';

declare const __CROSSWIRE_VERSION__: string;

export function audits(connection: Connection, session: Session): void {
  connection.onRequest(AUDIT, (params: AuditParams, token: CancellationToken) => audit(session, params, token));
  connection.onRequest(TRIAGE, (params: TriageParams) => triage(session, params));
  connection.onRequest(FOCUS, () => focus(session));
  connection.onRequest(FINDINGS_AT, (place: { uri: string; line: number }) => findingsAt(session, place));
}

async function audit(session: Session, { record }: AuditParams, token: CancellationToken): Promise<AuditPage | null> {
  const root = commonFolder(session.folders);
  // Tests and pages are read only where they are shown.
  const ready = await session.answer((snapshot) => {
    if (!token.isCancellationRequested) evidenceOf(snapshot).pages('');
    return snapshot;
  });
  if (!ready || root === '' || token.isCancellationRequested) return null;
  if (record) await recorded(session, ready);
  const report = reported(session, ready, root);
  const tally = `${findingsInWords(report.counts)} ${circumstances(report.counts)}`;
  return { html: html(report, { editor: true }), root: toUri(root), title: `Audit: ${report.name}`, tally };
}

/** '/work' for /work/api and /work/ui. */
function commonFolder(folders: readonly string[]): string {
  let [common = ''] = folders;
  while (common.includes('/') && !folders.every((folder) => isInside(folder, common)))
    common = common.slice(0, common.lastIndexOf('/'));
  return common;
}

function reported(session: Session, snapshot: Snapshot, root: string): Report {
  const { entries, faults } = session.triage.backlog();
  const texts = new Map<string, readonly string[] | undefined>();
  const lines = (file: string) => {
    if (!texts.has(file)) texts.set(file, session.text(join(root, file))?.split(/\r\n|\n|\r/));
    return texts.get(file);
  };
  const found = snapshot.audit(session.settings.rules);
  const sizes = { files: session.size, unread: session.failed.length };
  const report = reportOf(snapshot, {
    ...{ version: __CROSSWIRE_VERSION__, root, prefix: '', lines, found, entries, baseline: undefined },
    ...sizes,
  });
  const unread = session.failed.map(({ path, reason }) => ({ file: relative(root, path), reason }));
  return { ...report, unread, notes: [...report.notes, ...faults.map((f) => `backlog, line ${f.line}: ${f.message}`)] };
}

/** Only where a person has triaged something before. */
async function recorded(session: Session, snapshot: Snapshot): Promise<void> {
  const { places, root } = session.triage;
  if (!places || root === undefined || !hasRecord(places)) return;
  const texts = session.triage.saved(places);
  if (!texts) return;
  const found = snapshot.audit(session.settings.rules);
  const { entries } = session.triage.backlog();
  const heaps = heapsOf(found, entries, undefined);
  const counts = countsOf(snapshot, heaps, { entries, files: session.size, unread: session.failed.length });
  const rules = snapshot.rules().map((meta) => meta.id);
  const audited = auditedOf({
    ...{ root, found, heaps, counts, calls: snapshot.calls(), files: session.tally, failed: session.failed },
    ...{ rules: rules.filter((rule) => session.settings.rules[rule] !== 'off'), notes: snapshot.notes() },
  });
  const { changes } = recordAudit(texts, audited, { now: new Date().toISOString(), run: randomBytes(6).toString('hex') });
  writeRecord(places, changes);
  await session.touch();
}

/** As the record knows them. */
const subjects = (session: Session, snapshot: Snapshot, root: string) =>
  findingsOf(snapshot, session.settings).map((f: Finding) => ({ ...f, file: relative(root, f.file) }));

async function triage(session: Session, params: TriageParams): Promise<Triaged> {
  const snapshot = await session.current();
  const { places, root } = session.triage;
  if (!snapshot || !places || root === undefined) return { refused: 'no folder is open' };
  const texts = session.triage.saved(places);
  if (!texts) return { refused: 'the backlog has changes that are not saved; save it first' };
  const outcome = recordDecision(texts, params, subjects(session, snapshot, root), { now: new Date().toISOString() });
  if ('refused' in outcome) return outcome;
  writeRecord(places, outcome.changes);
  await session.touch();
  return { state: params.state, reason: session.triage.backlog().entries.get(params.id)?.reason ?? null };
}

async function focus(session: Session): Promise<FocusPlace | null> {
  const snapshot = await session.current();
  const { root } = session.triage;
  if (!snapshot || root === undefined) return null;
  const found = subjects(session, snapshot, root);
  const best = focusOf(found, session.triage.backlog().entries);
  const at = best && found.find(({ id }) => id === best.id);
  if (!best || !at) return null;
  return { uri: toUri(join(root, at.file)), line: at.line - 1, column: at.column - 1, about: best.about, why: best.why };
}

async function findingsAt(session: Session, { uri, line }: { uri: string; line: number }): Promise<FindingAt[]> {
  const snapshot = await session.current();
  const file = fromUri(uri);
  if (!snapshot || file === undefined) return [];
  const { entries } = session.triage.backlog();
  return findingsOf(snapshot, session.settings)
    .filter((f) => f.file === file && f.line <= line + 1 && f.endLine >= line + 1)
    .map(({ id, rule, subject }) => ({ id, rule, subject, state: stateOf(id, entries) }));
}
