/** How a change is stored where siblings show it: in a session that they commit, or in a dict that they look things up in. */
import { withoutNames } from '../../model/matching/route-index';
import type { Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import { isPydantic1 } from '../python/pydantic';
import { styleOf } from '../style';
import { entityOf } from './answer';
import type { FunctionAt } from './layers';
import { attribute, type Intent } from './names';
import { bodyParameterName } from './parameters';
import type { Parts, Plan } from './plan';
import { codeOf, isDict, storeOf } from './store';
import { examplesFor, knownFor } from './test-examples';

/** What the statements that store are about. */
export interface Change {
  intent: Intent;
  /** The variable that holds what was found. */
  found: string | undefined;
  /** The parameter that the store is keyed by. */
  key: string | undefined;
  /** The parameter that holds what is sent, and what may be in it. */
  body: string | undefined;
  fields: readonly string[];
  /** Those of them that not everybody sends. */
  optional: ReadonlySet<string>;
  /** Fields that what is stored has; undefined where that is not known. */
  has: ReadonlySet<string> | undefined;
  /** What is stored is a dict. */
  isDict: boolean;
  /** What is sent comes as a model, as a dataclass, as a dict, or each field as a parameter of its own. */
  sends: 'model' | 'record' | 'dict' | 'apart';
  /** pydantic 1 */
  isOld: boolean;
  quote: '"' | "'";
  indent: string;
  /** The test that the new one follows asks for a thing that others ask for too: it must not go away. */
  isShared: boolean;
  /** What is looked up is what the path names, not what that belongs to: no project is deleted with one of its members. */
  isItself: boolean;
  /** Functions that show how it is done. */
  like: readonly FunctionAt[];
  /** Whether a name of theirs is known where the statements will stand. */
  knows(name: string): boolean;
}

/** Statements that store, and where the result is after them. */
export interface Storing {
  lines: string[];
  variable: string;
}

const isPlain = ({ kind, word }: Intent) => word === null && (kind === 'update' || kind === 'delete');

function isShared(project: Project, { home, lookup }: Plan): boolean {
  const tested = { siblings: home.siblings, item: lookup?.path };
  const known = knownFor(project, tested, examplesFor(project, tested), true);
  return known !== undefined && !known.isOwn;
}

/** Below a thing of which it is a part, only what others read by the same path is known to be stored as they show. */
function isItself({ path, lookup, home }: Plan): boolean {
  const known = [...(lookup ? [lookup.path] : []), ...home.siblings.map((s) => s.route.path)];
  return path.split('{').length < 3 || known.some((one) => withoutNames(one) === withoutNames(path));
}

const isPrimitive = (shape: Shape): boolean =>
  shape.kind === 'union'
    ? shape.of.every(isPrimitive)
    : ['string', 'number', 'boolean', 'literal', 'null', 'unknown'].includes(shape.kind);

/** What is to be stored by the new route, seen from functions that show how. */
export function changeOf(
  project: Project,
  plan: Plan,
  { body, form, models, bodyType }: Pick<Parts, 'body' | 'form' | 'models'> & { bodyType?: string | undefined },
  at: Pick<Change, 'like' | 'knows' | 'found'>,
): Change {
  const entity = entityOf(project, plan);
  const fields = Object.entries(form?.fields ?? (body?.kind === 'object' ? body.fields : {}));
  const isFast = plan.home.framework === 'fastapi';
  const isKnown = fields.length > 0 && !form?.files.length && fields.every(([, f]) => isPrimitive(f.shape));
  const key = /\{(\w+)\}\/?$/.exec(plan.path)?.[1];
  const { quote, indent } = styleOf(project, at.like[0]?.file ?? plan.home.siblings[0]!.file);
  return {
    ...at,
    intent: plan.intent,
    key,
    body: body || form ? bodyParameterName(plan) : undefined,
    fields: isKnown ? fields.map(([name]) => name) : [],
    optional: new Set(fields.flatMap(([name, f]) => (f.optional ? [name] : []))),
    has: entity?.names,
    isDict: entity?.isDict ?? false,
    sends: isFast ? (form ? 'apart' : models.isRecord(bodyType) ? 'record' : 'model') : 'dict',
    isOld: isPydantic1(project, [models.file, plan.home.file]),
    isShared: isShared(project, plan),
    isItself: isItself(plan),
    quote,
    indent,
  };
}

/** 'TASKS', 'self.rows': the dict in which these functions find things by key. */
function keyedIn(project: Project, { like, knows }: Change): string | undefined {
  for (const fn of like) {
    const code = codeOf(project, fn);
    const name = /^\s*(?:return|\w+\s*=)\s+(self(?:\.\w+)+|(?:[A-Za-z_]\w*\.)?[A-Za-z_]\w*)(?:\.get\(\w+\)|\[\w+\])\s*$/m.exec(
      code,
    )?.[1];
    if (name?.includes('.') && !isDict(project, fn.file, name)) continue;
    if (name && knows(name.split('.')[0]!) && (name.includes('.') || Object.hasOwn(project.chunk(fn.file, '')?.vars ?? {}, name)))
      return name;
  }
  const store = storeOf(project, like, '');
  return store?.kind === 'dict' && knows(store.name.split('.')[0]!) ? store.name : undefined;
}

/** By key, where things are found so. */
export function storingByKey(project: Project, change: Change): Storing | undefined {
  const name = isStored(change) && change.key !== undefined ? keyedIn(project, change) : undefined;
  return name === undefined ? undefined : inDict(change, name);
}

/** In the list that they are searched in. */
export function storingInList(project: Project, change: Change): Storing | undefined {
  const { found, intent, isDict, sends } = change;
  if (!isStored(change) || found === undefined) return undefined;
  const store = storeOf(project, change.like, '');
  if (store?.kind !== 'list' || !change.knows(store.name)) return undefined;
  if (intent.kind === 'delete') return { lines: [`${store.name}.remove(${found})`], variable: found };
  return { lines: isEach(sends) && !isDict ? setEach(change, found) : setting(change, found), variable: found };
}

/** In a session, where siblings commit one. */
export function storingInSession(project: Project, change: Change): Storing | undefined {
  if (!isStored(change)) return undefined;
  return inSession(change, textsOf(project, change)) ?? inSession(change, elsewhere(project));
}

/** `await session.commit()`, as these functions end, else as any handler does. */
export function commitOf(project: Project, change: Change, session: string): string | undefined {
  const commit = new RegExp(`(?:await )?${session.replace(/\./g, '\\.')}\\.(?:commit|flush)\\(\\)`);
  return commit.exec(textsOf(project, change))?.[0] ?? commit.exec(elsewhere(project))?.[0];
}

/** What the modules of all handlers say, then all others that commit something. */
function elsewhere(project: Project): string {
  const handlers = project.api.served.flatMap((r) => r.handler.file ?? []);
  const others = project.api.ctx.world.files('python').filter((file) => !project.api.isTestFile(file));
  const texts = [...new Set([...handlers, ...others])].map((file) => project.text(file) ?? '');
  return texts.filter((text) => text.includes('.commit()') || text.includes('.flush()')).join('\n');
}

const textsOf = (project: Project, { like }: Change) => like.map((fn) => codeOf(project, fn)).join('\n');
const isStored = (change: Change) =>
  change.isItself && isPlain(change.intent) && (change.intent.kind === 'delete' ? !change.isShared : fits(change));

/** Everything that is sent is something that is stored; a dict takes what it is given. */
const fits = ({ body, fields, has, isDict }: Change) =>
  body !== undefined && fields.length > 0 && (isDict || (has !== undefined && fields.every((f) => has.has(f))));

/** `payload.title`, `payload["title"]` or `title`. */
export const sentField = ({ sends, body, quote }: Change, field: string): string =>
  sends === 'dict' ? `${body}[${quote}${field}${quote}]` : `${sends === 'apart' ? '' : `${body}.`}${attribute(field)}`;

/** Each field of what was found is set; one that not everybody sends, where it is sent. */
function setting(change: Change, found: string): string[] {
  const { fields, optional, quote, indent, body, sends, isDict } = change;
  const name = (f: string) => quote + f + quote;
  const set = (f: string) => `${isDict ? `${found}[${name(f)}]` : `${found}.${f}`} = ${sentField(change, f)}`;
  const rest = fields.filter((f) => optional.has(f));
  const always = fields.filter((f) => !optional.has(f)).map(set);
  const each = `for field in (${rest.map(name).join(', ')}):`;
  if (sends === 'dict' && rest.length > 1 && each.length < MOST_IN_A_LINE) {
    const one = isDict ? `${found}[field] = ${body}[field]` : `setattr(${found}, field, ${body}[field])`;
    return [...always, each, `${indent}if field in ${body}:`, indent + indent + one];
  }
  const isSent = (f: string) => (sends === 'dict' ? `${name(f)} in ${body}` : `${f} is not None`);
  return [...always, ...rest.flatMap((f) => [`if ${isSent(f)}:`, indent + set(f)])];
}
const MOST_IN_A_LINE = 70;

const isEach = (sends: Change['sends']) => sends === 'model' || sends === 'record';

/** What is sent of a model is set, whatever it is. */
const setEach = ({ body, isOld, indent, sends }: Change, found: string): string[] => [
  `for field, value in ${sends === 'record' ? `vars(${body})` : `${body}.${pydantic(isOld).dump}(exclude_unset=True)`}.items():`,
  `${indent}setattr(${found}, field, value)`,
];

function inDict(change: Change, name: string): Storing | undefined {
  const { intent, found, key, body, isDict } = change;
  const variable = found ?? intent.thing;
  if (intent.kind === 'delete') return { lines: [`del ${name}[${key}]`], variable };
  const first = found === undefined ? [`${variable} = ${name}[${key}]`] : [];
  if (isDict)
    return {
      lines: [...first, ...setting(change, variable)],
      variable,
    };
  if (change.sends === 'record') return { lines: [...first, ...setEach(change, variable)], variable };
  if (change.sends !== 'model') return undefined;
  const { copy, dump } = pydantic(change.isOld);
  const from = found ?? `${name}[${key}]`;
  const changes = `changes = ${body}.${dump}(exclude_unset=True)`;
  return { lines: [changes, `${variable} = ${from}.${copy}(update=changes)`, `${name}[${key}] = ${variable}`], variable };
}

export const pydantic = (isOld: boolean) => (isOld ? { copy: 'copy', dump: 'dict' } : { copy: 'model_copy', dump: 'model_dump' });

function inSession(change: Change, text: string): Storing | undefined {
  const { intent, found, sends, isDict } = change;
  const [end, wait = '', session] = /(await\s+)?((?:\w+\.)*\w+)\.(?:commit|flush)\(\)/.exec(text) ?? [];
  // A unit of work is committed, too, but holds nothing itself.
  const isSession = new RegExp(
    `(?<![\\w.])${session?.replace(/\./g, '\\.')}\\.(?:add|delete|merge|refresh|exec|execute|scalars?|query|get)\\(`,
  );
  if (
    end === undefined ||
    session === undefined ||
    !isSession.test(text) ||
    found === undefined ||
    isDict ||
    !change.knows(session.split('.')[0]!)
  )
    return undefined;
  if (intent.kind === 'delete') return { lines: [`${wait}${session}.delete(${found})`, end], variable: found };
  const refresh = new RegExp(`${session.replace(/\./g, '\\.')}\\.refresh\\(`).test(text);
  const set = isEach(sends) ? setEach(change, found) : setting(change, found);
  return { lines: [...set, end, ...(refresh ? [`${wait}${session}.refresh(${found})`] : [])], variable: found };
}
