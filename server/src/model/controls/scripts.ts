/** What the scripts of all pages say about elements: the handlers that they attach by selectors, and the words by which they may find one. */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { gathered, perContext } from '../../values/memo';
import { type Elem, hasProp } from './elements';
import { keyOfSelector, nameOf } from './native';
import { fits, type Wire, wiresOf } from './wiring';
import { isComponentFile, wordsIn } from './words';

interface Queries {
  wires: Query<null, ReadonlyMap<string, Wire[]>>;
  ofKey: Query<string, readonly Wire[]>;
  words: Query<null, ReadonlySet<string>>;
  hasWord: Query<string, boolean>;
}

const queries: (ctx: Context) => Queries = perContext((ctx) => {
  const { db } = ctx.world;
  const own: Queries = {
    wires: db.query(
      'wires',
      (_: null) => wiresByKey(ctx),
      () => new Map<string, Wire[]>(),
    ),
    ofKey: db.query(
      'wires of selector',
      (key: string) => own.wires.get('', null).get(key) ?? [],
      (): readonly Wire[] => [],
      { equal: equalData },
    ),
    words: db.query(
      'distinct words of scripts',
      (_: null) => new Set(allWords(ctx)),
      () => new Set<string>(),
    ),
    hasWord: db.query(
      'word of scripts',
      (word: string) => own.words.get('', null).has(word),
      () => true,
    ),
  };
  return own;
});
const allWords = gathered('words of scripts', 'web', wordsIn, (a, b) => a === b);

function wiresByKey(ctx: Context): Map<string, Wire[]> {
  const wires = new Map<string, Wire[]>();
  for (const file of ctx.world.files('web'))
    for (const wire of wiresOf(ctx, file)) {
      const key = keyOfSelector(wire.selector);
      const before = wires.get(key);
      if (before) before.push(wire);
      else wires.set(key, [wire]);
    }
  return wires;
}

/** The handlers that scripts attach by a selector that fits the element. */
export function wiresOn(ctx: Context, e: Elem): Wire[] {
  const of = nameOf(e);
  const keys = [
    '*',
    of.tag.toLowerCase(),
    ...(of.id ? [`#${of.id}`] : []),
    ...of.classes.map((c) => `.${c}`),
    ...of.keys.map((k) => `[${k}`),
  ];
  return keys.flatMap((key) => queries(ctx).ofKey.get(key, key)).filter((wire) => fits(wire.selector, of));
}

/** Whether a script says the element's id, a class or an attribute of it, so that it may find it. */
export function isMentioned(ctx: Context, file: string, e: Elem): boolean {
  const { id, classes, keys, tag } = nameOf(e);
  const says = (word: string) => queries(ctx).hasWord.get(word, word);
  if (hasProp(e, (key) => key === 'id') && id === undefined) return true;
  const data = keys.filter((k) => k.startsWith('data-'));
  if ([...(id ? [`#${id}`] : []), ...classes.map((c) => `.${c}`), ...data.map((k) => `[${k}`)].some(says)) return true;
  if (isComponentFile(file)) return false;
  return says(`<${tag.toLowerCase()}`) || (id !== undefined && partsOf(id).some(says));
}

/** Ids are put together as well, `"edit-" + name`: the id, what it may begin with and what it may end with. */
function partsOf(id: string): string[] {
  const cuts = [...id.matchAll(/[-_]/g)].map((m) => m.index);
  return [id, ...cuts.flatMap((at) => [id.slice(0, at + 1), id.slice(at)])];
}

/** `ref={button}`, `bind:this={button}`: code that holds the element may attach to it whatever it likes. */
export const isHeld = (e: Elem): boolean => hasProp(e, (key) => key === 'ref' || key === 'bind:this' || key === 'this');
