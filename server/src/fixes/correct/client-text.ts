/** The text of a new call, made from that of a neighbour: its name, parameters, verb, path, what it sends and its types by others. */
import { closing } from '../../base/text';
import type { Route } from '../../model/routes/route';
import { segmentsOf } from '../segments';
import type { Model, Typed } from './client-types';

/** Whether the neighbour says its verb where another can stand, or has the right one. */
export function ending(model: Model, { method, path }: Pick<Route, 'method' | 'path'>): boolean {
  const { call, text, front } = model;
  return (
    (path ?? '').startsWith(front) &&
    parametersAt(model) !== undefined &&
    (call.method === method || verbAt(text, call.method) !== undefined)
  );
}

interface Part {
  from: number;
  to: number;
}

const VERB = /\b(get|post|put|patch|delete)(?=\s*(?:<|\())|(?<=['"])(GET|POST|PUT|PATCH|DELETE)(?=['"])/i;

function verbAt(text: string, verb: string | null): Part | undefined {
  for (const m of text.matchAll(new RegExp(VERB, 'gi'))) {
    const isMember = /\.$/.test(text.slice(0, m.index)) || m[2] !== undefined;
    if (isMember && m[0].toUpperCase() === verb) return { from: m.index, to: m.index + m[0].length };
  }
  return undefined;
}

/** What stands between the parentheses of the function; undefined where it takes its arguments apart. */
function parametersAt({ text, name }: Model): Part | undefined {
  const at = text.search(new RegExp(`\\b${name}\\b`));
  const open = text.indexOf('(', at);
  const close = open < 0 ? undefined : closing(text, open);
  return at < 0 || close === undefined || /[{[]/.test(text[open + 1] ?? '') ? undefined : { from: open + 1, to: close };
}

export function written(model: Model, route: Route, typed: Typed, name: string): string | undefined {
  const { text, call, path } = model;
  const parameters = parametersAt(model);
  if (!parameters) return undefined;
  const at = text.search(new RegExp(`\\b${model.name}\\b`));
  const changes: (Part & { text: string })[] = [
    { from: at, to: at + model.name.length, text: name },
    { ...parameters, text: parametersFor(typed) },
    { ...path, text: pathFor(model, route, typed) },
  ];
  const verb = call.method === route.method ? undefined : verbAt(text, call.method);
  if (verb) changes.push({ ...verb, text: likeCased(route.method, text.slice(verb.from, verb.to)) });
  const body = typed.body === undefined ? undefined : sentAt(text, path.to);
  if (typed.body !== undefined && !body) return undefined;
  if (body) changes.push({ ...body, text: 'payload' });
  if (typed.isTyped) changes.push(...answersIn(text).map((part) => ({ ...part, text: typed.response })));
  return replaced(text, changes);
}

const likeCased = (verb: string, like: string) => (like === like.toLowerCase() ? verb.toLowerCase() : verb);

function parametersFor({ parameters, body, isTyped }: Typed): string {
  const all = [...parameters, ...(body === undefined ? [] : [{ name: 'payload', type: body }])];
  return all.map(({ name, type }) => (isTyped ? `${name}: ${type}` : name)).join(', ');
}

function pathFor({ front, text, path }: Model, route: Route, { parameters }: Typed): string {
  const own = (route.path ?? '').slice(front.length);
  const holes = own.replace(
    /\{(\w+)(?::\w+)?\}/g,
    (_all, name: string) => `\${${parameters.find((p) => p.inPath === name)?.name ?? name}}`,
  );
  const query = parameters.filter((p) => p.inPath === undefined).map((p) => `${p.name}=\${${p.name}}`);
  const whole = `${segmentsOf(own).length ? holes : ''}${query.length ? `?${query.join('&')}` : ''}`;
  const first = text[path.from + 1] === '/' || !whole.startsWith('/') ? whole : whole.slice(1);
  const quote = first.includes('${') ? '`' : text[path.from] === '`' ? "'" : text[path.from]!;
  return quote + first + quote;
}

/** What the neighbour sends: in JSON.stringify(…), after json: or body:, else the argument behind the path. */
function sentAt(text: string, afterPath: number): Part | undefined {
  const stringify = text.indexOf('JSON.stringify(');
  if (stringify >= 0) {
    const open = stringify + 'JSON.stringify'.length;
    const to = closing(text, open);
    return to === undefined ? undefined : { from: open + 1, to };
  }
  const json = /\b(?:json|data):\s*/.exec(text.slice(afterPath));
  const argument = /^\s*,\s*/.exec(text.slice(afterPath));
  const from = afterPath + (json ? json.index + json[0].length : (argument?.[0].length ?? 0));
  if (!json && !argument) return undefined;
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (depth === 0 && ',)}'.includes(text[i]!)) return { from, to: i };
    if ('([{'.includes(text[i]!)) depth++;
    else if (')]}'.includes(text[i]!)) depth--;
  }
  return undefined;
}

/** `get<Task>(`, `Promise<Task>`, `as Task` */
function answersIn(text: string): Part[] {
  const out: Part[] = [];
  for (const m of text.matchAll(/\b(?:Promise|[a-z]\w*)</g)) {
    const from = m.index + m[0].length;
    let depth = 1;
    let to = from;
    for (; to < text.length && depth > 0; to++) depth += text[to] === '<' ? 1 : text[to] === '>' && text[to - 1] !== '=' ? -1 : 0;
    if (depth === 0 && (m[0] === 'Promise<' || text[to] === '(')) out.push({ from, to: to - 1 });
  }
  for (const m of text.matchAll(/\bas ([A-Z]\w*(?:\[\])?)/g)) out.push({ from: m.index + 3, to: m.index + m[0].length });
  return out.filter((p) => !out.some((o) => o !== p && o.from <= p.from && p.to <= o.to));
}

/** Parts that lie in another that is replaced go with it. */
function replaced(text: string, changes: readonly (Part & { text: string })[]): string {
  let out = '';
  let at = 0;
  for (const change of [...changes].sort((a, b) => a.from - b.from)) {
    if (change.from < at) continue;
    out += text.slice(at, change.from) + change.text;
    at = change.to;
  }
  return out + text.slice(at);
}
