/**
 * Which files hold the scripts of a page: its own, those that it loads, and those of the templates that it extends, includes and is included
 * by. Undefined where there may be others: a fragment that anything may draw, a bundle that is built from files of other names.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { basename } from '../../base/uri';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';

type Files = readonly string[] | undefined;

interface Queries {
  /** Templates by their file's name, and files by the templates' names that they write. */
  links: Query<null, { named: ReadonlyMap<string, string[]>; users: ReadonlyMap<string, string[]> }>;
  reach: Query<string, Files>;
  /** The page itself, the templates that it extends and includes, and those that do so with it. */
  together: Query<string, readonly string[]>;
  around: Query<string, readonly string[]>;
  unseen: Query<string, 'any' | 'library' | undefined>;
  sources: Query<null, boolean>;
}

const queries: (ctx: Context) => Queries = perContext((ctx) => ({
  links: ctx.world.db.query(
    'links of templates',
    (_: null) => linksOf(ctx),
    () => ({ named: new Map<string, string[]>(), users: new Map<string, string[]>() }),
    { equal: (a, b) => equalData([...a.named], [...b.named]) && equalData([...a.users], [...b.users]) },
  ),
  together: ctx.world.db.query(
    'templates of page',
    (file: string) => templatesWith(ctx, file),
    (file): readonly string[] => [file],
    { equal: equalData },
  ),
  around: ctx.world.db.query(
    'templates around page',
    (file: string) => templatesAround(ctx, file),
    (): readonly string[] => [],
    { equal: equalData },
  ),
  unseen: ctx.world.db.query(
    'scripts of page that are not here',
    (file: string) => unseenBy(ctx, file),
    (): 'any' => 'any',
  ),
  sources: ctx.world.db.query(
    'scripts that no page loads',
    (_: null) => hasSources(ctx),
    () => false,
  ),
  reach: ctx.world.db.query(
    'scripts of page',
    (file: string) => reachOf(ctx, file),
    (): Files => undefined,
    { equal: equalData },
  ),
}));

export const isPage = (file: string): boolean => /\.(?:x?html?|jinja2?|j2)$/.test(file);

export const scriptsOfPage = (ctx: Context, file: string): Files =>
  isPage(file) ? queries(ctx).reach.get(file, file) : undefined;

function linksOf(ctx: Context) {
  const named = new Map<string, string[]>();
  const users = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, file: string) => map.set(key, [...(map.get(key) ?? []), file]);
  for (const file of ctx.world.files('web')) {
    add(named, basename(file), file);
    for (const template of ctx.world.head(file)?.templates ?? []) add(users, basename(template), file);
  }
  return { named, users };
}

const pagesWith = (ctx: Context, file: string): readonly string[] => queries(ctx).together.get(file, file);

function templatesWith(ctx: Context, file: string): readonly string[] {
  const { named, users } = queries(ctx).links.get('', null);
  const pages = new Set([file]);
  for (const page of pages) {
    for (const template of ctx.world.head(page)?.templates ?? [])
      for (const one of named.get(basename(template)) ?? []) pages.add(one);
    for (const user of users.get(basename(page)) ?? []) pages.add(user);
  }
  return [...pages].sort();
}

/** The templates of which the elements may stand around those of a page: what it extends, and what includes it, in whatever depth. */
export const pagesAround = (ctx: Context, file: string): readonly string[] => queries(ctx).around.get(file, file);

function templatesAround(ctx: Context, file: string): readonly string[] {
  const { named, users } = queries(ctx).links.get('', null);
  const firstOf = (page: string) => ctx.world.head(page)?.templates?.[0];
  const pages = new Set([file]);
  for (const page of pages) {
    // What a page extends it names first; a whole document extends nothing.
    const first = isWhole(ctx, page) ? undefined : firstOf(page);
    for (const base of first === undefined ? [] : (named.get(basename(first)) ?? [])) pages.add(base);
    for (const user of users.get(basename(page)) ?? [])
      if (!isWhole(ctx, page) || basename(firstOf(user) ?? '') !== basename(page)) pages.add(user);
  }
  pages.delete(file);
  return [...pages].sort();
}

/** Published libraries: they know no page. */
const LIBRARY =
  /\/npm\/|\/ajax\/libs\/|unpkg\.com|jsdelivr\.net|cdnjs|code\.jquery\.com|bootstrapcdn|fonts?awesome|googletagmanager|\.min\.js|(^|\/)(vendors?|libs?|third[-_]?party|node_modules|bower_components|plugins)\//i;
const isElsewhere = (source: string): boolean => /^(?:https?:)?\/\//.test(source);

/** What scripts a page has that are not here: published libraries, or 'any' that may know the page. */
export const unseenOf = (ctx: Context, file: string): 'any' | 'library' | undefined => queries(ctx).unseen.get(file, file);

function unseenBy(ctx: Context, file: string): 'any' | 'library' | undefined {
  const { named } = queries(ctx).links.get('', null);
  const sources = pagesWith(ctx, file).flatMap((page) => ctx.world.head(page)?.scripts ?? []);
  const isBuilt = queries(ctx).sources.get('', null);
  const unseen = sources.filter((one) => isElsewhere(one) || (!isBuilt && !named.has(fileOf(one))));
  if (!unseen.length) return undefined;
  return unseen.every((one) => LIBRARY.test(one)) ? 'library' : 'any';
}

/** Of what these are built is here to be read: a bundle that a page loads is no stranger. */
function hasSources(ctx: Context): boolean {
  const files = ctx.world.files('web');
  const loaded = new Set(files.flatMap((file) => (ctx.world.head(file)?.scripts ?? []).map(fileOf)));
  return files.some((file) => !isPage(file) && !LIBRARY.test(file) && !loaded.has(basename(file)));
}

/** Whether only published libraries come from elsewhere, which define no handler of a page. */
export const isOnlyLibraries = (ctx: Context, file: string): boolean =>
  pagesWith(ctx, file).every((page) =>
    (ctx.world.head(page)?.scripts ?? []).every((one) => !isElsewhere(one) || LIBRARY.test(one)),
  );

const fileOf = (source: string): string => basename(source.replace(/[?#].*$/, ''));

function reachOf(ctx: Context, file: string): Files {
  const { named } = queries(ctx).links.get('', null);
  const pages = pagesWith(ctx, file);
  if (!pages.some((page) => isWhole(ctx, page))) return undefined;
  const out = new Set(pages);
  for (const page of pages)
    for (const source of ctx.world.head(page)?.scripts ?? []) {
      if (isElsewhere(source)) continue;
      const found = named.get(fileOf(source));
      if (!found || found.some((script) => importsOthers(ctx, script))) return undefined;
      for (const script of found) out.add(script);
    }
  return [...out].some((one) => isPage(one) && importsOthers(ctx, one)) ? undefined : [...out].sort();
}

/** A document, not a piece of one. */
export const isWhole = (ctx: Context, file: string): boolean =>
  ctx.world.chunk(file, '#template')?.arena.some((e) => e.kind === 'elem' && /^(html|body)$/i.test(e.tag)) ?? false;

const importsOthers = (ctx: Context, file: string): boolean =>
  Boolean(ctx.world.head(file)?.stars) ||
  ctx.world.chunkIds(file).some((id) => ctx.world.chunk(file, id)?.arena.some((e) => e.kind === 'import' && e.module !== ''));
