/**
 * Paths inside the literal of a call: those of the routes, as this call would write them. `api('GET', '/ta|')`, whose wrapper puts '/api'
 * in front, is offered '/tasks'. Parameters become holes of a snippet, for which a plain string is made a template.
 */
import { type Literal, literalAt } from './literals';
import { type ApiView, type CallView, callsAt, type Point, type RouteView } from './view';

export interface PathItem {
  label: string;
  /** 'GET → list_tasks' */
  detail: string;
  /** As a snippet of the protocol: '/tasks/\${${1:task_id}}'. */
  snippet: string;
}
export interface PathCompletion {
  literal: Literal;
  items: PathItem[];
}

/** What is written before the path. */
interface Written {
  /** 'client.get', 'api' */
  callee: string;
  /** What puts something in front: 'client' of `client.get(`, 'api' of `api('GET', `. */
  sender: string;
}
interface Sibling extends Written {
  base: string | undefined;
  method: string;
}

export function completePaths(view: ApiView, file: string, point: Point, lines: readonly string[]): PathCompletion | undefined {
  const line = lines[point.line - 1] ?? '';
  const literal = literalAt(line, point.column - 1);
  if (!literal) return undefined;
  const calls = callsAt(view, file, point);
  const before = line.slice(0, literal.from - 1);
  const written = writtenIn(before);
  const siblings = siblingsIn(view, file, lines);
  const isKnown = siblings.some(({ callee }) => callee === written?.callee);
  if (calls.length === 0 && !looksLikeCall(before) && !isKnown) return undefined;
  const guess = commonest(calls.flatMap((call) => baseOf(call, lines) ?? [])) ?? baseBy(written, siblings);
  const begun = line.slice(literal.from, point.column - 1).replace(/[^/]*$/, '');
  const isFree = takesAnyVerb(written, before, siblings);
  const method = verbBefore(before) ?? calls[0]?.method ?? (isFree ? 'GET' : undefined);
  const items = itemsFor(view, guess, method, isFree);
  if (begun.length < 2 || items.some(({ label }) => label.startsWith(begun))) return { literal, items };
  // Begun as if nothing were put in front.
  const whole = itemsFor(view, '', method, isFree);
  return { literal, items: whole.some(({ label }) => label.startsWith(begun)) ? whole : items };
}

/** Those that the verb fits; after them those of other verbs, where another verb may still be said. */
function itemsFor(view: ApiView, base: string, method: string | undefined, isFree: boolean): PathItem[] {
  const fits = (route: RouteView) => method === undefined || method === '?' || route.method === method || route.method === 'ANY';
  const routes = view.routes().filter((r) => r.path?.startsWith(base) && !r.partial && r.registered);
  const wanted = routes.filter(fits);
  const all = isFree ? [...wanted, ...routes.filter((route) => !fits(route))] : wanted;
  const items = new Map<string, PathItem>();
  for (const route of all) {
    const label = route.path!.slice(base.length) || '/';
    if (!label.startsWith('/')) continue;
    const detail = `${route.method} → ${route.handler ?? route.path}`;
    const known = items.get(label);
    if (!known) items.set(label, { label, detail, snippet: snippetOf(label) });
    else if (!known.detail.split(', ').includes(detail)) known.detail += `, ${detail}`;
  }
  return [...items.values()];
}

const looksLikeCall = (before: string) =>
  /(?:\b(?:fetch|axios|ky|request|ajax)|\.(?:get|post|put|patch|delete|head|request|ajax))(?:<[^>]*>)?\(\s*$|\b(?:url|path):\s*$/i.test(
    before,
  );

/** The call whose path, or options with it, comes next: 'client.get' of `client.get<Task>(`, 'api' of `api('GET', `. */
function writtenIn(before: string): Written | undefined {
  const callee = /([\w$][\w$.]*)(?:<[^<>]*>)?\(\s*(?:\{[^{}]*|['"`]\w+['"`],\s*)?$/.exec(before)?.[1];
  return callee === undefined ? undefined : { callee, sender: callee.replace(/\.[\w$]*$/, '') };
}

/** Calls of this file elsewhere: while a call is being typed, the code around it may not parse. */
function siblingsIn(view: ApiView, file: string, lines: readonly string[]): Sibling[] {
  const own = view.calls().filter((call) => call.file === file);
  return own.flatMap((call) => {
    const written = writtenIn((lines[call.line - 1] ?? '').slice(0, call.column - 1));
    return written ? { ...written, base: baseOf(call, lines), method: call.method } : [];
  });
}

/** What the sender puts in front elsewhere; nothing for the browser's own, unless it is seen to. */
function baseBy(written: Written | undefined, siblings: readonly Sibling[]): string {
  const known = siblings.filter(({ base }) => base !== undefined);
  const same = known.filter(({ sender }) => sender === written?.sender);
  if (same.length === 0 && /^(?:window\.)?(?:fetch|axios|ky|\$)$/.test(written?.sender ?? '')) return '';
  return commonest((same.length > 0 ? same : known).flatMap(({ base }) => base ?? [])) ?? '';
}

/** The verb is said after the path, if at all: `fetch('/tasks', { method: 'POST' })`. */
function takesAnyVerb(written: Written | undefined, before: string, siblings: readonly Sibling[]): boolean {
  if (!written || verbBefore(before)) return false;
  return written.callee === 'fetch' || siblings.some(({ callee, method }) => callee === written.callee && method !== 'GET');
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
