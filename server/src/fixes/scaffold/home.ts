/**
 * Where a new route belongs: the router whose routes share most of its path, after its last sibling; where no router is about the same
 * thing and each thing has a module of its own, a new module beside them.
 */
import { basename, dirname } from '../../base/uri';
import { siteOfValue } from '../../model/routes/naming';
import { shapeOf } from '../../rules/api';
import { keyOf } from '../../values/value';
import { lineOf, type Project } from '../project';
import { segmentsOf } from '../segments';
import { type Sibling, siblingAt } from './siblings';
import { viewClassLike } from './view-class';

export interface Home {
  file: string;
  framework: string;
  router: string;
  /** What the router puts before a path. */
  prefix: string;
  siblings: Sibling[];
  /** Where it is inserted. */
  at: number;
  /** What stands there is the route that would take its requests. */
  isBefore?: true;
  /** The class does not exist yet: it is modelled on that of this sibling. */
  ownClass?: Sibling;
  /** The module does not exist yet: it is modelled on that of the siblings, for this resource. */
  fresh?: {
    resource: string;
    /** Dependencies that handlers of several modules have: 'user: CurrentUser'. */
    usual: ReadonlySet<string>;
  };
}

const isParameter = (s: string) => s.startsWith('{');
const same = (a: string, b: string) => a === b || (isParameter(a) && isParameter(b));

export function shared(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && same(a[n]!, b[n]!)) n++;
  return n;
}

/** Siblings about the same collection: what others keep their things in is not where these are. */
export function ofCollection(siblings: readonly Sibling[], path: string): readonly Sibling[] {
  const asked = segmentsOf(path);
  const own = asked.slice(0, asked.findLastIndex((s) => !isParameter(s)) + 1);
  const near = siblings.filter((s) => shared(segmentsOf(s.route.path), own) === own.length);
  return near.length ? near : siblings;
}

interface Group {
  siblings: Sibling[];
  score: number;
}

export function homeFor(project: Project, path: string, framework?: string): Home | undefined {
  const asked = segmentsOf(path);
  const groups = groupsOf(project, asked, framework);
  const fitting = groups.filter((g) => fits(asked, g.siblings[0]!.prefix));
  const all = groups.flatMap((g) => g.siblings.map((s) => segmentsOf(s.route.path)));
  const shares = all.reduce((n, s) => Math.min(n, shared(s, all[0]!)), all[0]?.length ?? 0);
  const best = fitting.sort((a, b) => b.score - a.score || b.siblings.length - a.siblings.length)[0];
  const folder = moduleFolder(groups, best);
  // Of one module alone all routes share its own word.
  const [only, ...others] = folder ?? [];
  const common = only && !others.length ? shared(asked, segmentsOf(only.siblings[0]!.prefix)) : shares;
  const nearest = best && (best.score > common || !folder) ? best : undefined;
  const views = ownClassHome(project, asked, framework, nearest);
  if (views) return views;
  if (nearest) return inGroup(project, nearest);
  return (folder && freshModule(project, folder, asked, common)) ?? (best && inGroup(project, best));
}

/** Views answer for one path each, and a class that shares no word with the path is about something else: another class beside it. */
function ownClassHome(
  project: Project,
  asked: readonly string[],
  framework: string | undefined,
  best: Group | undefined,
): Home | undefined {
  const isClass = (s: Sibling) => project.chunk(s.file, s.chunk.parent ?? '')?.kind === 'class';
  const words = (s: Sibling) =>
    segmentsOf(s.route.path)
      .slice(0, shared(asked, segmentsOf(s.route.path)))
      .some((w) => !isParameter(w));
  if (best?.siblings.some((s) => s.isView || !isClass(s) || words(s))) return undefined;
  const classes = siblingsOf(project, framework).filter((s) => s.isView || (best && isClass(s)));
  const near = (s: Sibling) => shared(asked, segmentsOf(s.route.path));
  const [like] = [...classes].sort((a, b) => near(b) - near(a) || b.decl.to - a.decl.to);
  if (!like || (best && near(like) < best.score)) return undefined;
  const here = classes.filter((s) => s.file === like.file);
  if (!viewClassLike(project, like, here, { path: '/', segments: ['any'], isList: false })) return undefined;
  const ends = here.map((s) => project.decl(s.file, s.chunk.parent ?? '')?.to ?? 0);
  const home = inGroup(project, { siblings: [like, ...here.filter((s) => s !== like)], score: 0 });
  return (
    home && {
      ...home,
      prefix: like.prefix,
      router: like.router,
      ownClass: like,
      at: lineOf(project.text(like.file)!, Math.max(...ends) - 1).end,
    }
  );
}

function siblingsOf(project: Project, framework: string | undefined): Sibling[] {
  const routes = project.api.served.filter((r) => framework === undefined || r.framework === framework);
  return routes.flatMap((r) => siblingAt(project, r) ?? []).filter((s) => !project.api.isTestFile(s.file));
}

