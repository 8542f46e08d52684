/** Whether something stands in front of the routes and may answer for them: HEAD and OPTIONS, as CORSMiddleware does. */
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';

const queries: (ctx: Context) => { any: Query<null, boolean>; ofFile: Query<string, boolean> } = perContext((ctx) => ({
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
}));

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
