/**
 * Paths that Python answers before any route is looked for: a middleware, or a function that runs before each request, that asks for the
 * path alone and gives an answer of its own.
 *
 *     @app.middleware("http")
 *     async def health(request, call_next):
 *         if request.url.path == "/healthz":
 *             return PlainTextResponse("ok")
 *         return await call_next(request)
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { literally } from '../../base/text';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { conjuncts } from '../../values/decided';
import { perContext } from '../../values/memo';

interface Early {
  /** As an expression, anchored. */
  test: string;
  verb?: string;
  file: string;
}

const queries: (ctx: Context) => { all: Query<null, Early[]>; ofFile: Query<string, Early[]> } = perContext((ctx) => ({
  all: ctx.world.db.query<null, Early[]>(
    'paths answered early',
    () => ctx.world.files('python').flatMap((file) => queries(ctx).ofFile.get(file, file)),
    () => [],
    { equal: equalData },
  ),
  ofFile: ctx.world.db.query<string, Early[]>(
    'paths answered early in file',
    (file) => earlyIn(ctx, file),
    () => [],
    { equal: equalData, early: 1 },
  ),
}));

/** The file that answers. */
export const answeredEarly = (ctx: Context, method: string | null, path: string): string | undefined =>
  queries(ctx)
    .all.get('', null)
    .find(({ test, verb }) => (verb === undefined || method === null || verb === method) && new RegExp(test).test(path))?.file;

function earlyIn(ctx: Context, file: string): Early[] {
  return ctx.world.chunkIds(file).flatMap((id) => {
    const chunk = ctx.world.chunk(file, id);
    const parent = chunk?.parent === undefined ? undefined : ctx.world.chunk(file, chunk.parent);
    if (chunk?.kind !== 'function' || !runsBefore(id, chunk, parent)) return [];
    return chunk.blocks.flatMap(({ kind, test }, block) =>
      kind === 'if' && test !== undefined && answersIn(chunk, block) ? askedPaths(test).map((one) => ({ ...one, file })) : [],
    );
  });
}

const HOOKS = new Set(['middleware', 'before_request', 'before_app_request']);

function runsBefore(id: string, { params = [], decorators = [] }: Chunk, parent: Chunk | undefined): boolean {
  const names = params.map((p) => p.name);
  if (names.includes('call_next') || (id.endsWith('.__call__') && ['scope', 'receive', 'send'].every((n) => names.includes(n))))
    return true;
  return decorators.some((x) => {
    const e = parent?.arena[x];
    const named = e?.kind === 'call' ? parent?.arena[e.callee] : e;
    return named?.kind === 'get' && HOOKS.has(named.name);
  });
}

/** Whether something is answered in this very block that is no refusal, and is not handed on. */
function answersIn(chunk: Chunk, block: number): boolean {
  const isHere = (x: X) => (chunk.blockOf?.[x] ?? 0) === block;
  const returned = (chunk.returns ?? []).filter((r) => r.block === block).map((r) => unwrapped(chunk, r.x));
  if (returned.some((e) => e !== undefined && isAnswer(chunk, e))) return true;
  return chunk.arena.some(
    (e, x) =>
      e.kind === 'call' &&
      isHere(x) &&
      e.args.length === 3 &&
      namesOf(chunk, e).join() === 'scope,receive,send' &&
      !isOnward(chunk, e),
  );
}

function unwrapped(chunk: Chunk, x: X): Expr | undefined {
  const e = chunk.arena[x];
  return e?.kind === 'await' ? chunk.arena[e.of] : e;
}

function isAnswer(chunk: Chunk, e: Expr): boolean {
  if (e.kind === 'str' || e.kind === 'cat' || e.kind === 'obj') return true;
  if (e.kind === 'list') return !e.items.some(({ x }) => isRefusal(chunk.arena[x])) && e.items.length > 0;
  return e.kind === 'call' && !isOnward(chunk, e) && !e.args.some(({ x }) => isRefusal(chunk.arena[x]));
}

/** A status from 400 on. */
const isRefusal = (e: Expr | undefined): boolean =>
  (e?.kind === 'lit' && typeof e.value === 'number' && e.value >= 400) || (e?.kind === 'get' && /^HTTP_[45]\d\d/.test(e.name));

/** `call_next(request)`, `self.app(scope, receive, send)`, `self.get_response(request)` */
function isOnward(chunk: Chunk, { callee }: Expr & { kind: 'call' }): boolean {
  const e = chunk.arena[callee];
  return e !== undefined && 'name' in e && /^(?:call_next|app|get_response|dispatch|super|__call__)$/.test(e.name ?? '');
}

const namesOf = (chunk: Chunk, { args }: Expr & { kind: 'call' }): string[] =>
  args.map(({ x }) => {
    const e = chunk.arena[x];
    return e && 'name' in e ? (e.name ?? '') : '';
  });

const PATH = String.raw`(?:request\.url\.path|request\.path|(?:request\.)?scope\[["']path["']\]|path|url_path)`;
const IS = new RegExp(String.raw`^${PATH} == (["'])(/[^"']*)\1$`);
const AMONG = new RegExp(String.raw`^${PATH} in [([{](.*)[)\]}]$`);
const BEGINS = new RegExp(String.raw`^${PATH}\.startswith\(\(?(.*?)\)?\)$`);
const VERB = /^(?:request\.method|(?:request\.)?scope\[["']method["']\]) == (["'])([A-Z]+)\1$/;
const PLAIN = /^(?:request\.)?scope\[["']type["']\] == (["'])http\1$/;

/** Of a test of the path, its verb and nothing else. */
function askedPaths(test: string): Omit<Early, 'file'>[] {
  const parts = conjuncts(test).map((part) => part.trim());
  const verb = parts.flatMap((part) => VERB.exec(part)?.[2] ?? [])[0];
  const rest = parts.filter((part) => !VERB.test(part) && !PLAIN.test(part));
  if (rest.length !== 1) return [];
  return rest[0]!
    .split(' or ')
    .flatMap((one) => pathsIn(one.trim()).map((path) => ({ test: path, ...(verb === undefined ? {} : { verb }) })));
}

function pathsIn(test: string): string[] {
  const exact = IS.exec(test)?.[2];
  if (exact !== undefined) return [`^${literally(exact)}$`];
  const [among, begins] = [AMONG.exec(test)?.[1], BEGINS.exec(test)?.[1]];
  const texts = [...(among ?? begins ?? '').matchAll(/(["'])(\/[^"']+)\1/g)].map((m) => m[2]!);
  return texts.map((text) => `^${literally(text)}${among === undefined ? '' : '$'}`);
}
