/**
 * What every report is made from: findings with paths from the audited folder, the tables they come from, and the error bar, so that what could
 * not be known is said beside what was found:
 *
 *     526 routes (3 unresolved), 434 calls: 411 matched, 9 missing, 2 wrong method, 8 external, 4 unknown
 */
import type { Snapshot } from '../analysis/analysis';
import type { Findings } from '../analysis/findings';
import type { CallRow, Finding, RouteRow } from '../analysis/types';
import { join, relative } from '../base/uri';
import type { Meta } from '../rules/rule';
import { type Entries, type Heaps, heapsOf } from '../triage/heaps';
import { type PlacedFault, type State, stateOf } from '../triage/states';
import type { Evidence } from './evidence';

export interface Counts {
  /** Served, those of tests left out; of which a part is not known. */
  routes: number;
  unresolved: number;
  unregistered: number;
  /** The parts add up to the calls. */
  calls: number;
  matched: number;
  missing: number;
  wrongMethod: number;
  external: number;
  unknown: number;
  /** Of the findings reported. */
  errors: number;
  warnings: number;
  hints: number;
  /** Of the errors, those that go away with another one: a button whose request fails. */
  following: number;
  /** Of these, what is planned. */
  accepted: number;
  /** Findings that are not reported: meant to be so, silenced by a comment, known from the baseline. */
  intentional: number;
  silenced: number;
  known: number;
  files: number;
  /** Found, but not read: too large, binary, no permission. */
  unread: number;
}

/** A finding with what a person decided of it. */
export interface Told extends Finding {
  state: State;
  /** Null where none was given. */
  reason: string | null;
}

export interface Report {
  version: string;
  /** The audited folder's name, for titles. */
  name: string;
  /** From the top of the repository to the audited folder: 'backend'; '' where they are one. */
  prefix: string;
  /** In the order of files and lines; here and in the tables files are named from the audited folder. */
  findings: Told[];
  /** Meant to be so: no problem, and counted. */
  intentional: Told[];
  routes: RouteRow[];
  calls: CallRow[];
  /** Every rule there is, whether or not it found something. */
  rules: readonly Meta[];
  counts: Counts;
  /** What a person should know before reading the figures: a backend that is not understood. */
  notes: string[];
  /** What is wrong in files of the record. */
  faults?: readonly PlacedFault[];
  /** Lines of a file, for the code below a finding; undefined if it cannot be read. */
  lines(file: string): readonly string[] | undefined;
  /** For the page: the audited folder, files that could not be read, and what is worked out only when it is asked for. */
  root?: string;
  unread?: readonly { file: string; reason: string }[];
  evidence?(): Evidence;
}

/** What a report is made of, beside what the snapshot says. */
export interface Material {
  version: string;
  root: string;
  prefix: string;
  /** Those of the rules that were asked for, with paths as the snapshot has them. */
  found: Findings;
  /** What the backlog says. */
  entries: Entries;
  /** Ids of those that a baseline knows. */
  known: ReadonlySet<string> | undefined;
  files: number;
  unread: number;
  lines: Report['lines'];
  /** Nothing of what is worked out only when it is asked for, where there is none. */
  evidence?: (() => Evidence) | undefined;
}

export function reportOf(snapshot: Pick<Snapshot, 'routes' | 'calls' | 'rules' | 'notes'>, material: Material): Report {
  const { version, root, prefix, lines, entries, evidence } = material;
  const heaps = heapsOf(material.found, entries, material.known);
  const told = (f: Finding): Told => ({
    ...findingFrom(root, f),
    state: stateOf(f.id, entries),
    reason: entries.get(f.id)?.reason ?? null,
  });
  return {
    version,
    name: root.slice(root.lastIndexOf('/') + 1) || root,
    prefix,
    findings: heaps.problems.map(told),
    intentional: heaps.intentional.map(told),
    routes: snapshot.routes().map((r) => routeFrom(root, r)),
    calls: snapshot.calls().map((c) => callFrom(root, c)),
    rules: snapshot.rules(),
    counts: countsOf(snapshot, heaps, material),
    notes: snapshot.notes(),
    lines,
    root,
    ...(evidence && { evidence: () => fromRoot(root, evidence()) }),
  };
}

export function countsOf(
  snapshot: Pick<Snapshot, 'routes' | 'calls'>,
  heaps: Heaps<Finding>,
  material: Pick<Material, 'entries' | 'files' | 'unread'>,
): Counts {
  const calls = snapshot.calls();
  const own = snapshot.routes().filter((r) => !r.test);
  const status = (wanted: CallRow['status']) => calls.filter((c) => c.status === wanted).length;
  const errors = new Set(heaps.problems.filter((f) => f.severity === 'error').map((f) => f.id));
  const isTold = (id: string | undefined) => id !== undefined && errors.has(id);
  const severity = (wanted: Finding['severity']) => heaps.problems.filter((f) => f.severity === wanted).length;
  return {
    routes: own.filter((r) => r.registered && r.path !== null).length,
    unresolved: own.filter((r) => r.path === null || (r.registered && r.partial)).length,
    unregistered: own.filter((r) => !r.registered && r.path !== null).length,
    calls: calls.length,
    matched: status('matched'),
    missing: status('missing'),
    wrongMethod: status('wrong-method'),
    external: status('external'),
    unknown: status('dynamic'),
    errors: severity('error'),
    warnings: severity('warning'),
    hints: severity('hint'),
    following: heaps.problems.filter((f) => f.severity === 'error' && isTold(f.because)).length,
    accepted: heaps.problems.filter((f) => stateOf(f.id, material.entries) === 'accepted').length,
    intentional: heaps.intentional.length,
    silenced: heaps.silenced.length,
    known: heaps.known.length,
    files: material.files,
    unread: material.unread,
  };
}

/** Asked and answered with paths as the report has them. */
const fromRoot = (root: string, evidence: Evidence): Evidence => ({
  ...evidence,
  pages: (file) => evidence.pages(join(root, file)).map((page) => relative(root, page)),
  addresses: (page) => evidence.addresses(join(root, page)),
});

const from = <T extends { file: string }>(root: string, row: T): T => ({ ...row, file: relative(root, row.file) });

/** Paths as seen from the audited folder. */
function findingFrom(root: string, f: Finding): Finding {
  return { ...from(root, f), related: f.related.map((r) => from(root, r)) };
}

function routeFrom(root: string, r: RouteRow): RouteRow {
  const appRoot = r.appRoot == null ? null : relative(root, r.appRoot);
  const handlerAt = r.handlerAt && from(root, r.handlerAt);
  const pathAt = r.pathAt && from(root, r.pathAt);
  return { ...from(root, r), appRoot, pathAt, handlerAt, trace: r.trace.map((s) => from(root, s)) };
}

function callFrom(root: string, c: CallRow): CallRow {
  return { ...from(root, c), routes: c.routes.map((r) => from(root, r)), trace: c.trace.map((s) => from(root, s)) };
}
