/** Texts joined from lists, with and without what is only in them under a condition: `['/tasks', id && 'notes'].filter(Boolean).join('/')`. */
import { whenOf } from './condition';
import type { Context } from './context';
import { elementsOf, itemsUnder } from './elements';
import { type Alternative, alternatives, cat, either, isFalsy, str, unknown, type Value, type When } from './value';

type List = Value & { kind: 'list' };

const MAX_CONDITIONS = 2;

/** `list.join(separator)` */
export function joinedText(ctx: Context, of: List, separator: Value = str(',')): Value {
  const all = elementsOf(ctx, of);
  if (!all) return unknown('joined from a list only known at run time');
  const text = (items: readonly Value[]) => cat(items.flatMap((item, i) => (i ? [separator, item] : [item])));
  const items = itemsUnder(ctx, of);
  const keys = [...new Set(items.flatMap((item) => Object.keys(item.when ?? {})))];
  if (keys.length === 0 || keys.length > MAX_CONDITIONS) return text(all);
  return either(
    waysOf(keys).map((when) => ({ value: text(items.filter((item) => isIn(item, when)).map((i) => i.value)), when })),
  );
}

/** Every way in which some conditions can go, all of them met first. */
const waysOf = (keys: readonly string[]): When[] =>
  keys.reduce<When[]>((ways, key) => [true, false].flatMap((holds) => ways.map((way) => ({ ...way, [key]: holds }))), [{}]);

const isIn = ({ when }: Alternative, way: When): boolean =>
  Object.entries(when ?? {}).every(([key, holds]) => way[key] === holds);

/** `list.filter(Boolean)`: what is surely empty is not in it, what may be is there under its condition. */
export function withoutEmpty(ctx: Context, of: List): Value {
  const place = of.site && of.env && ctx.place(of.site.file, of.site.chunk, of.env);
  const written = place?.chunk.arena[of.site!.x];
  const items = of.items.flatMap((item, i): Value[] => {
    const full = alternatives(item).filter((a) => !isFalsy(a.value));
    if (full.length === 0) return [];
    const [only] = full;
    if (item.kind === 'either' && full.length === 1 && only!.when) return [{ kind: 'either', of: [only!] }];
    const x = written?.kind === 'list' && written.items.length === of.items.length ? written.items[i]!.x : undefined;
    const e = x === undefined ? undefined : place!.chunk.arena[x];
    if (e?.kind !== 'either' || e.op !== 'and' || e.test === undefined) return [item];
    return [{ kind: 'either', of: [{ value: item, when: whenOf(place!, e.test, true) }] }];
  });
  return { ...of, items };
}
