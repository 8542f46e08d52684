/** Writes the route that a call asks for and nobody serves: handler, models and test, as the siblings of the route are written. */
import type { Call } from '../../model/calls/calls';
import type { ObjectShape } from '../../model/shapes/shape';
import { sameSite } from '../../rules/api';
import { EditBuilder } from '../edit';
import type { Fix, Offer } from '../fix';
import type { Project } from '../project';
import { WantedImports } from '../python/wanted-imports';
import { isOwnWord, segmentsOf } from '../segments';
import { answerFor } from './answer';
import { type Form, formFor } from './forms';
import { type Home, homeFor, shared } from './home';
import { handDown, handsDown, isKnownBelow } from './layer-call';
import { handDownFresh } from './layer-fresh';
import { lookupFor } from './lookup';
import { lookupElsewhere } from './lookup-others';
import { Models } from './models';
import { affixesOf, type Intent, identifier, intentOf, namedLike, pascal, singular } from './names';
import { pathParametersFor, queryParameters } from './parameters';
import type { Parts, Plan } from './plan';
import { sample } from './samples';
import { most, type ParameterText } from './siblings';
import { changeOf, storingByKey, storingInSession } from './storage';
import { writeTests } from './tests';
import { oneOf, wholeOf } from './whole';
import { writeHandler } from './write';

const VERBS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

export const scaffold: Fix = {
  rules: ['missing-endpoint', 'wrong-method'],
  offers(project, { rule, about: { call, route } }) {
    if (!call?.method || call.path === null || !VERBS.has(call.method) || call.match.reason) return [];
    if (rule === 'missing-endpoint' && (route || call.match.routes.length)) return [];
    if (/[^/]\{\}|\{\}[^/]/.test(call.path)) return [];
    const isOwn = isOwnWord(call.path, route?.path ?? '');
    const path = wantedPath(project, call, isOwn ? null : (route?.path ?? null));
    const home = homeFor(project, path, route?.framework);
    if (!home) return [];
    const plan = planFor(project, call, home, path);
    const offer: Offer = {
      id: 'scaffold',
      title: `Add ${call.method} ${plan.path} to ${project.short(home.file)}`,
      safe: false,
      ...(rule === 'missing-endpoint' || isOwn ? { preferred: true } : {}),
      make: () => write(project, plan),
    };
    return [offer];
  },
};

/** A literal in the place of a parameter, or that can only be a value, is one: /books/978 is /books/{}. */
function wantedPath(project: Project, call: Call, beside: string | null): string {
  const like = segmentsOf(beside ?? '');
  const asked = segmentsOf(call.path!);
  const twins = project.api.calls
    .filter((c) => c !== call && c.path && c.method === call.method && sameSite(c.callSite, call.callSite))
    .map((c) => segmentsOf(c.path!));
  // One place that asks with several values.
  const varies = (i: number) =>
    i < asked.length - 1 && twins.some((t) => t.length === asked.length && t.every((s, j) => (s === asked[j]) === (j !== i)));
  const isValue = (s: string) => /^\d+$|^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(s);
  const out = asked.map((s, i) =>
    (like.length === asked.length && like[i]!.startsWith('{')) || isValue(s) || varies(i) ? '{}' : s,
  );
  return `/${out.join('/')}${call.path!.length > 1 && call.path!.endsWith('/') ? '/' : ''}`;
}

function planFor(project: Project, call: Call, home: Home, asked: string): Plan {
  const method = call.method!;
  const { segments, holes } = named(project, call, home, asked);
  const path = `/${segments.join('/')}${asked.length > 1 && asked.endsWith('/') ? '/' : ''}`;
  const details = project.detailsOf(call);
  const intent = intentOf(method, segments, details.body.kind === 'object' || details.body.kind === 'list');
  const owner = { path, thing: lastThing(segments, intent) };
  const lookup = home.fresh
    ? undefined
    : (lookupFor(project, { method, siblings: home.siblings, ...owner }) ?? lookupElsewhere(project, home, owner));
  const taken = home.fresh ? [] : Object.keys(project.chunk(home.file, home.siblings[0]!.chunk.parent ?? '')?.vars ?? {});
  const names = home.siblings.map((s) => s.chunk.name);
  // What paths are about is no affix.
  const things = [...home.siblings.flatMap((s) => segmentsOf(s.own)), intent.thing, intent.word ?? ''];
  const affixes = affixesOf(names, things.map(identifier));
  const called = namedLike(intent, names, taken, affixes);
  return {
    ...{ call, home, method, path, intent, lookup, one: oneOf(project, { intent, path, home }) },
    handler: home.siblings[0]!.isView ? method.toLowerCase() : called,
    called,
    affix: affixes.before,
    details,
    holes,
    isAsync: most(home.siblings, (s) => s.chunk.async === true),
  };
}

