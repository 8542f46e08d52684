/** Writes the line that includes a router, modelled on how its siblings are included, and the import that it needs. */
import { basename, dirname, stem } from '../../base/uri';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { siteOfValue } from '../../model/routes/naming';
import { roleOf } from '../../model/routes/roles';
import type { Route } from '../../model/routes/routes';
import { findModule } from '../../values/modules/python-modules';
import { type Site, siteKey } from '../../values/value';
import type { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import { styleOf } from '../style';
import { addImports, byName, importsOf, type NewImport } from './imports';
import { isOwnModule, moduleName } from './modules';

export interface RouterToInclude {
  file: string;
  /** Its variable. */
  name: string;
  framework: string;
  /** It has a prefix of its own. */
  hasPrefix: boolean;
}

interface Sibling {
  /** The call that includes it. */
  site: Site;
  child: X;
  /** Its module's file. */
  file: string;
}

/** False where no place was found. */
export function includeRouter(project: Project, edit: EditBuilder, router: RouterToInclude): boolean {
  const siblings = siblingsOf(project, router);
  const alone = siblings.filter((s) => !loopOf(project, s));
  const near = (all: Sibling[]) => all.filter((s) => dirname(s.file) === dirname(router.file)).at(-1) ?? all.at(-1);
  const sibling = near(alone);
  if (sibling) return besideSibling(project, edit, router, sibling);
  return siblings.some((s) => inLoop(project, edit, router, s)) || atApplication(project, edit, router);
}

/** The includes of other routers of the framework, in order. */
function siblingsOf(project: Project, router: RouterToInclude): Sibling[] {
  const found = new Map<string, Sibling>();
  for (const route of project.api.served) {
    const step = route.trace[1];
    const file = siteOfValue(route.source.route.on)?.file;
    if (!step || !file || file === router.file || route.framework !== router.framework) continue;
    const child = childOf(project.chunk(step.site.file, step.site.chunk), step.site.x);
    if (child !== undefined && step.site.chunk !== undefined && project.text(step.site.file) !== undefined)
      found.set(siteKey(step.site), { site: step.site, child, file });
  }
  return [...found.values()].sort((a, b) => a.site.x - b.site.x);
}

/** What is looped over, where the router that is included is the loop's: `for module in (tasks, users):`. */
function loopOf(project: Project, { site, child }: Sibling): { items: X[]; file: string; chunk: string } | undefined {
  const chunk = project.chunk(site.file, site.chunk);
  let e = chunk?.arena[child];
  while (e?.kind === 'get') e = chunk?.arena[e.object];
  const x = e?.kind === 'ref' ? chunk?.vars[e.name]?.[0]?.x : undefined;
  const each = x === undefined ? undefined : chunk?.arena[x];
  if (each?.kind !== 'each') return undefined;
  const list = chunk?.arena[each.of];
  if (list?.kind === 'list') return { items: list.items.map((i) => i.x), file: site.file, chunk: site.chunk };
  return listNamed(project, site.file, project.source({ ...site, x: each.of }) ?? '') ?? { ...site, items: [] };
}

/** `ROUTERS` of this module, or of the one that it is imported from. */
function listNamed(project: Project, from: string, name: string): { items: X[]; file: string; chunk: string } | undefined {
  const statement = importsOf(project.text(from) ?? '', true).find((s) => s.names?.some((n) => (n.as ?? n.name) === name));
  const dots = /^\.*/.exec(statement?.module ?? '')![0].length;
  const file = statement ? findModule(project.api.ctx.world, from, statement.module.slice(dots), dots) : from;
  const own = statement?.names?.find((n) => (n.as ?? n.name) === name)?.name ?? name;
  const module = file === undefined ? undefined : project.chunk(file, '');
  const x = module && Object.hasOwn(module.vars, own) ? module.vars[own]![0]?.x : undefined;
  const list = x === undefined ? undefined : module!.arena[x];
  return list?.kind === 'list' ? { items: list.items.map((i) => i.x), file: file!, chunk: '' } : undefined;
}

/** Adds the router to what is looped over, named as the last of it. */
function inLoop(project: Project, edit: EditBuilder, router: RouterToInclude, sibling: Sibling): boolean {
  const loop = loopOf(project, sibling);
  const last = loop?.items.at(-1);
  const { file, chunk: id } = loop ?? sibling.site;
  const chunk = project.chunk(file, id);
  const item = last === undefined ? undefined : chunk?.arena[last];
  const span = last === undefined ? undefined : project.span({ file, chunk: id, x: last });
  if (!item || !span || (item.kind !== 'ref' && item.kind !== 'get')) return false;
  const isModule = chunk?.arena[sibling.child]?.kind === 'get';
  // A loop over modules takes the module; what it takes of it is the loop's affair.
  const form: Expr = isModule ? { kind: 'get', object: 0, name: router.name } : item;
  const { text, imports } = referenceOf(project, file, router, form, sibling);
  edit.insert(file, span.to, `, ${isModule ? text.replace(/\.\w+$/, '') : text}`, 'included with its siblings');
  importing(project, edit, file, imports, span.from, id);
  return true;
}

function childOf(chunk: Chunk | undefined, x: X): X | undefined {
  const call = chunk?.arena[x];
  if (!chunk || call?.kind !== 'call') return undefined;
  const arg = call.args.find((a) => a.name === 'router' || a.name === 'blueprint') ?? call.args.find((a) => a.name === undefined);
  const child = arg && chunk.arena[arg.x];
  return child?.kind === 'ref' || child?.kind === 'get' ? arg?.x : undefined;
}

function besideSibling(project: Project, edit: EditBuilder, router: RouterToInclude, sibling: Sibling): boolean {
  const { file, chunk: id } = sibling.site;
  const text = project.text(file);
  const span = project.span(sibling.site);
  const child = project.chunk(file, id)?.arena[sibling.child];
  const childSpan = project.span({ file, chunk: id, x: sibling.child });
  if (!text || !span || !child || !childSpan) return false;
  const reference = referenceOf(project, file, router, child, sibling);
  const call =
    text.slice(span.from, childSpan.from) + reference.text + rewritten(text.slice(childSpan.to, span.to), sibling, router);
  const { end } = lineOf(text, span.to);
  const { indent } = lineOf(text, span.from);
  edit.insert(file, end, `${text[end - 1] === '\n' ? '' : '\n'}${indent}${call}\n`, 'included beside its siblings');
  importing(project, edit, file, reference.imports, lineOf(text, span.from).start, id);
  return true;
}

/** Imports stand at the top, or beside those of the function that includes. */
function importing(
  project: Project,
  edit: EditBuilder,
  file: string,
  imports: readonly NewImport[],
  line: number,
  chunk: string,
): void {
  const text = project.text(file) ?? '';
  const body = chunk === '' ? undefined : project.decl(file, chunk);
  const local = body && /\n([ \t]+)(from\s+\S+\s+import\s|import\s)[^\r\n]*/.exec(text.slice(body.bodyFrom - 1, line));
  if (body && local) {
    const all = [...text.slice(body.bodyFrom - 1, line).matchAll(/\n([ \t]+)(?:from\s+\S+\s+import\s|import\s)[^\r\n]*/g)];
    const last = all.at(-1)!;
    const at = body.bodyFrom - 1 + last.index + last[0].length;
    for (const { module, name, as } of imports) {
      const same = all.find(
        (m) => name && !as && m[0].trimStart().startsWith(`from ${module} import `) && /import [\w, ]+$/.test(m[0]),
      );
      if (same && name) {
        const from = body.bodyFrom - 1 + same.index + 1;
        const names = same[0]
          .replace(/^[\s\S]* import /, '')
          .split(',')
          .map((n) => n.trim());
        const sorted = [...names, name].sort(byName);
        edit.replace(file, from, from + same[0].length - 1, `${same[1]}from ${module} import ${sorted.join(', ')}`);
        continue;
      }
      edit.insert(file, at, `\n${last[1]}${name ? `from ${module} import ${name}${as ? ` as ${as}` : ''}` : `import ${module}`}`);
    }
    return;
  }
  for (const one of addImports(text, imports, isOwnModule(project, file), styleOf(project, file).width))
    edit.replace(file, one.from, one.to, one.text);
}

/** `other`: a module of the same name, from which its folder tells it: 'users' of users/router.py beside teams/router.py. */
const shortName = (file: string, other = '') =>
  basename(file) === '__init__.py' || (basename(file) === basename(other) && dirname(file) !== dirname(other))
    ? basename(dirname(file))
    : stem(file);

/** How the router is named there: `stats.router` beside `tasks.router`, `stats_router` beside `tasks_router`. */
function referenceOf(
  project: Project,
  file: string,
  router: RouterToInclude,
  child: Expr,
  sibling: Sibling,
): { text: string; imports: NewImport[] } {
  const module = moduleName(project, file, router.file);
  const own = shortName(router.file, sibling.file);
  const taken = new Set(
    Object.keys(project.chunk(file, sibling.site.chunk)?.vars ?? {}).concat(Object.keys(project.chunk(file, '')?.vars ?? {})),
  );
  if (child.kind === 'get') {
    const parent = module.replace(/\.?[^.]+$/, '') || (module.startsWith('.') ? '.' : '');
    const dots = module.startsWith('.') && !/^\.+[^.]+\./.test(module) ? /^\.+/.exec(module)![0] : parent;
    return { text: `${own}.${router.name}`, imports: [dots ? { module: dots, name: own } : { module: own }] };
  }
  const statement =
    child.kind === 'ref'
      ? importsOf(project.text(file) ?? '', true).find((s) => s.names?.some((n) => (n.as ?? n.name) === child.name))
      : undefined;
  const pattern = child.kind === 'ref' && statement?.names?.find((n) => (n.as ?? n.name) === child.name)?.as;
  const alias = pattern ? pattern.replace(shortName(sibling.file, router.file), own) : undefined;
  const free = alias && alias !== pattern ? alias : taken.has(router.name) ? `${own}_${router.name}` : undefined;
  const as = free === router.name ? undefined : free;
  return { text: as ?? router.name, imports: [{ module, name: router.name, ...(as ? { as } : {}) }] };
}

/** The other arguments of the sibling, its own name replaced in texts: `, prefix="/tasks", tags=["tasks"])`. */
function rewritten(rest: string, sibling: Sibling, router: RouterToInclude): string {
  const [other, own] = [shortName(sibling.file, router.file), shortName(router.file, sibling.file)];
  const forms = [other, other.replaceAll('_', '-'), other.replace(/s$/, '')];
  let out = rest.replace(/(["'])((?:(?!\1).)*)\1/g, (all, quote: string, text: string) => {
    const form = forms.find((f) => new RegExp(`(^|[/ ])${f}s?($|[/ ])`, 'i').test(text));
    if (!form) return all;
    const as = text.includes('-') || text.startsWith('/') ? own.replaceAll('_', '-') : own;
    return `${quote}${text.replace(new RegExp(`${form}s?`, 'i'), (m) => (/^[A-Z]/.test(m) ? as[0]!.toUpperCase() + as.slice(1) : as))}${quote}`;
  });
  if (router.hasPrefix && out !== rest) out = out.replace(/,\s*(?:url_)?prefix=(["'])\/[\w-]+\1/, '');
  return out;
}

/** After the application is made, or after the last thing that is included in it. */
function atApplication(project: Project, edit: EditBuilder, router: RouterToInclude): boolean {
  const app = applicationOf(project, router.framework);
  const text = app && project.text(app.site.file);
  const span = app && project.span(app.site);
  if (!app || !text || !span) return false;
  const { file } = app.site;
  const module = moduleName(project, file, router.file);
  const taken = project.chunk(file, '')?.vars ?? {};
  const as = Object.hasOwn(taken, router.name) ? `${shortName(router.file)}_${router.name}` : undefined;
  const verb = router.framework === 'fastapi' ? 'include_router' : 'register_blueprint';
  const { end } = lineOf(text, span.to);
  const { indent } = lineOf(text, span.from);
  const gap = router.framework !== 'fastapi' || /^\s*\n/.test(text.slice(end)) || end >= text.length;
  edit.insert(
    file,
    end,
    `${text[end - 1] === '\n' ? '' : '\n'}${indent}${app.name}.${verb}(${as ?? router.name})\n${gap ? '' : ''}`,
    'included in the application',
  );
  importing(
    project,
    edit,
    file,
    [{ module, name: router.name, ...(as ? { as } : {}) }],
    lineOf(text, span.from).start,
    app.site.chunk,
  );
  return true;
}

/** Where an application is made and held by a name: the one with most routes. */
export function applicationOf(project: Project, framework: string): { site: Site; name: string } | undefined {
  const { ctx } = project.api;
  const counted = new Map<string, { site: Site; name: string; count: number }>();
  const note = (route: Route) => {
    const value = route.source.includes.at(-1)?.on ?? route.source.route.on;
    const site = siteOfValue(value);
    if (!site || roleOf(ctx, value)?.kind !== 'app' || route.framework !== framework) return;
    const vars = project.chunk(site.file, site.chunk)?.vars ?? {};
    const name = Object.keys(vars).find((n) => vars[n]!.some((a) => a.x === site.x));
    const key = siteKey(site);
    if (name) counted.set(key, { site, name, count: (counted.get(key)?.count ?? 0) + 1 });
  };
  for (const route of project.api.served) note(route);
  if (!counted.size)
    for (const found of bareApplications(project, framework)) counted.set(JSON.stringify(found.site), { ...found, count: 0 });
  return [...counted.values()].sort((a, b) => b.count - a.count)[0];
}

/** Applications without a route so far. */
function bareApplications(project: Project, framework: string): { site: Site; name: string }[] {
  const { ctx } = project.api;
  return ctx.world.files('python').flatMap((file) => {
    if (project.api.isTestFile(file)) return [];
    return Object.keys(project.chunk(file, '')?.vars ?? {}).flatMap((name) => {
      const value = ctx.binding(file, '', name, ctx.moduleEnv(file));
      const role = roleOf(ctx, value);
      const site = siteOfValue(value);
      return role?.kind === 'app' && role.framework === framework && site?.file === file ? [{ site, name }] : [];
    });
  });
}
