/**
 * Code that stands in front of the routes and answers some paths itself: Starlette's middlewares as functions and classes, ASGI and WSGI by hand, Flask's
 * `before_request`. Which paths those are is what its tests on the path say.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { isInside } from '../../base/uri';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { perContext } from '../../values/memo';
import { textOf } from '../../values/value';
import { isTestPath } from '../routes/naming';
import { type PathTest, type RequestTest, requestTest } from './path-tests';

/** Paths that code in front of the routes answers. */
export interface EarlyAnswer {
  file: string;
  /** Absent: any. */
  verbs?: string[];
  /** Absent: which ones is not known. */
  path?: string;
  /** What begins so, too. */
  below?: true;
  /** It hangs on more than the path. */
  maybe?: true;
}

const queries: (ctx: Context) => { all: Query<readonly string[], EarlyAnswer[]>; ofFile: Query<string, EarlyAnswer[]> } =
  perContext((ctx) => ({
    all: ctx.world.db.query<readonly string[], EarlyAnswer[]>(
      'answers before routes',
      (roots) => {
        const isTest = (file: string) => roots.some((root) => isInside(file, root) && isTestPath(file, root));
        return ctx.world.files('python').flatMap((file) => (isTest(file) ? [] : queries(ctx).ofFile.get(file, file)));
      },
      () => [],
      { equal: equalData },
    ),
    ofFile: ctx.world.db.query<string, EarlyAnswer[]>(
      'answers before routes in file',
      (file) => ctx.world.chunkIds(file).flatMap((id) => answersIn(ctx, file, id)),
      () => [],
      { equal: equalData, early: 2 },
    ),
  }));

/** What may answer a path before any route is asked; what is surely answered comes first. */
export function answeredEarly(
  ctx: Context,
  roots: readonly string[],
  method: string | null,
  path: string,
): EarlyAnswer | undefined {
  const fitting = queries(ctx)
    .all.get(roots.join('\n'), roots)
    .filter((one) => (one.verbs === undefined || method === null || one.verbs.includes(method)) && takes(one, path));
  return (
    fitting.find((one) => one.path !== undefined && !one.below && !one.maybe) ?? fitting.find((one) => one.path) ?? fitting[0]
  );
}

const takes = ({ path, below }: EarlyAnswer, asked: string): boolean =>
  path === undefined || asked === path || (below === true && asked.startsWith(path));

/** In which manner a function stands in front of the routes. */
type Manner = 'next' | 'returns' | 'sends';

function answersIn(ctx: Context, file: string, id: string): EarlyAnswer[] {
  const chunk = ctx.world.chunk(file, id);
  const manner = chunk && mannerOf(ctx, file, chunk);
  if (!chunk || !manner) return [];
  const found = answersOf(chunk, manner);
  const place = found.length ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
  return place ? found.flatMap(({ x, block }) => answerAt(ctx, place, x, block)) : [];
}

function mannerOf(ctx: Context, file: string, { kind, params = [], decorators = [], parent, name }: Chunk): Manner | undefined {
  if (kind !== 'function') return undefined;
  const last = params.at(-1)?.name;
  if (name === '__call__' || params.length === 3) if (last === 'send' || last === 'start_response') return 'sends';
  const around = ctx.world.chunk(file, parent ?? '')?.arena ?? [];
  const marks = decorators.map((x) => {
    const mark = around[x]?.kind === 'call' ? around[around[x].callee] : around[x];
    // The call of a decorator takes what it decorates; that of `middleware("http")` stands inside of it.
    const inner = mark?.kind === 'call' ? around[mark.callee] : mark;
    return inner && 'name' in inner ? inner.name : undefined;
  });
  if (marks.includes('before_request') || marks.includes('before_app_request')) return 'returns';
  return name === 'dispatch' && params.length === 3
    ? 'next'
    : marks.includes('middleware') && params.length === 2
      ? 'next'
      : undefined;
}

/** Where the function answers: what it returns in place of what comes next, or what it sends itself. */
function answersOf(chunk: Chunk, manner: Manner): { x: X; block: number }[] {
  const { arena, returns = [], blockOf = {}, params = [] } = chunk;
  const last = params.at(-1)?.name;
  if (manner !== 'sends')
    return returns.flatMap(({ x, block = 0 }) => {
      const e = arena[x];
      const isNothing = e?.kind === 'lit' && e.value === null;
      return isNothing || (manner === 'next' && passesOn(chunk, x, last)) ? [] : [{ x, block }];
    });
  return arena.flatMap((e, x) => {
    if (e.kind !== 'call') return [];
    const callee = written(arena, e.callee);
    const given = e.args.at(-1);
    const sends = callee === last || (given && written(arena, given.x) === last && !/(?:^|[._])app$/.test(callee ?? ''));
    return sends ? [{ x, block: blockOf[x] ?? 0 }] : [];
  });
}

