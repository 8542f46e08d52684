/**
 * Findings as diagnostics. Each file's are sent when they differ from what was sent last, whether the file is open or not, so that the
 * list of problems is complete. From a client that asks itself, only closed files are sent; it is told when to ask again.
 */
import {
  type Connection,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver/node';
import type { Snapshot } from '../analysis/analysis';
import type { Findings } from '../analysis/findings';
import type { Finding } from '../analysis/types';
import { sameItems } from '../base/equal';
import { fromUri, pathKey } from '../base/uri';
import type { RecordFault } from '../workspace/record';
import { rangeOf } from './convert';
import { foundIn } from './findings';
import { Forms } from './forms';
import { unanswered } from './memory';
import type { OpenBuffer, Session } from './session';

export interface Counts {
  errors: number;
  warnings: number;
}

const NOTHING: Findings = { findings: [], silenced: [] };

export class Diagnostics {
  /** By URI, what the client has. */
  private readonly sent = new Map<string, readonly Diagnostic[]>();
  /** By URI, what is true now, and what a client that asks was told last. */
  private current = new Map<string, Diagnostic[]>();
  private readonly asked = new Map<string, string>();
  private counted: Counts = { errors: 0, warnings: 0 };
  /** What was sent of last time, until it is known anew. */
  private remembered: Findings = NOTHING;
  private readonly forms: Forms;

  constructor(
    private readonly connection: Connection,
    private readonly session: Session,
    private readonly client: { pulls: boolean; refreshes: boolean },
  ) {
    this.forms = new Forms(session);
    if (client.pulls)
      connection.languages.diagnostics.on((params) => this.answer(params.textDocument.uri, params.previousResultId));
  }

  get counts(): Counts {
    return this.counted;
  }

  /** Sends what is sure before the rest is known, and takes nothing back yet but what was remembered and is so no more. */
  publishEarly(snapshot: Snapshot): void {
    const { findings, silenced } = snapshot.earlyFindings(this.session.settings.rules);
    const known = new Set(findings.map(({ id }) => id));
    const last = unanswered(this.remembered.findings, snapshot).filter(({ id }) => !known.has(id));
    this.take(
      this.session.triage.problems({ findings: [...findings, ...last], silenced: [...silenced, ...this.remembered.silenced] }),
    );
    if (this.remembered !== NOTHING) return this.sendWithFaults();
    for (const uri of this.current.keys()) if (!this.sent.has(uri)) this.send(uri);
  }

  /** Sends what was found when everything was last as it is now, or nearly. */
  publishRemembered(found: Findings): void {
    this.remembered = found;
    this.take(this.session.triage.problems(found));
    this.sendWithFaults();
  }

  /** Takes everything back. */
  clear(): void {
    this.remembered = NOTHING;
    this.take([]);
    for (const uri of [...this.sent.keys()]) this.send(uri);
  }

  /** Sends what has changed. */
  publish(snapshot: Snapshot): void {
    this.remembered = NOTHING;
    const { triage } = this.session;
    this.take(triage.problems(foundIn(snapshot, this.session.settings)));
    this.takeFaults();
    for (const fault of triage.strays(() => snapshot.audit(this.session.settings.rules)))
      this.takeFault(fault, DiagnosticSeverity.Warning, 'unknown-finding');
    let stale = this.sendAll();
    for (const [uri, id] of this.asked) {
      if (this.bufferOf(uri)) stale ||= id !== JSON.stringify(this.current.get(uri) ?? []);
      else this.asked.delete(uri);
    }
    if (stale && this.client.refreshes) this.connection.languages.diagnostics.refresh();
  }

  private take(findings: readonly Finding[]): void {
    this.counted = { errors: 0, warnings: 0 };
    this.current = new Map();
    for (const finding of findings) {
      if (finding.severity === 'error') this.counted.errors++;
      if (finding.severity === 'warning') this.counted.warnings++;
      const uri = this.forms.uriOf(finding.file);
      const list = this.current.get(uri);
      if (list) list.push(this.forms.of(finding));
      else this.current.set(uri, [this.forms.of(finding)]);
    }
  }

  /** A backlog that cannot be used, or that is at odds with itself, is told in its own file. */
  private takeFaults(): void {
    const { triage } = this.session;
    const faults = triage.faults();
    // What the disk has wrong is not what somebody writes into it now.
    const unsaved = faults.length > 0 ? this.session.unsaved() : [];
    for (const fault of faults)
      if (!unsaved.includes(fault.path) || triage.isBacklog(fault.path))
        this.takeFault(fault, DiagnosticSeverity.Error, 'broken-backlog');
    for (const fault of triage.contested()) this.takeFault(fault, DiagnosticSeverity.Warning, 'contested-decision');
  }

  private takeFault({ path, fault }: RecordFault, severity: DiagnosticSeverity, code: string): void {
    const { line, column, message } = fault;
    const uri = this.forms.uriOf(path);
    const range = rangeOf({ line, column, endLine: line, endColumn: column + 1 });
    const here = this.current.get(uri) ?? [];
    // What is wrong in a crosswire.json is told by its own rule.
    if (here.some((one) => one.message === message && one.range.start.line === range.start.line)) return;
    this.counted[severity === DiagnosticSeverity.Error ? 'errors' : 'warnings']++;
    this.current.set(uri, [...here, { range, severity, code, source: 'crosswire', message }]);
  }

  private sendWithFaults(): void {
    this.takeFaults();
    this.sendAll();
  }

  private sendAll(): boolean {
    let stale = false;
    for (const uri of new Set([...this.current.keys(), ...this.sent.keys()])) stale = this.send(uri) || stale;
    return stale;
  }

  /** True where the client itself must ask. */
  private send(uri: string): boolean {
    const isAsked = this.client.pulls && this.bufferOf(uri) !== undefined;
    const diagnostics = isAsked ? [] : (this.current.get(uri) ?? []);
    const before = this.sent.get(uri) ?? [];
    if (!sameItems(before, diagnostics)) {
      if (diagnostics.length > 0) this.sent.set(uri, diagnostics);
      else this.sent.delete(uri);
      if (JSON.stringify(before) !== JSON.stringify(diagnostics)) this.tell(uri, diagnostics);
    }
    return isAsked && !this.asked.has(uri) && this.current.has(uri);
  }

  private tell(uri: string, diagnostics: Diagnostic[]): void {
    const buffer = this.bufferOf(uri);
    const version = buffer?.uri === uri ? { version: buffer.version } : {};
    void this.connection.sendDiagnostics({ uri, diagnostics, ...version });
  }

  private async answer(uri: string, previous: string | undefined): Promise<DocumentDiagnosticReport> {
    await this.session.current();
    const path = fromUri(uri);
    const own = path === undefined ? undefined : [...this.current].find(([key]) => pathKey(fromUri(key) ?? '') === pathKey(path));
    const items = own?.[1] ?? [];
    const resultId = JSON.stringify(items);
    this.asked.set(uri, resultId);
    if (previous === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  }

  private bufferOf(uri: string): OpenBuffer | undefined {
    const path = fromUri(uri);
    return path === undefined ? undefined : this.session.buffer(path);
  }
}
