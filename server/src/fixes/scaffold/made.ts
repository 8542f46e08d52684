/** An answer that is made in the handler: each field from what was found, what was sent or the path, a new id as siblings make one. */
import type { ObjectShape, Shape } from '../../model/shapes/shape';
import { listed as inWords } from '../../rules/api';
import type { Project } from '../project';
import { styleOf } from '../style';
import { type Answer, type Entity, NOTHING, responseName, typed, usesJsonify, usesModels } from './answer';
import type { Models } from './models';
import { attribute, identifier, isAttribute, pascal, singular, snake } from './names';
import { type Kept, newId, newStore, storeLike } from './new-id';
import { bodyParameterName } from './parameters';
import type { Plan } from './plan';
import { quoted } from './printer';
import { sample } from './samples';

interface Read {
  read: ObjectShape;
  /** What the lookup finds. */
  entity: Entity | undefined;
  /** No layer below does. */
  keeps: boolean;
}

export function madeHere(
  project: Project,
  plan: Plan,
  models: Models,
  { read, entity, keeps }: Read,
  assume: (s: string) => void,
): Answer {
  const isFast = plan.home.framework === 'fastapi';
  const { quote } = styleOf(project, plan.home.siblings[0]!.file);
  const wants = isFast && (typed(plan) || usesModels(plan));
  const sent = plan.details.body.kind === 'object' ? plan.details.body.fields : {};
  const asked = withSent(read, sent);
  const isPart = plan.intent.kind === 'create' && plan.intent.word !== null;
  const isWhollyNew = plan.home.fresh !== undefined && plan.intent.kind === 'create' && plan.intent.word === null;
  const keep = isPart ? (keeps ? newStore(project, plan) : undefined) : isWhollyNew ? storeLike(project, plan) : undefined;
  const store = Object.hasOwn(asked, 'id') ? keep : undefined;
  const id = (isPart || store) && asked.id ? newId(project, plan, models.typeOf('id', asked.id.shape), store) : undefined;
  // What is kept is all that was sent.
  const fields = store && id ? { id: asked.id!, ...sent, ...asked } : asked;
  const open: string[] = [];
  const values = Object.entries(fields).flatMap(([key, { shape, optional }]): [string, string][] => {
    if (!/[A-Za-z]/.test(key)) return [];
    if (id && key === 'id') return [[key, id.code]];
    const source = sourceOf(plan, { key, shape, isPart, isFast, quote, entity });
    if (source !== undefined) return [[key, source]];
    if (optional) return [];
    open.push(key);
    return [[key, sample(shape, key, quote, false, (field) => models.valueFor(undefined, field, quote, false))]];
  });
  if (open.length) assume(`Where ${open.join(', ')} of the answer ${open.length > 1 ? 'come' : 'comes'} from is not known.`);
  const made = {
    ...NOTHING,
    keys: values.map(([k]) => k),
    open: open.length ? [`fill in ${inWords(open, 4)}`] : [],
    imports: id?.imports ?? [],
  };
  if (wants) {
    const { thing, word, kind } = plan.intent;
    const action = isWhollyNew
      ? thing
      : word && word !== thing
        ? `${thing}_${word}`
        : kind === 'get'
          ? thing
          : `${thing}_${kind}`;
    const name = models.annotation({ ...read, fields }, responseName(plan, pascal(action), isWhollyNew));
    const type = models.reference(name).text;
    const kept = store && id && keptAs(plan, store, (variable) => `${variable}.id`);
    return {
      ...made,
      type,
      head: `${type}(`,
      items: values.map(([k, v]) => (isAttribute(k) ? `${k}=${v}` : `**{${quoted(k, quote)}: ${v}}`)),
      tail: ')',
      ...kept,
    };
  }
  const kept = store && id && keptAs(plan, store, (variable) => `${variable}[${quoted('id', quote)}]`);
  const jsonify = !isFast && usesJsonify(plan, project);
  return {
    ...made,
    ...kept,
    items: values.map(([k, v]) => `${quoted(k, quote)}: ${v}`),
    type: isFast ? undefined : plan.home.siblings.find((s) => s.returns)?.returns,
    head: jsonify ? 'jsonify({' : '{',
    tail: jsonify ? '})' : '}',
  };
}

/** What is read but not typed is what was sent under the same name. */
function withSent({ fields }: ObjectShape, sent: ObjectShape['fields']): ObjectShape['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const given = Object.hasOwn(sent, key) ? sent[key] : undefined;
      if (!given || (field.shape.kind !== 'unknown' && !given.optional)) return [key, field];
      return [
        key,
        {
          ...field,
          shape: field.shape.kind === 'unknown' ? given.shape : field.shape,
          ...(given.optional ? { optional: true as const } : {}),
        },
      ];
    }),
  );
}

interface Wanted {
  key: string;
  shape: Shape;
  isPart: boolean;
  isFast: boolean;
  quote: '"' | "'";
  entity: Entity | undefined;
}

/** Where a field of the answer comes from: a new part of a thing is not that thing, whose fields it does not have. */
function sourceOf(plan: Plan, { key, shape, isPart, isFast, quote, entity }: Wanted): string | undefined {
  const { body } = plan.details;
  const given = body.kind === 'object' && Object.hasOwn(body.fields, key) ? body.fields[key] : undefined;
  const isGiven = given !== undefined && (given.shape.kind === shape.kind || given.shape.kind === 'unknown');
  const payload = bodyParameterName(plan);
  const sent =
    !isGiven || (!isFast && given.optional)
      ? undefined
      : isFast
        ? `${payload}.${attribute(key)}`
        : `${payload}[${quoted(key, quote)}]`;
  const variable = plan.lookup?.variable;
  const found =
    variable && entity?.names.has(key)
      ? entity.isDict
        ? `${variable}[${quoted(key, quote)}]`
        : `${variable}.${key}`
      : undefined;
  const named = plan.path.includes(`{${snake(key)}}`) ? snake(key) : undefined;
  // A thing is the one that the path names.
  const own = key === 'id' && plan.intent.word === null ? /\{(\w+_id)\}\/?$/.exec(plan.path)?.[1] : undefined;
  return named ?? (isPart ? sent : (found ?? own ?? sent));
}

function keptAs(plan: Plan, store: Kept, key: (variable: string) => string): Pick<Answer, 'kept'> {
  const variable = singular(identifier(plan.intent.word ?? plan.intent.thing));
  if (variable === plan.lookup?.variable || variable === bodyParameterName(plan)) return {};
  const line = store.isList ? `${store.name}.append(${variable})` : `${store.name}[${key(variable)}] = ${variable}`;
  return { kept: { variable, store, line } };
}