/** `await call_next(request)`, or a variable that was given it. */
function passesOn(chunk: Chunk, x: X, next: string | undefined): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'await') return passesOn(chunk, e.of, next);
  if (e?.kind === 'ref')
    return (chunk.vars[e.name] ?? []).some(
      (one) => one.x !== x && chunk.arena[one.x]?.kind !== 'ref' && passesOn(chunk, one.x, next),
    );
  return e?.kind === 'call' && written(chunk.arena, e.callee) === next;
}

/** 'self.path' of a name or a chain of attributes. */
function written(arena: readonly Expr[], x: X): string | undefined {
  const e = arena[x];
  if (e?.kind === 'ref' || e?.kind === 'free') return e.name;
  const of = e?.kind === 'get' ? written(arena, e.object) : undefined;
  return e?.kind === 'get' && of !== undefined ? `${of}.${e.name}` : undefined;
}

function answerAt(ctx: Context, place: Place, x: X, block: number): EarlyAnswer[] {
  const test = testsAround(place.chunk, x, block);
  const exact = test.paths.filter((one) => one.exact);
  // A beginning and something else besides: who is asked for a token, what is cached.
  if (!test.paths.length || (test.asksMore && !exact.length)) return [];
  if ((test.asksMore || !exact.length) && refuses(place.chunk, x, block)) return [];
  return (exact.length ? exact : test.paths).flatMap((one) => {
    const paths = operandOf(ctx, place, one.operand);
    const more = {
      file: place.file,
      ...(test.verbs.length ? { verbs: test.verbs } : {}),
      ...(test.asksMore ? { maybe: true as const } : {}),
    };
    if (!paths) return [more];
    const some = paths.filter((path) => path.startsWith('/') && (one.exact || path !== '/'));
    return some.map((path) => ({ ...more, path, ...(one.exact ? {} : { below: true as const }) }));
  });
}

/** All that has to hold where an expression stands; a guard before it that lets all other paths pass counts, too. */
function testsAround(chunk: Chunk, x: X, block: number): RequestTest {
  const around: number[] = [];
  for (let at = block; at > 0; at = chunk.blocks[at]?.parent ?? 0) around.push(at);
  const tests = around.flatMap((at) => {
    const one = chunk.blocks[at]!;
    if (one.kind === 'loop') return [{ verbs: [], paths: [], asksMore: true }];
    return one.kind === 'if' && one.test !== undefined ? [requestTest(one.test)] : [];
  });
  const guards = chunk.blocks.flatMap((one, at) => {
    const isBefore = one.kind === 'if' && !around.includes(at) && (one.parent === 0 || around.includes(one.parent));
    if (!isBefore || one.test === undefined || (one.x ?? x) >= x || !leaves(chunk, at)) return [];
    const guard = requestTest(one.test);
    const isOnly = !guard.asksMore && !guard.verbs.length && guard.paths.length > 0 && guard.paths.every((path) => path.negated);
    return isOnly ? guard.paths.map((path): PathTest => ({ ...path, negated: false })) : [];
  });
  return {
    verbs: tests.flatMap((one) => one.verbs),
    paths: [...tests.flatMap((one) => one.paths.filter((path) => !path.negated)), ...guards],
    asksMore: tests.some((one) => one.asksMore),
  };
}

const leaves = ({ returns = [] }: Chunk, block: number): boolean => returns.some((one) => one.block === block);

/** An answer that turns somebody away: `JSONResponse(…, status_code=403)`, `abort(…)`, a redirect. */
function refuses({ arena, blockOf = {} }: Chunk, x: X, block: number): boolean {
  const isRefusal = (at: X | undefined) => {
    const e = at === undefined ? undefined : arena[at];
    return e?.kind === 'lit' && (e.value === 401 || e.value === 403);
  };
  const own = arena[x];
  if (own?.kind === 'list' && own.items.some((item) => isRefusal(item.x))) return true;
  return arena.some((e, at) => {
    if (e.kind !== 'call' || (blockOf[at] ?? 0) !== block) return false;
    const callee = arena[e.callee];
    const name = callee && 'name' in callee ? (callee.name ?? '') : '';
    return (
      /abort|redirect|HTTPException|Unauthori[sz]ed|Forbidden/i.test(name) ||
      e.args.some((arg) => arg.name?.startsWith('status') && isRefusal(arg.x))
    );
  });
}

/** The texts that a path is compared with: those that are written there, or what a name stands for. */
function operandOf(ctx: Context, place: Place, operand: string): string[] | undefined {
  const texts = [...operand.matchAll(/(\w?)(["'])(.*?)\2/g)];
  if (texts.length) return texts.some(([, front]) => front === 'f') ? undefined : texts.map((found) => found[3]!);
  const at = place.chunk.arena.findIndex((_, x) => written(place.chunk.arena, x) === operand);
  const value = at < 0 ? undefined : ctx.evaluate(place, at);
  if (!value) return undefined;
  const known = (ctx.elements(value) ?? [value]).map((one) => textOf(one));
  return known.every((one) => one !== undefined) ? known : undefined;
}
