/** Which activations a value hangs on: the functions whose parameters it contains. */
import { CARRIED } from './carried';
import type { Context } from './context';
import { type Env, type Site, siteKey, type Value } from './value';

interface Chained {
  site: Site;
  via: readonly Site[];
  open: readonly string[];
}

/** An open effect does not count where a call has said more of its parameters: where another one's chain ends with all of its own. */
export function supersededBy<T extends Chained>(effects: readonly T[]): (e: T) => boolean {
  const called = new Set<string>();
  for (const e of effects) {
    const steps = chainOf(e);
    for (let from = e.open.length ? 1 : 0; from < steps.length; from++) called.add(steps.slice(from).join('>'));
  }
  return (e) => e.open.some((owner) => givenAlong(e, owner)) && called.has(chainOf(e).join('>'));
}
const chainOf = (e: Chained): string[] => [...e.via, e.site].map(siteKey);

/** Whether callers give what is open: its owner is a function on the way, or the class of one. What else is open no caller of these knows. */
function givenAlong(e: Chained, owner: string): boolean {
  return [...e.via, e.site].some(({ file, chunk }) => {
    const own = `${file}#${chunk}`;
    return own === owner || own.startsWith(`${owner}.`) || own.startsWith(`${owner}/`);
  });
}

/** What a chain of members and calls starts from: of `router.get("/x")` the router. */
export function rootOf(value: Value): Value {
  let v = value;
  for (;;) {
    if (v.kind === 'member') v = v.of;
    else if (v.kind === 'made' && v.callee.kind !== 'ext') v = v.callee;
    else return v;
  }
}

export function ownersOf(ctx: Context, values: readonly Value[]): string[] {
  const search: Search = { ctx, out: new Set<string>(), seen: new Set<string>() };
  for (const value of values) visit(search, value, 0);
  return [...search.out].sort();
}

interface Search {
  ctx: Context;
  out: Set<string>;
  /** Activations that have been looked at. */
  seen: Set<string>;
}
const MAX_DEPTH = 8;

function visit(search: Search, v: Value, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if ('carried' in v && v.carried) {
    search.out.add(CARRIED);
    return;
  }
  const more = (value: Value) => visit(search, value, depth + 1);
  switch (v.kind) {
    case 'sym':
      search.out.add(`${v.file}#${v.chunk}`);
      return;
    case 'inst':
      if (!v.site) search.out.add(`${v.cls.file}#${v.cls.chunk}`);
      else if (v.env) fromEnv(search, v.env, depth);
      return;
    case 'class':
      if (v.any) search.out.add(`${v.file}#${v.chunk}`);
      return;
    case 'cat':
      return v.parts.forEach(more);
    case 'either':
      return v.of.forEach((a) => more(a.value));
    case 'member':
      if (v.index) more(v.index);
      return more(v.of);
    case 'made':
      more(v.callee);
      return fromEnv(search, v.env, depth);
    case 'list':
      return v.items.forEach(more);
    case 'dict':
      return Object.values(v.entries).forEach(more);
    case 'fn':
    case 'obj':
    case 'elem':
      return fromEnv(search, v.env, depth);
    default:
      return;
  }
}

/** Something made in an activation that nobody specified is another one each time the function is called. */
function fromEnv(search: Search, env: Env, depth: number): void {
  for (let e: Env | null = env; e && e.chunk !== ''; e = e.parent) {
    if (search.seen.has(e.id)) return;
    search.seen.add(e.id);
    if (e.self) visit(search, e.self, depth + 1);
    if (e.args) {
      for (const value of e.args.pos) visit(search, value, depth + 1);
      for (const value of Object.values(e.args.named)) visit(search, value, depth + 1);
      continue;
    }
    const chunk = search.ctx.world.outline(e.file, e.chunk);
    if (chunk?.kind !== 'function' || !chunk.params?.length) continue;
    if (e.self && chunk.params.length === 1 && chunk.params[0]!.kind === 'plain') continue;
    search.out.add(`${e.file}#${e.chunk}`);
  }
}
