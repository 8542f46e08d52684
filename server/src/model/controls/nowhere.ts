/**
 * Names that a handler calls and that nothing defines. Told only where everything is known that could define them: all scripts of a page, all
 * members of a component's class or options, no globals of that name anywhere, and no tool that writes imports by itself.
 */
import type { ChunkId, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { gathered } from '../../values/memo';
import { fileIndex } from '../uses';
import { ownerOf } from './angular';
import { isOnlyLibraries, isPage, scriptsOfPage } from './page-scripts';

/** Names that scripts put where every script finds them: `window.save = f`, and all that plain scripts and pages bind. */
const globals = gathered<string>(
  'global names',
  'web',
  (ctx, file) => {
    const ids = ctx.world.chunkIds(file);
    const set = ids.flatMap((id) => (ctx.world.chunk(file, id)?.sets ?? []).flatMap((s) => s.name ?? []));
    const module = ctx.world.chunk(file, '');
    const isShared = module !== undefined && (file.endsWith('.d.ts') || !isModule(ctx, file, module));
    return [...new Set([...set, ...(isShared ? Object.keys(module.vars) : [])])].sort();
  },
  (a, b) => a === b,
  'facts',
);

const isModule = (ctx: Context, file: string, { arena }: Chunk): boolean =>
  /\.(vue|svelte)$/.test(file) || ctx.world.head(file)?.exports !== undefined || arena.some((e) => e.kind === 'import');

/** Packages with which names are there that no file imports. */
const IMPORTING = /^(nuxt|nuxt3|@nuxt\/.*|unplugin-auto-import|vite-plugin-auto-import|unimport)$/;
const importsItself = gathered<boolean>(
  'tools that import',
  'settings',
  (ctx, file) => {
    const facts = ctx.world.settings(file);
    return facts?.of === 'package' && facts.dependencies.some((name) => IMPORTING.test(name)) ? [true] : [];
  },
  (a, b) => a === b,
  'facts',
);

/** The name that a handler calls at `x`, if it is defined nowhere. */
export function nowhere(ctx: Context, place: Place, x: X): string | undefined {
  const e = place.chunk.arena[x];
  const name = e?.kind === 'free' || e?.kind === 'get' ? e.name : '';
  return isNowhere(ctx, place, x, name) ? name : undefined;
}

function isNowhere(ctx: Context, place: Place, x: X, name: string): boolean {
  const e = place.chunk.arena[x];
  if (!/^[a-z_]\w*$/i.test(name) || !isStatement(ctx, place, x)) return false;
  if (e?.kind === 'free' && isPage(place.file)) return isNoneOfPage(ctx, place.file, name);
  if (globals(ctx).includes(name)) return false;
  if (e?.kind === 'free') return isNoneOfModule(ctx, place.file);
  if (e?.kind !== 'get' || place.chunk.arena[e.object]?.kind !== 'this' || importsItself(ctx).length) return false;
  return place.file.endsWith('.vue') ? isNoneOfVue(ctx, place.file, name) : isNoneOfClass(ctx, place, e.object, name);
}

/** `save()` as a whole, or `save` as what is attached; not what only another call is given. */
function isStatement(ctx: Context, { file, id, chunk }: Place, x: X): boolean {
  const index = fileIndex(ctx, file);
  const [user] = index.parents(id, x).map((at) => [at, chunk.arena[at]] as const);
  return (
    !user || user[1]?.kind === 'elem' || (user[1]?.kind === 'call' && user[1].callee === x && !index.parents(id, user[0]).length)
  );
}

function isNoneOfPage(ctx: Context, file: string, name: string): boolean {
  const reach = scriptsOfPage(ctx, file);
  if (!reach || !isOnlyLibraries(ctx, file)) return false;
  // A script that is read with gaps may define it there.
  if (reach.some((one) => ctx.world.head(one)?.damaged !== undefined)) return false;
  return !reach.some((one) =>
    ctx.world.chunkIds(one).some((id) => {
      const { vars, arena, sets } = ctx.world.chunk(one, id)!;
      if (Object.hasOwn(vars, name) || sets?.some((s) => s.name === name)) return true;
      return arena.some((e) => e.kind === 'obj' && e.entries.some((n) => n.key === name));
    }),
  );
}

const isNoneOfModule = (ctx: Context, file: string): boolean =>
  /\.([jt]sx|svelte|vue)$/.test(file) &&
  !importsItself(ctx).length &&
  !ctx.world.head(file)?.stars?.length &&
  ctx.world.head(file)?.damaged === undefined;

/** What the template of a Vue component can name is known but for mixins and properties of which the type stands elsewhere. */
function isNoneOfVue(ctx: Context, file: string, name: string): boolean {
  const head = ctx.world.head(file);
  const module = ctx.world.chunk(file, '');
  if (!head?.component || head.damaged !== undefined || !module || isSaid(ctx, file, name)) return false;
  if (head.component.style === 'setup')
    return !module.arena.some((e) => e.kind === 'call' && (e.types ?? []).some((type) => type.kind !== 'obj'));
  const options = module.arena[head.component.options ?? -1];
  return options?.kind === 'obj' && options.entries.every((n) => isKnownOption(module, n.key, n.x, name));
}

/** `props: ['save']`, `defineProps({ save: Function })`, `emits`, `inject`. */
const isSaid = (ctx: Context, file: string, name: string): boolean =>
  ctx.world
    .chunkIds(file)
    .some((id) =>
      (ctx.world.chunk(file, id)?.arena ?? []).some(
        (e) => (e.kind === 'str' && e.value === name) || (e.kind === 'obj' && e.entries.some((n) => n.key === name)),
      ),
    );

function isKnownOption(module: Chunk, key: string | undefined, x: X, name: string): boolean {
  if (key === undefined || /^(mixins|extends|setup|inject)$/.test(key)) return false;
  if (!/^(methods|computed|props)$/.test(key)) return true;
  const e = module.arena[x];
  if (e?.kind === 'list') return e.items.every((item) => !item.spread);
  return e?.kind === 'obj' && e.entries.every((n) => n.key !== undefined && n.key !== name);
}

/** An Angular component without a base class that has no such member. */
function isNoneOfClass(ctx: Context, place: Place, self: X, name: string): boolean {
  const value = ctx.evaluate(place, self);
  const made = value.kind === 'inst' && value.cls.kind === 'class' ? value.cls : undefined;
  const owner = ownerOf(ctx, place.file) ?? (made && { file: made.file, cls: made.chunk });
  const cls = owner && ctx.world.chunk(owner.file, owner.cls);
  if (!owner || !cls || cls.bases?.length || Object.hasOwn(cls.vars, name) || Object.hasOwn(cls.varTypes ?? {}, name))
    return false;
  const ids: readonly ChunkId[] = ctx.world.chunkIds(owner.file);
  return (
    !ids.includes(`${owner.cls}.${name}`) &&
    !ctx.world.chunk(owner.file, `${owner.cls}.constructor`)?.params?.some((p) => p.name === name)
  );
}
