/**
 * Hands the work of a new handler down as its siblings do: to a function of the layer below that is there already, else to a new one in
 * each layer, the lowest of which does the work.
 */
import { ancestry } from '../../values/classes';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { moduleName } from '../python/modules';
import { readsBody } from './flask-body';
import { existingCall, type Passed, type Sent } from './layer-existing';
import { functionsOf, type Level, levelsBelow } from './layer-levels';
import { isAbout, layerName } from './layer-names';
import { type Reading, readingBelow } from './layer-reading';
import { type Work, writeFunction } from './layer-write';
import { boundParameter, callsIn, functionIn, type Layer, mayBeNone } from './layers';
import { notFound, notFoundAt } from './not-found';
import { bodyParameterName } from './parameters';
import type { Parts, Plan } from './plan';
import type { ParameterText } from './siblings';
import { changeOf, storingByKey, storingInSession } from './storage';

export interface Handing {
  /** 'await service.cancel_order(order, data)' */
  call: string;
  /** Parameters of siblings that the call needs in the handler. */
  needs: ParameterText[];
  /** The names that it is given. */
  passes: readonly string[];
  /** The function was there. */
  isKnown: boolean;
  /** It gives None where there is no such thing: what is said then. */
  orNone?: readonly string[];
  /** What it gives, where that is a row and not what is answered; all of it is read or stored. */
  row?: { annotation: string; from: string };
}

/** What goes from the handler down to where the work is done. */
export interface Carried {
  name: string;
  annotation?: string | undefined;
  /** The file in which the annotation is understood. */
  from: string;
}

export function handDown(
  project: Project,
  edit: EditBuilder,
  plan: Plan,
  parts: Parts,
  path: readonly ParameterText[],
): Handing | undefined {
  if (plan.home.fresh) return undefined;
  const levels = levelsBelow(project, plan);
  const [top] = levels;
  if (!top) return undefined;
  const known = knownIn(project, plan, parts, top, path);
  if (known) importBare(project, parts, plan.home.file, { layer: top.layer, name: known.name });
  if (known)
    return {
      ...handing(plan, { ...top, ...known }, known.passes, true),
      ...orNotFound(project, plan, parts, top.layer, known.name),
    };
  const reading = readingBelow(project, plan, parts, levels, {
    path,
    knownIn,
    change: (level) => changeIn(project, plan, parts, level, undefined),
  });
  if (reading) return handReading(project, edit, plan, parts, { levels, reading, path });
  const change = (found: string | undefined) => changeIn(project, plan, parts, levels.at(-1)!, found);
  const byKey = storingByKey(project, change(undefined));
  const storing = byKey ?? (isModel(project, plan) ? undefined : storingInSession(project, change(plan.lookup?.variable)));
  const carried = carriedBy(project, plan, parts, path, byKey !== undefined);
  const passes = carried.map((c): Passed => [c.name, c.name]);
  const { answer } = parts;
  const gives = answer.borrowed
    ? entityType(project, plan)
    : { annotation: answer.head === undefined || answer.isSaid ? 'None' : answer.type, from: plan.home.siblings[0]!.file };
  const works = levels.map((level): Work => {
    const names = functionsOf(project, level.layer);
    const taken = level.layer.receiver === '' ? [...names, plan.handler] : names;
    return {
      ...level,
      name: layerName(plan.intent, names, taken, level.layer.receiver === '', isAbout(level.layer, plan)),
      carried,
      gives,
    };
  });
  works.forEach((work, i) => {
    importBare(project, parts, i === 0 ? plan.home.file : works[i - 1]!.layer.file, work);
    const next = works[i + 1];
    const rest = next ? { below: callOf(next, passes) } : storing ? { storing } : {};
    writeFunction(project, edit, plan, parts, { ...work, ...rest });
  });
  return handing(plan, works[0]!, passes, false);
}

interface Read {
  levels: readonly Level[];
  reading: Reading;
  path: readonly ParameterText[];
}

