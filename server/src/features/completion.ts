/**
 * Paths inside the literal of a call: those of the routes, as this call would write them. `api('GET', '/ta|')`, whose wrapper puts '/api'
 * in front, is offered '/tasks'. Parameters become holes of a snippet, for which a plain string is made a template.
 */
import { literalAt } from './literals';
import { type ApiView, type CallView, callsAt, type Point, type RouteView } from './view';

export interface PathItem {
  label: string;
  /** 'GET → list_tasks' */
  detail: string;
  route: RouteView;
  /** As a snippet of the protocol: '/tasks/\${${1:task_id}}'. */
  snippet: string;
  /** The verb is the call's. */
  fits: boolean;
}
export interface PathCompletion {
  /** The text between the quotes, as columns from 1 on the line. */
  from: number;
  to: number;
  quote: string;
  items: PathItem[];
}

export function completePaths(view: ApiView, file: string, point: Point, lines: readonly string[]): PathCompletion | undefined {
  const line = lines[point.line - 1] ?? '';
  const literal = literalAt(line, point.column - 1);
  if (!literal) return undefined;
  const calls = callsAt(view, file, point);
  const before = line.slice(0, literal.from - 1);
  if (calls.length === 0 && !looksLikeCall(before) && !calleesOf(view, file, lines).has(calleeOf(before) ?? '')) return undefined;
  const base = commonest(calls.flatMap((call) => baseOf(call, lines) ?? [])) ?? commonest(siblings(view, file, lines)) ?? '';
  const method = calls[0]?.method ?? verbBefore(before);
  const items = view.routes().flatMap((route) => {
    if (route.path === null || route.partial || !route.registered || !route.path.startsWith(base)) return [];
    const path = route.path.slice(base.length) || '/';
    if (!path.startsWith('/')) return [];
    const fits = method === undefined || method === '?' || route.method === method || route.method === 'ANY';
    return [{ label: path, detail: `${route.method} → ${route.handler ?? route.path}`, route, snippet: snippetOf(path), fits }];
  });
  return {
    from: literal.from + 1,
    to: literal.to + 1,
    quote: literal.quote,
    items: items.filter((item) => item.fits || method === undefined),
  };
}

const looksLikeCall = (before: string) =>
  /(?:\b(?:fetch|axios|ky|request|ajax)|\.(?:get|post|put|patch|delete|head|request|ajax))(?:<[^>]*>)?\(\s*$|\b(?:url|path):\s*$/i.test(
    before,
  );

/** What is called there with a path, perhaps after a verb: 'api' of `api('GET', `, 'get' of `client.get<Task>(`. */
const calleeOf = (before: string) => /([\w$]+)(?:<[^<>]*>)?\(\s*(?:['"`]\w+['"`],\s*)?$/.exec(before)?.[1];

/** Names that this file calls with paths elsewhere: while a call is being typed, the code around it may not parse. */
function calleesOf(view: ApiView, file: string, lines: readonly string[]): Set<string> {
  const own = view.calls().filter((call) => call.file === file);
  return new Set(own.flatMap((call) => calleeOf((lines[call.line - 1] ?? '').slice(0, call.column - 1)) ?? []));
}

/** `api.post(` and `api('POST', ` say POST. */
function verbBefore(before: string): string | undefined {
  const verb = /\.(get|post|put|patch|delete|head)(?:<[^>]*>)?\(\s*$|['"](GET|POST|PUT|PATCH|DELETE|HEAD)['"],\s*$/.exec(before);
  return (verb?.[1] ?? verb?.[2])?.toUpperCase();
}

/** What is put in front of the text that the call writes: '/api' for '/tasks', asked as '/api/tasks'. */
function baseOf(call: CallView, lines: readonly string[]): string | undefined {
  if (call.path === null || call.line !== call.endLine) return undefined;
  const written = (lines[call.line - 1] ?? '').slice(call.column, call.endColumn - 2);
  const pattern = written
    .replace(/\$\{[^}]*\}/g, '{}')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '');
  const path = call.path.replace(/\/$/, '');
  return written.startsWith('/') && path.endsWith(pattern) ? path.slice(0, path.length - pattern.length) : undefined;
}

function siblings(view: ApiView, file: string, lines: readonly string[]): string[] {
  return view.calls().flatMap((call) => (call.file === file ? (baseOf(call, lines) ?? []) : []));
}

function commonest(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function snippetOf(path: string): string {
  let hole = 0;
  return path.replace(/\{(\w+)(?::\w+)?\}|[$\\]/g, (all, name: string | undefined) =>
    name ? `\\\${\${${++hole}:${name}}\\}` : `\\${all}`,
  );
}