/** 'task' of the last parameter: /tasks/{task_id}/pause. */
function lastThing(segments: readonly string[], intent: Intent): string {
  const at = segments.findLastIndex((s) => s.startsWith('{'));
  const before = segments.slice(0, at).findLast((s) => !s.startsWith('{'));
  return before ? singular(identifier(before)) : intent.thing;
}

/** Parameters are named as siblings name theirs in the same place, else as the call names what it puts there. */
function named(project: Project, call: Call, home: Home, path: string): { segments: string[]; holes: Map<string, string> } {
  const asked = segmentsOf(path);
  const given = holesOf(project, call);
  const front = asked.length - given.length;
  const holes = new Map<string, string>();
  const has = (pattern: RegExp) => home.siblings.some((s) => pattern.test(s.route.path));
  const ending = has(/\{\w*(name|slug|key)\}/) && !has(/\{\w*id\}/) ? 'name' : 'id';
  const segments = asked.map((segment, i) => {
    if (segment !== '{}') return segment;
    const hole = given[i - front];
    const like = home.siblings
      .map(({ route }) => segmentsOf(route.path))
      .find((own) => !home.fresh && own[i]?.startsWith('{') && shared(own, asked) > i);
    if (like) return like[i]!.replace(/:\w+\}$/, '}');
    const before = asked[i - 1];
    const thing = before && before !== '{}' ? singular(identifier(before)) : 'item';
    const own = hole && identifier(hole.name);
    const name = own && !/^(id|value|key|x|i|n|item|it)$|id$/.test(own) ? own : `${thing}_${ending}`;
    // What siblings are handed under this name is something else.
    const free = home.siblings.some((o) => o.parameters.some((p) => p.name === name && p.kind !== 'path'))
      ? `${thing}_${name}`
      : name;
    if (hole?.type) holes.set(free, hole.type);
    return `{${free}}`;
  });
  return { segments, holes };
}

/** What the call puts into its path, by segment as it writes them. */
function holesOf(project: Project, { address }: Call): ({ name: string; type?: string } | undefined)[] {
  return address.segments.map((s) => {
    if (!('hole' in s)) return undefined;
    const { hole } = s;
    if (hole.kind === 'member') return { name: hole.name };
    if (hole.kind !== 'sym') return undefined;
    const type = project.chunk(hole.file, hole.chunk)?.params?.[hole.index]?.type;
    const python =
      type?.kind === 'prim' && type.name === 'string'
        ? 'str'
        : type?.kind === 'prim' && type.name === 'number'
          ? 'int'
          : undefined;
    return { name: hole.name, ...(python ? { type: python } : {}) };
  });
}

