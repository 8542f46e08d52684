/** Members that code sets on what it made before, in the same file: `const api = {}; api.load = …`, `Widget.url = …`. */
import { equalData } from '../base/equal';
import { own } from '../base/own';
import type { ChunkId, Expr, X } from '../facts/expression';
import { genericEnv } from './activations';
import { assigned } from './branches';
import type { Context } from './context';
import { presumed } from './decided';
import { perContext } from './memo';
import { closed } from './set-later';
import { type Alternative, type Env, either, NULL, RECURSIVE, runKey, type Site, sameValue, type Value } from './value';

/** Without a name: everything that the value has. */
interface SetAt {
  name?: string;
  chunk: ChunkId;
  x: X;
  block?: number;
}
type Sets = Record<string, SetAt[]>;
type Holder = Value & { kind: 'obj' | 'fn' | 'class' | 'inst' | 'made' };

const queries = perContext((ctx) => ({
  sets: ctx.world.db.query(
    'members set',
    (file: string) => setsOf(ctx, file),
    (): Sets => ({}),
    { equal: equalData, early: 1 },
  ),
  /** A question of its own, since what is set may be made of what was there: `query.tags = [t.lower() for t in query.tags]`. */
  value: ctx.world.db.query(
    'member set',
    ({ file, chunk, env, x }: Site & { env: Env }) => {
      const place = ctx.place(file, chunk, env);
      return place ? ctx.evaluate(place, x) : NULL;
    },
    (): Value => RECURSIVE,
    { equal: sameValue },
  ),
}));

/** Whether anything is set on what a variable of the file holds. */
export function setsAny(ctx: Context, file: string): boolean {
  for (const _ in queries(ctx).sets.get(file, file)) return true;
  return false;
}

/** By 'chunk#variable': what is set on the variable's value anywhere in the file. */
function setsOf(ctx: Context, file: string): Sets {
  const out: Sets = {};
  for (const [chunk, { sets = [], arena }] of Object.entries(ctx.world.code(file)?.chunks ?? {})) {
    for (const { object, name, x, block } of sets) {
      const e = arena[object];
      if (e?.kind !== 'ref' || name === undefined) continue;
      put(out, `${e.chunk}#${e.name}`, { name, chunk, x, ...(block ? { block } : {}) });
    }
    for (const e of arena) mixed(out, chunk, arena, e);
  }
  return out;
}

function put(out: Sets, key: string, set: SetAt): void {
  const before = own(out, key);
  if (before) before.push(set);
  else out[key] = [set];
}

/** Object.assign(api, { load() {…} }, more) · _.extend(Task, service) */
function mixed(out: Sets, chunk: ChunkId, arena: readonly Expr[], e: Expr): void {
  const callee = e.kind === 'call' ? arena[e.callee] : undefined;
  if (e.kind !== 'call' || callee?.kind !== 'get' || !/^(?:assign|extend)$/.test(callee.name)) return;
  const target = e.args[0] && arena[e.args[0].x];
  if (target?.kind !== 'ref') return;
  for (const arg of e.args.slice(1)) if (!arg.spread) put(out, `${target.chunk}#${target.name}`, { chunk, x: arg.x });
}

/** `initial`: what the object literal itself says; of that and what its own chunk sets later, what can hold. */
export function assignedMember(ctx: Context, of: Holder, name: string, initial?: Value): Value | undefined {
  const home = homeOf(ctx, of);
  const sets = home && queries(ctx).sets.get(home.file, home.file);
  if (!home || !sets || Object.keys(sets).length === 0) return undefined;
  const found = variablesOf(ctx, of, home.file, home.chunk).flatMap((v) => own(sets, `${home.chunk}#${v}`) ?? []);
  const worth = (set: SetAt) => worthOf(ctx, home, set);
  const byName = found.filter((set) => set.name === name);
  const later = of.kind === 'obj' ? setLater(ctx, of, byName, initial, worth) : undefined;
  if (later || initial) return later;
  const named = byName.flatMap((set) => worth(set) ?? []);
  const known = named.filter((value) => value !== RECURSIVE);
  const values = named.length
    ? known
    : found.filter((set) => set.name === undefined).flatMap((set) => given(ctx, worth(set), name));
  return values.length ? either(values.map((value) => ({ value }))) : undefined;
}

