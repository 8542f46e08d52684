/** What a list holds that another route lists too: heroes of a team are heroes, bookmarks that are searched are bookmarks. */
import { fullDetailsOf } from '../../model/contract/full-details';
import { fieldsOf, type PyType } from '../../model/details/python-types';
import type { Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import { carried } from '../python/carry';
import type { NewImport } from '../python/imports';
import { segmentsOf } from '../segments';
import { elementOf } from './flask-rows';
import { modelsIn } from './model-types';
import { identifier, singular } from './names';
import type { Plan } from './plan';
import { type Sibling, siblingAt } from './siblings';

export interface ListedLike {
  /** 'HeroPublic', as the new route's file names it. */
  type: string;
  imports: NewImport[];
}

/** Routes that list what the last word of the path names, or what the path is a part of: /heroes of /teams/{id}/heroes, /rooms of /rooms/free. */
function othersLike(project: Project, { path, home }: Plan): Sibling[] {
  const own = segmentsOf(path);
  const last = own.at(-1);
  if (last === undefined || last.startsWith('{')) return [];
  const parent = own.slice(0, -1).join('/');
  const isNested = own.at(-2)?.startsWith('{') ?? false;
  return project.api.served.flatMap((r) => {
    const segments = segmentsOf(r.path);
    const isItem = r.method === 'GET' && (segments.at(-1) ?? '').startsWith('{') && segments.at(-2) === last;
    const isWhole = (r.method === 'GET' || r.method === 'POST') && segments.at(-1) === last && segments.length < own.length;
    const isLike = isNested ? isItem || isWhole : r.method === 'GET' && segments.join('/') === parent;
    return r.framework === home.framework && isLike && segments.length ? (siblingAt(project, r) ?? []) : [];
  });
}

/** The model of such a list, where it has all that is read. */
export function listedLike(project: Project, plan: Plan, of: Shape | undefined): ListedLike | undefined {
  const wanted = of?.kind === 'object' ? Object.keys(of.fields) : [];
  if (!wanted.length || plan.home.framework !== 'fastapi') return undefined;
  for (const { file, route, options, returns } of othersLike(project, plan)) {
    const said = options.find(([n]) => n === 'response_model')?.[1] ?? returns ?? '';
    const type = /^(?:(?:[lL]ist|Sequence)\[([\w.]+)\]|([A-Z]\w*))$/.exec(said)?.slice(1).find(Boolean);
    const { response } = fullDetailsOf(project.api.ctx, route);
    const [model] = response ? modelsIn(response as PyType) : [];
    const names = new Set(model ? fieldsOf(project.api.ctx, model).map((f) => f.alias ?? f.name) : []);
    const imports = type === undefined ? undefined : carried(project, file, plan.home.siblings[0]!.file, type);
    if (type !== undefined && imports && wanted.every((w) => names.has(w))) return { type, imports };
  }
  return undefined;
}

/** `team.heroes`, where the rows of what the path names have such a relationship; in Flask each as its own list answers it. */
export function relatedOf(project: Project, plan: Plan): string | undefined {
  const { lookup, intent, home } = plan;
  const { word } = intent;
  const isPart = intent.kind === 'list' && word !== null && lookup?.variable !== undefined && !plan.isAsync;
  if (!isPart || Object.keys(plan.details.query.fields).length || !hasRelationship(project, intent.thing, word)) return undefined;
  const all = `${lookup.variable}.${word}`;
  if (home.framework === 'fastapi') return all;
  const one = singular(identifier(word));
  const element = elementOf(project, othersLike(project, plan), one)?.result.replace(/^jsonify\((.*)\)$/, '$1');
  return element === undefined || element === one ? undefined : `[${element} for ${one} in ${all}]`;
}

function hasRelationship(project: Project, thing: string, word: string): boolean {
  const name = thing.replaceAll('_', '').toLowerCase();
  return project.api.ctx.world.files('python').some((file) => {
    const cls = Object.keys(project.chunk(file, '')?.vars ?? {}).find(
      (n) => n.toLowerCase() === name && project.chunk(file, n)?.kind === 'class',
    );
    const decl = cls === undefined ? undefined : project.decl(file, cls);
    const text = decl ? (project.text(file) ?? '').slice(decl.from, decl.to) : '';
    return new RegExp(`^[ \\t]+${word}\\s*[:=][^\\n]*\\b[rR]elationship\\(`, 'm').test(text);
  });
}
