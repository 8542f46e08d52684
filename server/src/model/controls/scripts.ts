/** What the scripts of all pages say about elements: the handlers that they attach by selectors, and the words by which they may find one. */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import type { Site } from '../../values/value';
import { ownerOf } from './angular';
import { componentAt, componentsInForms, elementsAround } from './around';
import { type Elem, hasProp, readTexts } from './elements';
import { isTooltip } from './native';
import { isPage, isWhole, pagesAround, scriptsOfPage } from './page-scripts';
import { fits, hasSuch, type Index, indexOf, isSpecific, keyOf, keysOf, nameOf, type Selector } from './selectors';
import { type Wire, wiresOf } from './wiring';
import { isComponentFile, listens, wordsIn } from './words';

interface Queries {
  wires: Query<null, ReadonlyMap<string, Wire[]>>;
  ofKey: Query<string, readonly Wire[]>;
  inFile: Query<string, ReadonlySet<string>>;
  words: Query<null, ReadonlySet<string>>;
  hasWord: Query<string, boolean>;
  /** The same for what a framework draws: a script finds it only to listen to it. */
  heard: Query<null, ReadonlySet<string>>;
  isHeard: Query<string, boolean>;
  elements: Query<string, Index>;
  /** Whether a page that may have this one in itself has what a part of a selector says. */
  outside: Query<{ file: string; part: string }, boolean>;
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size === b.size && [...a].every((word) => b.has(word));

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
    inFile: db.query(
      'words of scripts in file',
      (file: string) => wordsIn(ctx, file),
      (): ReadonlySet<string> => new Set<string>(),
      { equal: sameSet },
    ),
    words: db.query(
      'words of scripts',
      (_: null) => new Set(ctx.world.files('web').flatMap((file) => [...own.inFile.get(file, file)])),
      (): ReadonlySet<string> => new Set<string>(),
    ),
    heard: db.query(
      'words of scripts that listen',
      (_: null) => new Set(ctx.world.files('web').flatMap((file) => (listens(ctx, file) ? [...own.inFile.get(file, file)] : []))),
      (): ReadonlySet<string> => new Set<string>(),
    ),
    isHeard: db.query(
      'word of scripts that listen',
      (word: string) => own.heard.get('', null).has(word),
      () => true,
    ),
    elements: db.query(
      'elements of page',
      (file: string) => elementsIn(ctx, file),
      (): Index => ({}),
      { equal: equalData },
    ),
    outside: db.query(
      'selector in pages around',
      ({ file, part }: { file: string; part: string }) => {
        const indexes = pagesAround(ctx, file).map((page) => own.elements.get(page, page));
        return hasSuch(indexes, part);
      },
      () => true,
    ),
    hasWord: db.query(
      'word of scripts',
      (word: string) => own.words.get('', null).has(word),
      () => true,
    ),
  };
  return own;
});

function wiresByKey(ctx: Context): Map<string, Wire[]> {
  const wires = new Map<string, Wire[]>();
  for (const file of ctx.world.files('web'))
    for (const wire of wiresOf(ctx, file)) {
      const key = keyOf(wire.selector.last);
      const before = wires.get(key);
      if (before) before.push(wire);
      else wires.set(key, [wire]);
    }
  return wires;
}

/** The handlers that the scripts of an element's page attach by a selector that fits it; `e` is what stands at `site`. */
export function wiresOn(ctx: Context, site: Site, e: Elem): Wire[] {
  const { file } = site;
  const of = nameOf(e);
  const reach = scriptsOfPage(ctx, file);
  const isDrawn = isComponentFile(file) || ownerOf(ctx, file) !== undefined || !isPage(file);
  const inReach = (wire: Wire) =>
    // What a framework draws no script finds by its tag alone, and none of another page.
    isDrawn ? isSpecific(wire.selector.last) && !isPage(wire.file) : (reach?.includes(wire.file) ?? !isComponentFile(wire.file));
  return keysOf(of)
    .flatMap((key) => queries(ctx).ofKey.get(key, key))
    .filter((wire) => isSure(wire) && inReach(wire) && fits(wire.selector.last, of) && stands(ctx, site, wire.selector));
}

const isSure = ({ where, selector }: Wire): boolean => where === 'itself' || (where === 'perhaps' && isSpecific(selector.last));

/**
 * Whether what the selector asks for stands around the element, in its page or where a page that has it in itself may put it; what a framework
 * draws may stand in anything.
 */
export function stands(ctx: Context, { file, chunk, x }: Site, { around }: Selector): boolean {
  if (!around.length || !isPage(file)) return true;
  const isAround = (part: string) => hasSuch([indexOf(elementsAround(ctx, file, chunk, x).map(({ e }) => nameOf(e)))], part);
  return around.every((part) => /^(html|body)\b/i.test(part) || mayStandIn(ctx, file, part) || isAround(part));
}

/** Whether a template around a page has what a part of a selector says: `form`. */
const mayStandIn = (ctx: Context, file: string, part: string): boolean => queries(ctx).outside.at(file, part, { file, part });

/** Whether what has no form around it may be drawn in one: by the templates around its own, or by a component that is mounted anywhere. */
export function mayBeInForm(ctx: Context, file: string, chunk: string, type: string | undefined): boolean {
  if (!isPage(file)) return type === 'submit' || componentsInForms(ctx).has(componentAt(ctx, file, chunk));
  const isFragment = ![file, ...pagesAround(ctx, file)].some((page) => isWhole(ctx, page));
  return type === 'submit' && (isFragment || mayStandIn(ctx, file, 'form'));
}

function elementsIn(ctx: Context, page: string): Index {
  const chunk = ctx.world.chunk(page, '#template');
  if (!chunk) return {};
  readTexts(chunk);
  return indexOf(chunk.arena.flatMap((e) => (e.kind === 'elem' ? [nameOf(e)] : [])));
}

/** Whether a script of the page says the element's id, a class or an attribute of it, so that it may find it. */
export function isMentioned(ctx: Context, file: string, e: Elem): boolean {
  const { id, classes, keys } = nameOf(e);
  const reach = scriptsOfPage(ctx, file);
  const { inFile, hasWord, isHeard } = queries(ctx);
  const anywhere = isComponentFile(file) ? isHeard : hasWord;
  const says = (word: string) => reach?.some((one) => inFile.get(one, one).has(word)) ?? anywhere.get(word, word);
  if (hasProp(e, (key) => key === 'id') && id === undefined) return true;
  const data = keys.filter((k) => k.startsWith('data-') && !isTooltip(e, k));
  if ([...(id ? [`#${id}`] : []), ...classes.map((c) => `.${c}`), ...data.map((k) => `[${k}`)].some(says)) return true;
  if (isComponentFile(file)) return false;
  if (classes.some((c) => says(`=${c}`))) return true;
  return id !== undefined && piecesOf(id).some(says);
}

/** Ids are put together as well, `"edit-" + name`: the id, what it may begin with and what it may end with. */
function piecesOf(id: string): string[] {
  const cuts = [...id.matchAll(/[-_]/g)].map((m) => m.index);
  return [id, ...cuts.flatMap((at) => [id.slice(0, at + 1), id.slice(at)])];
}
