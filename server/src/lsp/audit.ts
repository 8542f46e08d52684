/** The full audit, and what a person decides of findings: asked by the editor, answered from the model as it stands, written to the record. */
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
  type LinesOf,
  TRIAGE,
  type Triaged,
  type TriageParams,
} from '../protocol/messages';
import { blockersOf } from '../report/audited';
import { evidenceOf } from '../report/evidence';
import { html } from '../report/html';
import { type Report, reportOf } from '../report/summary';
import { circumstances, faultInWords, findingsInWords } from '../report/words';
import { focusOf } from '../triage/focus';
import type { Entries } from '../triage/heaps';
import { recordDecision } from '../triage/record';
import { stateOf } from '../triage/states';
import { type RecordFault, updateRecord } from '../workspace/record';
import { materialIn, Recorder } from './recorder';
import type { Session } from './session';

declare const __CROSSWIRE_VERSION__: string;

export function audits(connection: Connection, session: Session): void {
  const recorder = new Recorder(session);
  connection.onRequest(AUDIT, (params: AuditParams, token: CancellationToken) => audit(session, recorder, params, token));
  connection.onDidSaveTextDocument(() => recorder.saved());
  connection.onRequest(TRIAGE, (params: TriageParams) => triage(session, params));
  connection.onRequest(FOCUS, () => focus(session));
  connection.onRequest(FINDINGS_AT, (place: LinesOf) => findingsAt(session, place));
}

async function audit(
  session: Session,
  recorder: Recorder,
  { record }: AuditParams,
  token: CancellationToken,
): Promise<AuditPage | null> {
  const root = commonFolder(session.folders);
  // Tests and pages are read only where they are shown.
  const ready = await session.answer((snapshot) => {
    if (!token.isCancellationRequested && !made.has(snapshot)) evidenceOf(snapshot).pages('');
    return snapshot;
  });
  if (!ready || root === '' || token.isCancellationRequested) return null;
  const waits = record ? await recorder.audited(ready) : [];
  const files = waits.map((path) => relative(root, path)).join(', ');
  const notes = waits.length > 0 ? [`The record is written once what it rests on is saved: ${files}.`] : [];
  return pageOf(session, ready, root, notes);
}

const made = new WeakMap<Snapshot, { key: string; page: AuditPage }>();

/** Of a state that is as it was, decisions included, the page is the one that was made. */
function pageOf(session: Session, snapshot: Snapshot, root: string, notes: readonly string[]): AuditPage {
  const { rules } = session.settings;
  const entries = session.triage.entries(snapshot.audit(rules));
  const key = JSON.stringify([
    root,
    rules,
    [...entries],
    session.triage.faults(),
    toldOf(session, snapshot),
    session.failed,
    notes,
  ]);
  const known = made.get(snapshot);
  if (known?.key === key) return known.page;
  const bare = reported(session, snapshot, root, entries);
  const report = { ...bare, notes: [...bare.notes, ...notes] };
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

function reported(session: Session, snapshot: Snapshot, root: string, entries: Entries): Report {
  const texts = new Map<string, readonly string[] | undefined>();
  const lines = (file: string) => {
    if (!texts.has(file)) texts.set(file, session.text(join(root, file))?.split(/\r\n|\n|\r/));
    return texts.get(file);
  };
  const found = snapshot.audit(session.settings.rules);
  const sizes = { files: session.size, unread: session.failed.length };
  const report = reportOf(snapshot, {
    ...{
      version: __CROSSWIRE_VERSION__,
      root,
      prefix: '',
      lines,
      found,
      entries,
      known: undefined,
      evidence: () => evidenceOf(snapshot),
    },
    ...sizes,
  });
  const placed = ({ path, fault }: RecordFault) => ({ file: relative(root, path), ...fault });
  const faults = session.triage.faults().map(placed);
  const told = toldOf(session, snapshot).map((one) => faultInWords(placed(one)));
  const unread = session.failed.map(({ path, reason }) => ({ file: relative(root, path), reason }));
  return { ...report, unread, faults, notes: [...report.notes, ...told] };
}

/** What is odd in the record, and keeps none of it from being used. */
const toldOf = ({ triage, settings }: Session, snapshot: Snapshot): RecordFault[] => [
  ...triage.contested(),
  ...triage.strays(() => snapshot.audit(settings.rules)),
];

async function triage(session: Session, params: TriageParams): Promise<Triaged> {
  const snapshot = await session.current();
  const place = session.triage.of(params.id);
  if (!snapshot || !place) return { refused: 'no folder is open' };
  const { file, id } = place;
  const [shut] = file.shut();
  if (shut) return { refused: shut.fault.message };
  if (!file.isSaved()) return { refused: 'the backlog has changes that are not saved; save it first' };
  const decision = { ...params, id };
  // The page tells of more than the editor does.
  const all = snapshot.audit(session.settings.rules);
  const own = (some: readonly Finding[]) => some.filter((f) => session.triage.at(f.file) === file).map((f) => file.own(f));
  const found = { findings: own(all.findings), silenced: own(all.silenced), isGone: file.isGone };
  // What is decided is a person's word and kept at once; where the triage stands is told of what is saved.
  const seen =
    session.unsaved().length > 0
      ? undefined
      : { blockers: blockersOf(materialIn(session, snapshot, file)), known: new Set<string>() };
  const now = new Date().toISOString();
  const outcome = updateRecord(file.places, (texts) => recordDecision(texts, decision, found, { now }, seen));
  if ('refused' in outcome) return outcome;
  await session.touch();
  return { state: params.state, reason: file.backlog().entries.get(id)?.reason ?? null };
}

async function focus(session: Session): Promise<FocusPlace | null> {
  const snapshot = await session.current();
  if (!snapshot) return null;
  // What the record and the command line name: of all that the audit tells, hints included that the panel leaves out.
  const found = snapshot.audit(session.settings.rules);
  const best = focusOf(found.findings, session.triage.entries(found));
  const at = best && found.findings.find(({ id }) => id === best.id);
  if (!best || !at) return null;
  return { id: best.id, uri: toUri(at.file), line: at.line - 1, column: at.column - 1, about: best.about, why: best.why };
}

async function findingsAt(session: Session, { uri, line, endLine = line }: LinesOf): Promise<FindingAt[]> {
  const snapshot = await session.current();
  const file = fromUri(uri);
  if (!snapshot || file === undefined) return [];
  const found = snapshot.audit(session.settings.rules);
  const entries = session.triage.entries(found);
  return found.findings
    .filter((f) => f.file === file && f.line <= endLine + 1 && f.endLine >= line + 1)
    .map(({ id, rule, subject }) => ({ id, rule, subject, state: stateOf(id, entries) }));
}
