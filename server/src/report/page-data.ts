/** The report as the page wants it: rows that name each other, files and steps by their place in a table, so that 50,000 rows stay small. */
import type { CallRow, RouteRow, TraceStep } from '../analysis/types';
import { type ContractPart, contractParts, type Sides } from '../features/contract';
import { describe } from '../model/shapes/shape';
import type { CallItem, FindingItem, PageData, PartItem, RouteItem, StepItem } from '../protocol/report';
import { pageOf } from '../rules/page';
import { type Evidence, noEvidence } from './evidence';
import type { Report, Told } from './summary';
import { circumstances, errorBar, findingsInWords, notesOf } from './words';

export function pageDataOf(report: Report): PageData {
  const evidence = report.evidence?.() ?? noEvidence;
  const tables = new Tables();
  const routes = report.routes.map((row, i) => routeItem(row, i, evidence, tables));
  const calls = linked(report, routes, tables);
  withContracts(routes, calls, evidence);
  const traces = tracesOf(report);
  const pages = new PageTable(evidence, tables);
  const callers = new Map(report.routes.map((row, i) => [lineOf(row), routes[i]?.callers ?? []] as const));
  const finding = (f: Told): FindingItem =>
    findingItem(f, report, tables, {
      trace: traces.get(placeOf(f)) ?? traces.get(lineOf(f)) ?? [],
      // What is wrong with a route is seen where it is called.
      pages: pages.of([f.file, ...(callers.get(lineOf(f)) ?? []).flatMap((i) => report.calls[i]?.file ?? [])]),
    });
  const findings = [...report.findings, ...report.intentional].map(finding);
  const used = new Set(findings.map((f) => f.rule));
  const { counts } = report;
  return {
    version: report.version,
    name: report.name,
    root: report.root ?? '',
    errorBar: errorBar(counts),
    tally: `${findingsInWords(counts)} ${circumstances(counts)}`,
    notes: notesOf(report),
    rules: report.rules
      .filter((r) => used.has(r.id))
      .map(({ id, severity, summary }) => ({ id, severity, summary, help: pageOf(id) })),
    findings,
    silenced: counts.silenced,
    known: counts.known,
    routes,
    calls,
    unread: [...(report.unread ?? [])],
    files: tables.files,
    addresses: pages.addresses(),
    steps: tables.steps,
  };
}

/** Every file and every step once. */
class Tables {
  readonly files: string[] = [];
  readonly steps: StepItem[] = [];
  private readonly fileAt = new Map<string, number>();
  private readonly stepAt = new Map<string, number>();

  file(name: string): number {
    const known = this.fileAt.get(name);
    if (known !== undefined) return known;
    this.fileAt.set(name, this.files.length);
    return this.files.push(name) - 1;
  }

  trace(steps: readonly TraceStep[]): number[] {
    return steps.map(({ text, file, line }) => {
      const key = `${text}\n${file}\n${line}`;
      const known = this.stepAt.get(key);
      if (known !== undefined) return known;
      this.stepAt.set(key, this.steps.length);
      return this.steps.push([text, this.file(file), line]) - 1;
    });
  }
}

/** The pages of the UI, each file asked about once. */
class PageTable {
  private readonly known = new Map<string, readonly string[]>();

  constructor(
    private readonly evidence: Evidence,
    private readonly tables: Tables,
  ) {}

  of(files: readonly string[]): number[] {
    const pages = new Set(files.flatMap((file) => this.ofFile(file)));
    return [...pages].sort().map((page) => this.tables.file(page));
  }

  private ofFile(file: string): readonly string[] {
    const known = this.known.get(file) ?? this.evidence.pages(file);
    this.known.set(file, known);
    return known;
  }

  addresses(): [number, string[]][] {
    const pages = [...new Set([...this.known.values()].flat())].sort();
    return pages.flatMap((page): [number, string[]][] => {
      const at = this.evidence.addresses(page);
      return at.length > 0 ? [[this.tables.file(page), [...at]]] : [];
    });
  }
}