/** Starlette asks its routes in order: before the first of them whose parameters take what the new path writes out. */
export function placed(project: Project, home: Home, method: string, segments: readonly string[]): Home {
  const text = project.text(home.file);
  if (home.framework !== 'fastapi' || home.fresh || text === undefined) return home;
  const takes = home.siblings.filter(({ route, file }) => {
    const own = segmentsOf(route.path);
    const fits = own.length === segments.length && own.every((s, i) => isParameter(s) || s === segments[i]);
    return (
      file === home.file && route.method === method && fits && own.some((s, i) => isParameter(s) && !isParameter(segments[i]!))
    );
  });
  if (!takes.length) return home;
  let { start } = lineOf(text, Math.min(...takes.map((s) => s.decl.from)));
  for (
    let above = lineOf(text, start - 1);
    start > 0 && /^[ \t]*#/.test(text.slice(above.start, above.end));
    above = lineOf(text, start - 1)
  )
    start = above.start;
  return { ...home, at: start, isBefore: true };
}

function groupsOf(project: Project, asked: readonly string[], framework: string | undefined): Group[] {
  const groups = new Map<string, Group>();
  for (const route of project.api.served) {
    if (framework !== undefined && route.framework !== framework) continue;
    const sibling = siblingAt(project, route);
    if (!sibling || project.api.isTestFile(sibling.file)) continue;
    // A view answers for one path.
    if (sibling.isView && segmentsOf(shapeOf(route.path)).join('/') !== asked.map((s) => (isParameter(s) ? '{}' : s)).join('/'))
      continue;
    const key = `${keyOf(route.source.route.on)} ${sibling.prefix} ${sibling.file} ${sibling.chunk.parent}`;
    const group = groups.get(key) ?? { siblings: [], score: 0 };
    if (!group.siblings.some((s) => s.chunkId === sibling.chunkId && s.own === sibling.own)) group.siblings.push(sibling);
    group.score = Math.max(group.score, shared(asked, segmentsOf(route.path)));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function fits(asked: readonly string[], prefix: string): boolean {
  const own = segmentsOf(prefix);
  return own.length <= asked.length && shared(asked, own) === own.length;
}

function inGroup(project: Project, { siblings }: Group): Home | undefined {
  const last = siblings.reduce((a, b) => (b.decl.to > a.decl.to ? b : a));
  const text = project.text(last.file);
  if (text === undefined) return undefined;
  const { file, router, prefix, route } = last;
  // What other views of the module do shows how this one may do it.
  const others = last.isView ? siblingsOf(project, route.framework).filter((s) => s.isView && s.file === file) : [];
  const all = [...siblings, ...others.filter((o) => !siblings.some((s) => s.chunkId === o.chunkId))];
  return { file, router, prefix, framework: route.framework, siblings: all, at: lineOf(text, Math.max(0, last.decl.to - 1)).end };
}

/** The groups of the folder in which most things have a module with a router of their own; one is enough where nothing else would take the path. */
function moduleFolder(groups: readonly Group[], fitting: Group | undefined): Group[] | undefined {
  const folders = new Map<string, Group[]>();
  for (const group of groups) {
    const { file, route } = group.siblings[0]!;
    if (siteOfValue(route.source.route.on)?.file !== file || !route.source.includes.length) continue;
    folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), group]);
  }
  const best = [...folders.values()].sort((a, b) => b.length - a.length)[0];
  if (!best) return undefined;
  const isSmall = !fitting || (isOwnApp(fitting) && fitting.siblings.length < best.flatMap((g) => g.siblings).length);
  return new Set(best.map((g) => g.siblings[0]!.file)).size > 1 || isSmall ? best : undefined;
}

/** Its routes stand on the application itself. */
const isOwnApp = ({ siblings }: Group): boolean => !siblings[0]!.route.source.includes.length;

function freshModule(project: Project, folder: readonly Group[], asked: readonly string[], common: number): Home | undefined {
  const resource = asked[common];
  const model = [...folder].sort((a, b) => b.siblings.length - a.siblings.length)[0];
  const like = model && inGroup(project, model);
  if (!resource || isParameter(resource) || !like || basename(like.file) === '__init__.py') return undefined;
  const own = segmentsOf(like.prefix);
  // The siblings' prefix must be the common part and one word for the thing.
  if (own.length > common + 1) return undefined;
  const prefix = own.length === common + 1 ? `/${[...asked.slice(0, common), resource].join('/')}` : like.prefix;
  const name = resource.replace(/-/g, '_');
  // Each thing has a folder of its own, with the same modules in each.
  const isOwnFolder = own.at(-1) !== undefined && basename(dirname(like.file)) === own.at(-1)!.replace(/-/g, '_');
  const file = isOwnFolder ? `${dirname(dirname(like.file))}/${name}/${basename(like.file)}` : `${dirname(like.file)}/${name}.py`;
  return project.text(file) === undefined
    ? { ...like, file, prefix, at: 0, fresh: { resource, usual: usualIn(folder) } }
    : undefined;
}

function usualIn(folder: readonly Group[]): Set<string> {
  const files = new Map<string, Set<string>>();
  for (const { file, parameters } of folder.flatMap((g) => g.siblings))
    for (const p of parameters) if (p.kind === 'dependency') files.set(p.text, (files.get(p.text) ?? new Set()).add(file));
  return new Set([...files].filter(([, in_]) => in_.size > 1).map(([text]) => text));
}
