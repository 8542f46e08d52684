/**
 * Alternatives of one request of which only one is meant: `prefixed(path) ? path : base + path` in a function that was called with a path,
 * a base that is set before anything is asked for. Where nobody can tell which, the request is wrong only if all of them are.
 */
import type { Context } from '../../values/context';
import { LATER, mergeWhen, type When } from '../../values/value';
import type { Matched, Seen } from '../matching/call';
import { branchesAround, isCrossed, type Option } from './crossed';

type Calls = Matched['calls'];
type One = Calls[number];

export function chosen(ctx: Context, { effect }: Pick<Seen, 'effect'>, all: Calls): Calls {
  if (all.length < 2) return all;
  const around = all.some(isWrong) ? mergeWhen(effect.when, branchesAround(ctx, [effect.site, ...effect.via])) : effect.when;
  const met = all.filter((one) => mergeWhen(one.variant.when, around ?? undefined) !== null);
  const calls = met.length ? met : all;
  const outer = effect.via[0] ?? effect.site;
  const files = [...new Set([outer, ...effect.via, effect.site].map((s) => s.file))];
  const hangsOnCall = (key: string) => !key.startsWith(`${outer.chunk}|`) && files.some((file) => asksOfOwn(ctx, file, key));
  const options = calls.map((one): Option => ({ when: { ...around, ...one.variant.when }, isWrong: isWrong(one) }));
  return calls.filter((one, i) => {
    const when = one.variant.when ?? {};
    if (isCrossed(ctx, files, around ?? undefined, options[i]!, options)) return false;
    return !Object.keys(when).some((key) => {
      const others = calls.filter((other) => opposes(other.variant.when, when, key));
      if (key.startsWith(LATER)) return others.some((other) => isOutdone(one, other, when[key]!));
      return isWrong(one) && others.some((other) => !isWrong(other)) && hangsOnCall(key);
    });
  });
}

const isWrong = ({ call }: One): boolean => call.match.status === 'missing' || call.match.status === 'wrong-method';
const isSure = ({ call }: One): boolean =>
  call.match.status === 'matched' && call.match.sure && call.address.origin !== 'unknown';
const opposes = (other: When | undefined, when: When, key: string): boolean =>
  other?.[key] !== undefined && other[key] !== when[key];

/** Of what was before and what is set later: what surely matches outdoes the rest, and of two that are wrong the later one is told. */
function isOutdone(one: One, other: One, isLater: boolean): boolean {
  if (isWrong(one)) return !isWrong(other) || !isLater;
  return (
    isSure(other) && (!isSure(one) || (isLater && one.call.path === other.call.path && one.call.method === other.call.method))
  );
}

/** Whether a test, `chunk|text`, asks for parameters or variables of the function that it stands in. */
function asksOfOwn(ctx: Context, file: string, key: string): boolean {
  const bar = key.indexOf('|');
  const chunk = ctx.world.chunk(file, key.slice(0, bar));
  if (chunk?.kind !== 'function') return false;
  const names: string[] = key.slice(bar + 1).match(/(?<![\w.$"'])[A-Za-z_$][\w$]*/g) ?? [];
  return names.some((name) => Object.hasOwn(chunk.vars, name));
}
