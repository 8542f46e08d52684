/** Writes the route that a call asks for and nobody serves: handler, models and test, as the siblings of the route are written. */
import type { Call } from '../../model/calls/calls';
import type { ObjectShape } from '../../model/shapes/shape';
import { EditBuilder } from '../edit';
import type { Fix, Offer } from '../fix';
import { isOtherVersion, isOwnWord } from '../own-word';
import type { Project } from '../project';
import { WantedImports } from '../python/wanted-imports';
import { segmentsOf } from '../segments';
import { answerFor, readShape } from './answer';
import { askedBy } from './callers';
import { envelopeOf } from './envelope';
import { type Form, formFor } from './forms';
import { type Home, homeFor, ofCollection, placed } from './home';
import { keysFor } from './keys';
import { handDown, handsDown, isKnownBelow } from './layer-call';
import { handDownFresh } from './layer-fresh';
import { lookupFor } from './lookup';
import { lookupBelow } from './lookup-below';
import { lookupElsewhere } from './lookup-others';
import { Models } from './models';
import { affixesOf, type Intent, identifier, intentOf, namedLike, pascal, singular } from './names';
import { declare } from './new-id';
import { pathParametersFor, queryParameters, sentAs } from './parameters';
import type { Parts, Plan } from './plan';
import { sample } from './samples';
import { most, type ParameterText } from './siblings';
import { changeOf, storingByKey, storingInList, storingInSession } from './storage';
import { tableFor } from './table';
import { kindOf } from './test-keys';
import { type TestPlan, writeTests } from './tests';
import { named, wantedPath } from './wanted';
import { oneOf, wholeOf } from './whole';
import { type Made, writeHandler } from './write';

const VERBS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

export const scaffold: Fix = {
  rules: ['missing-endpoint', 'wrong-method', 'wrong-path'],
  offers(project, { rule, about: { call, route } }) {
    if (!call?.method || call.path === null || !VERBS.has(call.method) || call.match.reason) return [];
    if (rule === 'wrong-path' && !(route?.path && (project.isNew(route) || isOtherVersion(project, call.path, route.path))))
      return [];
    if (rule === 'missing-endpoint' && (route || call.match.routes.length)) return [];
    if (/[^/]\{\}|\{\}[^/]/.test(call.path) || !isSpeakable(call.path)) return [];
    const isOwn = isOwnWord(project, call, route);
    const isNear = rule === 'wrong-path';
    const path = wantedPath(project, call, isOwn || isNear ? null : (route?.path ?? null));
    const home = homeFor(project, path, route?.framework);
    if (!home) return [];
    const plan = planFor(project, call, home, path);
    const offer: Offer = {
      id: 'scaffold',
      title: `Add ${call.method} ${plan.path} to ${project.short(home.file)}`,
      safe: false,
      ...(rule === 'missing-endpoint' || isOwn ? { preferred: true } : {}),
      make: () => write(project, withLookup(project, plan)),
    };
    return [offer];
  },
};

/** Nobody means to serve a path with a line break, a quote or a backslash: it is a slip of whoever calls it. */
const isSpeakable = (path: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}"'\\]/u.test(path);

function planFor(project: Project, call: Call, home: Home, asked: string): Plan {
  const method = call.method!;
  const { segments, holes } = named(project, call, home, asked);
  const path = `/${segments.join('/')}${asked.length > 1 && asked.endsWith('/') ? '/' : ''}`;
  const details = askedBy(project, call, asked);
  const intent = intentOf(method, segments, details.body.kind === 'object' || details.body.kind === 'list');
  const envelope = envelopeOf(project, home.siblings);
  const owner = { path, thing: lastThing(segments, intent) };
  const lookup = home.fresh
    ? undefined
    : (lookupFor(project, { method, siblings: home.siblings, ...owner }) ?? lookupElsewhere(project, home, owner));
  // A view's methods are named for verbs, which says nothing of what others are called.
  const names = home.siblings.flatMap((s) => (s.isView ? [] : s.chunk.name));
  const own = project.chunk(home.file, home.siblings[0]!.chunk.parent ?? '')?.vars ?? {};
  const taken = home.fresh || home.ownClass ? [] : [...names, ...Object.keys(own)];
  // What paths are about is no affix.
  const things = [...home.siblings.flatMap((s) => segmentsOf(s.own)), intent.thing, intent.word ?? ''];
  const affixes = affixesOf(names, things.map(identifier));
  const called = namedLike(intent, names, taken, affixes);
  return {
    ...{
      call,
      home: placed(project, home, method, segments),
      method,
      path,
      intent,
      lookup,
      one: oneOf(project, { intent, path, home }),
    },
    handler: home.siblings[0]!.isView ? method.toLowerCase() : called,
    called,
    affix: affixes.before,
    details,
    holes,
    keys: keysFor(project, home, segments),
    sentAs: sentAs(project, home),
    isAsync: most(home.siblings, (s) => s.chunk.async === true),
    ...(envelope ? { envelope } : {}),
  };
}

