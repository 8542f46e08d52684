/** What a call of a client amounts to: method, address, what is sent. Values, so that wrappers can fill in what they are given. */
import { own } from '../../base/own';
import type { Context } from '../../values/context';
import type { CallSite, Invoke } from '../../values/effects';
import { alternatives, str, unknown, type Value } from '../../values/value';
import type { Reshaped } from './reshaped';

export interface RequestData {
  client: string;
  /**
   * request: sent by code. socket: a WebSocket. form: a form's submit. media: an image, a frame, a download. page: a link or a change of
   * location, a request only where a route answers it. address: a text that nobody is seen to ask for. served: not a call at all; JavaScript of the workspace answers this path.
   */
  kind: 'request' | 'socket' | 'form' | 'media' | 'page' | 'served' | 'address';
  /** Text once known; undefined: the client's default, which is `fallback`. */
  method: Value | undefined;
  fallback: string;
  url: Value;
  /** Put in front of an address that is not absolute. */
  base?: Value;
  body?: Value;
  query?: Value;
  headers?: Value;
  /** Parts that the client itself changes on their way (see reshaped.ts). */
  reshaped?: Reshaped;
  /** The receiver is not known to be a client at all: it may match, it never alarms. */
  guess?: true;
  /** {name} in the address is a parameter, as in OpenAPI. */
  braces?: true;
}

export interface Client {
  id: string;
  /** Names of members, functions and classes whose calls may be requests. */
  names: readonly string[];
  read(call: CallSite): (RequestData | Invoke)[];
}

export const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** Where a value comes from: its dotted external name without `.default` and `global:window.`; undefined if it is nothing external. */
export function externalName(value: Value): string | undefined {
  return value.kind === 'ext' ? value.path.replace(/\.default(?=\.|$)/g, '') : undefined;
}

/** An option of an options object; undefined where it is surely absent. Several objects: the first that has it. */
export function option(ctx: Context, options: Value | undefined, name: string): Value | undefined {
  if (!options) return undefined;
  if (options.kind === 'lit' || options.kind === 'str') return undefined;
  if (options.kind === 'either') {
    const found = alternatives(options).map((a) => ({ value: option(ctx, a.value, name), when: a.when }));
    const present = found.filter((f): f is { value: Value; when: (typeof f)['when'] } => f.value !== undefined);
    if (present.length < 2) return present[0]?.value;
    return { kind: 'either', of: present.map((f) => (f.when ? { value: f.value, when: f.when } : { value: f.value })) };
  }
  if (options.kind === 'dict' && !options.open) return own(options.entries, name);
  const value = ctx.member(options, name);
  if (value.kind === 'lit' && value.value === null) return undefined;
  if (value.kind === 'member' && value.of === options && options.kind !== 'sym' && options.kind !== 'member') return undefined;
  return value;
}

/** The verb that an options object asks for; unknown where nobody sees what is in it. */
export function methodIn(ctx: Context, options: Value | undefined): Value | undefined {
  const found = option(ctx, options, 'method');
  if (found || !options) return found;
  const isOpen = alternatives(options).some(({ value }) => OPEN.has(value.kind));
  return isOpen ? unknown('options that are not known') : undefined;
}
const OPEN: ReadonlySet<Value['kind']> = new Set(['unknown', 'made']);

/** The request of a plain address and options call: `fetch(url, { method, body })`. */
export function plainRequest(client: string, url: Value, fallback: string, more: Partial<RequestData> = {}): RequestData {
  return { client, kind: 'request', method: undefined, fallback, url, ...more };
}

/** `{ client… }` without entries that are undefined. */
export function compact<T extends object>(data: T): T {
  const out = {} as T;
  for (const key in data) if (data[key] !== undefined) out[key] = data[key];
  return out;
}

/** Whether a text looks like a path or address of a server: '/api/x', 'api/x', 'https://…'. */
export function looksLikePath(value: Value | undefined): boolean {
  const text = value && firstText(value);
  return text !== undefined && /^(\/[\w{[$:.~-]|https?:\/\/|wss?:\/\/)/.test(text);
}

function firstText(value: Value): string | undefined {
  if (value.kind === 'either') return firstText(value.of[0]!.value);
  if (value.kind === 'str') return value.text;
  if (value.kind !== 'cat') return undefined;
  const first = value.parts[0];
  const second = value.parts[1];
  return first?.kind === 'str' ? first.text : second?.kind === 'str' && second.text.startsWith('/') ? second.text : undefined;
}

export const verbText = (verb: string): Value => str(verb.toUpperCase());
