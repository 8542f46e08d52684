/** What a call sends: the keys of its query, the shape and the type of its body. */
import { alternatives, isNull, textOf, unknown, type Value } from '../../values/value';
import type { Call } from '../calls/calls';
import { option } from '../requests/request';
import { elementForm } from './element-form';
import type { Look } from './expressions';
import { formKind } from './forms';
import { queryOf } from './query';
import { type ContentType, eitherOf, NONE, type ObjectShape, type Shape, union, unknownShape } from './shape';
import { shapeOf } from './values';

export interface Sent {
  query: ObjectShape;
  /** `none` where nothing is sent. */
  body: Shape;
  contentType: ContentType;
}

export function requestOf(look: Look, call: Call): Sent {
  const sent = writtenAs(look, call);
  const { body, query } = call.data.reshaped ?? {};
  return {
    ...sent,
    ...(query ? { query: { ...sent.query, open: true } } : {}),
    ...(body && sent.body.kind !== 'none' ? { body: unknownShape('what the client makes of it') } : {}),
  };
}

function writtenAs(look: Look, call: Call): Sent {
  const query = queryOf(look, call);
  if (call.kind === 'form') return { query, ...elementForm(look, call) };
  const { body } = call.data;
  const sends = body && !isNull(body);
  if (!sends) return { query, body: NONE, contentType: 'none' };
  const parts = plausible(
    call,
    alternatives(body).map(({ value }) => value),
  );
  const shapes = parts.filter((v) => !isNull(v)).map((v) => shapeOf(look, unpacked(v)));
  const types = new Set(parts.filter((v) => !isNull(v)).map((v) => contentTypeOf(look, call, v)));
  const shape = eitherOf(shapes);
  // An option that may be there of a request that has no body by nature.
  if (shape.kind === 'unknown' && ['GET', 'HEAD'].includes(call.method ?? '')) return { query, body: NONE, contentType: 'none' };
  return {
    query,
    body: parts.some(isNull) ? union([shape, NONE]) : shape,
    contentType: types.size === 1 ? [...types][0]! : 'unknown',
  };
}

/** Of `isForm ? body : JSON.stringify(body)` a form is not made JSON, and what is no form does not go as it is. */
function plausible(call: Call, parts: Value[]): Value[] {
  const texts = parts.map(stringified);
  const kept = parts.filter((v, i) => {
    const text = texts[i];
    if (text) return !formKind(text);
    const isPlain = v.kind === 'obj' || v.kind === 'dict' || v.kind === 'list';
    return !(isPlain && call.client === 'fetch' && texts.some((t) => t !== undefined));
  });
  return kept.length ? kept : parts;
}

/** `JSON.stringify(x)` sends x. */
export function unpacked(value: Value): Value {
  return stringified(value) ?? value;
}

function stringified(value: Value): Value | undefined {
  const is =
    value.kind === 'made' && value.callee.kind === 'ext' && /^global:(window\.)?JSON\.stringify$/.test(value.callee.path);
  if (!is) return undefined;
  const [first, replacer] = value.args.pos;
  return replacer && !isNull(replacer) ? unknown('what a replacer makes of it') : (first ?? value);
}

/** Clients that turn an object into JSON by themselves; jQuery makes a form of it. */
const JSON_CLIENTS = new Set([
  'axios',
  'angular',
  'ky',
  'wretch',
  'superagent',
  'rtk-query',
  'openapi',
  'unknown-client',
  'queries',
]);

function contentTypeOf(look: Look, call: Call, value: Value): ContentType {
  const kind = formKind(value);
  if (kind) return kind === 'form' ? 'multipart' : 'form';
  const declared = declaredType(look, call);
  if (declared) return declared;
  if (value.kind === 'either') return 'unknown';
  if (stringified(value)) return declaredIsOpen(look, call) ? 'json' : 'text';
  if (['str', 'cat', 'lit'].includes(value.kind)) return call.client === 'axios' ? 'form' : 'text';
  const isObject = ['obj', 'dict', 'list', 'inst'].includes(value.kind);
  if (call.client === 'jquery') return isObject ? 'form' : 'unknown';
  if (JSON_CLIENTS.has(call.client)) return 'json';
  if (call.client !== 'fetch') return isObject ? 'json' : 'unknown';
  return isObject && call.data.url ? 'json' : 'unknown';
}

/** The Content-Type header, where it is written. */
function declaredType(look: Look, call: Call): ContentType | undefined {
  const { headers } = call.data;
  for (const name of ['Content-Type', 'content-type', 'Content-type']) {
    const given = option(look.ctx, headers, name);
    if (!given) continue;
    const text = textOf(given);
    if (text === undefined && (given.kind === 'either' || given.kind === 'lit')) return 'unknown';
    if (text === undefined) continue;
    if (/json/i.test(text)) return 'json';
    if (/x-www-form-urlencoded/i.test(text)) return 'form';
    if (/multipart\/form-data/i.test(text)) return 'multipart';
    return /^text\//i.test(text) ? 'text' : 'unknown';
  }
  return undefined;
}

/** Whether a header that is not seen may be there: most code that stringifies also says so, perhaps elsewhere. */
function declaredIsOpen(look: Look, call: Call): boolean {
  const { headers } = call.data;
  if (!headers) return call.client !== 'fetch';
  return shapeOf(look, headers).kind !== 'object' || openHeaders(look, headers);
}

function openHeaders(look: Look, headers: Value): boolean {
  const shape = shapeOf(look, headers);
  return shape.kind === 'object' && shape.open === true;
}
