/**
 * What the layers below do for one thing, all of them or one more: a function further down that is there already, else the session or dict
 * that its functions show.
 */
import { findModule } from '../../values/modules/python-modules';
import type { Project } from '../project';
import { importsOf, type NewImport } from '../python/imports';
import { styleOf } from '../style';
import { usesModels } from './answer';
import { withoutNone } from './field-types';
import { callOf } from './layer-call';
import type { Existing } from './layer-existing';
import type { Level } from './layer-levels';
import { type FunctionAt, functionIn, mayBeNone } from './layers';
import { singular } from './names';
import type { Parts, Plan } from './plan';
import { most, type ParameterText } from './siblings';
import type { Change } from './storage';
import { findingIn, type Store, storeOf } from './store';
import { added } from './whole';

export interface Reading {
  /** The call of a function that is there, and how many layers stand above it. */
  call?: string;
  count: number;
  /** Else statements, and what comes of them. */
  lines: string[];
  value: string;
  gives: { annotation: string | undefined; from: string };
  /** The same where nothing may be found. */
  optional: string | undefined;
  mayBeNone: boolean;
  imports: NewImport[];
}

interface With {
  path: readonly ParameterText[];
  knownIn(project: Project, plan: Plan, parts: Parts, level: Level, path: readonly ParameterText[]): Existing | undefined;
  change(level: Level): Change;
}

/** Undefined where siblings answer with models of their own making: a row is none. */
export function readingBelow(
  project: Project,
  plan: Plan,
  parts: Parts,
  levels: readonly Level[],
  by: With,
): Reading | undefined {
  const { home, intent, lookup } = plan;
  const isPlain = intent.word === null && (intent.kind === 'get' || intent.kind === 'list' || intent.kind === 'create');
  const takesRows = usesModels(plan) || !most(home.siblings, (s) => s.returns !== undefined);
  if (!isPlain || lookup || home.framework !== 'fastapi' || !takesRows) return undefined;
  return calledBelow(project, plan, parts, levels, by) ?? readAtBottom(project, plan, levels, by);
}

/** `self.tasks.get(task_id)` of a repository that the service does not ask yet. */
function calledBelow(
  project: Project,
  plan: Plan,
  parts: Parts,
  levels: readonly Level[],
  { path, knownIn }: With,
): Reading | undefined {
  for (const [count, level] of levels.entries()) {
    const known = count === 0 ? undefined : knownIn(project, plan, parts, level, path);
    if (!known) continue;
    const fn = functionIn(level.layer, known.name);
    const chunk = project.chunk(fn.file, fn.chunk);
    const said =
      chunk?.returnsX === undefined ? undefined : project.source({ file: fn.file, chunk: chunk.parent ?? '', x: chunk.returnsX });
    return {
      call: callOf({ ...level, ...known }, known.passes),
      ...{ count, lines: [], value: '', optional: said, imports: [] },
      gives: { annotation: said && withoutNone(said), from: fn.file },
      mayBeNone: plan.intent.kind === 'get' && mayBeNone(project, fn),
    };
  }
  return undefined;
}

function readAtBottom(project: Project, plan: Plan, levels: readonly Level[], { change, path }: With): Reading | undefined {
  const level = levels.at(-1)!;
  const { intent, home } = plan;
  const own = change(level);
  const thing = singular(intent.thing);
  const store = storeOf(project, own.like as FunctionAt[], thing);
  const { file } = level.layer;
  if (store?.kind !== 'session' || store.model.includes('.') || !own.knows(store.session.split('.')[0]!)) return undefined;
  const { model } = store;
  const key = /\{(\w+)\}\/?$/.exec(plan.path)?.[1];
  const base = {
    count: levels.length,
    gives: { annotation: model, from: file },
    mayBeNone: false,
    lines: [],
    imports: [],
    optional: model,
  };
  if (intent.kind === 'get') {
    const value = key === undefined ? undefined : findingIn(store, key, thing);
    const isOld = /\bOptional\[/.test(project.text(file) ?? '');
    return value === undefined
      ? undefined
      : { ...base, value, optional: isOld ? `Optional[${model}]` : `${model} | None`, mayBeNone: true };
  }
  if (intent.kind === 'list') {
    if (path.length) return undefined;
    return { ...base, ...allRows(store), gives: { annotation: `list[${model}]`, from: file } };
  }
  const columns = columnsOf(project, file, model);
  const lines = home.fresh || !columns ? undefined : added(project, { ...own, has: columns }, store, thing);
  return lines && { ...base, lines, value: thing };
}

function allRows({ session, wait, model, isOld, from }: Store & { kind: 'session' }): { value: string; imports: NewImport[] } {
  if (isOld) return { value: `${session}.query(${model}).all()`, imports: [] };
  const asked = `${wait}${session}.${from === 'sqlmodel' ? 'exec' : 'scalars'}(select(${model}))`;
  return { value: `list(${asked})`, imports: [{ module: from, name: 'select' }] };
}

/** What the class of a table declares. */
function columnsOf(project: Project, from: string, model: string): ReadonlySet<string> | undefined {
  const { world } = project.api.ctx;
  let file = from;
  for (let steps = 0; steps < 3 && !project.decl(file, model); steps++) {
    const statement = importsOf(project.text(file) ?? '').find((s) => s.names?.some((n) => n.name === model));
    const dots = /^\.*/.exec(statement?.module ?? '')![0].length;
    const found = statement && findModule(world, file, statement.module.slice(dots), dots);
    if (found === undefined) return undefined;
    file = found;
  }
  const decl = project.decl(file, model);
  const text = decl && (project.text(file) ?? '').slice(decl.from, decl.to);
  const { indent } = styleOf(project, file);
  return text === undefined
    ? undefined
    : new Set([...text.matchAll(new RegExp(`^${indent}(\\w+)\\s*[:=]`, 'gm'))].map((m) => m[1]!));
}
