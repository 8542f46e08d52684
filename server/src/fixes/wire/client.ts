/**
 * By what the project itself sends requests, seen from the calls nearest to a file: `api.post('/tasks', task)`, `send('POST', '/tasks')`,
 * `request('/tasks', { method: 'POST' })`. Undefined where that is plain `fetch`.
 */
import { dirname, join } from '../../base/uri';
import type { Expr } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Call } from '../../model/calls/calls';
import { isPage } from '../../model/controls/page-scripts';
import type { Project } from '../project';
import type { Imported } from './feedback';
import { moduleFrom } from './manner';

export interface Client {
  /** 'api' of `api.post`, `send`. */
  name: string;
  form: 'verb' | 'options' | 'first';
  /** What it puts before the path that it is given. */
  base: string;
  /** How siblings hand over a body: as the option `body`, `data` or `json`, as an argument of its own where ''. */
  key: string;
  /** They make a text of it. */
  isText: boolean;
  /** It throws by itself what is refused. */
  throws: boolean;
  from?: Imported;
}

/** A call and what it says of the client. */
interface Told extends Client {
  weight: number;
}

export function clientFor(project: Project, file: string, path: string): Client | undefined {
  const told = project.api.calls.flatMap((call): (Told | number)[] => {
    if (project.api.isTestFile(call.site.file) || (isPage(file) && call.site.file !== file)) return [];
    const weight = call.site.file === file ? 100 : dirname(call.site.file) === dirname(file) ? 10 : 1;
    const client = clientOf(project, call, file);
    if (client === 'fetch') return [weight];
    return client && path.startsWith(client.base) ? [{ ...client, weight }] : [];
  });
  const plain = told.reduce<number>((sum, one) => sum + (typeof one === 'number' ? one : 0), 0);
  const clients = new Map<string, Told[]>();
  for (const one of told)
    if (typeof one !== 'number') {
      const key = `${one.form} ${one.name} ${one.base}`;
      clients.set(key, [...(clients.get(key) ?? []), one]);
    }
  const weightOf = (all: readonly Told[]) => all.reduce((sum, one) => sum + one.weight, 0);
  const [best] = [...clients.values()].sort((a, b) => weightOf(b) - weightOf(a));
  const first = best?.[0];
  if (!best || !first || weightOf(best) < plain) return undefined;
  const sending = best.find((one) => one.key !== '') ?? first;
  return { ...first, key: sending.key, isText: sending.isText, throws: best.every((one) => one.throws) };
}

function clientOf(project: Project, call: Call, file: string): Client | 'fetch' | undefined {
  const { site, callSite } = call;
  const chunk = site.file === callSite.file && site.chunk === callSite.chunk ? project.chunk(site.file, site.chunk) : undefined;
  const e = chunk?.arena[callSite.x];
  if (!chunk || e?.kind !== 'call' || call.path === null || call.method === null) return undefined;
  const at = e.args.findIndex((arg) => arg.x === site.x && arg.name === undefined);
  const base = baseOf(chunk, call.path, chunk.arena[site.x]);
  const callee = chunk.arena[e.callee];
  if (callee?.kind === 'free' && callee.name === 'fetch') return 'fetch';
  if (at < 0 || base === undefined) return undefined;
  const given = (i: number) => chunk.arena[e.args[i]?.x ?? -1];
  const throws = !chunk.arena.some((one) => one.kind === 'get' && one.name === 'ok');
  const rest = { base, throws, key: '', isText: false };
  if (callee?.kind === 'get' && at === 0 && callee.name === call.method.toLowerCase()) {
    const named = nameOf(project, call, file, chunk.arena[callee.object]);
    return named && { ...named, ...rest, form: 'verb' };
  }
  const named = nameOf(project, call, file, callee);
  const first = given(0);
  if (at === 1 && first?.kind === 'str' && first.value.toUpperCase() === call.method)
    return named && { ...named, ...rest, form: 'first' };
  const options = given(1);
  const isOptions = options?.kind === 'obj' && options.entries.some((n) => n.key === 'method');
  if (at !== 0 || (!isOptions && (call.method !== 'GET' || e.args.length > 1))) return undefined;
  const body = options?.kind === 'obj' ? options.entries.find((n) => /^(body|data|json)$/.test(n.key ?? '')) : undefined;
  const isText = body !== undefined && chunk.arena[body.x]?.kind === 'call';
  return named && { ...named, ...rest, form: 'options', key: body?.key ?? '', isText };
}

/** '/api' of '/api/tasks/{}' where '/tasks/' is what is written. */
function baseOf(chunk: Chunk, path: string, e: Expr | undefined): string | undefined {
  const first = e?.kind === 'cat' ? chunk.arena[e.parts[0] ?? -1] : e;
  const written = first?.kind === 'str' ? first.value.replace(/[?#].*$/, '') : undefined;
  if (!written || /^\w+:/.test(written)) return undefined;
  const at = e?.kind === 'cat' ? path.indexOf(written) : path.length - written.length;
  return at >= 0 && path.startsWith(written, at) ? path.slice(0, at) : undefined;
}

/** A name that the file has or can import. */
function nameOf(project: Project, call: Call, file: string, e: Expr | undefined): Pick<Client, 'name' | 'from'> | undefined {
  const own = call.site.file;
  if (e?.kind === 'free') return { name: e.name };
  if (e?.kind !== 'ref' || e.chunk !== '') return undefined;
  if (own === file || project.chunk(file, '')?.vars[e.name]) return { name: e.name };
  const head = project.chunk(own, '');
  const bound = head?.arena[head.vars[e.name]?.[0]?.x ?? -1];
  if (bound?.kind === 'import') {
    if (bound.name !== 'default' && bound.name !== e.name) return undefined;
    const target = bound.module.startsWith('.') ? join(dirname(own), bound.module) : bound.module;
    return { name: e.name, from: { name: e.name, module: moduleFrom(file, target), isDefault: bound.name === 'default' } };
  }
  const isExported = Object.hasOwn(project.api.ctx.world.head(own)?.exports ?? {}, e.name);
  const module = own.replace(/\.[jt]sx?$/, '');
  return isExported ? { name: e.name, from: { name: e.name, module: moduleFrom(file, module), isDefault: false } } : undefined;
}

/** `api.post('/tasks', task)`; `address` is what stands for the path, `body` the code of what is sent. */
export function clientCall(client: Client, method: string, address: string, body: string | undefined, quote: string): string {
  const { name, form, key, isText } = client;
  if (form === 'verb') return `${name}.${method.toLowerCase()}(${[address, ...(body ? [body] : [])].join(', ')})`;
  if (form === 'first') return `${name}(${[`${quote}${method}${quote}`, address, ...(body ? [body] : [])].join(', ')})`;
  const options = [
    ...(method === 'GET' ? [] : [`method: ${quote}${method}${quote}`]),
    ...(body ? [`${key || 'body'}: ${isText || key === '' ? `JSON.stringify(${body})` : body}`] : []),
  ];
  return `${name}(${address}${options.length ? `, { ${options.join(', ')} }` : ''})`;
}