/** New functions down to one that is there, or that reads or stores by itself; the lowest but that which may find nothing says so. */
function handReading(project: Project, edit: EditBuilder, plan: Plan, parts: Parts, { levels, reading, path }: Read): Handing {
  const carried = carriedBy(project, plan, parts, path, true);
  const passes = carried.map((c): Passed => [c.name, c.name]);
  const count = reading.call === undefined ? levels.length : reading.count;
  const { thing } = plan.intent;
  const key = /\{(\w+)\}\/?$/.exec(plan.path)?.[1];
  const guard = reading.mayBeNone ? (reading.call === undefined ? count - 2 : count - 1) : -1;
  const said = guard < 0 ? undefined : notFoundAt(project, plan.home, levels[guard]!.layer.file, { thing, key });
  const works = levels.slice(0, count).map((level, i): Work => {
    const names = functionsOf(project, level.layer);
    const taken = level.layer.receiver === '' ? [...names, plan.handler] : names;
    const isSaid = said !== undefined && i <= guard;
    const { annotation } = reading.gives;
    return {
      ...level,
      name: layerName(plan.intent, names, taken, level.layer.receiver === '', isAbout(level.layer, plan)),
      carried,
      gives: { ...reading.gives, annotation: reading.mayBeNone && !isSaid ? reading.optional : annotation },
    };
  });
  works.forEach((work, i) => {
    const { file } = work.layer;
    importBare(project, parts, i === 0 ? plan.home.file : works[i - 1]!.layer.file, work);
    const next = works[i + 1];
    const below = next ? callOf(next, passes) : reading.call;
    if (below === undefined) parts.imports.add(file, reading.imports);
    if (said && i === guard) parts.imports.add(file, said.imports);
    const does =
      below === undefined
        ? [...reading.lines, `return ${reading.value}`]
        : said && i === guard
          ? [`${thing} = ${below}`, `if ${thing} is None:`, ...said.lines, `return ${thing}`]
          : [`return ${below}`];
    writeFunction(project, edit, plan, parts, { ...work, does });
  });
  const row =
    reading.gives.annotation === undefined ? {} : { row: { annotation: reading.gives.annotation, from: reading.gives.from } };
  const own = said || !reading.mayBeNone ? undefined : notFound(project, plan.home, thing, key);
  parts.imports.add(plan.home.file, own?.imports ?? []);
  return { ...handing(plan, works[0]!, passes, false), isKnown: true, ...row, ...(own ? { orNone: own.lines } : {}) };
}

const knownIn = (project: Project, plan: Plan, parts: Sent, { layer, leads }: Level, path: readonly ParameterText[]) =>
  existingCall(project, plan, parts, { layer, names: functionsOf(project, layer), leads }, path);

/** Whether siblings hand their work to a layer. */
export const handsDown = (project: Project, plan: Plan): boolean => levelsBelow(project, plan).length > 0;

/** Whether the layer below has a function for this already. */
export function isKnownBelow(project: Project, plan: Plan, sent: Sent, path: readonly ParameterText[]): boolean {
  const [top] = levelsBelow(project, plan);
  return top !== undefined && knownIn(project, plan, sent, top, path) !== undefined;
}

/** What a handler says of a thing that the function does not find. */
function orNotFound(
  project: Project,
  { home, intent, path }: Plan,
  { imports }: Parts,
  layer: Layer,
  name: string,
): Pick<Handing, 'orNone'> {
  if (intent.kind !== 'get' || intent.word !== null || !mayBeNone(project, functionIn(layer, name))) return {};
  const said = notFound(project, home, intent.thing, /\{(\w+)\}\/?$/.exec(path)?.[1]);
  imports.add(home.file, said.imports);
  return { orNone: said.lines };
}

function changeIn(project: Project, plan: Plan, parts: Parts, { layer, leads }: Level, found: string | undefined) {
  const called = layer.calls.map((c) => c.fn).filter((fn) => fn.file === layer.file);
  const others = layer.owner === '' ? [] : functionsOf(project, layer).map((name) => functionIn(layer, name));
  const like = [...called, ...others.filter((o) => !called.some((fn) => fn.chunk === o.chunk) && project.decl(o.file, o.chunk))];
  const bound = like.map((fn) => boundParameter(project, fn));
  const module = project.chunk(layer.file, '')?.vars ?? {};
  const knows = (name: string) =>
    bound.includes(name) || leads.some((l) => l.parameter.name === name) || Object.hasOwn(module, name);
  return changeOf(project, plan, parts, { like, knows, found });
}

