/**
 * The address of a request: whose it is, which path, which query keys. A path's holes are single segments unless text is glued to
 * them; what follows the last literal without a slash is a query that code appends.
 */
import { type PatternPart, patternOf } from '../../values/pattern';
import type { Value } from '../../values/value';
import { externalName } from './request';
import { braced, decode, type Segment, segmentsOf } from './segments';

export type { Segment } from './segments';

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
const OWN_HOST = /^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|::1|host\.docker\.internal)$/i;
const NOT_HTTP =
  /^(mailto|tel|data|blob|javascript|about|chrome|file|vscode|sms|ftp|urn|app|asset|chrome-extension|moz-extension|capacitor):/i;

/** Undefined where the text is no address of a server at all: '#top', 'data:…', nothing. */
export function addressOf(url: Value, base: Value | undefined, named: Named = () => undefined): Address | undefined {
  const written = patternOf(url);
  const below = base && patternOf(base);
  const own = withNames(written, named);
  const under = below && withNames(below, named);
  if (own !== written || under !== below) return addressOfParts(own, under);
  const before = made.get(url);
  if (before && before.base === base) return before.address;
  const address = addressOfParts(own, under);
  made.set(url, { base, address });
  return address;
}

/** A request is asked for its address again and again, by those who hand it on and those who match it. */
const made = new WeakMap<Value, { base: Value | undefined; address: Address | undefined }>();

function addressOfParts(written: PatternPart[], base: PatternPart[] | undefined): Address | undefined {
  const own = normalised(written);
  const parts = base && !isAbsolute(own) ? joined(normalised(base), own) : own;
  if (!parts.length) return undefined;
  const text = flat(parts);
  if (NOT_HTTP.test(text) || text.startsWith('#') || (text.startsWith('?') && !base)) return undefined;
  const { origin, host, port, rest } = splitOrigin(parts, text);
  const address = pathOf(origin, rest);
  if (host !== undefined) address.host = host;
  else if (origin === 'own' && text !== '' && !'/?\ue000'.includes(text[0]!)) address.relative = true;
  if (port !== undefined) address.port = port;
  const unknownBase = origin === 'unknown' ? parts.find((p) => p.hole)?.hole : undefined;
  if (unknownBase) address.base = unknownBase;
  return address;
}

/** The path that a hole stands for by name: `url_for("tasks.show")`. */
export type Named = (hole: Value) => PatternPart[] | undefined;
function withNames(parts: PatternPart[], named: Named): PatternPart[] {
  let known: (PatternPart[] | undefined)[] | undefined;
  for (const [i, { hole }] of parts.entries()) {
    const name = hole && named(hole);
    if (!name) continue;
    known ??= [];
    known[i] = name;
  }
  if (!known) return parts;
  return parts.flatMap((p, i) => (known[i] ? fitted(known[i]!, parts[i + 1]?.text?.startsWith('/') ?? false) : [p]));
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
function flat(parts: readonly PatternPart[]): string {
  let text = '';
  for (const part of parts) text += part.text ?? HOLE;
  return text;
}

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

function splitOrigin(parts: PatternPart[], text: string): Split {
  if (/^\/(?!\/)/.test(text)) return { origin: 'own', rest: parts };
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

/** Whose host, base and port are still to be said. */
function pathOf(origin: Address['origin'], parts: PatternPart[]): Address {
  const { path, query, queryHole, trailing } = cutQuery(parts);
  const { segments, slash } = segmentsOf(braced(path));
  const address: Address = {
    origin,
    segments,
    slash,
    queryKeys: query === '' ? [] : [...query.matchAll(/(?:^|[?&])([^=&\ue000#?]+)=?/g)].map((m) => decode(m[1]!)),
    openQuery: queryHole,
    literals: path.filter((p) => p.text !== undefined && p.site),
  };
  if (trailing) address.trailing = trailing;
  return address;
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

/** '/api/tasks/{}' as the backend sees it. */
export function pathText(segments: readonly Segment[], slash: boolean): string {
  let text = '';
  for (const s of segments)
    text += `/${'text' in s ? s.text : 'hole' in s ? '{}' : s.glued.map((g) => (typeof g === 'string' ? g : '{}')).join('')}`;
  return slash ? `${text || '/'}/` : text || '/';
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
