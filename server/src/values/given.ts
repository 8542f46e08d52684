/** What names are worth that a test asks for: parameters by their arguments, loops' variables by their turn. */
import { own } from '../base/own';
import type { X } from '../facts/expression';
import type { Assign, Chunk } from '../facts/facts';
import type { Context, Place } from './context';
import { perContext } from './memo';
import { parameterValue } from './parameters';
import { type Env, RECURSIVE, runKey, sameValue, type Value } from './value';

/** `({ url: _url }) => …` */
function isTakenFromParameter({ vars, arena }: Chunk, name: string): boolean {
  const assigns = own(vars, name);
  const e = assigns?.length === 1 ? arena[assigns[0]!.x] : undefined;
  return e?.kind === 'get' && arena[e.object]?.kind === 'param';
}

/** A loop's or comprehension's variable at one of its turns, or what is assigned once in it; another loop may call its variable the same. */
export function ofTurn({ vars, blocks }: Chunk, name: string, { picks }: Env): Assign | undefined {
  if (!picks) return undefined;
  for (const block of picks.keys()) {
    const comprehended = own(vars, `${name}$${block}`)?.[0];
    if (comprehended) return comprehended;
  }
  const isInTurn = ({ block = 0 }: Assign): boolean =>
    picks.has(block) || (block > 0 && isInTurn({ x: 0, block: blocks[block]?.parent ?? 0 }));
  const here = (own(vars, name) ?? []).filter((assign) => assign.chunk !== undefined || isInTurn(assign));
  return here.length === 1 && here[0]!.chunk === undefined ? here[0] : undefined;
}

const queries = perContext((ctx) => ({
  turn: ctx.world.db.query(
    'set in a turn',
    ({ place, x }: { place: Place; x: X }) => ctx.evaluate(place, x),
    () => RECURSIVE,
    { equal: sameValue },
  ),
}));

/** A variable may be asked for by what it is made of: `names = [n for n in found if n not in names]`. */
function inTurn(ctx: Context, place: Place, x: X): Value {
  const isLoops = place.chunk.arena[x]?.kind === 'each';
  return isLoops
    ? ctx.evaluate(place, x)
    : queries(ctx).turn.at(runKey(place.file, place.id, place.env), String(x), { place, x });
}

/** What a parameter of this function, or of one around it, was called with; what a loop's variable is at this turn. */
export function given(ctx: Context, place: Place, name: string): Value | undefined {
  for (let env: Env | null = place.env; env; env = env.parent) {
    const chunk = ctx.world.chunk(env.file, env.chunk);
    const turn = chunk && ofTurn(chunk, name, env);
    if (turn) return inTurn(ctx, { file: env.file, id: env.chunk, chunk, env }, turn.x);
    if (env.chunk === '') break;
    const index = chunk?.params?.findIndex((p) => p.name === name) ?? -1;
    if (chunk && index >= 0) return env.args && parameterValue(ctx, { file: env.file, id: env.chunk, chunk, env }, index);
    if (chunk && isTakenFromParameter(chunk, name)) return env.args && ctx.binding(env.file, env.chunk, name, env);
  }
  return undefined;
}

/** That, or what a function makes of it under a name: `const isAbsolute = /^https?:/.test(url)`. */
export function known(ctx: Context, place: Place, name: string): Value | undefined {
  const found = given(ctx, place, name);
  if (found || place.id === '' || !place.env.args) return found;
  const assigns = own(place.chunk.vars, name);
  const only = assigns?.length === 1 && assigns[0]!.chunk === undefined && !assigns[0]!.block ? assigns[0]! : undefined;
  return only && ctx.binding(place.file, place.id, name, place.env);
}
