/**
 * The address of a request: whose it is, which path, which query keys. A path's holes are single segments unless text is glued to
 * them; what follows the last literal without a slash is a query that code appends.
 */
import { type PatternPart, patternOf } from '../../values/pattern';
import type { Value } from '../../values/value';
import { externalName } from './request';

export interface Address {
  /** own: this project's server. external: another host. unknown: the path follows a base that is not known. */
  origin: 'own' | 'external' | 'unknown';
  host?: string;
  port?: number;
  /** The unknown base itself. */
  base?: Value;
  /** `fetch('tasks')`: asked below the page that asks, wherever that is served. */
  relative?: true;
  segments: Segment[];
  slash: boolean;
  queryKeys: string[];
  /** More query keys may be added by code. */
  openQuery: boolean;
  /** What is glued to the end, taken for such a query: `/tasks${query}`. */
  trailing?: Value;
  /** The parts of the path that are written somewhere, for positions. */
  literals: PatternPart[];
}
/** One segment: literal text, a hole, or both glued (`latest.{}`). */
export type Segment = { text: string } | { hole: Value } | { glued: (string | Value)[] };

const OWN_HOST = /^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|::1|host\.docker\.internal)$/i;
const NOT_HTTP =
  /^(mailto|tel|data|blob|javascript|about|chrome|file|vscode|sms|ftp|urn|app|asset|chrome-extension|moz-extension|capacitor):/i;

/** Undefined where the text is no address of a server at all: '#top', 'data:…', nothing. */
export function addressOf(url: Value, base: Value | undefined, named: Named = () => undefined): Address | undefined {
  const own = normalised(withNames(patternOf(url), named));
  const parts = base && !isAbsolute(own) ? joined(normalised(withNames(patternOf(base), named)), own) : own;
  if (!parts.length) return base ? undefined : undefined;
  const text = flat(parts);
  if (NOT_HTTP.test(text) || text.startsWith('#') || (text.startsWith('?') && !base)) return undefined;
  const { origin, host, port, rest } = splitOrigin(parts);
  const unknownBase = origin === 'unknown' ? parts.find((p) => p.hole)?.hole : undefined;
  return {
    origin,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(unknownBase ? { base: unknownBase } : {}),
    ...(origin === 'own' && host === undefined && /^[^/?\ue000]/.test(text) ? { relative: true as const } : {}),
    ...pathOf(rest),
  };
}

/** The path that a hole stands for by name: `url_for("tasks.show")`. */
export type Named = (hole: Value) => PatternPart[] | undefined;
function withNames(parts: PatternPart[], named: Named): PatternPart[] {
  const known = parts.map((p) => p.hole && named(p.hole));
  if (known.every((k) => !k)) return parts;
  return parts.flatMap((p, i) => (known[i] ? fitted(known[i], parts[i + 1]?.text?.startsWith('/') ?? false) : [p]));
}

/** Of two slashes where what is known meets what follows, one is enough. */
function fitted(parts: PatternPart[], isFollowed: boolean): PatternPart[] {
  const last = parts.at(-1);
  if (!isFollowed || !last?.text?.endsWith('/')) return parts;
  const text = last.text.slice(0, -1);
  return [...parts.slice(0, -1), ...(text === '' ? [] : [{ ...last, text }])];
}

const HOLE = '\ue000';
/** The text with each hole as one character that no address has. */
const flat = (parts: readonly PatternPart[]) => parts.map((p) => p.text ?? HOLE).join('');

/** What the browser says of its own address becomes an address of our own. */
function normalised(parts: PatternPart[]): PatternPart[] {
  if (!parts.some((part) => part.hole?.kind === 'ext')) return parts;
  return parts.flatMap((part) => {
    const name = part.hole && externalName(part.hole);
    if (name && /^global:\{\{request\}\}\.(script_root|url_root|host_url|root_path|base_url)$/.test(name)) return [];
    const location = name && /^global:(?:document\.)?location\.(\w+)$/.exec(name)?.[1];
    const text =
      location && { origin: 'http://localhost', host: 'localhost', hostname: 'localhost', protocol: 'http:', port: '' }[location];
    return text === undefined || text === '' ? (text === '' ? [] : [part]) : [{ text }];
  });
}