function write(project: Project, plan: Plan) {
  const edit = new EditBuilder(project.text);
  const assumed: string[] = [];
  const assume = (sentence: string) => {
    if (!assumed.includes(sentence)) assumed.push(sentence);
  };
  const isFast = plan.home.framework === 'fastapi';
  const models = new Models(project, plan.home, assume);
  const { details } = plan;
  const imports = new WantedImports();
  imports.add(plan.home.file, plan.lookup?.imports ?? []);
  const form = formFor(project, plan, { imports, assume });
  const sends = details.body.kind === 'object' || details.body.kind === 'list';
  const body = sends && !form ? details.body : undefined;
  const typed = (own: Models) => (body && isFast ? own.referenced(own.annotation(body, bodyName(plan))) : undefined);
  const drafted = { body, ...(form ? { form } : {}) };
  const isKnown =
    plan.one &&
    isKnownBelow(
      project,
      plan,
      { ...drafted, bodyType: typed(new Models(project, plan.home, () => {})) },
      given(plan, form, () => {}),
    );
  const whole =
    isKnown || plan.home.fresh || handsDown(project, plan) ? undefined : wholeOf(project, plan, { ...drafted, models });
  const isMade = plan.intent.kind === 'create' && (isKnown || whole !== undefined);
  const answer = answerFor(project, plan, models, assume, { made: isMade === true, all: whole?.all });
  const parts: Parts = { ...drafted, models, answer, bodyType: typed(models), imports, assume, ...(whole ? { whole } : {}) };
  if (!whole) handOn(project, edit, plan, parts);
  imports.add(plan.home.file, whole?.imports ?? []);
  const shown = isMade && answer.borrowed ? { ...plan, lookup: plan.one } : plan;
  const made = writeHandler(project, edit, shown, parts);
  if (!made) return undefined;
  models.write(edit, imports);
  imports.write(project, edit);
  const numeric = made.parameters.findLast((p) => p.kind === 'path');
  const tests = writeTests(project, edit, {
    handler: plan.called,
    method: plan.method,
    path: plan.path,
    siblings: plan.home.siblings,
    item: plan.lookup?.path,
    status: made.status,
    body: body && ((quote) => sample(body, plan.intent.thing, quote, true)),
    keys: answer.keys,
    isList: answer.isList,
    form,
    hasRequired: hasRequired(form?.fields ?? (body?.kind === 'object' ? body.fields : {})),
    numeric: /\b(int|UUID)\b/.test(numeric?.annotation ?? ''),
    isGuarded: /\b404\b|not.?found/i.test(plan.lookup?.lines.join('\n') ?? ''),
    framework: plan.home.framework,
    module: plan.home.fresh && plan.home.file,
  });
  if (!tests) assume('No test is written: the project has none for a sibling to follow.');
  for (const sentence of assumed) edit.assume(sentence);
  return edit.done();
}

const hasRequired = (fields: ObjectShape['fields']) => Object.values(fields).some((f) => !f.optional);

/** What the handler is given by the request, but for a body. */
const given = (plan: Plan, form: Form | undefined, assume: (sentence: string) => void): ParameterText[] => [
  ...pathParametersFor(plan, assume),
  ...queryParameters(plan),
  ...(form?.parameters ?? []),
];

/** To the layer below, where there is one; else what stores the change is written into the handler, as far as siblings show it. */
function handOn(project: Project, edit: EditBuilder, plan: Plan, parts: Parts): void {
  const { home, lookup } = plan;
  const own = given(plan, parts.form, parts.assume);
  const handing = home.fresh ? handDownFresh(project, edit, plan, parts, own) : handDown(project, edit, plan, parts, own);
  if (handing) parts.handing = handing;
  else if (!home.fresh && lookup) {
    const like = home.siblings.map((s) => ({ file: s.file, chunk: s.chunkId }));
    const module = project.chunk(home.file, '')?.vars ?? {};
    const known = new Set([...lookup.needs.map((p) => p.name), ...Object.keys(module)]);
    const change = changeOf(project, plan, parts, { like, found: lookup.variable, knows: (name) => known.has(name) });
    const storing = storingByKey(project, change) ?? storingInSession(project, change);
    if (storing) parts.storing = storing;
  }
}

/** 'TaskCreate' beside 'TaskUpdate', 'CreateTask' beside 'UpdateTask'. */
function bodyName({ intent, method, home }: Plan): string {
  const action =
    intent.kind === 'action'
      ? (intent.word ?? method.toLowerCase())
      : intent.word
        ? `${intent.word}_${intent.kind}`
        : intent.kind;
  const isVerbFirst = home.siblings.some((s) =>
    s.parameters.some((p) => p.kind === 'body' && /^(Create|Update|New)[A-Z]/.test(p.annotation ?? '')),
  );
  return isVerbFirst ? pascal(`${action}_${intent.thing}`) : pascal(`${intent.thing}_${action}`);
}
