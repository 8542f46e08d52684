/**
 * What a FastAPI handler reads of the request itself: `data = await request.json()`, then `data["title"]`. Like with Flask it may hand it on,
 * and only what is read whatever was sent before is required.
 */
import type { X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { alternatives, type Value } from '../../values/value';
import type { RouteParameter } from '../details/described';
import { requestReads, type SourceOf } from '../details/flask-reads';
import { typeAt } from '../details/python-types';
import { isHandedOn, readByName } from './flask-taken';
import type { Taken } from './taken';

const REQUEST = /^(fastapi|starlette)(\.\w+)*\.Request$/;
const PARTS: Readonly<Record<string, RouteParameter['in']>> = { json: 'body', form: 'form' };

/** Undefined where no part of a body is read by name. */
export function starletteTaken(ctx: Context, handler: Place): Pick<Taken, 'body' | 'content'> | undefined {
  const partOf = partsOf(ctx, handler);
  const reads = requestReads(ctx, handler, partOf);
  const [body, form] = [reads.filter((r) => r.in === 'body'), reads.filter((r) => r.in === 'form')];
  const read = body.length ? body : form;
  // Read in two ways, or looked at by others too.
  if (!read.length || (body.length && form.length) || isRequestHandedOn(ctx, handler)) return undefined;
  const shape = readByName(ctx, handler, read);
  const isWhole = !isHandedOn(ctx, handler, read[0]!.in, partOf);
  const isSure = Object.values(shape.fields).some((f) => !f.optional);
  return { body: isWhole ? { ...shape, byName: true } : shape, content: !isSure ? 'unknown' : body.length ? 'json' : 'unknown' };
}

const partsOf =
  (ctx: Context, handler: Place): SourceOf =>
  (value) => {
    const called = value.kind === 'made' ? value.callee : undefined;
    return called?.kind === 'member' && isRequest(ctx, handler, called.of) ? PARTS[called.name] : undefined;
  };

function isRequest(ctx: Context, handler: Place, value: Value): boolean {
  if (value.kind === 'made') return value.callee.kind === 'ext' && REQUEST.test(value.callee.path);
  if (value.kind !== 'sym' || value.chunk !== handler.id || value.file !== handler.file) return false;
  const annotation = handler.chunk.params?.[value.index]?.annotation;
  const outer = ctx.place(handler.file, handler.chunk.parent ?? '', ctx.genericEnv(handler.file, handler.chunk.parent ?? ''));
  const type = outer && annotation !== undefined ? typeAt(ctx, outer, annotation).type : undefined;
  return type?.kind === 'plain' && REQUEST.test(type.name);
}

/** `log(request)`: who gets the request may read its body. */
function isRequestHandedOn(ctx: Context, handler: Place): boolean {
  const isIt = (x: X) => alternatives(ctx.evaluate(handler, x)).some(({ value }) => isRequest(ctx, handler, value));
  return handler.chunk.arena.some((e) => (e.kind === 'call' || e.kind === 'new') && e.args.some((a) => isIt(a.x)));
}
