/**
 * Alternatives that no run of the program meets: a verb and a path that are each chosen by a condition, where the conditions ask about the
 * same thing in other words.
 *
 *     const url = task ? `/tasks/${task.id}` : '/tasks';
 *     fetch(url, { method: isNew(task) ? 'POST' : 'PUT' });     // never POST /tasks/{}
 */
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { branchOf } from '../../values/branches';
import { whenOf } from '../../values/condition';
import type { Context, Place } from '../../values/context';
import { LATER, mergeWhen, type Site, type When } from '../../values/value';

/** The branches that a request stands in, and that those which return before it were not taken; of all calls on its way. */
export function branchesAround(ctx: Context, sites: readonly Site[]): When | undefined {
  let all: When | undefined;
  for (const { file, chunk, x } of sites) {
    const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
    const when = place && mergeWhen(branchOf(ctx, place, place.chunk.blockOf?.[x])?.when, passedBefore(place, x));
    all = (when && mergeWhen(all, when)) ?? all;
  }
  return all;
}

function passedBefore(place: Place, x: X): When | undefined {
  const { blocks, blockOf, returns } = place.chunk;
  const around = new Set([0]);
  for (let b = blockOf?.[x] ?? 0; b > 0; b = blocks[b]?.parent ?? 0) around.add(b);
  let passed: When | undefined;
  for (const { x: at, block = 0 } of returns ?? []) {
    const branch = blocks[block];
    if (at >= x || around.has(block) || !branch || !around.has(branch.parent) || branch.test === undefined) continue;
    if (branch.kind !== 'if' && branch.kind !== 'else') continue;
    passed = mergeWhen(passed, whenOf(place, branch.test, branch.kind === 'else')) ?? passed;
  }
  return passed;
}

export interface Option {
  when: When | undefined;
  isWrong: boolean;
}

/** What stands in for everything: a test of something that nobody sees through. */
const ANYTHING = '*';
const MAX_DEPTH = 3;

/**
 * Whether a wrong option only crosses the choices of right ones: each of its conditions holds for some option that is right, and none of
 * them is surely about something else. `outer` is what holds for all options, the branches around the request itself.
 */
export function isCrossed(
  ctx: Context,
  files: readonly string[],
  outer: When | undefined,
  wrong: Option,
  all: readonly Option[],
): boolean {
  const keys = Object.keys(wrong.when ?? {}).filter((key) => !key.startsWith(LATER));
  if (!wrong.isWrong || keys.length < 2) return false;
  const right = all.filter((o) => !o.isWrong);
  const inner = keys.filter((key) => outer?.[key] === undefined);
  const asked = new Map(keys.map((key) => [key, askedBy(ctx, files, key)]));
  const belongs = (key: string) => keys.some((other) => other !== key && overlap(asked.get(key)!, asked.get(other)!));
  if (!inner.length || !inner.every(belongs)) return false;
  const isMet = (key: string) => right.some((o) => o.when?.[key] === wrong.when![key]);
  return inner.length > 1 ? inner.every(isMet) : right.some((o) => o.when?.[inner[0]!] === !wrong.when![inner[0]!]);
}

const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.has(ANYTHING) ||
  b.has(ANYTHING) ||
  [...a].some((one) => [...b].some((other) => isPartOf(one, other) || isPartOf(other, one)));
const isPartOf = (path: string, whole: string): boolean => path === whole || path.startsWith(`${whole}.`);

/** What a test, `chunk|text`, asks about: 'task', 'task.id'; of a variable what it was made of. */
function askedBy(ctx: Context, files: readonly string[], key: string): Set<string> {
  const bar = key.indexOf('|');
  const chunks = files.flatMap((file) => ctx.world.chunk(file, key.slice(0, bar)) ?? []);
  const out = new Set<string>();
  const text = key.slice(bar + 1).replace(/(["'`])(?:\\.|(?!\1).)*\1/g, '');
  for (const [path] of text.matchAll(/(?<![\w.$])[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*(?!\w|\s*\()/g)) {
    const dotted = path.replaceAll('?.', '.');
    out.add(dotted);
    for (const chunk of chunks) for (const source of madeOf(chunk, dotted.split('.')[0]!, 0)) out.add(source);
  }
  return out;
}

/** The names that a local variable is made of. */
function madeOf(chunk: Chunk, name: string, depth: number): string[] {
  if (depth > MAX_DEPTH || !Object.hasOwn(chunk.vars, name)) return [];
  return chunk.vars[name]!.flatMap((a) => (a.chunk === undefined ? namesIn(chunk, a.x, depth) : []));
}

function namesIn(chunk: Chunk, x: X, depth: number): string[] {
  const e = chunk.arena[x];
  if (e?.kind === 'unknown') return [ANYTHING];
  if (e?.kind === 'ref') return [e.name, ...madeOf(chunk, e.name, depth + 1)];
  if (e?.kind === 'get') return namesIn(chunk, e.object, depth).map((of) => (of === ANYTHING ? of : `${of}.${e.name}`));
  if (e?.kind === 'call') return e.args.flatMap((a) => namesIn(chunk, a.x, depth));
  if (e?.kind === 'either' || e?.kind === 'await')
    return (e.kind === 'either' ? e.of : [e.of]).flatMap((of) => namesIn(chunk, of, depth));
  return [];
}
