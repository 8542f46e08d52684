/** What of JavaScript code sends a request: the knowledge by which the effects of functions are read. */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { CallSite, Knowledge } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { keyOf, type Value } from '../../values/value';
import { isOfHtmx } from '../clients/htmx';
import { clients } from '../clients/registry';
import { isUploader } from '../clients/uploads';
import { type Client, looksLikePath, type RequestData, VERBS } from './request';

const names = new Set(clients.flatMap((c) => c.names).filter((n) => !n.startsWith('=')));
const fields = new Set(
  clients
    .flatMap((c) => c.names)
    .filter((n) => n.startsWith('='))
    .map((n) => n.slice(1)),
);
const MEDIA_TAGS = new Set(['a', 'area', 'form', 'img', 'video', 'audio', 'source', 'iframe', 'embed', 'object', 'track']);
/** Names that many things have: only an address as first argument makes a call of one worth a look. */
const COMMON = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'open',
  'load',
  'request',
  'replace',
  'assign',
  'connect',
  'all',
  'raw',
  'native',
  'mutate',
  'fetch',
]);

/** Functions that send a request and are also given another name, or handed over. */
const TAKEN = new Set(['fetch', '$fetch', 'useFetch']);

/** `const api = axios.create({ baseURL })`: something that is called itself. */
function isInstance(chunk: Chunk, e: Expr): boolean {
  const callee = e.kind === 'call' ? chunk.arena[e.callee] : undefined;
  if (callee?.kind === 'ref' || callee?.kind === 'free') return callee.name.startsWith('create') && names.has(callee.name);
  const of = callee?.kind === 'get' && /^(?:create|extend)$/.test(callee.name) ? chunk.arena[callee.object] : undefined;
  return (of?.kind === 'ref' || of?.kind === 'free') && (names.has(of.name) || isImportOfClient(chunk, of.name));
}

/** `import Http from 'axios'` */
const isImportOfClient = ({ vars, arena }: Chunk, name: string): boolean =>
  (own(vars, name) ?? []).some(({ x }) => {
    const e = arena[x];
    return e?.kind === 'import' && names.has(e.module);
  });

/** Attributes whose value is an address. */
const ADDRESSES = new Set(['src', 'href', 'action', 'poster']);

export const requests: Knowledge<RequestData> = {
  name: 'requests',
  lang: 'web',
  reach: 2,
  fields,
  direct: mattersByForm,
  taken: (name) => (TAKEN.has(name) ? 'direct' : undefined),
  stored: isInstance,
  read: (call) => {
    const { callee } = call;
    const ready = madeReady(call);
    if (ready) return readBy(ready);
    return callee.kind === 'member' && callee.index ? readByVerb(call, callee.of, callee.index) : readBy(call);
  },
  mayMatter: ({ callee, args }) => {
    const root = rootOf(callee);
    if (root.kind === 'inst') return false;
    const [first, second] = args.pos;
    return [first, second].some((v) => looksLikePath(v) || isOpenText(v) || hasUrl(v));
  },
  values: (r) => [r.url, ...(r.method ? [r.method] : []), ...(r.base ? [r.base] : [])],
  mapped,
  key: (r) =>
    [
      r.client,
      r.kind,
      r.fallback,
      ...Object.keys(r.reshaped ?? {}),
      ...[r.method, r.url, r.base, r.body, r.query].map((v) => (v ? keyOf(v) : '')),
    ].join('|'),
};

function mapped(data: RequestData, value: (v: Value) => Value): RequestData {
  const out = { ...data, url: value(data.url) };
  for (const field of ['method', 'base', 'body', 'query', 'headers'] as const) {
    const own = data[field];
    if (own) out[field] = value(own);
  }
  return out;
}

function readBy(call: CallSite): ReturnType<Client['read']> {
  for (const client of clients) {
    const found = client.read(call);
    if (found.length) return found;
  }
  return [];
}

/** `axios.post.bind(axios, '/tasks')`: whoever calls it has no address to give. */
function madeReady(call: CallSite): CallSite | undefined {
  const { callee, args } = call;
  const of: Value | undefined =
    callee.kind === 'ext' && callee.path.endsWith('.bind')
      ? { ...callee, path: callee.path.slice(0, -'.bind'.length) }
      : callee.kind === 'member' && callee.name === 'bind'
        ? callee.of
        : undefined;
  return of && looksLikePath(args.pos[1]) ? { ...call, callee: of, args: { ...args, pos: args.pos.slice(1) } } : undefined;
}

