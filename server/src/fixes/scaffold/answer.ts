/** What the new handler answers with: what was found, where it has all that the call reads; else a model of its own. */

import { fullDetailsOf } from '../../model/contract/full-details';
import { fieldsOf, type PyType } from '../../model/details/python-types';
import type { Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import type { NewImport } from '../python/imports';
import { envelopeOf, innerType, opened } from './envelope';
import { rowKeys } from './flask-rows';
import { listedLike, relatedOf } from './listed-like';
import type { Lookup } from './lookup';
import { madeHere } from './made';
import { modelsIn } from './model-types';
import type { Models } from './models';
import { pascal, singular } from './names';
import type { Kept } from './new-id';
import type { Plan } from './plan';
import { most } from './siblings';

export interface Answer {
  /** The annotation of what is returned; undefined where siblings say none. */
  type: string | undefined;
  /** Taken from a sibling as it is written there. */
  borrowed: boolean;
  /** It says the same whatever is done, as siblings do: `{"ok": True}`. */
  isSaid?: true;
  /** What follows return; undefined for nothing. */
  head: string | undefined;
  /** Its parts, where it is made here: `TaskOut(` with `id=task.id`. */
  items: string[];
  tail: string;
  keys: string[];
  isList: boolean;
  /** What a person has to fill in. */
  open: string[];
  /** What is made is kept before it is answered. */
  kept?: { variable: string; store: Kept; line: string };
  imports?: NewImport[];
}

export const NOTHING: Answer = {
  type: 'None',
  borrowed: false,
  head: undefined,
  items: [],
  tail: '',
  keys: [],
  isList: false,
  open: [],
};

/** `made`: the layer below or the handler itself makes what is asked for; `all`: where all of the things are; `keeps`: nothing below keeps what is made. */
export function answerFor(
  project: Project,
  plan: Plan,
  models: Models,
  assume: (s: string) => void,
  { made: isMade, all, keeps }: { made: boolean; all?: string | undefined; keeps: boolean },
): Answer {
  const read = readShape(plan);
  if (isMade && plan.one && has(project, plan, plan.one, read))
    return borrowed(project, { ...plan, lookup: plan.one }, read.kind === 'object' ? Object.keys(read.fields) : []);
  const entity = entityOf(project, plan);
  const wanted = read.kind === 'object' ? Object.keys(read.fields) : [];
  if (plan.method === 'DELETE' && !(read.kind === 'object' && Object.keys(read.fields).length)) return deleted(plan);
  const same = wanted.length ? saidAlike(project, plan, wanted) : undefined;
  if (same) return same;
  const isNew = plan.intent.kind === 'create' && plan.intent.word !== null;
  if (
    plan.lookup?.shows &&
    !(isNew && wanted.length === 0) &&
    read.kind !== 'list' &&
    plan.intent.kind !== 'list' &&
    wanted.every((w) => entity?.names.has(w) ?? wanted.length === 0)
  )
    return borrowed(project, plan, wanted);
  if (read.kind === 'list' || (plan.intent.kind === 'list' && !wanted.length))
    return listed(project, plan, models, { of: read.kind === 'list' ? read.of : undefined, whole: all }, assume);
  if (read.kind === 'object' && wanted.length) return madeHere(project, plan, models, { read, entity, keeps }, assume);
  return { ...NOTHING, type: typed(plan) ? 'None' : undefined };
}

/** `return {"ok": True}`: what siblings say that have nothing else to say. */
function saidAlike(project: Project, plan: Plan, keys: readonly string[]): Answer | undefined {
  const texts = plan.home.siblings.flatMap((s) => {
    if (s.route.method === 'GET' || s.options.some(([n]) => n === 'response_model')) return [];
    const body = (project.text(s.file) ?? '').slice(s.decl.bodyFrom, s.decl.to).trimEnd();
    const said = /\n?[ \t]+return ((?:jsonify\()?\{[^{}\n]*\}\)?)$/.exec(body)?.[1];
    const own = [...(said?.matchAll(/["'](\w+)["']:\s*(?:True|False|None|\d+|"[^"]*"|'[^']*')\s*[,}]/g) ?? [])].map((m) => m[1]!);
    const isWhole = said !== undefined && (said.match(/:/g) ?? []).length === own.length;
    return isWhole && own.length === keys.length && keys.every((k) => own.includes(k)) ? [{ said: said!, sibling: s }] : [];
  });
  const [first] = texts;
  return first && { ...NOTHING, type: first.sibling.returns, isSaid: true, head: first.said, keys: [...keys] };
}

/** The declared type says more than what is read; what is read of an open answer is what must be there. */
export function readShape({ details, envelope }: Plan): Shape {
  const { response, declared } = details;
  const best = opened(envelope, declared && declared.kind !== 'unknown' && declared.kind !== 'none' ? declared : response).shape;
  const parts = best.kind === 'union' ? best.of.filter((s) => s.kind === 'object' || s.kind === 'list') : [];
  return parts.length === 1 ? parts[0]! : best;
}

export const typed = ({ home }: Plan) => most(home.siblings, (s) => s.returns !== undefined);
export const usesModels = ({ home }: Plan) => most(home.siblings, (s) => s.options.some(([n]) => n === 'response_model'));

/** What the sibling answers with is what it found, not something made of it. */
const answersItself = ({ result, variable }: Lookup) =>
  variable !== undefined && new RegExp(`^(?:jsonify\\()?${variable}\\)?$`).test(result);

/** What a lookup finds. */
export interface Entity {
  names: Set<string>;
  /** task["id"] rather than task.id */
  isDict: boolean;
}

export function entityOf(project: Project, { lookup, home }: Plan): Entity | undefined {
  if (!lookup?.shows && !lookup?.variable) return undefined;
  const { ctx } = project.api;
  const { response, returns } = fullDetailsOf(ctx, (lookup.shows ?? lookup.sibling).route);
  const [model] = response ? modelsIn(response as PyType) : [];
  const text = project.text(home.file) ?? '';
  const { variable } = lookup;
  const isDict =
    variable === undefined
      ? !model
      : new RegExp(`\\b${variable}\\[["']`).test(text) ||
        (!model && answersItself(lookup) && returns.some((r) => r.kind === 'dict')) ||
        (!new RegExp(`\\b${variable}\\.\\w`).test(text) && !model);
  const names = model
    ? fieldsOf(ctx, model).map((f) => f.alias ?? f.name)
    : envelopeOf(project, home.siblings)
      ? writtenKeys(project, home)
      : [...returns.flatMap((r) => r.keys), ...rowKeys(project, lookup.result)];
  return { names: new Set(names), isDict };
}

/** The keys of dicts around the handlers: what is in an envelope says nothing of its own. */
const writtenKeys = (project: Project, { siblings }: Plan['home']): string[] =>
  [...(project.text(siblings[0]!.file) ?? '').matchAll(/["'](\w+)["']:/g)].map((m) => m[1]!);

/** The type of what a sibling answers with. */
export function answeredAs(project: Project, { shows }: Lookup, { home }: Pick<Plan, 'home'>): string | undefined {
  const model = shows?.options.find(([n]) => n === 'response_model')?.[1];
  const type = home.framework === 'fastapi' ? (model ?? shows?.returns) : shows?.returns;
  return innerType(shows && envelopeOf(project, home.siblings), type);
}

/** Whether what siblings answer with has all that is read here. */
export function has(project: Project, plan: Plan, lookup: Lookup, read: Shape | undefined): boolean {
  const wanted = read?.kind === 'object' ? Object.keys(read.fields) : [];
  const entity = entityOf(project, { ...plan, lookup });
  return wanted.every((w) => entity?.names.has(w) ?? false);
}

/** The thing itself, as a sibling answers with it. */
export function borrowed(project: Project, { lookup, home }: Pick<Plan, 'lookup' | 'home'>, keys: readonly string[]): Answer {
  const { result } = lookup!;
  return { ...NOTHING, type: lookup && answeredAs(project, lookup, { home }), borrowed: true, head: result, keys: [...keys] };
}

function deleted(plan: Plan): Answer {
  const like = plan.home.siblings.find((s) => s.route.method === 'DELETE');
  if (plan.home.framework !== 'fastapi') return { ...NOTHING, type: like?.returns, borrowed: true };
  return { ...NOTHING, type: typed(plan) ? 'None' : undefined };
}

interface Listed {
  of: Shape | undefined;
  /** Where they all are, as code. */
  whole: string | undefined;
}

function listed(project: Project, plan: Plan, models: Models, { of, whole }: Listed, assume: (s: string) => void): Answer {
  const isFast = plan.home.framework === 'fastapi';
  const name = pascal(
    plan.intent.word && plan.intent.word !== plan.intent.thing
      ? `${plan.intent.thing}_${singular(plan.intent.word)}`
      : singular(plan.intent.thing),
  );
  const wants = isFast && (typed(plan) || usesModels(plan));
  const alike = wants ? listedLike(project, plan, of) : undefined;
  const like = wants && plan.one && has(project, plan, plan.one, of) ? answeredAs(project, plan.one, plan) : alike?.type;
  const inner = wants ? (like ?? models.annotation(of ?? { kind: 'unknown', why: '' }, responseName(plan, name))) : undefined;
  const all = whole ?? relatedOf(project, plan);
  if (all === undefined) assume('Where the list comes from is not known.');
  return {
    ...NOTHING,
    type: inner && listOf(project, plan, models, inner, alike !== undefined && like === alike.type),
    isList: true,
    head: isFast ? (all ?? '[]') : wrapped(plan, project, all ?? '[]'),
    open: all === undefined ? ['read the list'] : [],
    ...(alike && like === alike.type ? { imports: alike.imports } : {}),
  };
}

/** As the routes write it, else as the models do. */
function listOf(project: Project, { home }: Plan, models: Models, type: string, isNamed: boolean): string {
  const texts = [home.siblings[0]!.file, models.file].map((file) => project.text(file) ?? '');
  const says = texts.find((text) => /\b[lL]ist\[/.test(text)) ?? '';
  // Taken from a sibling it is named as it is there.
  const ref = isNamed || type.includes('.') ? type : models.reference(type).text;
  return /\bList\[/.test(says) && !/\blist\[/.test(says) ? `List[${ref}]` : `list[${ref}]`;
}

/** 'TaskPauseOut' where siblings' models end in Out; `isWhole`: the thing itself is called as siblings call theirs, without an ending. */
export function responseName({ home }: Plan, base: string, isWhole = false): string {
  const texts = home.siblings
    .flatMap((s) => [s.returns ?? '', ...s.options.filter(([n]) => n === 'response_model').map(([, t]) => t)])
    .join(' ');
  const known = /[A-Z]\w*?(Out|Read|Response|Schema|Public|View|DTO)\b/.exec(texts)?.[1];
  const isBare =
    isWhole && known === undefined && /(?<!\w)[A-Z]\w+/.test(texts.replace(/\b(?:None|List|Dict|Optional|Union|Any)\b/g, ''));
  const ending = known ?? (isBare ? '' : 'Response');
  return base.endsWith(ending) ? base : base + ending;
}

export const usesJsonify = (plan: Plan, project: Project) =>
  !plan.envelope && /\bjsonify\(/.test(project.text(plan.home.siblings[0]!.file) ?? '');
const wrapped = (plan: Plan, project: Project, value: string) => (usesJsonify(plan, project) ? `jsonify(${value})` : value);
