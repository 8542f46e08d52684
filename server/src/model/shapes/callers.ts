/** Who uses a function: every call of it, and every call or options object that it is handed to, across files. Found by name, then proven by evaluation. */
import { equalData } from '../../base/equal';
import { own } from '../../base/own';
import type { Query } from '../../base/query';
import type { ChunkId, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { perContext } from '../../values/memo';
import { alternatives } from '../../values/value';

/** `role`: the function itself is called, it is this argument, or it is this entry of the options object that is an argument. */
export interface Use {
  file: string;
  chunk: ChunkId;
  call: X;
  /** The expression that is worth the function. */
  x: X;
  role: 'called' | number | string;
}
type ByName = Record<string, Omit<Use, 'file'>[]>;

interface Queries {
  inFile: Query<string, ByName>;
  all: Query<null, Map<string, Use[]>>;
  named: Query<string, Use[]>;
}
const queries: (ctx: Context) => Queries = perContext((ctx) => ({
  inFile: ctx.world.db.query(
    'uses of names in file',
    (file: string) => namesIn(ctx, file),
    (): ByName => ({}),
    { equal: equalData },
  ),
  all: ctx.world.db.query(
    'uses of names',
    (_: null) => gather(ctx),
    () => new Map<string, Use[]>(),
  ),
  named: ctx.world.db.query(
    'uses of name',
    (name: string) => queries(ctx).all.get('', null).get(name) ?? [],
    (): Use[] => [],
    { equal: equalData },
  ),
}));

function gather(ctx: Context): Map<string, Use[]> {
  const out = new Map<string, Use[]>();
  for (const file of ctx.world.files('web'))
    for (const [name, uses] of Object.entries(queries(ctx).inFile.get(file, file))) {
      const before = out.get(name);
      const more = uses.map((use) => ({ file, ...use }));
      if (before) before.push(...more);
      else out.set(name, more);
    }
  return out;
}

function namesIn(ctx: Context, file: string): ByName {
  const out: ByName = Object.create(null) as ByName;
  const module = ctx.world.chunk(file, '');
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    if (!chunk) continue;
    const note = (x: X, call: X, role: Use['role']): void => {
      for (const name of namesOf(chunk, module, x)) {
        out[name] ??= [];
        out[name].push({ chunk: id, call, x, role });
      }
    };
    chunk.arena.forEach((e, call) => {
      if (e.kind !== 'call' && e.kind !== 'new') return;
      note(e.callee, call, 'called');
      e.args.forEach((arg, i) => {
        const given = chunk.arena[arg.x];
        if (given?.kind === 'ref' || given?.kind === 'get') note(arg.x, call, i);
        if (given?.kind === 'obj') for (const entry of given.entries) if (entry.key !== undefined) note(entry.x, call, entry.key);
      });
    });
  }
  return out;
}

/** By what names the thing may be known where it is written: its own here, and the imported one. */
function namesOf(chunk: Chunk, module: Chunk | undefined, x: X): string[] {
  const e = chunk.arena[x];
  if (e?.kind === 'get' || e?.kind === 'free') return [e.name];
  if (e?.kind !== 'ref') return [];
  const out = [e.name.replace(/~\d+$/, '')];
  const holder = e.chunk === '' ? module : undefined;
  for (const assign of own(holder?.vars, e.name) ?? []) {
    const from = holder!.arena[assign.x];
    if (from?.kind === 'import' && from.name !== undefined && !out.includes(from.name)) out.push(from.name);
  }
  return out;
}

/** The names by which others may use a function: its own, those of variables and entries that hold it, those of exports. */
function knownAs(ctx: Context, file: string, id: ChunkId): Set<string> {
  const chunk = ctx.world.chunk(file, id);
  const home = chunk?.parent === undefined ? undefined : ctx.world.chunk(file, chunk.parent);
  const names = new Set<string>();
  if (!chunk || !home) return names;
  if (chunk.name) names.add(chunk.name);
  const isIt = (x: X): boolean => {
    const e = home.arena[x];
    if (e?.kind === 'fn') return e.chunk === id;
    if (e?.kind === 'ref')
      return (own(home.vars, e.name) ?? []).some((a) => a.x !== x && home.arena[a.x]?.kind === 'fn' && isIt(a.x));
    return e?.kind === 'call' && e.args.length > 0 && home.arena[e.args[0]!.x]?.kind === 'fn' && isIt(e.args[0]!.x);
  };
  for (const [name, assigns] of Object.entries(home.vars))
    if (assigns.some((a) => isIt(a.x))) names.add(name.replace(/~\d+$/, ''));
  for (const e of home.arena)
    if (e.kind === 'obj') for (const entry of e.entries) if (entry.key !== undefined && isIt(entry.x)) names.add(entry.key);
  if (chunk.parent === '')
    for (const [name, x] of Object.entries(ctx.world.head(file)?.exports ?? {})) if (isIt(x)) names.add(name);
  return names;
}

const MAX_USES = 60;

/** Every use that surely means this function. */
export function usesOf(ctx: Context, file: string, id: ChunkId): (Use & { place: Place })[] {
  const out = new Map<string, Use & { place: Place }>();
  for (const name of knownAs(ctx, file, id)) {
    const candidates = queries(ctx).named.get(name, name);
    // A name that everything has would cost an evaluation each.
    if (candidates.length > 400) continue;
    for (const use of candidates) {
      const key = `${use.file}#${use.chunk}#${use.call}#${use.role}`;
      if (out.has(key) || out.size >= MAX_USES) continue;
      const place = ctx.place(use.file, use.chunk, ctx.genericEnv(use.file, use.chunk));
      const means =
        place &&
        alternatives(ctx.evaluate(place, use.x)).some(({ value: v }) => v.kind === 'fn' && v.file === file && v.chunk === id);
      if (place && means) out.set(key, { ...use, place });
    }
  }
  return [...out.values()];
}
