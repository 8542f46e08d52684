/** What server and client say to each other beyond the language server protocol: names and plain data. */

/** Server to client, once after each full index: everything is read, and all findings have been sent. */
export const INDEXED = 'crosswire/indexed';
/** Server to client, whenever a figure has changed. */
export const STATUS = 'crosswire/status';
/** Client to server: the whole API as a tree. */
export const API_MAP = 'crosswire/apiMap';

/** Client to server, {uri, line, character}: the text of a report on a false alarm there. */
export const REPORT = 'crosswire/report';

/** Client to server, AuditParams, cancellable: the page of the report; null where there is nothing to look at. */
export const AUDIT = 'crosswire/audit';
/** Client to server, TriageParams: what a person decides. */
export const TRIAGE = 'crosswire/triage';
/** Client to server, LinesOf: the findings that stand there. */
export const FINDINGS_AT = 'crosswire/findingsAt';
/** Client to server: the open finding of the highest value, or null. */
export const FOCUS = 'crosswire/focus';

export interface AuditParams {
  /** Keep the record up to date, where there is one. */
  record: boolean;
}

export interface AuditPage {
  html: string;
  /** Of the folder from which the page names files. */
  root: string;
  title: string;
  /** '6 errors, 4 warnings and 1 hint in 38 files' */
  tally: string;
}

export interface TriageParams {
  id: string;
  state: 'open' | 'accepted' | 'intentional' | 'done';
  reason?: string;
}

/** Refused in words, or done. */
export type Triaged = { refused: string } | { state: TriageParams['state']; reason: string | null };

/** From 0, both included. */
export interface LinesOf {
  uri: string;
  line: number;
  endLine?: number;
}

export interface FindingAt {
  id: string;
  rule: string;
  subject: string;
  state: TriageParams['state'];
}

export interface FocusPlace {
  id: string;
  uri: string;
  /** From 0. */
  line: number;
  column: number;
  about: string;
  why: string;
}

export interface Status {
  /** 'cancelled': a person ended the index; nothing is checked until the server is restarted. */
  state: 'indexing' | 'ready' | 'cancelled';
  /** Files read so far, of how many, while indexing. */
  done: number;
  total: number;
  routes: number;
  calls: number;
  errors: number;
  warnings: number;
}

export interface Indexed extends Status {
  files: number;
  milliseconds: number;
  /** The server's own, for the log and for tests of crashes. */
  process: number;
}

export type Level = 'error' | 'warning' | 'hint' | 'off';

/** The settings under `crosswire` that the server reads. */
export interface Settings {
  include: string[];
  exclude: string[];
  /** Severity by rule: {"orphaned-route": "off"}. */
  rules: Record<string, Level>;
  codeLens: boolean;
  cache: boolean;
  /** Where the record of findings lies in each folder: the folder of all, or an object that also names single files. A crosswire.json wins. */
  record: string | { folder?: string; backlog?: string; progress?: string; journal?: string; runs?: string };
  /** Write TODO(crosswire) into what is generated, where a person must decide. */
  todos: boolean;
}

export const defaultSettings: Settings = {
  ...{ include: [], exclude: [], rules: {}, codeLens: true, cache: true, record: {}, todos: true },
};

export interface InitializationOptions {
  /**
   * 'push' sends findings of all files unasked, though the client could ask. By default a client that can ask for those of open files
   * is sent only those of closed ones.
   */
  diagnostics?: 'push';
  /** The client has the commands `crosswire.showReferences` and `crosswire.reportFalseAlarm`. */
  commands?: boolean;
  /** The folder for cached facts; by default the user's. */
  cacheFolder?: string;
  settings?: Partial<Settings>;
}

/** A place to go to; lines and columns from 0. */
export interface MapPlace {
  uri: string;
  line: number;
  endLine: number;
  column: number;
}

export interface MapCall extends MapPlace {
  method: string;
  path: string;
  status: 'matched' | 'missing' | 'wrong-method' | 'external' | 'dynamic';
  /** 'ui/src/tasks.js:12' */
  where: string;
  reason: string | null;
}

export interface MapRoute extends MapPlace {
  method: string;
  path: string;
  handler: string | null;
  where: string;
  /** 'unregistered', 'test', 'if settings.debug' */
  marks: string[];
  callers: MapCall[];
}

export interface MapGroup {
  /** 'backend/app/routers/tasks.py' */
  name: string;
  routes: MapRoute[];
}

export interface ApiMap {
  /** Calls that no route answers. */
  broken: MapCall[];
  groups: MapGroup[];
}
