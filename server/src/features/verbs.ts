/** Verbs inside the literal of a call, those that the call's path is served for first: `fetch('/tasks', { method: '|' })`, `api('|', '/tasks')`. */
import { type Literal, literalAt } from './literals';
import { type ApiView, type CallView, counted, type Point, routesAlong } from './view';

export interface VerbCompletion {
  literal: Literal;
  items: { label: string; detail: string }[];
}

/** Above and below the line of a path its options may stand. */
const NEAR = 8;
const USUAL = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function completeVerbs(view: ApiView, file: string, point: Point, lines: readonly string[]): VerbCompletion | undefined {
  const line = lines[point.line - 1] ?? '';
  const literal = literalAt(line, point.column - 1);
  if (!literal || !isVerbPlace(line, literal, view, file, lines)) return undefined;
  const call = nearest(view, file, point.line);
  const served = call?.path ? routesAlong(view, call.path) : [];
  const first = served.map(({ method, handler, path }) => ({ label: method, detail: `→ ${handler ?? path}` }));
  const others = USUAL.filter((verb) => served.every(({ method }) => method !== verb));
  const number = (verb: string) => view.routes().filter(({ method }) => method === verb).length;
  const rest = others.map((verb) => ({
    label: verb,
    detail: served.length > 0 ? 'not served here' : counted(number(verb), 'route'),
  }));
  const items = [
    ...new Map([...first.filter(({ label }) => label !== 'ANY' && label !== 'WS'), ...rest].map((i) => [i.label, i])).values(),
  ];
  return { literal, items };
}

/** After `method:`, or first in a call of what elsewhere in this file is given a verb before its path. */
function isVerbPlace(line: string, { from, to }: Literal, view: ApiView, file: string, lines: readonly string[]): boolean {
  const before = line.slice(0, from - 1);
  if (!/^[A-Za-z]*$/.test(line.slice(from, to))) return false;
  if (/\b(?:method|type)['"]?\s*[:=]\s*$/.test(before)) return true;
  const callee = /([\w$]+)(?:<[^<>]*>)?\(\s*$/.exec(before)?.[1];
  return callee !== undefined && verbFirst(view, file, lines).has(callee);
}

function verbFirst(view: ApiView, file: string, lines: readonly string[]): Set<string> {
  const own = view.calls().filter((call) => call.file === file);
  const written = own.map((call) => (lines[call.line - 1] ?? '').slice(0, call.column - 1));
  return new Set(written.flatMap((before) => /([\w$]+)(?:<[^<>]*>)?\(\s*['"`]\w+['"`],\s*$/.exec(before)?.[1] ?? []));
}

function nearest(view: ApiView, file: string, line: number): CallView | undefined {
  const far = (call: CallView) => Math.abs(call.line - line);
  const own = view.calls().filter((call) => call.file === file && call.path !== null && far(call) <= NEAR);
  return own.sort((a, b) => far(a) - far(b))[0];
}
