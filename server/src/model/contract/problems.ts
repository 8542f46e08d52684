/** What errors are made of: by the handler itself, and by code that answers for all routes: `@app.exception_handler(…)`, `@app.errorhandler(404)`. */
import type { Context, Place } from '../../values/context';
import { gathered } from '../../values/memo';
import { isError, newReader, type Reader, shapeOfExpression } from './returned';

const HANDLERS = ['exception_handler', 'errorhandler', 'app_errorhandler'];

/** Their keys; code that reads an answer may look for them where its client does not throw. */
export const problemKeys = gathered<string>('keys of errors', 'python', keysIn, (a, b) => a === b, {
  words: HANDLERS,
  has: ({ arena }) => arena.some((e) => e.kind === 'get' && HANDLERS.includes(e.name)),
});

function keysIn(ctx: Context, file: string): string[] {
  const keys = new Set<string>();
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    const outer = chunk?.parent === undefined ? undefined : ctx.world.chunk(file, chunk.parent);
    const isOne = chunk?.decorators?.some((x) => {
      const e = outer?.arena[x];
      const callee = e?.kind === 'call' ? outer?.arena[e.callee] : e;
      return callee?.kind === 'get' && HANDLERS.includes(callee.name);
    });
    const place = isOne ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
    for (const { x } of place?.chunk.returns ?? []) {
      const shape = shapeOfExpression(newReader(ctx), place!, x, 0);
      if (shape.kind === 'object') for (const key of Object.keys(shape.fields)) keys.add(key);
    }
  }
  return [...keys];
}

/** The keys of errors that a handler returns: `return {"errors": …}, 400`. Code that looks at them reads the same answer. */
export function errorKeys(reader: Reader, place: Place): string[] {
  const shapes = (place.chunk.returns ?? []).flatMap(({ x }) =>
    isError(reader.ctx, place, x) ? [shapeOfExpression(reader, place, x, 0)] : [],
  );
  return shapes.flatMap((s) => (s.kind === 'object' ? Object.keys(s.fields) : []));
}
