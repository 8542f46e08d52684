/** The layers below the handlers of some siblings, one below the other, and what each of their functions is given first. */
import type { Project } from '../project';
import { segmentsOf } from '../segments';
import { shared } from './home';
import { type Layer, type LayerCall, layerBelow, parameterFor } from './layers';
import { bodyParameterName } from './parameters';
import type { Plan } from './plan';
import type { WrittenParameter } from './siblings';

/** An argument that every function of a layer gets first: a session, the user. */
export interface Lead {
  /** As the caller writes it. */
  text: string;
  /** As the function declares it. */
  parameter: WrittenParameter;
}

/** A layer, and what a new function of it is given first. */
export interface Level {
  layer: Layer;
  leads: Lead[];
  /** Arguments are given by name. */
  isNamed: boolean;
  isAsync: boolean;
}

const MOST_LAYERS = 3;

/** `plan` may be another of the same siblings: what they are about is what its intent says. */
export function levelsBelow(project: Project, plan: Plan): Level[] {
  const out: Level[] = [];
  let next = topLayer(project, plan);
  while (next && out.length < MOST_LAYERS) {
    const layer: Layer = next;
    if (out.some((l) => l.layer.file === layer.file && l.layer.owner === layer.owner)) break;
    const level = levelOf(project, plan, layer);
    const above = out.at(-1);
    out.push(above ? { ...level, leads: level.leads.filter((l) => isKnownAbove(project, above, l)) } : level);
    const own = new Map(layer.calls.filter((c) => c.fn.file === layer.file).map((c) => [c.fn.chunk, c.fn]));
    next = layerBelow(project, [...own.values()], plan.intent.thing);
  }
  return out;
}

/** A new function of the layer above has what it holds itself, what its module has and what it is given first, too. */
function isKnownAbove(project: Project, { layer, leads }: Level, { text }: Lead): boolean {
  const root = text.split('.')[0]!;
  const isHeld = root === 'self' || root === 'cls' || Object.hasOwn(project.chunk(layer.file, '')?.vars ?? {}, root);
  return isHeld || leads.some((l) => l.parameter.name === root);
}

/** The one of the siblings that are nearest on the tree of paths. */
function topLayer(project: Project, { home, path, intent }: Plan): Layer | undefined {
  const asked = segmentsOf(path);
  for (let n = asked.length; n > 0; n--) {
    const near = home.siblings.filter((s) => shared(segmentsOf(s.route.path), asked) >= n);
    const callers = near.map((s) => ({ file: s.file, chunk: s.chunkId }));
    const found = callers.length ? layerBelow(project, callers, intent.thing) : undefined;
    if (found) return found;
  }
  return undefined;
}

function levelOf(project: Project, plan: Plan, layer: Layer): Level {
  const given = layer.calls.flatMap((c) => c.args);
  const async = layer.calls.filter((c) => project.chunk(c.fn.file, c.fn.chunk)?.async).length;
  return {
    layer,
    leads: leadsOf(project, plan, layer),
    isNamed: given.filter((a) => a.name !== undefined).length * 2 > given.length,
    isAsync: async * 2 > layer.calls.length,
  };
}

/** Arguments that most calls have, in the order of the parameters that take them. */
function leadsOf(project: Project, plan: Plan, { calls }: Layer): Lead[] {
  const found = new Map<string, { lead: Lead; calls: Set<LayerCall> }>();
  for (const call of calls)
    call.args.forEach((arg, i) => {
      const parameter = parameterFor(project, call, arg.name ?? i);
      if (!parameter || !/^[A-Za-z_][\w.]*$/.test(arg.text) || isOwn(project, plan, call, arg.text)) return;
      const known = found.get(arg.text) ?? { lead: { text: arg.text, parameter }, calls: new Set() };
      known.calls.add(call);
      found.set(arg.text, known);
    });
  return [...found.values()]
    .filter((f) => f.calls.size * 2 > calls.length)
    .map((f) => f.lead)
    .sort((a, b) => a.parameter.index - b.parameter.index);
}

/** A name that only this call has: what the path names, what is sent, what was found. */
function isOwn(project: Project, plan: Plan, { caller }: LayerCall, text: string): boolean {
  const { home, lookup, intent } = plan;
  const root = text.split('.')[0]!;
  if (root === lookup?.variable || root === intent.thing || root === bodyParameterName(plan)) return true;
  const chunk = project.chunk(caller.file, caller.chunk);
  const isParameter = chunk?.params?.some((p) => p.name === root) ?? false;
  if (!isParameter) return Object.hasOwn(chunk?.vars ?? {}, root);
  if (root === text && /^(self|cls|id|\w+_id)$/.test(text)) return true;
  return home.siblings.some((s) =>
    s.parameters.some((p) => p.name === root && (p.kind === 'path' || p.kind === 'query' || p.kind === 'body')),
  );
}

export function functionsOf(project: Project, { file, owner, calls }: Layer): string[] {
  const vars = Object.keys(project.chunk(file, owner)?.vars ?? {});
  const own = vars.filter((n) => project.chunk(file, owner ? `${owner}.${n}` : n)?.kind === 'function' && !n.startsWith('__'));
  const inherited = calls.map((c) => project.chunk(c.fn.file, c.fn.chunk)?.name ?? '');
  return [...new Set([...own, ...inherited])].filter((n) => n !== '');
}
