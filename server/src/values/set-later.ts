/**
 * What a variable, field or member begins with, and what it is set to later by a function that nobody knows the time of: `let base = ''`
 * and `setBase(to)`, `OpenAPI.BASE = '/api'` in another file. Each is an alternative of its own, the later ones under a condition that says so.
 */
import { equalData } from '../base/equal';
import { own } from '../base/own';
import type { ChunkId, X } from '../facts/expression';
import { genericEnv } from './activations';
import type { Context } from './context';
import { perContext } from './memo';
import { ownersOf } from './openness';
import {
  type Alternative,
  alternatives,
  either,
  keyOf,
  LATER,
  mergeWhen,
  RECURSIVE,
  sameValue,
  siteKey,
  unknown,
  type Value,
} from './value';

/** `thing` names what is set. */
export function laterOrBefore(thing: string, before: readonly Alternative[], later: readonly Alternative[]): Alternative[] {
  if (!before.length || !later.length) return [...before, ...later];
  const under = (all: readonly Alternative[], isLater: boolean) =>
    all.flatMap(({ value, when }): Alternative[] => {
      const both = mergeWhen(when, { [`${LATER}${thing}`]: isLater });
      return both ? [{ value, when: both }] : [];
    });
  return [...under(before, false), ...under(later, true)];
}

/** `object.name = x` where the object is imported. */
interface SetAbroad {
  file: string;
  chunk: ChunkId;
  object: X;
  x: X;
}
type Abroad = Record<string, SetAbroad[]>;

const NONE: readonly SetAbroad[] = [];

const queries = perContext((ctx) => ({
  inFile: ctx.world.db.query(
    'members of imports set in file',
    (file: string) => setIn(ctx, file),
    (): Abroad => ({}),
    { equal: equalData, early: 1 },
  ),
  /** By the member's name. */
  sets: ctx.world.db.query(
    'members of imports set',
    (name: string): readonly SetAbroad[] =>
      ctx.world.words.filesWith('web', `=${name}`).flatMap((file) => own(queries(ctx).inFile.get(file, file), name) ?? NONE),
    () => NONE,
    { equal: equalData },
  ),
  value: ctx.world.db.query(
    'member of import set',
    (set: SetAbroad) => worth(ctx, set, set.x),
    (): Value => RECURSIVE,
    { equal: sameValue },
  ),
}));

function setIn(ctx: Context, file: string): Abroad {
  const out: Abroad = {};
  const { vars, arena } = ctx.world.chunk(file, '') ?? {};
  const isImported = (name: string) => own(vars, name)?.some((a) => a.chunk === undefined && arena?.[a.x]?.kind === 'import');
  for (const chunk of ctx.world.chunkIds(file)) {
    const here = ctx.world.chunk(file, chunk);
    for (const { object, name, x } of here?.sets ?? []) {
      const e = here!.arena[object];
      if (name === undefined || e?.kind !== 'ref' || e.chunk !== '' || !isImported(e.name)) continue;
      out[name] = [...(own(out, name) ?? []), { file, chunk, object, x }];
    }
  }
  return out;
}

function worth(ctx: Context, { file, chunk }: SetAbroad, x: X): Value {
  const place = ctx.place(file, chunk, genericEnv(ctx, file, chunk));
  return place ? ctx.evaluate(place, x) : RECURSIVE;
}

/** What other files set a member to that they reach through an import; what hangs on parameters there nobody knows. */
function setAbroad(ctx: Context, of: Value & { kind: 'obj' | 'class' | 'inst' }, name: string): Alternative[] {
  if (of.kind === 'inst' && !of.site) return [];
  const home = of.kind === 'obj' ? of.site.file : of.kind === 'inst' ? of.cls.file : of.file;
  if (ctx.world.langOfName(home) !== 'web') return [];
  return queries(ctx)
    .sets.get(name, name)
    .filter((set) => alternatives(worth(ctx, set, set.object)).some((a) => keyOf(a.value) === keyOf(of)))
    .map((set) => ({ value: closed(ctx, queries(ctx).value.get(siteKey(set), set)) }))
    .filter((a) => a.value !== RECURSIVE);
}

/** Whether a member of this name is set anywhere on what is imported, as it might be from such a file. */
export const isSetAbroad = (ctx: Context, file: string, name: string): boolean =>
  ctx.world.langOfName(file) === 'web' && queries(ctx).sets.get(name, name).length > 0;

/** With what is set later, `elsewhere` in its own file and in others. Texts are what addresses are made of; the rest is not worth following. */
export function withLater(
  ctx: Context,
  of: Value & { kind: 'obj' | 'class' | 'inst' },
  name: string,
  first: Value,
  elsewhere: readonly Alternative[] = [],
): Value {
  if (!maybeText(first)) return first;
  const later = [...elsewhere, ...setAbroad(ctx, of, name)];
  return later.length ? either(laterOrBefore(`${keyOf(of)}.${name}`, alternatives(first), later)) : first;
}

export const closed = (ctx: Context, value: Value): Value => (ownersOf(ctx, [value]).length ? unknown('set by a call') : value);

const maybeText = (value: Value): boolean =>
  ['str', 'cat', 'either', 'ext'].includes(value.kind) || (value.kind === 'lit' && value.value === null);