const isAbsolute = (parts: PatternPart[]) => /^([a-z][a-z\d+.-]*:)?\/\//i.test(flat(parts));

function joined(base: PatternPart[], own: PatternPart[]): PatternPart[] {
  if (!base.length) return own;
  if (!own.length) return base;
  const left = base.at(-1)!;
  const right = own[0]!;
  const ends = left.text?.endsWith('/') ?? false;
  const starts = right.text?.startsWith('/') ?? false;
  if (ends && starts) return [...base, { ...right, text: right.text!.slice(1) }, ...own.slice(1)];
  return ends || starts ? [...base, ...own] : [...base, { text: '/' }, ...own];
}

interface Split {
  origin: Address['origin'];
  host?: string;
  port?: number;
  rest: PatternPart[];
}

function splitOrigin(parts: PatternPart[]): Split {
  const text = flat(parts);
  const absolute = /^(?:(?:https?|wss?):|\ue000)?\/\/(\[[^\]/]*\]|[^/?#:\ue000]*)(\ue000?)(?::(\d+|\ue000))?([^/?#]*)/i.exec(
    text,
  );
  if (absolute) {
    const [all, host = '', hole, port, tail] = absolute;
    const rest = dropText(parts, all.length - (tail ?? '').length);
    if (host === '' && !hole) return { origin: 'unknown', rest: afterFirstSlash(rest) };
    // `http://localhost:8000${path}`: what follows a port is the path.
    const isWhole = (tail ?? '') === '' || (/^\d+$/.test(port ?? '') && /^\ue000+$/.test(tail ?? ''));
    const own = OWN_HOST.test(host) && !hole && isWhole;
    const clean = isWhole ? rest : dropText(parts, all.length);
    if (own) return { origin: 'own', host, ...(port && /^\d+$/.test(port) ? { port: Number(port) } : {}), rest: clean };
    return host === '' || (hole && !host.includes('.'))
      ? { origin: 'unknown', rest: clean }
      : { origin: 'external', host, ...(port && /^\d+$/.test(port) ? { port: Number(port) } : {}), rest: clean };
  }
  const holes = /^\ue000+/.exec(text)?.[0].length ?? 0;
  if (holes) return { origin: 'unknown', rest: dropText(parts, holes) };
  return { origin: 'own', rest: parts };
}

const afterFirstSlash = (parts: PatternPart[]): PatternPart[] => parts;

/** The parts without their first `count` characters; a hole counts as one. */
function dropText(parts: PatternPart[], count: number): PatternPart[] {
  const out: PatternPart[] = [];
  let left = count;
  for (const part of parts) {
    const length = part.text?.length ?? 1;
    if (left >= length) left -= length;
    else {
      out.push(left ? { ...part, text: part.text!.slice(left) } : part);
      left = 0;
    }
  }
  return out;
}

