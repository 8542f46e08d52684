/** Routes of a collection, as those of its things show it: one more is stored and answered, all of them are read. */
import { fieldsOf } from '../../model/details/python-types';
import { detailsOf } from '../../model/details/route-details';
import type { Project } from '../project';
import type { NewImport } from '../python/imports';
import { styleOf } from '../style';
import { answeredAs } from './answer';
import { sessionImports } from './flask-rows';
import { ofCollection } from './home';
import type { FunctionAt } from './layers';
import { type Lookup, lookupFor } from './lookup';
import { lookupElsewhere } from './lookup-others';
import { modelsIn } from './model-types';
import { singular } from './names';
import { newId } from './new-id';
import type { Parts, Plan } from './plan';
import { bracketed, columns } from './printer';
import type { ParameterText } from './siblings';
import { type Change, changeOf, commitOf, pydantic, sentField } from './storage';
import { type Store, storeOf } from './store';

/** How siblings answer with one thing of the collection; undefined where none does, or this is no collection. */
export function oneOf(project: Project, { intent, path, home }: Pick<Plan, 'intent' | 'path' | 'home'>): Lookup | undefined {
  if (home.fresh || intent.word !== null || (intent.kind !== 'create' && intent.kind !== 'list')) return undefined;
  const thing = singular(intent.thing);
  const item = `${path.replace(/\/$/, '')}/{${thing}_id}`;
  const found =
    lookupFor(project, { method: 'GET', path: item, siblings: home.siblings, thing }) ??
    lookupElsewhere(project, home, { path: item, thing });
  return found?.shows && { ...found, lines: [], needs: [] };
}

export interface Whole {
  /** Statements before the answer. */
  lines: string[];
  /** All of them, where they are read. */
  all?: string;
  /** Parameters of siblings that are needed for it. */
  needs: ParameterText[];
  imports: NewImport[];
}

/** Undefined where siblings do not show where the things are. */
export function wholeOf(
  project: Project,
  plan: Plan,
  parts: Pick<Parts, 'body' | 'form' | 'models'> & { bodyType?: string | undefined },
): Whole | undefined {
  const { home, intent, one } = plan;
  if (!one) return undefined;
  const like = ofCollection(home.siblings, plan.path).map((s): FunctionAt => ({ file: s.file, chunk: s.chunkId }));
  const thing = one.variable ?? intent.thing;
  const store = storeOf(project, like, thing);
  if (!store) return undefined;
  const root = store.kind === 'session' ? store.session.split('.')[0]! : undefined;
  const needs = home.siblings.flatMap((s) => s.parameters.filter((p) => p.name === root)).slice(0, 1);
  const imports = sessionImports(project, home.file, store);
  const knows = (name: string) =>
    needs.some((p) => p.name === name) ||
    imports.some((i) => (i.as ?? i.name) === name) ||
    Object.hasOwn(project.chunk(home.file, '')?.vars ?? {}, name);
  if (root !== undefined && !knows(root)) return undefined;
  // What is read of a database is no model: a typed answer would be a lie to a type checker.
  const isLie = store.kind === 'session' && home.siblings.some((s) => s.returns !== undefined);
  if (intent.kind === 'list') {
    const all = allOf(store);
    const isRow = store.kind === 'session' && home.framework !== 'fastapi';
    const element = isRow ? one.result.replace(/^jsonify\((.*)\)$/, '$1') : undefined;
    if (element === thing) return undefined;
    const each = element === undefined ? all.all : `[${element} for ${thing} in ${all.all}]`;
    return isLie ? undefined : { ...all, all: each, lines: [], needs };
  }
  const change = changeOf(project, { ...plan, lookup: one }, parts, { like, found: thing, knows });
  if (store.kind !== 'session') return addedTo(project, plan, change, store, thing);
  const lines = added(project, change, store, thing);
  return lines && { lines, needs, imports };
}

