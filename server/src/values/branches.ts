/** Branches and loops around an expression: the conditions under which it holds, the turns of loops. */
import { own } from '../base/own';
import type { X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { Context, Place } from './context';
import { elementsUnder } from './elements';
import { parameterValue } from './parameters';
import { type Alternative, type Env, isFalsy, isTruthy, makeEnv, mergeWhen, textOf, type Value, type When } from './value';

/** Whether a branch is taken in an activation: null where it surely is not, `sure` where it surely is, `when` where it depends. */
export type Branch = { when?: When; sure?: true } | null;

export function branchOf(ctx: Context, place: Place, block: number | undefined): Branch {
  if (!block) return {};
  const when: Record<string, boolean> = {};
  let sure = false;
  for (let b = block; b > 0; b = place.chunk.blocks[b]?.parent ?? 0) {
    const at = place.chunk.blocks[b];
    if ((at?.kind !== 'if' && at?.kind !== 'else') || at.test === undefined) continue;
    const holds = decided(ctx, place, at.test);
    if (holds === undefined) when[`${place.id}|${at.test}`] = at.kind === 'if';
    else if (holds !== (at.kind === 'if')) return null;
    else sure = true;
  }
  return Object.keys(when).length ? { when } : sure ? { sure } : {};
}

interface Written {
  block?: number | undefined;
  value: () => Value;
}

/** One of several assignments, each in its block: what a sure one overwrites does not count; what a branch overwrites holds only without it. */
export function assigned(ctx: Context, place: Place, all: readonly Written[]): Alternative[] {
  let out: (Alternative & { block: number })[] = [];
  for (const { block = 0, value } of all) {
    const branch = branchOf(ctx, place, block);
    if (branch === null) continue;
    if (branch.sure) out = [];
    const opposite = branch.when && oppositeOf(place, block);
    const parent = place.chunk.blocks[block]?.parent;
    if (opposite)
      out = out.flatMap((before) => {
        const when = before.block === parent ? mergeWhen(before.when, opposite) : before.when;
        return when === null ? [] : [{ ...before, ...(when ? { when } : {}) }];
      });
    out.push({ value: value(), block, ...(branch.when ? { when: branch.when } : {}) });
  }
  return out.map(({ value, when }) => (when ? { value, when } : { value }));
}

/** That a branch is not taken. */
function oppositeOf(place: Place, block: number): When | undefined {
  const at = place.chunk.blocks[block];
  if ((at?.kind !== 'if' && at?.kind !== 'else') || at.test === undefined) return undefined;
  return { [`${place.id}|${at.test}`]: at.kind === 'else' };
}

/** One of several returns: after one under a condition the others come under its opposite, after a sure one none. */
export function returned(ctx: Context, place: Place, all: readonly Written[]): Alternative[] {
  const out: Alternative[] = [];
  let passed: When | undefined;
  for (const { block, value } of all) {
    const branch = branchOf(ctx, place, block);
    const when = branch && mergeWhen(passed, branch.when);
    if (!branch || when === null) continue;
    out.push({ value: value(), ...(when ? { when } : {}) });
    if (!branch.when && !inTurn(place, block)) break;
    const [only, ...more] = Object.entries(branch.when ?? {});
    if (only && more.length === 0 && !inTurn(place, block)) passed = { ...passed, [only[0]]: !only[1] };
  }
  return out;
}

/** In a loop or an attempt, which may be left before. */
function inTurn(place: Place, block: number | undefined): boolean {
  for (let b = block ?? 0; b > 0; b = place.chunk.blocks[b]?.parent ?? 0)
    if (['loop', 'try', 'except'].includes(place.chunk.blocks[b]?.kind ?? '')) return true;
  return false;
}

/**
 * A test of nothing but a parameter or a loop's variable, where it is known what that is: `path.endswith("/")`, `not prefix`, `router is None`.
 * What hangs on settings stays undecided, whatever their defaults.
 */
export function decided(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, lacks, object, , attribute] = /^(not )?hasattr\((\w+), ?(["'])(\w+)\3\)$/.exec(test) ?? [];
  if (attribute !== undefined) {
    const module = given(ctx, place, object!);
    return module?.kind === 'module' ? (ctx.member(module, attribute).kind !== 'unknown') === (lacks === undefined) : undefined;
  }
  const [, not, name, rest] = /^(not |!)?([A-Za-z_$][\w$]*)(?![\w$(])(.*)$/s.exec(inPython(test)) ?? [];
  const found = name === undefined ? undefined : given(ctx, place, name);
  if (!found) return undefined;
  // `config.url.includes("/auth")`
  const [, member, asked = rest!] = /^\.(\w+)(\.(?:includes|startswith|endswith)\(.*)$/s.exec(rest!) ?? [];
  const value = member === undefined ? found : ctx.member(found, member);
  const holds = testOf(value, asked.trim());
  return holds === undefined ? undefined : not ? !holds : holds;
}

/** The tests of JavaScript that ask the same: `!x`, `x === undefined`, `typeof x === "undefined"`. */
function inPython(test: string): string {
  const bare = test.replace(/^\((.*)\)$/s, '$1').trim();
  const missing = /^(?:typeof )?([\w$]+)\s*([!=])==?\s*(?:undefined|null|["']undefined["'])$/.exec(bare);
  if (missing) return `${missing[1]} is ${missing[2] === '!' ? 'not ' : ''}None`;
  return bare.replace(/([!=]=)=/, '$1').replace(/\.(start|end)sWith\(/, '.$1swith(');
}

function testOf(value: Value, rest: string): boolean | undefined {
  if ('preset' in value) return undefined;
  if (rest === '') return isFalsy(value) ? false : isTruthy(value) ? true : undefined;
  const none = /^is (not )?None$/.exec(rest);
  if (none) {
    const known = value.kind === 'lit' || isTruthy(value) || value.kind === 'str';
    return known ? (value.kind === 'lit' && value.value === null) !== (none[1] !== undefined) : undefined;
  }
  const [, notIn, listed] = /^(not )?in [([{](.*)[)\]}]$/.exec(rest) ?? [];
  if (listed !== undefined) {
    const one = textOf(value);
    const texts = textsIn(listed);
    return one === undefined || !texts ? undefined : texts.includes(one) === (notIn === undefined);
  }
  const [, operator, , literal] = /^(==|!=|\.endswith|\.startswith|\.includes)\s*\(?\s*(["'])(.*)\2\s*\)?$/.exec(rest) ?? [];
  // What may be handed over besides, and is not known, is taken to be alike.
  if (value.kind === 'either') {
    const known = new Set(value.of.flatMap((a) => testOf(a.value, rest) ?? []));
    return known.size === 1 && operator?.startsWith('.') ? known.has(true) : undefined;
  }
  if (operator === '.includes') return literal === undefined ? undefined : holdsText(value, literal);
  const text = textOf(value);
  if (literal === undefined || (text === undefined && !(operator === '.endswith' || operator === '.startswith')))
    return undefined;
  if (operator === '==') return text === literal;
  if (operator === '!=') return text !== literal;
  const end = text ?? edge(value, operator === '.endswith');
  if (end === undefined || (text === undefined && end.length < literal.length)) return undefined;
  return operator === '.endswith' ? end.endsWith(literal) : end.startsWith(literal);
}

/** `"a", 'b'`; undefined where anything else stands in it. */
function textsIn(list: string): string[] | undefined {
  const items = list.split(',').filter((item) => item.trim() !== '');
  const texts = items.flatMap((item) => /^\s*(["'])([^"'\\]*)\1\s*$/.exec(item)?.[2] ?? []);
  return texts.length === items.length ? texts : undefined;
}

/** What fills a hole is taken to be an id, not a part of the address. */
function holdsText(value: Value, literal: string): boolean | undefined {
  const parts = value.kind === 'cat' ? value.parts : [value];
  const texts = parts.flatMap((p) => textOf(p) ?? []);
  return texts.length ? texts.some((t) => t.includes(literal)) : undefined;
}

/** The text at an end of a text with holes. */
function edge(value: Value, last: boolean): string | undefined {
  const part = value.kind === 'cat' ? value.parts.at(last ? -1 : 0) : undefined;
  return part?.kind === 'str' ? part.text : undefined;
}

/**
 * What a test of a parameter probably says where an argument is given for it: nobody hands over nothing in order to say so.
 * Only for what hangs on arguments by nature, such as verbs.
 */
export function presumed(ctx: Context, place: Place, test: string): boolean | undefined {
  const known = decided(ctx, place, test);
  const [, not, name] = /^(!)?([A-Za-z_$][\w$]*)(?: !==? (?:undefined|null))?$/.exec(test) ?? [];
  const value = known === undefined && name !== undefined ? given(ctx, place, name) : undefined;
  return known ?? (value && !['lit', 'either'].includes(value.kind) ? not === undefined : undefined);
}

/** `({ url: _url }) => …` */
function isTakenFromParameter({ vars, arena }: Chunk, name: string): boolean {
  const assigns = own(vars, name);
  const e = assigns?.length === 1 ? arena[assigns[0]!.x] : undefined;
  return e?.kind === 'get' && arena[e.object]?.kind === 'param';
}

/** A loop's variable at one of its turns, or what is assigned once in it. */
function isOfTurn({ vars, blocks }: Chunk, name: string, { picks }: Env): boolean {
  const assigns = picks && own(vars, name);
  if (assigns?.length !== 1 || assigns[0]!.chunk !== undefined) return false;
  for (let b = assigns[0]!.block ?? 0; b > 0; b = blocks[b]?.parent ?? 0) if (picks!.has(b)) return true;
  return false;
}

/** What a parameter of this function, or of one around it, was called with; what a loop's variable is at this turn. */
function given(ctx: Context, place: Place, name: string): Value | undefined {
  for (let env: Env | null = place.env; env; env = env.parent) {
    const chunk = ctx.world.chunk(env.file, env.chunk);
    if (chunk && isOfTurn(chunk, name, env)) return ctx.binding(env.file, env.chunk, name, env);
    if (env.chunk === '') break;
    const index = chunk?.params?.findIndex((p) => p.name === name) ?? -1;
    if (chunk && index >= 0) return env.args && parameterValue(ctx, { file: env.file, id: env.chunk, chunk, env }, index);
    if (chunk && isTakenFromParameter(chunk, name)) return env.args && ctx.binding(env.file, env.chunk, name, env);
  }
  return undefined;
}

/** What is assigned outside a loop is the same object at each of its turns. */
export function outsideLoops(place: Place, block: number | undefined): Place {
  if (!place.env.picks) return place;
  const around = new Set<number>();
  for (let b = block ?? 0; b > 0; b = place.chunk.blocks[b]?.parent ?? 0) around.add(b);
  const picks = new Map([...place.env.picks].filter(([loop]) => around.has(loop)));
  if (picks.size === place.env.picks.size) return place;
  const { id: _id, picks: _picks, ...rest } = place.env;
  return { ...place, env: makeEnv(picks.size > 0 ? { ...rest, picks } : rest) };
}

export function withPick(env: Env, block: number, value: Value): Env {
  const { id: _id, ...rest } = env;
  return makeEnv({ ...rest, picks: new Map([...(env.picks ?? []), [block, value]]) });
}

/** The loops around a block, outermost first. */
export function loopsAround(place: Place, block: number | undefined): number[] {
  const loops: number[] = [];
  for (let b = block ?? 0; b > 0; b = place.chunk.blocks[b]?.parent ?? 0)
    if (place.chunk.blocks[b]?.kind === 'loop') loops.unshift(b);
  return loops;
}

const MAX_TURNS = 1000;

/** In Python also what is only in a list under a condition, and what is known of an open one; undefined for what is not. */
function loopedOver(ctx: Context, place: Place, over: Value): (Value | undefined)[] | undefined {
  if (!place.file.endsWith('.py')) return ctx.elements(over);
  const { known, rest } = elementsUnder(ctx, over);
  const items = known.map((a): Value => (a.when ? { kind: 'either', of: [a] } : a.value));
  return rest ? [...items, undefined] : items;
}

/** The elements of a list that is written here or has a name; what is made by a call or filled elsewhere is one that nobody knows. */
function writtenIn(ctx: Context, place: Place, over: X): Value[] {
  const form = place.chunk.arena[over]?.kind;
  const isNamed = form === 'ref' || form === 'get' || form === 'list' || form === 'param';
  const value = isNamed ? ctx.evaluate(place, over) : undefined;
  if (value?.kind === 'list' && value.items.length) return value.items;
  return [{ kind: 'unknown', why: 'one of a list filled elsewhere' }];
}

/** The activations in which loops run: one for each element; one for all, where what is looped over is not known. Undefined: too many. */
export function turnsOf(ctx: Context, place: Place, loops: readonly number[], plain?: true): Place[] | undefined {
  let places = [place];
  for (const block of loops) {
    const over = place.chunk.blocks[block]?.x;
    places = places.flatMap((p) => {
      const items = over === undefined ? undefined : plain ? writtenIn(ctx, p, over) : loopedOver(ctx, p, ctx.evaluate(p, over));
      return items ? items.map((item) => (item ? { ...p, env: withPick(p.env, block, item) } : p)) : [p];
    });
    if (places.length > MAX_TURNS) return undefined;
  }
  return places;
}

/** What a generator yields: each yield once for every turn of the loops whose variables it uses. */
export function yielded(ctx: Context, place: Place): Value {
  const items: Value[] = [];
  let open = false;
  for (const x of place.chunk.yields ?? []) {
    const turns = turnsOf(ctx, place, loopsUsed(place, x));
    if (!turns) open = true;
    for (const turn of turns ?? []) {
      const value = ctx.evaluate(turn, x);
      if (value.kind === 'unknown') open = true;
      else items.push(value);
    }
  }
  return { kind: 'list', items, ...(open || items.length > MAX_TURNS ? { open: true } : {}) };
}

/** The loops of whose variables an expression is made. */
function loopsUsed(place: Place, x: X): number[] {
  const used = new Set<number>();
  const seen = new Set<X>();
  const visit = (at: X, depth: number): void => {
    const e = place.chunk.arena[at];
    if (!e || depth > 6 || seen.has(at)) return;
    seen.add(at);
    if (e.kind === 'each') for (const block of loopsAround(place, e.block)) used.add(block);
    const more = (child: X) => visit(child, depth + 1);
    if (e.kind === 'ref' && e.chunk === place.id) for (const a of place.chunk.vars[e.name] ?? []) more(a.x);
    else if (e.kind === 'list') for (const item of e.items) more(item.x);
    else if (e.kind === 'get' || e.kind === 'at') more(e.object);
    else if (e.kind === 'call') {
      more(e.callee);
      for (const a of e.args) more(a.x);
    } else if (e.kind === 'cat') for (const part of e.parts) more(part);
  };
  visit(x, 0);
  return [...used].sort((a, b) => a - b);
}
