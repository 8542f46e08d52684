/** Setters of a component's state: `const [form, setForm] = useState({})`. What they are given replaces what was there. */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';

export const STATE = /^(?:use\w*State|useReducer|useSessionStorage|useLocalStorage|createSignal|createStore)$/;

/** The last name of what is called. */
export function calledName(place: Place, e: Expr | undefined): string | undefined {
  const callee = e?.kind === 'call' ? place.chunk.arena[e.callee] : undefined;
  return callee?.kind === 'ref' || callee?.kind === 'free' || callee?.kind === 'get'
    ? callee.name.replace(/~\d+$/, '')
    : undefined;
}

/** Whether an expression is the second of the pair that a state gives. */
export function isSetterOfState(ctx: Context, place: Place, x: X): boolean {
  const e = place.chunk.arena[x];
  const home = e?.kind === 'ref' ? ctx.world.chunk(place.file, e.chunk) : undefined;
  if (e?.kind !== 'ref' || !home) return false;
  return (own(home.vars, e.name) ?? []).some((assign) => {
    const pair = assign.chunk === undefined ? home.arena[assign.x] : undefined;
    const index = pair?.kind === 'at' ? home.arena[pair.index] : undefined;
    const call = pair?.kind === 'at' ? home.arena[pair.object] : undefined;
    return index?.kind === 'lit' && index.value === 1 && STATE.test(calledName({ ...place, chunk: home }, call) ?? '');
  });
}