function pathOf(parts: PatternPart[]): Omit<Address, 'origin' | 'host' | 'port' | 'base' | 'relative'> {
  const { path, query, queryHole, trailing } = cutQuery(parts);
  const pieces = braced(path);
  const segments: (string | Value)[][] = [[]];
  for (const piece of pieces) {
    if (typeof piece !== 'string') segments.at(-1)!.push(piece);
    else
      for (const [i, text] of piece.split('/').entries()) {
        if (i) segments.push([]);
        if (text !== '') segments.at(-1)!.push(text);
      }
  }
  const kept = segments.filter((s) => s.length > 0);
  const slash = segments.length > 1 && segments.at(-1)!.length === 0 && kept.length > 0;
  return {
    segments: withoutDots(kept).map(segmentOf),
    slash,
    queryKeys: query === '' ? [] : [...query.matchAll(/(?:^|[?&])([^=&\ue000#?]+)=?/g)].map((m) => decode(m[1]!)),
    openQuery: queryHole,
    ...(trailing ? { trailing } : {}),
    literals: path.filter((p) => p.text !== undefined && p.site),
  };
}

/** './tasks' is 'tasks', 'a/../b' is 'b'; what leads out of the beginning is left to whoever knows the page. */
function withoutDots(segments: (string | Value)[][]): (string | Value)[][] {
  const out: (string | Value)[][] = [];
  for (const segment of segments) {
    const dots = segment.length === 1 ? segment[0] : undefined;
    if (dots === '..') out.pop();
    else if (dots !== '.') out.push(segment);
  }
  return out;
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded after all: a stray % is itself
  }
}

function segmentOf(parts: (string | Value)[]): Segment {
  if (parts.length === 1) return typeof parts[0] === 'string' ? { text: decode(parts[0]) } : { hole: parts[0]! };
  const merged: (string | Value)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  const [only] = merged;
  return merged.length === 1 && typeof only === 'string' ? { text: decode(only) } : { glued: merged };
}

/** Splits off what follows '?' or '#', and a hole glued to the end: `/tasks${query}`. */
function cutQuery(parts: PatternPart[]): { path: PatternPart[]; query: string; queryHole: boolean; trailing?: Value } {
  for (const [i, part] of parts.entries()) {
    const at = part.text === undefined ? -1 : part.text.search(/[?#]/);
    if (at < 0) continue;
    const rest = [{ text: part.text!.slice(at) }, ...parts.slice(i + 1)];
    const path = [...parts.slice(0, i), ...(at ? [{ ...part, text: part.text!.slice(0, at) }] : [])];
    return { path, query: flat(rest).replace(/#.*$/s, ''), queryHole: rest.some((p) => p.text === undefined) };
  }
  const last = gluedTo(parts);
  if (!last) return { path: parts, query: '', queryHole: false };
  const path = parts.slice(0, -1);
  // `url.pathname + url.search + url.hash`
  for (let more = gluedTo(path); more && !mayBePath(more); more = gluedTo(path)) path.pop();
  return { path, query: '', queryHole: true, trailing: last };
}

/** A hole at the end with no slash before it. */
function gluedTo(parts: readonly PatternPart[]): Value | undefined {
  const before = parts.at(-2);
  return before && (before.text === undefined || !/[/.\-_~:@=]$/.test(before.text)) ? parts.at(-1)?.hole : undefined;
}

/** Whether what is glued to the end may be more of the path: `/api${item.path}`; what is named as a query or made by a library of queries is none. */
export function mayBePath(trailing: Value): boolean {
  if (trailing.kind === 'sym' || trailing.kind === 'member') return !QUERY.test(trailing.name);
  if (trailing.kind === 'made')
    return trailing.callee.kind === 'ext' ? !QUERY.test(trailing.callee.path) : mayBePath(trailing.callee);
  return trailing.kind === 'unknown';
}
const QUERY = /quer|param|search|qs|filter|suffix|hash|args|tostring|stringify|serializ|encode/i;

/** {id} and :id written in a path are parameters that something else fills in. */
function braced(parts: PatternPart[]): (string | Value)[] {
  return parts.flatMap((part): (string | Value)[] => {
    if (part.text === undefined) return [part.hole!];
    if (!/[{:]/.test(part.text)) return [part.text];
    return part.text
      .split(/(\{[^{}/]*\}|(?<=\/):[A-Za-z_]\w*)/)
      .flatMap((piece, i): (string | Value)[] =>
        i % 2 ? [{ kind: 'unknown', why: `parameter ${piece}` }] : piece === '' ? [] : [piece],
      );
  });
}

/** '/api/tasks/{}' as the backend sees it. */
export function pathText(segments: readonly Segment[], slash: boolean): string {
  const text = segments.map((s) =>
    'text' in s ? s.text : 'hole' in s ? '{}' : s.glued.map((g) => (typeof g === 'string' ? g : '{}')).join(''),
  );
  return `/${text.join('/')}${slash ? '/' : ''}`;
}

/** A path as segments; `{}` is a hole. */
export const parsePath = (path: string): Segment[] =>
  path
    .split('/')
    .filter((p) => p !== '')
    .map(
      (p): Segment =>
        p === '{}'
          ? { hole: { kind: 'unknown', why: 'parameter' } }
          : p.includes('{}')
            ? { glued: p.split(/(\{\})/).map((x) => (x === '{}' ? { kind: 'unknown', why: 'parameter' } : x)) }
            : { text: p },
    );
