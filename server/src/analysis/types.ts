/**
 * What goes into the façade and what comes out of it, as plain data. Files are named by their engine paths (see base/uri).
 */
import type { Extracted } from '../facts/facts';

export type Change =
  | { path: string; extracted: Extracted }
  /** The file exists; what it says is not loaded yet. It is `wanted` once an answer depends on it. */
  | { path: string; present: true }
  | { path: string; removed: true };

/** One step of how something was worked out, in words, with the place that shows it. Lines start at 1. */
export interface TraceStep {
  text: string;
  file: string;
  line: number;
}

/** A place in a file. Lines and columns start at 1; the end is behind the last character. */
export interface Span {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}
export interface RouteRow {
  /** 'GET' … 'WS' for a WebSocket, 'ANY' where every verb is answered. */
  method: string;
  /** As the application serves it: '/api/tasks/{id}', `{?}` for an unknown part. Null where nothing is known. */
  path: string | null;
  /** The same with the converters that are written, if there are any but `path`: '/api/tasks/{id:int}'. */
  typedPath?: string;
  /** 'list_tasks', 'Tasks.get'; null where there is none, as for static files. */
  handler: string | null;
  /** Where the route is written, decorator or call; from 1. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** The literal of its path as the registration gives it; null where none is written. */
  pathAt?: Span | null;
  /** The name of the handler where it is defined. */
  handlerAt: Span | null;
  /** 'app.main:app', 'app.factory:create_app()'; null where no application serves it. */
  app: string | null;
  /** The folder from which the application's module is imported. */
  appRoot?: string | null;
  registered: boolean;
  /** In tests, examples and documentation. */
  test: boolean;
  /** 'settings.debug', as written; null where the route is always there. */
  condition: string | null;
  /** Part of the path is not known. */
  partial: boolean;
  /** Why it is partial, unregistered or not known at all. */
  reason: string | null;
  /** From the decorator to the application. */
  trace: TraceStep[];
}

export interface CallRow {
  /** Upper case; '?' where it cannot be known. */
  method: string;
  /** As the backend sees it, `{}` for each segment that is not literal; null where it is not known. */
  path: string | null;
  status: 'matched' | 'missing' | 'wrong-method' | 'external' | 'dynamic';
  /** Where the path is written; from 1. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** Where the request is made, if in the same file on another line. */
  callLine: number | null;
  client: string;
  kind: 'request' | 'socket' | 'form' | 'media' | 'page' | 'served' | 'address';
  /** The routes that answer: 'GET /api/tasks/{id}' with file and line. */
  routes: { method: string; path: string; file: string; line: number }[];
  /** Why it is dynamic or external. */
  reason: string | null;
  queryKeys: string[];
  trace: TraceStep[];
}

export interface ControlRow {
  /** The element; lines and columns from 1. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** As written: 'button', 'a', 'Button', 'v-btn'. */
  tag: string;
  kind: 'button' | 'link' | 'form' | 'element' | 'component';
  /** What a person sees or hears of it; '' where that is not written. */
  label: string;
  /** 'click', 'submit'; null where it has no handler. */
  event: string | null;
  /** Where its handler is written, in its attribute or where a script attaches it. */
  handler: Span | null;
  /** request: a call is reached. something: another effect, as state or navigation. nothing: surely none. unknown: cannot be known. */
  reaches: 'request' | 'something' | 'nothing' | 'unknown';
  /** The calls that it reaches: rows of `calls()`. */
  calls: CallRow[];
  /** Why it reaches nothing, or why that is not known. */
  why: string | null;
  /** Names that the handler calls and that no file of the workspace defines. */
  undefinedNames: string[];
}

export interface Finding {
  /** Survives moved lines, and other names of variables and functions. */
  id: string;
  rule: string;
  severity: 'error' | 'warning' | 'hint';
  /** From 1. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
  /** What it is about: 'POST /api/streams/{}/pause'. */
  subject: string;
  /** 'TaskList.load': the functions and classes around it, as far as they have names. */
  within?: string;
  related: { message: string; file: string; line: number; column: number; endLine: number; endColumn: number }[];
  /** What a fix needs to know: method, path, the near route. */
  data: Record<string, unknown>;
  /** The finding, by its id, without which this one would not be: a button is broken by the request that it sends. */
  because?: string;
}