function handing(plan: Plan, work: { name: string } & Level, passes: readonly Passed[], isKnown: boolean): Handing {
  const call = callOf(work, passes);
  const used = new Set(call.match(/(?<![\w.])[A-Za-z_]\w*/g) ?? []);
  const callers = new Set(work.layer.calls.map((c) => c.caller.chunk));
  const needs = plan.home.siblings
    .filter((s) => callers.has(s.chunkId))
    .flatMap((s) => s.parameters.filter((p) => (p.kind === 'dependency' || p.kind === 'context') && used.has(p.name)));
  return {
    call,
    needs: needs.filter((p, i) => needs.findIndex((q) => q.name === p.name) === i),
    passes: passes.map(([, text]) => text),
    isKnown,
  };
}

/** A function that is called by its bare name is imported by it. */
function importBare(project: Project, { imports }: Parts, file: string, { layer, name }: Pick<Work, 'layer' | 'name'>): void {
  if (layer.receiver !== '' || layer.file === file || Object.hasOwn(project.chunk(file, '')?.vars ?? {}, name)) return;
  imports.add(file, [{ module: moduleName(project, file, layer.file), name }]);
}

/** 'await crud.cancel_order(session, order)' */
export function callOf({ name, layer, leads, isNamed, isAsync }: { name: string } & Level, passes: readonly Passed[]): string {
  const all = [...leads.map((l): Passed => [l.parameter.name, l.text]), ...passes];
  const args = all.map(([parameter, text, byName]) => (isNamed || byName ? `${parameter}=${text}` : text));
  return `${isAsync ? 'await ' : ''}${layer.receiver}${name}(${args.join(', ')})`;
}

export function carriedBy(
  project: Project,
  plan: Plan,
  { bodyType, body, form }: Parts,
  path: readonly ParameterText[],
  byKey: boolean,
): Carried[] {
  const { home, lookup } = plan;
  const from = home.siblings[0]!.file;
  const out: Carried[] = [];
  const found = byKey ? undefined : lookup?.variable;
  if (found !== undefined) out.push({ name: found, ...entityType(project, plan) });
  const needed = new Set(found === undefined ? [] : lookup!.lines.join('\n').match(/(?<![\w.])[A-Za-z_]\w*/g));
  for (const p of path)
    if (!needed.has(p.name)) {
      const said = p.kind === 'query' ? /^\w+: (.*?)(?: = .*)?$/.exec(p.text)?.[1] : p.annotation;
      const annotation = said?.replace(/^Annotated\[([^,]+),[\s\S]*$/, '$1');
      out.push({ name: p.name, from, ...(annotation ? { annotation } : {}) });
    }
  if (bodyType) out.push({ name: bodyParameterName(plan), annotation: bodyType, from });
  else if (readsBody(plan, body, form)) out.push({ name: bodyParameterName(plan), annotation: 'dict', from });
  return out;
}

/** What the lookup finds: what the function that it calls says to return. */
function entityType(project: Project, { lookup, home }: Plan): { annotation?: string; from: string } {
  const statement = lookup?.lines.map((l) => l.trimStart()).find((l) => l.startsWith(`${lookup.variable} `)) ?? '';
  const name = /=\s*(?:await\s+)?(?:[\w.]+\.)?(\w+)\(/.exec(statement)?.[1];
  const calls = lookup ? callsIn(project, { file: lookup.sibling.file, chunk: lookup.sibling.chunkId }) : [];
  const call = calls.find(({ call }) => project.chunk(call.fn.file, call.fn.chunk)?.name === name)?.call;
  const chunk = call && project.chunk(call.fn.file, call.fn.chunk);
  if (call && chunk?.returnsX !== undefined) {
    const said = project.source({ file: call.fn.file, chunk: chunk.parent ?? '', x: chunk.returnsX }) ?? '';
    const one = said.replace(/^Optional\[(.*)\]$/, '$1').replace(/\s*\|\s*None$|^None\s*\|\s*/, '');
    if (/^[\w.]+$/.test(one)) return { annotation: one, from: call.fn.file };
  }
  const asked = /\.get\(\s*([A-Z]\w*)\s*,/.exec(lookup?.lines.join(' ') ?? '')?.[1];
  return { from: home.file, ...(asked ? { annotation: asked } : {}) };
}

/** Whether what the lookup finds was made for the answer already: no session knows it. */
function isModel(project: Project, plan: Plan): boolean {
  const { ctx } = project.api;
  const { annotation, from } = entityType(project, plan);
  const cls = annotation === undefined ? undefined : ctx.binding(from, '', annotation, ctx.moduleEnv(from));
  return cls?.kind === 'class' && ancestry(ctx, cls).some((base) => base.kind === 'ext' && /^pydantic\b/.test(base.path));
}