const modelsFor = (project: Project, plan: Plan, assume: (sentence: string) => void): Models =>
  new Models(project, plan.home, assume, thingsOf(plan), pascal(plan.intent.kind));

/** 'member', 'team' of /teams/{team_id}/members */
const thingsOf = ({ path, intent }: Plan): string[] => {
  const words = segmentsOf(path).filter((s) => !s.startsWith('{'));
  return [
    ...new Set(
      [...(intent.word === null ? [] : [intent.word]), intent.thing, ...words.reverse()].map((w) => singular(identifier(w))),
    ),
  ];
};

/** Where no handler finds what the path names, a function of the layer below may. */
function withLookup(project: Project, plan: Plan): Plan {
  if (plan.lookup || plan.home.fresh) return plan;
  return { ...plan, lookup: lookupBelow(project, plan, lastThing(segmentsOf(plan.path), plan.intent)) };
}

/** 'task' of the last parameter: /tasks/{task_id}/pause. */
function lastThing(segments: readonly string[], intent: Intent): string {
  const at = segments.findLastIndex((s) => s.startsWith('{'));
  const before = segments.slice(0, at).findLast((s) => !s.startsWith('{'));
  return before ? singular(identifier(before)) : intent.thing;
}

function write(project: Project, plan: Plan) {
  const edit = new EditBuilder(project.text);
  const assumed: string[] = [];
  const assume = (sentence: string) => {
    if (!assumed.includes(sentence)) assumed.push(sentence);
  };
  const isFast = plan.home.framework === 'fastapi';
  const models = modelsFor(project, plan, assume);
  const { details } = plan;
  const imports = new WantedImports();
  imports.add(plan.home.file, [...(plan.lookup?.imports ?? []), ...[...plan.keys.values()].flatMap((k) => k.imports)]);
  const form = formFor(project, plan, { imports, assume });
  const sends = details.body.kind === 'object' || details.body.kind === 'list';
  const body = sends && !form ? details.body : undefined;
  const typed = (own: Models) => (body && isFast ? own.referenced(own.sentAnnotation(body, bodyName(plan))) : undefined);
  const drafted = { body, ...(form ? { form } : {}) };
  const isKnown =
    plan.one &&
    isKnownBelow(
      project,
      plan,
      { ...drafted, bodyType: typed(modelsFor(project, plan, () => {})) },
      given(project, plan, form, () => {}),
    );
  const keeps = !plan.home.fresh && !handsDown(project, plan);
  const whole =
    isKnown || !keeps
      ? undefined
      : wholeOf(project, plan, { ...drafted, models, bodyType: typed(modelsFor(project, plan, () => {})) });
  const table = tableFor(project, plan, { body, models, read: readShape(plan) });
  const isMade = plan.intent.kind === 'create' && (isKnown || whole !== undefined);
  const answer = table?.answer ?? answerFor(project, plan, models, assume, { made: isMade === true, all: whole?.all, keeps });
  const parts: Parts = {
    ...drafted,
    models,
    answer,
    bodyType: typed(models),
    imports,
    assume,
    ...((table?.whole ?? whole) ? { whole: table?.whole ?? whole } : {}),
  };
  table?.write(edit);
  imports.add(plan.home.file, [...(parts.whole?.imports ?? []), ...(parts.answer.imports ?? [])]);
  if (!parts.whole) handOn(project, edit, plan, parts);
  const shown = isMade && answer.borrowed ? { ...plan, lookup: plan.one } : plan;
  const made = writeHandler(project, edit, shown, parts);
  if (!made) return undefined;
  models.write(edit, imports);
  if (parts.answer.kept && !plan.home.fresh) declare(project, edit, plan, parts.answer.kept.store, parts.answer.type);
  imports.write(project, edit);
  const tests = writeTests(project, edit, testFor(plan, parts, made));
  if (!tests) assume('No test is written: the project has none for a sibling to follow.');
  // What a layer reads or stores is not made up.
  const isRead = parts.handing?.row !== undefined;
  for (const sentence of assumed) if (!(isRead && sentence.startsWith('Where '))) edit.assume(sentence);
  return edit.done();
}

