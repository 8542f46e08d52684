/** Who uses a function: every call of it, and every call or options object that it is handed to, across files. Found by name, then proven by evaluation. */
import { equalData } from '../../base/equal';
import { own } from '../../base/own';
import type { ChunkId, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { gatheredByName, perContext } from '../../values/memo';
import { type Alternative, alternatives } from '../../values/value';

/** `role`: the function itself is called, is the component of an element, is this argument, or this entry of an options object that is an argument. */
export interface Use {
  file: string;
  chunk: ChunkId;
  call: X;
  /** The expression that is worth the function. */
  x: X;
  role: 'called' | 'element' | number | string;
}
type ByName = Record<string, Use[]>;

/** Every use of something by a name, whatever it is. */
export const usesNamed = gatheredByName('uses of names', 'web', namesIn);

const queries = perContext((ctx) => ({
  ofFunction: ctx.world.db.query(
    'uses of function',
    ({ file, id }: { file: string; id: ChunkId }) => provenUses(ctx, file, id),
    (): Use[] => [],
    { equal: equalData },
  ),
}));

function namesIn(ctx: Context, file: string): ByName {
  const out: ByName = Object.create(null) as ByName;
  const module = ctx.world.chunk(file, '');
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    if (!chunk) continue;
    const note = (x: X, call: X, role: Use['role']): void => {
      for (const name of namesOf(chunk, module, x)) {
        out[name] ??= [];
        out[name].push({ file, chunk: id, call, x, role });
      }
    };
    chunk.arena.forEach((e, call) => {
      if (e.kind === 'elem' && e.component !== undefined) note(e.component, call, 'element');
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

/** By what names the thing may be known where it is written: its own here, and the imported one; a member also with its object's, 'Task.list'. */
function namesOf(chunk: Chunk, module: Chunk | undefined, x: X): string[] {
  const e = chunk.arena[x];
  if (e?.kind === 'free') return [e.name];
  if (e?.kind === 'get') {
    const of = chunk.arena[e.object];
    const owners =
      of?.kind === 'get' ? [of.name] : of?.kind === 'ref' || of?.kind === 'free' ? namesOf(chunk, module, e.object) : [];
    return [e.name, ...owners.map((owner) => `${owner}.${e.name}`)];
  }
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
  const exported = chunk.parent === '' ? Object.entries(ctx.world.head(file)?.exports ?? {}) : [];
  const holders = (is: (x: X) => boolean): string[] => [
    ...Object.entries(home.vars).flatMap(([name, assigns]) => (assigns.some((a) => is(a.x)) ? [name.replace(/~\d+$/, '')] : [])),
    ...exported.flatMap(([name, x]) => (is(x) ? [name] : [])),
  ];
  const isIt = (x: X) => holds(home, x, id);
  for (const name of holders(isIt)) names.add(name);
  home.arena.forEach((e, x) => {
    if (e.kind !== 'obj') return;
    for (const { key, x: value } of e.entries) {
      if (key === undefined || !isIt(value)) continue;
      names.add(key);
      for (const owner of holders((at) => refersTo(home, at, x))) names.add(`${owner}.${key}`);
    }
  });
  return names;
}

/** Whether an expression is the function, a name of it, or a call that wraps it: `memo(() => …)`. */
function holds(home: Chunk, x: X, id: ChunkId): boolean {
  const e = home.arena[x];
  if (e?.kind === 'fn') return e.chunk === id;
  if (e?.kind === 'ref') return (own(home.vars, e.name) ?? []).some((a) => isFunction(home, a.x, id));
  return e?.kind === 'call' && e.args.length > 0 && isFunction(home, e.args[0]!.x, id);
}

function isFunction(home: Chunk, x: X, id: ChunkId): boolean {
  const e = home.arena[x];
  return e?.kind === 'fn' && e.chunk === id;
}

/** The object at `x`, also by a name of it. */
function refersTo(home: Chunk, at: X, x: X): boolean {
  const e = home.arena[at];
  return at === x || (e?.kind === 'ref' && (own(home.vars, e.name) ?? []).some((a) => a.x === x));
}

const MAX_USES = 60;
const MAX_CANDIDATES = 300;

/** Every use that surely means this function. */
export function usesOf(ctx: Context, file: string, id: ChunkId): (Use & { place: Place })[] {
  return queries(ctx)
    .ofFunction.get(`${file}#${id}`, { file, id })
    .flatMap((use) => {
      const place = ctx.place(use.file, use.chunk, ctx.genericEnv(use.file, use.chunk));
      return place ? [{ ...use, place }] : [];
    });
}

function provenUses(ctx: Context, file: string, id: ChunkId): Use[] {
  const out = new Map<string, Use>();
  for (const name of knownAs(ctx, file, id)) {
    const candidates = usesNamed(ctx, name);
    // A name that everything has would cost an evaluation each; those of which the object's name fits are few.
    if (candidates.length > MAX_CANDIDATES) continue;
    for (const use of candidates) {
      const key = `${use.file}#${use.chunk}#${use.call}#${use.role}`;
      if (out.has(key) || out.size >= MAX_USES) continue;
      const place = ctx.place(use.file, use.chunk, ctx.genericEnv(use.file, use.chunk));
      const isIt = ({ value: v }: Alternative) => v.kind === 'fn' && v.file === file && v.chunk === id;
      if (place && alternatives(ctx.evaluate(place, use.x)).some(isIt)) out.set(key, use);
    }
  }
  return [...out.values()];
}