/** `axios[method](url)`: read as a verb with a body, and the verb put in. */
function readByVerb(call: CallSite, of: Value, method: Value): ReturnType<Client['read']> {
  const callee: Value = of.kind === 'ext' ? { ...of, path: `${of.path}.post` } : { kind: 'member', of, name: 'post' };
  return readBy({ ...call, callee }).map((found) => ('invoke' in found ? found : { ...found, method }));
}

const isOpenText = (v: Value | undefined): boolean =>
  v?.kind === 'sym' || (v?.kind === 'cat' && v.parts.some((p) => p.kind === 'str' && p.text.includes('/')));
const hasUrl = (v: Value | undefined): boolean => v?.kind === 'obj';

/** Calls of clients by name, elements that request by themselves, and functions that came as parameters and are given an address. */
function mattersByForm(chunk: Chunk, e: Expr): boolean {
  if (e.kind === 'elem')
    return e.component === undefined
      ? isRequestElement(e)
      : isUploader(e.tag) || e.props.some((p) => p.key === 'src' || p.key === 'href');
  if (e.kind !== 'call' && e.kind !== 'new') return false;
  const callee = chunk.arena[e.callee];
  if (callee?.kind === 'at') return e.args.some((a) => mayBeAddress(chunk, a.x));
  const name =
    callee?.kind === 'get' || callee?.kind === 'free' || callee?.kind === 'ref' ? callee.name.replace(/~\d+$/, '') : undefined;
  if (name === undefined) return false;
  const first = e.args[0] && chunk.arena[e.args[0].x];
  const text = first?.kind === 'str' ? first.value : undefined;
  if (name === 'attr' || name === 'prop') return text !== undefined && e.args.length === 2 && ADDRESSES.has(text);
  if (name === 'bind') return e.args[1] !== undefined && isPathText(chunk, e.args[1].x);
  if (name === '$' || name === 'jQuery') return text?.startsWith('<form') === true && e.args.length === 2;
  if (callee?.kind === 'get' && VERBS.includes(name))
    return !e.args.length || e.args.some((a) => mayBeAddress(chunk, a.x) || isWord(chunk, a.x));
  if (names.has(name)) return !COMMON.has(name) || e.args.some((a) => mayBeAddress(chunk, a.x));
  if (callee?.kind === 'get' && name.startsWith('$')) return e.args.some((a) => isPathText(chunk, a.x) || holdsUrl(chunk, a.x));
  if (callee?.kind !== 'ref') return false;
  const bound = own(chunk.vars, callee.name);
  if (bound?.some((a) => isMethodOfClient(chunk, a.x))) return true;
  const given = !bound || bound.some((a) => isGiven(chunk, a.x));
  return given && e.args.some((a) => isPathText(chunk, a.x) || holdsUrl(chunk, a.x));
}

/** From elsewhere, from a parameter, from what a call gave: `const { $api } = useNuxtApp()`. */
function isGiven(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'get') return chunk.arena[e.object]?.kind === 'call';
  return e?.kind === 'import' || e?.kind === 'param' || e?.kind === 'call';
}

/** `const send = isNew ? axios.post : axios.put` */
function isMethodOfClient(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'either') return e.of.some((o) => isMethodOfClient(chunk, o));
  return e?.kind === 'get' && names.has(e.name);
}

function isRequestElement(e: Expr & { kind: 'elem' }): boolean {
  const custom = e.tag.includes('-') && e.props.some((p) => p.key === 'src' || p.key === 'href');
  return (
    custom ||
    MEDIA_TAGS.has(e.tag.toLowerCase()) ||
    isUploader(e.tag) ||
    e.props.some((p) => p.key !== undefined && (isOfHtmx(p.key) || p.key.toLowerCase() === 'formaction'))
  );
}

/** `api.get("tasks")`, of a client that has a base. */
function isWord(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x];
  return e?.kind === 'str' && /^(?:[a-z][\w.-]*|\d+)$/.test(e.value);
}

/** Not a plain word such as the key of a Map. */
function mayBeAddress(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'str') return e.value.includes('/') || e.value === '' || /^[A-Z]{3,7}$/.test(e.value);
  return e !== undefined && e.kind !== 'lit' && e.kind !== 'fn' && e.kind !== 'list';
}

/** `baseQuery({ url: 'tasks' })` */
function holdsUrl(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x];
  return e?.kind === 'obj' && e.entries.some((entry) => entry.key === 'url');
}

function isPathText(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'str') return /^(?:\/|(?:https?|wss?):\/\/)/.test(e.value);
  return (
    e?.kind === 'cat' &&
    e.parts.some((p) => {
      const part = chunk.arena[p];
      return part?.kind === 'str' && part.value.includes('/');
    })
  );
}