interface Home {
  file: string;
  chunk: ChunkId;
  env: Env;
}

function worthOf(ctx: Context, { file, env: around }: Home, { chunk, x }: SetAt): Value | undefined {
  const env = genericEnv(ctx, file, chunk, around);
  return ctx.world.chunk(file, chunk) && queries(ctx).value.at(runKey(file, chunk, env), String(x), { file, chunk, env, x });
}

/** What functions of the file set on an object or class: what hangs on their parameters nobody knows. */
export function setByOthers(ctx: Context, of: Holder, name: string): Alternative[] {
  const home = homeOf(ctx, of);
  const sets = home && ctx.world.langOfName(home.file) === 'web' ? queries(ctx).sets.get(home.file, home.file) : {};
  if (!home || Object.keys(sets).length === 0) return [];
  return variablesOf(ctx, of, home.file, home.chunk)
    .flatMap((v) => own(sets, `${home.chunk}#${v}`) ?? [])
    .filter((set) => set.name === name && set.chunk !== home.chunk)
    .flatMap((set) => worthOf(ctx, home, set) ?? [])
    .filter((value) => value !== RECURSIVE)
    .map((value) => ({ value: closed(ctx, value) }));
}

/** `const options = {}; if (body) options.method = 'POST'`: that, or nothing. */
function setLater(
  ctx: Context,
  of: Holder & { kind: 'obj' },
  sets: readonly SetAt[],
  initial: Value | undefined,
  worth: (set: SetAt) => Value | undefined,
): Value | undefined {
  const place = ctx.place(of.site.file, of.site.chunk, of.env);
  const here = sets.filter((set) => set.chunk === of.site.chunk);
  if (!place || here.length === 0 || ctx.world.langOfName(place.file) !== 'web') return undefined;
  const taken = ({ block }: SetAt): boolean | undefined => {
    const branch = place.chunk.blocks[block ?? 0];
    return branch?.kind === 'if' && branch.test !== undefined ? presumed(ctx, place, branch.test) : !block || undefined;
  };
  const sure = here.findLastIndex((set) => taken(set));
  const before = sure < 0 ? [{ value: () => initial ?? NULL }] : [];
  const written = here
    .slice(Math.max(sure, 0))
    .filter((set) => taken(set) !== false)
    .map((set) => ({ block: taken(set) ? undefined : set.block, value: () => worth(set) ?? NULL }));
  const values = assigned(ctx, place, [...before, ...written]).filter((a) => a.value !== RECURSIVE);
  return values.length ? either(values) : undefined;
}

function given(ctx: Context, from: Value | undefined, name: string): Value[] {
  if (from?.kind !== 'obj' && from?.kind !== 'dict') return [];
  const member = ctx.member(from, name);
  return member.kind === 'member' || (member.kind === 'lit' && member.value === null) ? [] : [member];
}

function homeOf(ctx: Context, of: Holder): Home | undefined {
  if (of.kind === 'inst') return of.site && of.env ? { file: of.site.file, chunk: of.site.chunk, env: of.env } : undefined;
  if (of.kind === 'obj' || of.kind === 'made') return { file: of.site.file, chunk: of.site.chunk, env: of.env };
  const chunk = ctx.world.chunk(of.file, of.chunk)?.parent;
  return chunk === undefined ? undefined : { file: of.file, chunk, env: of.env };
}

/** The variables of the chunk that hold the object, function or class. */
export function variablesOf(ctx: Context, of: Holder, file: string, chunk: ChunkId): string[] {
  const home = ctx.world.chunk(file, chunk);
  const isIt = (x: X) => {
    const e = home?.arena[x];
    return of.kind === 'fn' || of.kind === 'class' ? e?.kind === of.kind && e.chunk === of.chunk : x === of.site?.x;
  };
  return Object.entries(home?.vars ?? {})
    .filter(([, assigns]) => assigns.some((a) => a.chunk === undefined && isIt(a.x)))
    .map(([name]) => name);
}
