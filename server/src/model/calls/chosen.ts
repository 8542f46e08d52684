/**
 * Alternatives of one request of which a call has chosen one: `prefixed(path) ? path : base + path` in a function that was called with a
 * path. Where nobody can tell which, the request is wrong only if all of them are.
 */
import type { Context } from '../../values/context';
import type { When } from '../../values/value';
import type { Matched, Seen } from '../matching/call';

type Calls = Matched['calls'];

export function chosen(ctx: Context, { effect }: Pick<Seen, 'effect'>, calls: Calls): Calls {
  if (calls.length < 2 || !calls.some(isWrong)) return calls;
  const outer = effect.via[0] ?? effect.site;
  const files = [...new Set([outer, ...effect.via, effect.site].map((s) => s.file))];
  const hangsOnCall = (key: string) => !key.startsWith(`${outer.chunk}|`) && files.some((file) => asksOfOwn(ctx, file, key));
  return calls.filter((one) => {
    const keys = isWrong(one) ? Object.keys(one.variant.when ?? {}).filter(hangsOnCall) : [];
    return !keys.some((key) => calls.some((other) => !isWrong(other) && opposes(other.variant.when, one.variant.when!, key)));
  });
}

const isWrong = ({ call }: Calls[number]): boolean => call.match.status === 'missing' || call.match.status === 'wrong-method';
const opposes = (other: When | undefined, when: When, key: string): boolean =>
  other?.[key] !== undefined && other[key] !== when[key];

/** Whether a test, `chunk|text`, asks for parameters or variables of the function that it stands in. */
function asksOfOwn(ctx: Context, file: string, key: string): boolean {
  const bar = key.indexOf('|');
  const chunk = ctx.world.chunk(file, key.slice(0, bar));
  if (chunk?.kind !== 'function') return false;
  const names: string[] = key.slice(bar + 1).match(/(?<![\w.$"'])[A-Za-z_$][\w$]*/g) ?? [];
  return names.some((name) => Object.hasOwn(chunk.vars, name));
}
