/**
 * What a FastAPI handler reads of the request itself: `data = await request.json()`, then `data["title"]`. Like with Flask it may hand it on,
 * and only what is read whatever was sent before is required. Names are followed as they are written: nothing is evaluated for it.
 */
import { own } from '../../base/own';
import type { X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import type { RouteParameter } from '../details/described';
import { requestReads } from '../details/flask-reads';
import { typeAt } from '../details/python-types';
import { isHandedOn, readByName } from './flask-taken';
import type { Taken } from './taken';

const REQUEST = /^(fastapi|starlette)(\.\w+)*\.Request$/;
const PARTS: Readonly<Record<string, RouteParameter['in']>> = { json: 'body', form: 'form' };
const MAX_DEPTH = 6;

/** Undefined where no part of a body is read by name, or where the request is looked at by others too. */
export function starletteTaken(ctx: Context, handler: Place): Pick<Taken, 'body' | 'content'> | undefined {
  const request = requestOf(ctx, handler);
  if (request === undefined) return undefined;
  const { arena } = handler.chunk;
  const part = (x: X) => partAt(handler, request, x, 0);
  if (arena.some((e) => (e.kind === 'call' || e.kind === 'new') && e.args.some((a) => isRequest(handler, request, a.x))))
    return undefined;
  const reads = requestReads(ctx, handler, part);
  const [body, form] = [reads.filter((r) => r.in === 'body'), reads.filter((r) => r.in === 'form')];
  if (Boolean(body.length) === Boolean(form.length)) return undefined;
  const source = body.length ? 'body' : 'form';
  const shape = readByName(ctx, handler, body.length ? body : form);
  const isSure = Object.values(shape.fields).some((f) => !f.optional);
  return {
    body: isHandedOn(handler, (x) => part(x) === source) ? shape : { ...shape, byName: true },
    content: isSure && source === 'body' ? 'json' : 'unknown',
  };
}

/** Which of the parameters is the request. */
function requestOf(ctx: Context, { file, chunk }: Place): number | undefined {
  const outer = ctx.place(file, chunk.parent ?? '', ctx.genericEnv(file, chunk.parent ?? ''));
  const at = (chunk.params ?? []).findIndex(({ annotation }) => {
    const type = outer && annotation !== undefined ? typeAt(ctx, outer, annotation).type : undefined;
    return type?.kind === 'plain' && REQUEST.test(type.name);
  });
  return at < 0 ? undefined : at;
}

function isRequest({ id, chunk }: Place, request: number, x: X): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'param') return e.index === request;
  return e?.kind === 'ref' && e.chunk === id && e.name === chunk.params?.[request]?.name;
}

/** `await request.json()`, and names that may hold it. */
function partAt(place: Place, request: number, x: X, depth: number): RouteParameter['in'] | undefined {
  const { chunk, id } = place;
  const e = chunk.arena[x];
  const at = (inner: X) => partAt(place, request, inner, depth + 1);
  if (depth > MAX_DEPTH) return undefined;
  if (e?.kind === 'await') return at(e.of);
  if (e?.kind === 'either') return firstOf(e.of.map(at));
  if (e?.kind === 'call') {
    const callee = chunk.arena[e.callee];
    return callee?.kind === 'get' && isRequest(place, request, callee.object) ? own(PARTS, callee.name) : undefined;
  }
  if (e?.kind !== 'ref' || e.chunk !== id) return undefined;
  const assigns = own(chunk.vars, e.name) ?? [];
  return firstOf(assigns.filter((a) => a.chunk === undefined && (!e.of || e.of.includes(a.x))).map((a) => at(a.x)));
}

const firstOf = <T>(all: readonly (T | undefined)[]): T | undefined => all.find((one) => one !== undefined);
