/** A function of the layer below that does just what is asked for and that no sibling calls: it is called, not written again. */
import type { Project } from '../project';
import { styleOf } from '../style';
import { readsBody } from './flask-body';
import type { Lead } from './layer-levels';
import { existingName, isAbout } from './layer-names';
import { boundParameter, commonest, functionIn, type Layer, parameterFor } from './layers';
import { VERBS } from './names';
import { bodyParameterName } from './parameters';
import type { Parts, Plan } from './plan';
import { quoted } from './printer';
import { type ParameterText, type WrittenParameter, writtenParameters } from './siblings';

/** A parameter, what it is given, and whether only by its name. */
export type Passed = [parameter: string, text: string, byName?: boolean];

export interface Existing {
  name: string;
  leads: Lead[];
  isAsync: boolean;
  passes: Passed[];
}

interface Below {
  layer: Layer;
  /** Of its functions. */
  names: readonly string[];
  leads: readonly Lead[];
}

/** What the call sends. */
export type Sent = Pick<Parts, 'body' | 'bodyType' | 'form'>;

/** Undefined where there is none all of whose parameters the handler has. */
export function existingCall(
  project: Project,
  plan: Plan,
  parts: Sent,
  { layer, names, leads }: Below,
  path: readonly ParameterText[],
): Existing | undefined {
  const called = new Set(layer.calls.map((c) => project.chunk(c.fn.file, c.fn.chunk)?.name));
  const free = names.filter((n) => !called.has(n));
  const name = existingName(plan.intent, names, free, isAbout(layer, plan)) ?? takingJust(project, plan, layer, free);
  if (name === undefined) return undefined;
  const fn = functionIn(layer, name);
  const chunk = project.chunk(fn.file, fn.chunk);
  const bound = boundParameter(project, fn) === undefined ? 0 : 1;
  const takes = writtenParameters(project, fn.file, fn.chunk).filter((p) => p.index >= bound);
  const given = leads.filter((l) => takes.some((p) => p.name === l.parameter.name));
  const { quote } = styleOf(project, plan.home.siblings[0]!.file);
  const passes: Passed[] = [];
  const rest = [...path];
  let skipped = false;
  for (const p of takes) {
    if (given.some((l) => l.parameter.name === p.name)) continue;
    const value = p.hasDefault || rest.some((q) => q.name === p.name) ? undefined : usualFor(project, plan, layer, p.name);
    const own = value ?? valueFor(plan, parts, p, rest, quote);
    if (own === undefined && !p.hasDefault) return undefined;
    if (own !== undefined) passes.push([p.name, own, skipped || chunk?.params?.[p.index]?.kind === 'keyword']);
    else skipped = true;
  }
  return { name, leads: given, isAsync: chunk?.async === true, passes };
}

/**
 * `remove_exclusion(exclusion_type, exclusion_value)` for DELETE /exclude/{exclusion_type}/{exclusion_value}, `delete_account(user_id)` for
 * DELETE /user/{user_id}: nothing else takes these.
 */
function takingJust(project: Project, { intent, path }: Plan, layer: Layer, free: readonly string[]): string | undefined {
  const asked = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!);
  const verbs = intent.kind === 'action' ? [intent.word ?? ''] : VERBS[intent.kind];
  const isOne = asked.length === 1 && asked[0] === `${intent.thing}_id` && intent.word === null;
  const fitting = free.filter((name) => {
    const fn = functionIn(layer, name);
    const bound = boundParameter(project, fn) === undefined ? 0 : 1;
    const takes = writtenParameters(project, fn.file, fn.chunk).filter((p) => p.index >= bound && !p.hasDefault);
    const words = name.split('_');
    // A longer name is about a part of the thing.
    return (
      verbs.includes(words[0]!) &&
      (!isOne || words.length === 2) &&
      takes.length === asked.length &&
      takes.every((p) => asked.includes(p.name))
    );
  });
  return (isOne || asked.length > 1) && fitting.length === 1 ? fitting[0] : undefined;
}

/** By its name, as a field of what is sent, or as the one thing that the path still names. */
function valueFor(
  plan: Plan,
  { body, bodyType, form }: Sent,
  p: WrittenParameter,
  path: ParameterText[],
  quote: '"' | "'",
): string | undefined {
  const at = path.findIndex((q) => q.name === p.name);
  const named = path.filter((q) => q.kind === 'path');
  const only =
    named.length === 1 && /(^|_)(id|uuid|key|name|slug)$/.test(p.name) && sameType(named[0]!, p) ? path.indexOf(named[0]!) : -1;
  const found = at >= 0 ? at : only;
  if (found >= 0) return path.splice(found, 1)[0]!.name;
  const sent = bodyType || readsBody(plan, body, form) ? bodyParameterName(plan) : undefined;
  if (sent !== undefined && bodyType !== undefined && p.annotation === bodyType) return sent;
  const fields = form?.fields ?? (body?.kind === 'object' ? body.fields : {});
  const isField = Object.hasOwn(fields, p.name) && sent !== undefined;
  if (isField) return bodyType === undefined ? `${sent}[${quoted(p.name, quote)}]` : `${sent}.${p.name}`;
  return plan.lookup?.variable === p.name ? p.name : undefined;
}

const sameType = (a: ParameterText, b: WrittenParameter) =>
  a.annotation === undefined || b.annotation === undefined || a.annotation === b.annotation;

/** `account.id` for `user_id`, as most siblings give it, out of something that the framework hands it. */
function usualFor(project: Project, { home }: Plan, { calls }: Layer, name: string): string | undefined {
  const given = calls.flatMap((call) =>
    call.args.flatMap((arg, i) => (parameterFor(project, call, arg.name ?? i)?.name === name ? [arg.text] : [])),
  );
  const first = given.length ? commonest(given) : undefined;
  const root = /^(\w+)\.[\w.]+$/.exec(first ?? '')?.[1];
  const isHanded = home.siblings.some((s) => s.parameters.some((p) => p.name === root && p.kind === 'dependency'));
  return isHanded ? first : undefined;
}
