/** Where a rewrite sends to, read from values: the origin as far as it is known, the path, and what a function does to a path. */
import { literally } from '../../base/text';
import { genericActivation } from '../activations';
import type { Context } from '../context';
import { regexOf } from '../regex';
import { alternatives, textOf, type Value } from '../value';
import { plain, type Step, step } from './rule';

/** In texts, what is not known. */
export const HOLE = '\u0000';

export interface Target {
  origin?: string;
  /** From the first slash on; '' where the target is an origin alone. */
  path: string;
  /** The values of the path's holes, in order. */
  holes: Value[];
}

export function targetsOf(value: Value | undefined): Target[] {
  if (!value) return [];
  const all = alternatives(value).flatMap((a) => (a.value.kind === 'lit' ? [] : [targetOf(a.value)]));
  return [...new Map(all.map((t) => [`${t.origin} ${t.path}`, t])).values()];
}

function targetOf(value: Value): Target {
  const holes: Value[] = [];
  const text = flat(value, holes);
  const [, origin, path = ''] = /^(\w+:\/\/[^/?#]*|[\w.-]+:\d+|\0(?=\/|\0|$))?(.*)$/s.exec(text) ?? [];
  const before = (origin ?? '').split(HOLE).length - 1;
  const known = origin === undefined || origin === HOLE ? {} : { origin: origin.replaceAll(HOLE, '{}') };
  return { ...known, path: path.replace(/[?#].*$/s, ''), holes: holes.slice(before) };
}

function flat(value: Value, holes: Value[]): string {
  if (value.kind === 'str') return value.text;
  if (value.kind === 'cat') return value.parts.map((part) => flat(part, holes)).join('');
  if (value.kind === 'lit' && value.value !== null) return String(value.value);
  if (value.kind === 'made' && value.isNew && value.callee.kind === 'ext' && /(?:^|[:.])URL$/.test(value.callee.path)) {
    const [path, base] = value.args.pos;
    if (path)
      return (base ? flat(base, holes).replace(/\/+$/, '') : '') + flat(path, holes).replace(/^(?![/\0])/, base ? '/' : '');
  }
  if (value.kind === 'member' && (value.name === 'href' || value.name === 'origin')) return flat(value.of, holes);
  holes.push(value);
  return isWholePath(value) ? `/${HOLE}` : HOLE;
}

/** The path of the request that is being answered: url.pathname, request.nextUrl.pathname.replace(…). */
export function isWholePath(value: Value | undefined): boolean {
  for (let v = value; v; ) {
    if (v.kind === 'member' && /^(?:pathname|url|path|originalUrl)$/.test(v.name)) return true;
    if (v.kind === 'member') v = v.of;
    else if (v.kind === 'made') v = v.callee;
    else return false;
  }
  return false;
}

/** What `(path) => path.replace(/^\/api/, '')` does, as steps; undefined where it is not understood. */
export function stepsOf(ctx: Context, rewrite: Value): Step[][] | undefined {
  return rewrite.kind === 'fn' ? chain(ctx.returnOf(rewrite, genericActivation(rewrite))) : undefined;
}

/** What is done to the path of the request that is being answered: `url.pathname.replace('/px', '/api')`. */
export const pathSteps = (value: Value): Step[][] | undefined => chain(value, (v) => v.kind === 'member' && isWholePath(v));

function chain(value: Value, isPath: (v: Value) => boolean = (v) => v.kind === 'sym'): Step[][] | undefined {
  if (isPath(value)) return [];
  if (value.kind === 'either') return chain(value.of[0]!.value, isPath);
  if (value.kind === 'cat') return joined(value.parts, isPath);
  if (value.kind !== 'made' || value.callee.kind !== 'member') return undefined;
  const before = chain(value.callee.of, isPath);
  const own = before && called(value.callee.name, value.args.pos);
  return own && [...before, ...own];
}

/** `/v1${path}`: what stands before and behind. */
function joined(parts: Value[], isPath: (v: Value) => boolean): Step[][] | undefined {
  const at = parts.findIndex((part) => textOf(part) === undefined || part.kind === 'sym');
  const inner = at < 0 ? undefined : chain(parts[at]!, isPath);
  if (!inner) return undefined;
  const text = (some: Value[]) => some.map((part) => textOf(part) ?? '').join('');
  const [head, tail] = [text(parts.slice(0, at)), text(parts.slice(at + 1))];
  return [...inner, ...(head ? [[step('^', plain(head))]] : []), ...(tail ? [[step('$', plain(tail))]] : [])];
}

function called(method: string, args: Value[]): Step[][] | undefined {
  const [first, second] = args;
  if (method === 'replace' || method === 'replaceAll') {
    const found = regexOf(first);
    const text = textOf(first);
    const to = textOf(second);
    if (to === undefined) return undefined;
    if (found) return [[{ ...found, to }]];
    return text === undefined ? undefined : [[step(literally(text), to, method === 'replace' ? '' : 'g')]];
  }
  if (
    (method === 'slice' || method === 'substring') &&
    first?.kind === 'lit' &&
    typeof first.value === 'number' &&
    first.value >= 0
  ) {
    return [[step(`^.{${first.value}}`, '')]];
  }
  return method === 'toString' || method === 'trim' ? [] : undefined;
}
