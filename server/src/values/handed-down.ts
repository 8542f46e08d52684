/** Values that components hand down by a key: React's contexts, Vue's provide and inject. */
import type { X } from '../facts/expression';
import type { Context, Place } from './context';
import { perContext } from './memo';
import { either, keyOf, textOf, unknown, type Value } from './value';

interface Handed {
  /** Of a context its own key, of provide() the text. */
  key: string;
  value: Value;
}

const queries = perContext((ctx) => ({
  ofFile: ctx.world.db.query(
    'handed down in file',
    (file: string) => handedIn(ctx, file),
    (): Handed[] => [],
    { equal: (a, b) => a.map(textKey).join() === b.map(textKey).join() },
  ),
}));
const textKey = (h: Handed) => `${h.key}=${keyOf(h.value)}`;

/** useContext(context): what its providers give, else what it was made with. */
export function contextValue(ctx: Context, context: Value | undefined): Value | undefined {
  if (context?.kind !== 'made') return undefined;
  const given = givenFor(ctx, keyOf(context));
  const initial = context.args.pos[0];
  return given ?? (initial && !(initial.kind === 'lit' && initial.value === null) ? initial : undefined);
}

/** inject(key, fallback); a function in reserve is not all that can come: whoever draws the component may provide another. */
export function injected(ctx: Context, key: Value | undefined, fallback: Value | undefined): Value | undefined {
  const text = key && keyText(key);
  const given = text === undefined ? undefined : givenFor(ctx, text);
  if (given || fallback?.kind !== 'fn') return given ?? fallback;
  return either([{ value: fallback }, { value: unknown('what is provided') }]);
}

const keyText = (key: Value): string => textOf(key) ?? keyOf(key);

function givenFor(ctx: Context, key: string): Value | undefined {
  const found = ctx.world.files('web').flatMap((file) =>
    queries(ctx)
      .ofFile.get(file, file)
      .filter((h) => h.key === key),
  );
  return found.length ? either(found.map(({ value }) => ({ value }))) : undefined;
}

function handedIn(ctx: Context, file: string): Handed[] {
  const out: Handed[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    if (!chunk) continue;
    const place: Place = { file, id, chunk, env: ctx.genericEnv(file, id) };
    const worth = (x: X) => ctx.evaluate(place, x);
    for (const e of chunk.arena) {
      const context = e.kind === 'elem' && e.component !== undefined ? chunk.arena[e.component] : undefined;
      const value = e.kind === 'elem' ? e.props.find((p) => p.key === 'value')?.x : undefined;
      if (context?.kind === 'get' && context.name === 'Provider' && value !== undefined)
        out.push({ key: keyOf(worth(context.object)), value: worth(value) });
      const callee = e.kind === 'call' ? chunk.arena[e.callee] : undefined;
      const provides = (callee?.kind === 'get' || callee?.kind === 'ref' || callee?.kind === 'free') && callee.name === 'provide';
      if (e.kind === 'call' && provides && e.args.length === 2)
        out.push({ key: keyText(worth(e.args[0]!.x)), value: worth(e.args[1]!.x) });
    }
  }
  return out;
}
