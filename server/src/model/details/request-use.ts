/** What a handler or dependency does with the request object that it takes: `request.app.state` reads nothing of what is sent. */
import type { Context, Place } from '../../values/context';
import { fileIndex } from '../uses';

/** What is known of the connection alone. */
const HARMLESS = new Set(
  'app state headers client cookies method session user auth base_url path_params url_for is_disconnected scheme host'.split(' '),
);

/** Whether more of the request may be read than parameters say: its query or body, or it is handed on. */
export function readsMore(ctx: Context, place: Place, name: string): boolean {
  const index = fileIndex(ctx, place.file);
  return index.refs(place.id, name).some(({ chunk, x }) => {
    const arena = index.chunk(chunk)?.arena ?? [];
    const holders = index.parents(chunk, x);
    return holders.some((p) => {
      const e = arena[p];
      return e?.kind !== 'get' || e.object !== x || !HARMLESS.has(e.name);
    });
  });
}

/** The same of a handler of Starlette's own routes: it is handed the request, and nothing else. */
export function readsAnything(ctx: Context, handler: Place | undefined): boolean {
  const request = handler?.chunk.params?.at(-1);
  return handler === undefined || request === undefined || readsMore(ctx, handler, request.name);
}
