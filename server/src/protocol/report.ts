/**
 * What the page of the report shows, as plain data that is small also for 50,000 rows: files and steps of traces are named by their place in a table.
 * Lines and columns from 1.
 */

/** A file by its place in `files`. */
export type FileIndex = number;
/** A step by its place in `steps`. */
export type StepIndex = number;

export type Severity = 'error' | 'warning' | 'hint';
export type State = 'open' | 'accepted' | 'intentional' | 'done';
export type Status = 'matched' | 'missing' | 'wrong-method' | 'external' | 'dynamic';

export interface PageData {
  version: string;
  /** The audited folder's name, and the folder itself for links that open an editor. */
  name: string;
  root: string;
  /** '28 routes, 36 calls: 30 matched, …' and '6 errors, 4 warnings and 1 hint in 38 files' */
  errorBar: string;
  tally: string;
  notes: string[];
  files: string[];
  /** Where a router of the UI shows one of the files: '/tasks/:id'. */
  addresses: [page: FileIndex, at: string[]][];
  steps: StepItem[];
  rules: RuleItem[];
  findings: FindingItem[];
  /** Findings that are not among these: silenced by a comment, known from the baseline. */
  silenced: number;
  known: number;
  routes: RouteItem[];
  calls: CallItem[];
  /** Files that could not be read, with the reason. */
  unread: { file: string; reason: string }[];
}

export type StepItem = [text: string, file: FileIndex, line: number];

export interface RuleItem {
  id: string;
  severity: Severity;
  summary: string;
  /** Why it matters. */
  why: string;
}

export interface FindingItem {
  id: string;
  rule: string;
  severity: Severity;
  state: State;
  reason: string | null;
  file: FileIndex;
  line: number;
  column: number;
  message: string;
  subject: string;
  /** The line of code and the part of it that is meant, from 0; empty where it cannot be read. */
  code: string;
  mark: [from: number, to: number];
  related: StepItem[];
  /** Of the call or route that it is about. */
  trace: StepIndex[];
  /** The pages of the UI that hold it, or hold what calls the route that it is about. */
  pages: FileIndex[];
}

export interface RouteItem {
  method: string;
  path: string;
  handler: string;
  file: FileIndex;
  line: number;
  app: string;
  /** Calls of the UI that it answers, by their place in `calls`. */
  callers: number[];
  /** 'require_admin (router)'; empty where nothing is asked. Null where it is not known. */
  guards: string[] | null;
  /** Whether a test of the project asks for it; null where there are no tests to look at. */
  tested: boolean | null;
  registered: boolean;
  /** In tests, examples and documentation. */
  test: boolean;
  partial: boolean;
  reason: string;
  trace: StepIndex[];
  /** What it takes and gives, as far as that is known of a route that is called. */
  takes?: { query: string; body: string; gives: string };
}

/** One part of a contract; rows of [field, what the UI has, what the backend has, what is wrong], '' for what is not there. */
export interface PartItem {
  head: [name: string, here: string, there: string];
  rows: [name: string, here: string, there: string, note: string][];
}

export interface CallItem {
  method: string;
  path: string;
  status: Status;
  file: FileIndex;
  line: number;
  client: string;
  /** By their place in `routes`. */
  routes: number[];
  reason: string;
  trace: StepIndex[];
  /** What it sends and reads beside what its route takes and gives. */
  contract?: PartItem[];
}

/** Page to editor. */
export type PageMessage =
  | { kind: 'open'; file: string; line: number; column?: number }
  | { kind: 'triage'; id: string; state: State }
  | { kind: 'help'; rule: string }
  | { kind: 'ready' };

/** Editor to page: what a person decided. */
export interface HostMessage {
  kind: 'triaged';
  id: string;
  state: State;
  reason: string | null;
}