function routeItem(row: RouteRow, i: number, evidence: Evidence, tables: Tables): RouteItem {
  return {
    method: row.method,
    path: row.path ?? '?',
    handler: row.handler ?? '',
    file: tables.file(row.file),
    line: row.line,
    app: row.app ?? '',
    callers: [],
    guards: evidence.guards[i] ?? null,
    tested: evidence.tested[i] ?? null,
    registered: row.registered,
    test: row.test,
    partial: row.partial || row.path === null,
    reason: row.reason ?? '',
    trace: tables.trace(row.trace),
  };
}

const keyOf = (r: { method: string; path: string | null; file: string; line: number }) =>
  `${r.method} ${r.path ?? ''} ${r.file}:${r.line}`;
const lineOf = (r: { file: string; line: number }) => `${r.file}:${r.line}`;
const placeOf = (r: { file: string; line: number; column: number }) => `${r.file}:${r.line}:${r.column}`;

/** Calls with the routes that answer them; each route learns of its callers. */
function linked(report: Report, routes: readonly RouteItem[], tables: Tables): CallItem[] {
  const at = new Map<string, number[]>();
  for (const [i, row] of report.routes.entries()) at.set(keyOf(row), [...(at.get(keyOf(row)) ?? []), i]);
  return report.calls.map((row, i): CallItem => {
    const answers = [...new Set(row.routes.flatMap((r) => at.get(keyOf(r)) ?? []))];
    if (row.status === 'matched') for (const route of answers) routes[route]?.callers.push(i);
    return callItem(row, answers, tables);
  });
}

/** What every call that a route answers says of it. */
function withContracts(routes: readonly RouteItem[], calls: readonly CallItem[], evidence: Evidence): void {
  for (const route of routes)
    for (const i of route.callers) {
      const sides = evidence.contract(i);
      const call = calls[i];
      if (!sides || !call) continue;
      const parts = contractParts(sides);
      if (parts.length) call.contract = parts.map(partItem);
      route.takes ??= { query: shortly(sides.query), body: shortly(sides.body), gives: shortly(sides.answer) };
    }
}

const partItem = ({ head, rows }: ContractPart): PartItem => ({
  head,
  rows: rows.map(({ name, note, here, there }) => [
    name,
    here === undefined ? '' : cut(here),
    there === undefined ? '' : cut(there),
    note ?? '',
  ]),
});
const shortly = (shape: Sides['body']): string => cut(describe(shape));
const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text);

function callItem(row: CallRow, routes: number[], tables: Tables): CallItem {
  const { method, status, line, client } = row;
  return {
    method,
    path: row.path ?? '?',
    status,
    file: tables.file(row.file),
    line,
    client,
    routes,
    reason: row.reason ?? '',
    trace: tables.trace(row.trace),
  };
}

/** How the call or route was worked out that stands where a finding does, or else in its line. */
function tracesOf({ routes, calls }: Report): Map<string, readonly TraceStep[]> {
  const rows = [...routes, ...calls];
  return new Map([
    ...rows.map((row) => [lineOf(row), row.trace] as const),
    ...rows.map((row) => [placeOf(row), row.trace] as const),
  ]);
}

/** Nobody reads more of a line. */
const WIDEST = 300;

function findingItem(
  f: Told,
  report: Report,
  tables: Tables,
  more: { trace: readonly TraceStep[]; pages: number[] },
): FindingItem {
  const line = report.lines(f.file)?.[f.line - 1] ?? '';
  const start = Math.max(0, f.column - 1 - WIDEST / 2);
  const code = line.slice(start, start + WIDEST);
  const from = Math.min(code.length, f.column - 1 - start);
  const to = f.endLine === f.line ? Math.min(code.length, f.endColumn - 1 - start) : code.length;
  const { id, rule, severity, state, reason, column, message, subject } = f;
  return {
    ...{ id, rule, severity, state, reason, file: tables.file(f.file), line: f.line, column, message, subject, code },
    mark: [from, Math.max(from, to)],
    related: f.related.map((r): StepItem => [r.message, tables.file(r.file), r.line]),
    trace: tables.trace(more.trace),
    pages: more.pages,
  };
}
