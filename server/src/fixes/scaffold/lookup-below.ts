/** The thing that a path names, as the layer below finds it, where no handler asks for it yet. */
import type { Project } from '../project';
import { segmentsOf } from '../segments';
import { callOf } from './layer-call';
import { functionsOf, levelsBelow } from './layer-levels';
import { existingName, isAbout } from './layer-names';
import { boundParameter, functionIn, mayBeNone } from './layers';
import type { Lookup } from './lookup';
import { showing } from './lookup-others';
import { notFound } from './not-found';
import type { Plan } from './plan';
import { writtenParameters } from './siblings';

/** `order = service.get_order(order_id)`, and 404 where that may be None. */
export function lookupBelow(project: Project, plan: Plan, thing: string): Lookup | undefined {
  const asked = segmentsOf(plan.path);
  const at = asked.findLastIndex((s) => s.startsWith('{'));
  const key = asked[at]?.slice(1, -1);
  const [top] = key === undefined || plan.method === 'GET' ? [] : levelsBelow(project, plan);
  const names = top ? functionsOf(project, top.layer) : [];
  const intent = { kind: 'get' as const, thing, word: null };
  const name = existingName(intent, names, names, top && isAbout(top.layer, { ...plan, intent }));
  if (!top || key === undefined || name === undefined) return undefined;
  const fn = functionIn(top.layer, name);
  const bound = boundParameter(project, fn) === undefined ? 0 : 1;
  const given = (p: string) => top.leads.some((l) => l.parameter.name === p);
  const own = writtenParameters(project, fn.file, fn.chunk).filter((p) => p.index >= bound);
  const [parameter, ...others] = own.filter((p) => !given(p.name) && !p.hasDefault);
  if (!parameter || others.length) return undefined;
  const leads = top.leads.filter((l) => own.some((p) => p.name === l.parameter.name));
  const call = callOf({ ...top, leads, name, isAsync: project.chunk(fn.file, fn.chunk)?.async === true }, [
    [parameter.name, key],
  ]);
  const used = new Set(call.match(/(?<![\w.])[A-Za-z_]\w*/g) ?? []);
  const callers = new Set(top.layer.calls.map((c) => c.caller.chunk));
  const like = plan.home.siblings.filter((s) => callers.has(s.chunkId));
  const needs = like.flatMap((s) =>
    s.parameters.filter((p) => used.has(p.name) && (p.kind === 'dependency' || p.kind === 'context')),
  );
  const path = `/${asked.slice(0, at + 1).join('/')}`;
  const shows = showing(project, plan.home, path, thing);
  const { lines, imports } = notFound(project, plan.home, thing, key);
  return {
    path,
    sibling: like[0]!,
    shows: shows?.sibling,
    lines: [`${thing} = ${call}`, ...(mayBeNone(project, fn) ? [`if ${thing} is None:`, ...lines] : [])],
    variable: thing,
    result: shows?.result ?? thing,
    needs: needs.filter((p, i) => needs.findIndex((q) => q.name === p.name) === i),
    imports,
  };
}
