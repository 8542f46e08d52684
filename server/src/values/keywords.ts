/**
 * What a function of Python does to the keywords that it was called with before it hands them on: `kwargs["methods"] = ["POST"]`,
 * `kwargs.setdefault("methods", ["PUT"])`, `kwargs.update(strict=True)`.
 */
import { own } from '../base/own';
import { childrenOf } from '../facts/children';
import type { X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import { branchOf } from './branches';
import type { Context, Place } from './context';
import { type Alternative, alternatives, either, textOf, unknown, type Value } from './value';

type Keywords = Value & { kind: 'dict' };

interface Change {
  /** Where it stands: changes are made in this order. */
  at: X;
  /** Undefined where it may be any. */
  key: string | X | undefined;
  /** Undefined where it hangs on the keywords themselves. */
  x: X | undefined;
  block?: number | undefined;
  /** Only where the key is missing. */
  missing?: true;
}

const known = new WeakMap<Chunk, readonly Change[]>();

/** The keywords as the function hands them on; `name` is what it calls them. */
export function changedKeywords(ctx: Context, place: Place, name: string, given: Keywords): Keywords {
  let changes = known.get(place.chunk);
  if (!changes) {
    changes = changesOf(place, name).sort((a, b) => a.at - b.at);
    known.set(place.chunk, changes);
  }
  return changes.reduce((now, change) => afterChange(ctx, place, name, change, now, given), given);
}

function afterChange(ctx: Context, place: Place, name: string, change: Change, now: Keywords, given: Keywords): Keywords {
  const key = typeof change.key === 'number' ? textOf(ctx.evaluate(place, change.key)) : change.key;
  if (key === undefined) return { ...now, open: true };
  const before = own(now.entries, key);
  const taken = isTaken(ctx, place, name, change, given);
  if (taken === false || (before && change.missing)) return now;
  const value = change.x === undefined ? unknown(`${name}["${key}"] is changed here`) : ctx.evaluate(place, change.x);
  const isSure = taken === true && !(change.missing && now.open);
  const others: Alternative[] = isSure ? [] : [{ value: before ?? unknown(`the argument ${key} is not known`) }];
  const after = taken === true || taken === undefined ? alternatives(value) : alternatives(value, taken);
  const rest = taken === true || taken === undefined ? others : before ? others : [];
  return { ...now, entries: { ...now.entries, [key]: either([...rest, ...after]) } };
}

/** Whether a change is made; undefined or a condition where that is not known. What asks for the keywords is decided by those given. */
function isTaken(ctx: Context, place: Place, name: string, { block = 0 }: Change, given: Keywords) {
  const holds: (boolean | undefined)[] = [];
  let others = 0;
  for (let b = block; b > 0; b = place.chunk.blocks[b]?.parent ?? 0) {
    const { kind, test } = place.chunk.blocks[b] ?? {};
    if (test === undefined) continue;
    if (!new RegExp(`\\b${name}\\b`).test(test)) others++;
    else {
      const has = isIn(test, name, given);
      holds.push(has === undefined ? undefined : has === (kind === 'if'));
    }
  }
  if (holds.includes(false)) return false;
  if (holds.length) return holds.includes(undefined) || others > 0 ? undefined : true;
  const branch = branchOf(ctx, place, block);
  return branch === null ? false : (branch.when ?? true);
}

/** `"methods" not in kwargs` */
function isIn(test: string, name: string, given: Keywords): boolean | undefined {
  const [, , key, not, of] = /^(["'])([^"'\\]*)\1 (not )?in (\w+)$/.exec(test) ?? [];
  if (key === undefined || of !== name) return undefined;
  const has = own(given.entries, key) ? true : given.open ? undefined : false;
  return has === undefined ? undefined : has === (not === undefined);
}

function changesOf({ id, chunk }: Place, name: string): Change[] {
  const isThem = (x: X | undefined) => {
    const e = x === undefined ? undefined : chunk.arena[x];
    return e?.kind === 'ref' && e.name === name && e.chunk === id;
  };
  const plain = (x: X) => (mentions(chunk, x, isThem, new Set()) ? undefined : x);
  const out: Change[] = [];
  for (const { object, name: key, index, x, block } of chunk.sets ?? [])
    if (isThem(object))
      out.push({ at: object, key: key ?? (index === undefined ? undefined : plain(index)), x: plain(x), block });
  chunk.arena.forEach((e, at) => {
    const callee = e.kind === 'call' ? chunk.arena[e.callee] : undefined;
    if (e.kind !== 'call' || callee?.kind !== 'get' || !isThem(callee.object)) return;
    const block = chunk.blockOf?.[at];
    const [first, second] = e.args;
    if (callee.name === 'setdefault' && first && second) {
      const key = chunk.arena[first.x];
      out.push({ at, key: key?.kind === 'str' ? key.value : plain(first.x), x: plain(second.x), block, missing: true });
    }
    for (const arg of callee.name === 'update' ? e.args : []) {
      const table = chunk.arena[arg.x];
      if (arg.name !== undefined) out.push({ at, key: arg.name, x: plain(arg.x), block });
      else if (table?.kind !== 'obj') out.push({ at, key: undefined, x: undefined, block });
      else
        for (const { key, keyX, x } of table.entries)
          out.push({ at, key: key ?? (keyX === undefined ? undefined : plain(keyX)), x: plain(x), block });
    }
  });
  return out;
}

/** Whether an expression, or what its variables are given, is made of something; what functions inside mention counts too. */
function mentions(chunk: Chunk, x: X, isIt: (x: X) => boolean, seen: Set<X>): boolean {
  const e = chunk.arena[x];
  if (!e || seen.has(x)) return false;
  seen.add(x);
  if (isIt(x) || e.kind === 'fn' || e.kind === 'class') return true;
  const assigned = e.kind === 'ref' ? (own(chunk.vars, e.name) ?? []).flatMap((a) => (a.chunk === undefined ? [a.x] : [])) : [];
  return [...childrenOf(e), ...assigned].some((child) => mentions(chunk, child, isIt, seen));
}
