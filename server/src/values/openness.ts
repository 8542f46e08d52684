/** Which activations a value hangs on: the functions whose parameters it contains. */
import type { Context } from './context';
import type { Env, Value } from './value';

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
  const out = new Set<string>();
  for (const value of values) visit(ctx, value, out, 0);
  return [...out].sort();
}

function visit(ctx: Context, v: Value, out: Set<string>, depth: number): void {
  if (depth > 8) return;
  switch (v.kind) {
    case 'sym':
      out.add(`${v.file}#${v.chunk}`);
      return;
    case 'inst':
      if (!v.site) out.add(`${v.cls.file}#${v.cls.chunk}`);
      else if (v.env) fromEnv(ctx, v.env, out);
      return;
    case 'cat':
      for (const p of v.parts) visit(ctx, p, out, depth + 1);
      return;
    case 'either':
      for (const a of v.of) visit(ctx, a.value, out, depth + 1);
      return;
    case 'member':
      visit(ctx, v.of, out, depth + 1);
      return;
    case 'made':
      visit(ctx, v.callee, out, depth + 1);
      fromEnv(ctx, v.env, out);
      return;
    case 'list':
      for (const item of v.items) visit(ctx, item, out, depth + 1);
      return;
    case 'dict':
      for (const item of Object.values(v.entries)) visit(ctx, item, out, depth + 1);
      return;
    case 'obj':
    case 'elem':
      fromEnv(ctx, v.env, out);
      return;
    default:
      return;
  }
}

/** Something made in an activation that nobody specified is another one each time the function is called. */
function fromEnv(ctx: Context, env: Env, out: Set<string>): void {
  for (let e: Env | null = env; e; e = e.parent) {
    if (e.args || e.chunk === '') continue;
    const chunk = ctx.world.chunk(e.file, e.chunk);
    if (chunk?.kind !== 'function' || !chunk.params?.length) continue;
    if (e.self && !(e.self.kind === 'inst' && !e.self.site) && chunk.params.length === 1) continue;
    out.add(`${e.file}#${e.chunk}`);
  }
}