function testFor(
  plan: Plan,
  { answer, body, bodyType, form, models, handing }: Parts,
  { parameters, status, written }: Made,
): TestPlan {
  const { home, lookup } = plan;
  const isFound = handing?.row !== undefined && plan.intent.kind === 'get';
  return {
    handler: plan.called,
    method: plan.method,
    path: plan.path,
    siblings: home.siblings,
    item: lookup?.path ?? (isFound ? plan.path : undefined),
    status,
    body:
      body && ((quote) => sample(body, plan.intent.thing, quote, true, (field) => models.valueFor(bodyType, field, quote, true))),
    keys: answer.keys,
    within: plan.envelope?.key,
    isList: answer.isList,
    form,
    hasRequired:
      hasRequired(form?.fields ?? (body?.kind === 'object' ? body.fields : {})) &&
      (form ? true : models.requires(bodyType) !== false),
    kinds: keyNames(plan.path).flatMap((name) => {
      const own = parameters.find((p) => p.name === name);
      return own ? [kindOf(own, written)] : ['text' as const];
    }),
    isGuarded: isFound || /\b404\b|not.?found/i.test(lookup?.lines.join('\n') ?? ''),
    framework: home.framework,
    guards: parameters.flatMap((p) => (p.kind === 'dependency' ? [p.text] : [])),
    module: home.fresh && home.file,
  };
}

const keyNames = (path: string) => [...path.matchAll(/\{(\w+)/g)].map((m) => m[1]!);
const hasRequired = (fields: ObjectShape['fields']) => Object.values(fields).some((f) => !f.optional);

/** What the handler is given by the request, but for a body. */
const given = (project: Project, plan: Plan, form: Form | undefined, assume: (sentence: string) => void): ParameterText[] => [
  ...pathParametersFor(plan, assume),
  ...queryParameters(project, plan),
  ...(form?.parameters ?? []),
];

/** To the layer below, where there is one; else what stores the change is written into the handler, as far as siblings show it. */
function handOn(project: Project, edit: EditBuilder, plan: Plan, parts: Parts): void {
  const { home, lookup } = plan;
  const own = given(project, plan, parts.form, parts.assume);
  const handing = home.fresh ? handDownFresh(project, edit, plan, parts, own) : handDown(project, edit, plan, parts, own);
  if (handing) parts.handing = handing;
  else if (!home.fresh && lookup) {
    const like = ofCollection(home.siblings, lookup.path).map((s) => ({ file: s.file, chunk: s.chunkId }));
    const module = project.chunk(home.file, '')?.vars ?? {};
    const coming = (lookup.imports ?? []).flatMap((i) => i.as ?? i.name ?? []);
    const known = new Set([...lookup.needs.map((p) => p.name), ...Object.keys(module), ...coming]);
    const change = changeOf(project, plan, parts, { like, found: lookup.variable, knows: (name) => known.has(name) });
    const storing = storingByKey(project, change) ?? storingInList(project, change) ?? storingInSession(project, change);
    if (!storing) return;
    parts.storing = storing;
    const [, stored] = /^(.+) = \w+$/.exec(storing.lines.at(-1) ?? '') ?? [];
    if (stored !== undefined && parts.answer.borrowed && parts.answer.head === stored)
      parts.answer = { ...parts.answer, head: storing.variable };
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
  // 'InvoiceIn' beside 'TaskIn'.
  const made = home.siblings.flatMap((s) => (s.route.method === 'POST' ? s.parameters : []));
  const ending = made.flatMap((p) =>
    p.kind === 'body' ? (/^[A-Z][a-z]+(In|Input|Payload|Request|Body)$/.exec(p.annotation ?? '')?.[1] ?? []) : [],
  );
  if (home.fresh && ending[0] && intent.kind === 'create' && intent.word === null) return pascal(intent.thing) + ending[0];
  if (action === intent.thing) return pascal(action);
  return isVerbFirst ? pascal(`${action}_${intent.thing}`) : pascal(`${intent.thing}_${action}`);
}
