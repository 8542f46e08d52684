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
import { type AuditMaterial, auditedOf } from '../report/audited';
import { evidenceOf } from '../report/evidence';
import { html } from '../report/html';
import { countsOf, type Report, reportOf } from '../report/summary';
import { circumstances, findingsInWords } from '../report/words';
import { focusOf } from '../triage/focus';
import { heapsOf } from '../triage/heaps';
import { placeOfId } from '../triage/identity';
import { recordAudit, recordDecision } from '../triage/record';
import { stateOf } from '../triage/states';
import { hasRecord, writeRecord } from '../workspace/record';
import { findingsOf } from './findings';
import type { Session } from './session';
import type { TriageFile } from './triage-file';

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
    if (!token.isCancellationRequested && !made.has(snapshot)) evidenceOf(snapshot).pages('');
    return snapshot;
  });
  if (!ready || root === '' || token.isCancellationRequested) return null;
  if (record) await recorded(session, ready);
  return pageOf(session, ready, root);
}

const made = new WeakMap<Snapshot, { key: string; page: AuditPage }>();

/** Of a state that is as it was, decisions included, the page is the one that was made. */
function pageOf(session: Session, snapshot: Snapshot, root: string): AuditPage {
  const { rules } = session.settings;
  const key = JSON.stringify([root, rules, [...session.triage.entries()], session.triage.faults(), session.failed]);
  const known = made.get(snapshot);
  if (known?.key === key) return known.page;
  const report = reported(session, snapshot, root);
  const tally = `${findingsInWords(report.counts)} ${circumstances(report.counts)}`;
  const page = { html: html(report, { editor: true }), root: toUri(root), title: `Audit: ${report.name}`, tally };
  made.set(snapshot, { key, page });
  return page;
}

/** '/shop' for /shop/api and /shop/ui. */
function commonFolder(folders: readonly string[]): string {
  let [common = ''] = folders;
  while (common.includes('/') && !folders.every((folder) => isInside(folder, common)))
    common = common.slice(0, common.lastIndexOf('/'));
  return common;
}

function reported(session: Session, snapshot: Snapshot, root: string): Report {
  const entries = session.triage.entries();
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
  const faults = session.triage.faults().map(({ path, fault }) => `${relative(root, path)}:${fault.line}: ${fault.message}`);
  const unread = session.failed.map(({ path, reason }) => ({ file: relative(root, path), reason }));
  return { ...report, unread, notes: [...report.notes, ...faults] };
}

/** Only in folders where a person has triaged something before. */
async function recorded(session: Session, snapshot: Snapshot): Promise<void> {
  const run = randomBytes(6).toString('hex');
  let wrote = false;
  for (const file of session.triage.files) {
    const texts = hasRecord(file.places) ? file.saved() : undefined;
    if (!texts) continue;
    const audited = auditedOf(materialIn(session, snapshot, file));
    const { changes } = recordAudit(texts, audited, { now: new Date().toISOString(), run });
    writeRecord(file.places, changes);
    wrote = true;
  }
  if (wrote) await session.touch();
}

/** As much of the audit as one folder's record is about. */
function materialIn(session: Session, snapshot: Snapshot, file: TriageFile): AuditMaterial {
  const { root } = file;
  const isHere = (row: { file: string }) => session.triage.at(row.file) === file;
  const own = (f: Finding): Finding => ({ ...f, id: placeOfId(f.id).id });
  const all = snapshot.audit(session.settings.rules);
  const found = { findings: all.findings.filter(isHere).map(own), silenced: all.silenced.filter(isHere).map(own) };
  const calls = snapshot.calls().filter(isHere);
  const routes = snapshot.routes().filter(isHere);
  const failed = session.failed.filter(({ path }) => isHere({ file: path }));
  const { entries } = file.backlog();
  const heaps = heapsOf(found, entries, undefined);
  const files = session.tallyIn(root);
  const sizes = { entries, files: files.found - files.leftOut, unread: failed.length };
  const counts = countsOf({ routes: () => routes, calls: () => calls }, heaps, sizes);
  const isAsked = (rule: string, name: string) => snapshot.isAsked(rule, join(root, name), session.settings.rules);
  return { root, found, heaps, counts, calls, files, failed, isAsked, notes: snapshot.notes() };
}

/** As the record of their folder knows them. */
const subjects = (session: Session, snapshot: Snapshot, root: string) =>
  findingsOf(snapshot, session.settings)
    .filter(({ file }) => session.triage.at(file)?.root === root)
    .map((f: Finding) => ({ ...f, id: placeOfId(f.id).id, file: relative(root, f.file) }));

async function triage(session: Session, params: TriageParams): Promise<Triaged> {
  const snapshot = await session.current();
  const place = session.triage.of(params.id);
  if (!snapshot || !place) return { refused: 'no folder is open' };
  const { file, id } = place;
  const texts = file.saved();
  if (!texts) return { refused: 'the backlog has changes that are not saved; save it first' };
  const decision = { ...params, id };
  const outcome = recordDecision(texts, decision, subjects(session, snapshot, file.root), { now: new Date().toISOString() });
  if ('refused' in outcome) return outcome;
  writeRecord(file.places, outcome.changes);
  await session.touch();
  return { state: params.state, reason: file.backlog().entries.get(id)?.reason ?? null };
}

async function focus(session: Session): Promise<FocusPlace | null> {
  const snapshot = await session.current();
  if (!snapshot) return null;
  const found = findingsOf(snapshot, session.settings);
  const best = focusOf(found, session.triage.entries());
  const at = best && found.find(({ id }) => id === best.id);
  if (!best || !at) return null;
  return { id: best.id, uri: toUri(at.file), line: at.line - 1, column: at.column - 1, about: best.about, why: best.why };
}

async function findingsAt(session: Session, { uri, line }: { uri: string; line: number }): Promise<FindingAt[]> {
  const snapshot = await session.current();
  const file = fromUri(uri);
  if (!snapshot || file === undefined) return [];
  const entries = session.triage.entries();
  return findingsOf(snapshot, session.settings)
    .filter((f) => f.file === file && f.line <= line + 1 && f.endLine >= line + 1)
    .map(({ id, rule, subject }) => ({ id, rule, subject, state: stateOf(id, entries) }));
}