function allOf(store: Store): { all: string; imports: NewImport[] } {
  if (store.kind === 'dict') return { all: `list(${store.name}.values())`, imports: [] };
  if (store.kind === 'list') return { all: store.name, imports: [] };
  const { session, wait, model, isOld, isQuery, from } = store;
  if (isQuery) return { all: `${model}.query.all()`, imports: [] };
  if (isOld) return { all: `${session}.query(${model}).all()`, imports: [] };
  const asked = `${wait}${session}.${from === 'sqlmodel' ? 'exec' : 'scalars'}(select(${model}))`;
  return { all: `${wait ? `(${asked})` : asked}.all()`, imports: [{ module: from, name: 'select' }] };
}

/** `task = Task(**payload.model_dump())`, added and committed as siblings commit. */
export function added(project: Project, change: Change, store: Store & { kind: 'session' }, thing: string): string[] | undefined {
  const { body, fields, optional, sends, has } = change;
  const end = commitOf(project, change, store.session);
  if (body === undefined || !fields.length || !has || !fields.every((f) => has.has(f)) || end === undefined) return undefined;
  if (sends !== 'model' && sends !== 'record' && optional.size) return undefined;
  const items =
    sends === 'model'
      ? [`**${body}.${pydantic(change.isOld).dump}()`]
      : sends === 'record'
        ? [`**vars(${body})`]
        : fields.map((f) => `${f}=${sentField(change, f)}`);
  const { width, indent } = styleOf(project, change.like[0]!.file);
  const made = bracketed('', `${thing} = ${store.model}(`, items, ')', width - columns(indent), indent);
  const fresh = sends === 'dict' ? [] : [`${store.wait}${store.session}.refresh(${thing})`];
  return [...made.split('\n'), `${store.session}.add(${thing})`, end, ...fresh];
}

/** `team = Team(id=len(TEAMS) + 1, **payload.model_dump())` and `TEAMS[team.id] = team`, or `TEAMS.append(team)`. */
function addedTo(
  project: Project,
  plan: Plan,
  change: Change,
  store: Exclude<Store, { kind: 'session' }>,
  thing: string,
): Whole | undefined {
  const { body, fields, optional, sends, has, quote } = change;
  const one = plan.one!;
  if (body === undefined || !fields.length || !has?.has('id') || !fields.every((f) => has.has(f)) || sends === 'apart')
    return undefined;
  const { response } = detailsOf(project.api.ctx, one.shows!.route);
  const [model] = response ? modelsIn(response) : [];
  const known = model ? fieldsOf(project.api.ctx, model) : [];
  const id = newId(project, plan, known.find((f) => f.name === 'id')?.type, { name: store.name, isList: store.kind === 'list' });
  const others = known.filter((f) => f.name !== 'id' && f.required && (!fields.includes(f.name) || optional.has(f.name)));
  if (!id || others.length || (model ? sends !== 'model' && sends !== 'record' : sends !== 'dict' || optional.size > 0))
    return undefined;
  const name = model && answeredAs(project, one, plan);
  const dumped = optional.size ? '(exclude_unset=True)' : '()';
  const [head, items, tail, key] = name
    ? [
        `${thing} = ${name}(`,
        [`id=${id.code}`, sends === 'record' ? `**vars(${body})` : `**${body}.${pydantic(change.isOld).dump}${dumped}`],
        ')',
        `${thing}.id`,
      ]
    : [
        `${thing} = {`,
        [`${quote}id${quote}: ${id.code}`, ...fields.map((f) => `${quote}${f}${quote}: ${sentField(change, f)}`)],
        '}',
        `${thing}[${quote}id${quote}]`,
      ];
  if (model && !name) return undefined;
  const { width, indent } = styleOf(project, change.like[0]!.file);
  const made = bracketed('', head, items, tail, width - columns(indent), indent);
  const kept = store.kind === 'list' ? `${store.name}.append(${thing})` : `${store.name}[${key}] = ${thing}`;
  return { lines: [...made.split('\n'), kept], needs: [], imports: id.imports };
}
