/** What is kept on something of a library to be found there again: `app.state.router = …`, `app.extensions["registry"] = …`. */
import type { ChunkId, X } from '../facts/expression';
import type { Context, Place } from './context';
import { gatheredByName, perContext } from './memo';
import { rootOf } from './openness';
import { alternatives, either, keyOf, RECURSIVE, runKey, type Site, sameSite, sameValue, type Value } from './value';

interface KeptAt {
  file: string;
  chunk: ChunkId;
  object: X;
  x: X;
  /** 'state' */
  on: string;
}

/** By the name under which it is kept. */
const keptUnder = gatheredByName<KeptAt>('kept on members', 'python', (ctx, file) => {
  const out: Record<string, KeptAt[]> = {};
  for (const [chunk, { arena, sets = [] }] of Object.entries(ctx.world.code(file)?.chunks ?? {}))
    for (const { object, name, x, augmented } of sets) {
      const e = arena[object];
      if (name === undefined || augmented || e?.kind !== 'get') continue;
      const one = { file, chunk, object, x, on: e.name };
      if (Object.hasOwn(out, name)) out[name]!.push(one);
      else out[name] = [one];
    }
  return out;
});

const queries = perContext((ctx) => ({
  value: ctx.world.db.query(
    'kept on member',
    ({ place, x }: { place: Place; x: X }) => ctx.evaluate(place, x),
    (): Value => RECURSIVE,
    { equal: sameValue },
  ),
}));

/** What is kept under a name on `of`, a member of what is made here: `app.state`. */
export function keptOn(ctx: Context, of: Value & { kind: 'member' }, name: string): Value | undefined {
  const root = rootOf(of);
  if (root.kind !== 'made' || root.callee.kind !== 'ext' || !/\.[A-Z]\w*$/.test(root.callee.path)) return undefined;
  const { site } = root;
  if (!site.file.endsWith('.py')) return undefined;
  const found = keptUnder(ctx, name).flatMap(({ file, chunk, object, x, on }): Value[] => {
    if (on !== of.name) return [];
    const env = file === site.file && chunk === site.chunk ? root.env : ctx.genericEnv(file, chunk);
    const place = ctx.place(file, chunk, env);
    if (!place) return [];
    const holders = alternatives(ctx.evaluate(place, object)).map((a) => a.value);
    if (!holders.some((holder) => holder.kind === 'member' && isSame(holder.of, of.of))) return [];
    const value = queries(ctx).value.at(runKey(file, chunk, env), String(x), { place, x });
    return value === RECURSIVE ? [] : [value];
  });
  return found.length ? either(found.map((value) => ({ value }))) : undefined;
}

/** The same thing; whatever a function is handed may be it, and the application of a request is one. */
function isSame(holder: Value, asked: Value): boolean {
  if (keyOf(holder) === keyOf(asked) || holder.kind === 'sym') return true;
  const [a, b] = [siteOf(holder), siteOf(asked)];
  if (a && b) return sameSite(a, b);
  return isOfRequest(asked) && holder.kind === 'made';
}

const siteOf = (value: Value): Site | undefined => (value.kind === 'made' || value.kind === 'inst' ? value.site : undefined);

/** `request.app` */
function isOfRequest(value: Value): boolean {
  const of = value.kind === 'member' && value.name === 'app' ? value.of : undefined;
  return of?.kind === 'made' && of.callee.kind === 'ext' && /\.(Request|WebSocket|HTTPConnection)$/.test(of.callee.path);
}
