/** What stands around an element: across callbacks of the same component, and the components that forms are made of. */
import type { Query } from '../../base/query';
import { basename } from '../../base/uri';
import type { ChunkId, X } from '../../facts/expression';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { fileIndex } from '../uses';
import type { Elem } from './elements';

/** `e` stands at `x` of its chunk. */
export interface Around {
  e: Elem;
  /** What is asked about is given to it as a property: `<Page actions={<button/>}>`. */
  isProp: boolean;
  chunk: ChunkId;
  x: X;
}

const MAX_STEPS = 200;

/** The elements around one, nearest first: `<ul>` for the button in `<ul>{tasks.map((t) => <button/>)}</ul>`. */
export function elementsAround(ctx: Context, file: string, chunk: ChunkId, x: X): Around[] {
  const index = fileIndex(ctx, file);
  const out: Around[] = [];
  let at: { chunk: ChunkId; x: X } | undefined = { chunk, x };
  for (let steps = 0; at && steps < MAX_STEPS; steps++) {
    const here: { chunk: ChunkId; x: X } = at;
    const home = index.chunk(here.chunk);
    const parent = index.parents(here.chunk, here.x)[0];
    const e = parent === undefined ? undefined : home?.arena[parent];
    if (e?.kind === 'elem') out.push({ e, chunk: here.chunk, x: parent!, isProp: e.props.some((p) => p.x === here.x) });
    at = parent === undefined ? outwards(index, here) : { chunk: here.chunk, x: parent };
  }
  return out;
}

/** From what a callback returns to where the callback is written; a function with a name of its own is a component and ends the way. */
function outwards(
  index: ReturnType<typeof fileIndex>,
  { chunk, x }: { chunk: ChunkId; x: X },
): { chunk: ChunkId; x: X } | undefined {
  const home = index.chunk(chunk);
  const names = index.names(chunk, x);
  // `const row = <li/>; return <ul>{row}</ul>`
  const [name] = names;
  const use = name && index.refs(name.home, name.name).find((ref) => index.parents(ref.chunk, ref.x).length > 0);
  if (use) return use;
  if (home?.kind !== 'function' || !home.returns?.some((r) => r.x === x)) return undefined;
  const written = index.written(chunk);
  return written && index.names(written.chunk, written.x).length === 0 ? written : undefined;
}

/** The component in whose code an element stands: its function's name, else its file's. */
export function componentAt(ctx: Context, file: string, chunk: ChunkId): string {
  const index = fileIndex(ctx, file);
  for (let id: ChunkId | undefined = chunk; id !== undefined; id = index.chunk(id)?.parent) {
    const name = index.chunk(id)?.name ?? '';
    if (/^[A-Z]/.test(name)) return name;
  }
  return basename(file).replace(/\.\w+$/, '');
}

interface Parts {
  inForms: string[];
  /** Component to the components that stand in it. */
  renders: [string, string][];
}

const queries: (ctx: Context) => { parts: Query<string, Parts>; all: Query<null, ReadonlySet<string>> } = perContext((ctx) => ({
  parts: ctx.world.db.query(
    'components in forms of file',
    (file: string) => partsOf(ctx, file),
    (): Parts => ({ inForms: [], renders: [] }),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  ),
  all: ctx.world.db.query(
    'components in forms',
    (_: null) => inForms(ctx),
    () => new Set<string>(),
    { equal: (a, b) => a.size === b.size && [...a].every((name) => b.has(name)) },
  ),
}));

/** Names of components that may stand in a form, in whatever depth. */
export const componentsInForms = (ctx: Context): ReadonlySet<string> => queries(ctx).all.get('', null);

/** `<form>`, `<v-form>`, `<SignUpForm>`; not `<PlatformAwareDialog>`. */
export const isForm = (e: Elem): boolean =>
  e.tag.toLowerCase() === 'form' || (e.component !== undefined && /Form(?![a-z])|(^|-)form(?![a-z])/.test(e.tag));
/** What the frameworks themselves have, which draws what is in it and nothing else. */
export const isInvisible = (e: Elem): boolean =>
  /^(template|ng-container|(React\.)?(Fragment|Suspense|StrictMode)|(keep-alive|transition|transition-group|teleport|suspense)|(KeepAlive|Transition|TransitionGroup|Teleport)|[\w.]+\.Provider)$/.test(
    e.tag,
  );
const pascal = (tag: string): string => tag.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

function partsOf(ctx: Context, file: string): Parts {
  const inForms = new Set<string>();
  const renders = new Map<string, [string, string]>();
  for (const id of ctx.world.chunkIds(file)) {
    const arena = ctx.world.chunk(file, id)?.arena ?? [];
    arena.forEach((e, x) => {
      if (e.kind !== 'elem' || (e.component === undefined && !/[A-Z-]/.test(e.tag))) return;
      const tag = pascal(e.tag.split('.').at(-1)!);
      const owner = componentAt(ctx, file, id);
      renders.set(`${owner}>${tag}`, [owner, tag]);
      if (elementsAround(ctx, file, id, x).some((a) => isForm(a.e))) inForms.add(tag);
    });
  }
  return { inForms: [...inForms], renders: [...renders.values()] };
}

function inForms(ctx: Context): Set<string> {
  const parts = ctx.world.files('web').map((file) => queries(ctx).parts.get(file, file));
  const out = new Set(parts.flatMap((p) => p.inForms));
  const renders = new Map<string, string[]>();
  for (const [owner, tag] of parts.flatMap((p) => p.renders)) renders.set(owner, [...(renders.get(owner) ?? []), tag]);
  for (const name of out) for (const tag of renders.get(name) ?? []) out.add(tag);
  return out;
}
