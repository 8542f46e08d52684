/**
 * Whether something stands in front of the routes: it may answer for them (HEAD and OPTIONS, as CORSMiddleware does), or hand them another path
 * than the one that is asked for.
 */
import type { Query } from '../../base/query';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';

interface Queries {
  any: Query<null, boolean>;
  ofFile: Query<string, boolean>;
  movers: Query<null, string | undefined>;
  moves: Query<string, boolean>;
}
const queries: (ctx: Context) => Queries = perContext((ctx) => ({
  any: ctx.world.db.query<null, boolean>(
    'middlewares',
    () => ctx.world.files('python').some((file) => queries(ctx).ofFile.get(file, file)),
    () => false,
  ),
  ofFile: ctx.world.db.query(
    'middlewares in file',
    (file: string) => namesMiddleware(ctx, file),
    () => false,
  ),
  movers: ctx.world.db.query<null, string | undefined>(
    'files that move paths',
    () => ctx.world.files('python').find((file) => queries(ctx).moves.get(file, file)),
    () => undefined,
  ),
  moves: ctx.world.db.query(
    'paths moved in file',
    (file: string) => ctx.world.chunkIds(file).some((id) => movesPaths(ctx.world.chunk(file, id))),
    () => false,
  ),
}));

/** A file whose code changes the path of requests before they are routed. */
export const pathMover = (ctx: Context): string | undefined => queries(ctx).movers.get('', null);

export const hasMiddleware = (ctx: Context): boolean => queries(ctx).any.get('', null);

/** `app.add_middleware(…)`, `Middleware(CORSMiddleware)`, `@app.middleware("http")`, `setup_cors(app)`: whatever is called so. */
function namesMiddleware(ctx: Context, file: string): boolean {
  const { world } = ctx;
  return world
    .chunkIds(file)
    .some((id) =>
      world.chunk(file, id)?.arena.some((e) => NAMED.test(`${'name' in e ? e.name : ''} ${'module' in e ? e.module : ''}`)),
    );
}
const NAMED = /middleware|cors\b|cors_/i;

/** `environ['SCRIPT_NAME'] = prefix`, `request.scope["path"] = path.removeprefix("/v1")` */
function movesPaths(chunk: Chunk | undefined): boolean {
  return (chunk?.sets ?? []).some(({ object, name }) => {
    const of = chunk?.arena[object];
    if (name === undefined || !of) return false;
    return WSGI_PATH.test(name) || (ASGI_PATH.test(name) && 'name' in of && of.name === 'scope');
  });
}
const WSGI_PATH = /^(SCRIPT_NAME|PATH_INFO)$/;
const ASGI_PATH = /^(path|raw_path|root_path)$/;
