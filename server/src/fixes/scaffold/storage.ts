/** How a change is stored where siblings show it: in a session that they commit, or in a dict that they look things up in. */
import type { Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import { isPydantic1 } from '../python/pydantic';
import { styleOf } from '../style';
import { entityOf } from './answer';
import type { FunctionAt } from './layers';
import type { Intent } from './names';
import { bodyParameterName } from './parameters';
import type { Parts, Plan } from './plan';
import { examplesFor, isItsOwn } from './test-examples';

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
  /** Fields that what is stored has; undefined where that is not known. */
  has: ReadonlySet<string> | undefined;
  /** What is stored is a dict; what is sent is one. */
  isDict: boolean;
  sendsDict: boolean;
  /** pydantic 1 */
  isOld: boolean;
  quote: '"' | "'";
  /** The test that the new one follows asks for a thing that others ask for too: it must not go away. */
  isShared: boolean;
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
  const { good } = examplesFor(project, { siblings: home.siblings, found: lookup?.sibling });
  return good !== undefined && !isItsOwn(good);
}

const isPrimitive = (shape: Shape): boolean =>
  shape.kind === 'union'
    ? shape.of.every(isPrimitive)
    : ['string', 'number', 'boolean', 'literal', 'null', 'unknown'].includes(shape.kind);

/** What is to be stored by the new route, seen from functions that show how. */
export function changeOf(
  project: Project,
  plan: Plan,
  { body, models }: Pick<Parts, 'body' | 'models'>,
  at: Pick<Change, 'like' | 'knows' | 'found'>,
): Change {
  const entity = entityOf(project, plan);
  const fields = body?.kind === 'object' ? Object.entries(body.fields) : [];
  const isFast = plan.home.framework === 'fastapi';
  const isKnown = fields.length > 0 && fields.every(([, f]) => isPrimitive(f.shape) && (isFast || !f.optional));
  const key = /\{(\w+)\}\/?$/.exec(plan.path)?.[1];
  return {
    ...at,
    intent: plan.intent,
    key,
    body: body && bodyParameterName(plan),
    fields: isKnown ? fields.map(([name]) => name) : [],
    has: entity?.names,
    isDict: entity?.isDict ?? false,
    sendsDict: !isFast,
    isOld: isPydantic1(project, [models.file, plan.home.file]),
    isShared: isShared(project, plan),
    quote: styleOf(project, plan.home.siblings[0]!.file).quote,
  };
}

/** 'TASKS', 'self.rows': the dict in which these functions find things by key. */
function keyedIn(project: Project, { like, knows }: Change): string | undefined {
  for (const fn of like) {
    const name = /^\s*(?:return|\w+\s*=)\s+(self\.\w+|[A-Za-z_]\w*)(?:\.get\(\w+\)|\[\w+\])\s*$/m.exec(textOf(project, fn))?.[1];
    if (name && knows(name.split('.')[0]!) && (name.includes('.') || Object.hasOwn(project.chunk(fn.file, '')?.vars ?? {}, name)))
      return name;
  }
  return undefined;
}

function textOf(project: Project, { file, chunk }: FunctionAt): string {
  const decl = project.decl(file, chunk);
  return decl ? (project.text(file) ?? '').slice(decl.from, decl.to).replace(/\r\n/g, '\n') : '';
}

/** By key, where things are found so. */
export function storingByKey(project: Project, change: Change): Storing | undefined {
  const name = isStored(change) && change.key !== undefined ? keyedIn(project, change) : undefined;
  return name === undefined ? undefined : inDict(change, name);
}

/** In a session, where siblings commit one. */
export function storingInSession(project: Project, change: Change): Storing | undefined {
  return isStored(change) ? inSession(change, textsOf(project, change)) : undefined;
}

const textsOf = (project: Project, { like }: Change) => like.map((fn) => textOf(project, fn)).join('\n');
const isStored = (change: Change) =>
  isPlain(change.intent) && (change.intent.kind === 'delete' ? !change.isShared : fits(change));

/** Everything that is sent is something that is stored. */
const fits = ({ body, fields, has }: Change) =>
  body !== undefined && fields.length > 0 && has !== undefined && fields.every((f) => has.has(f));

function inDict(change: Change, name: string): Storing | undefined {
  const { intent, found, key, body, fields, isDict, sendsDict, quote } = change;
  const variable = found ?? intent.thing;
  if (intent.kind === 'delete') return { lines: [`del ${name}[${key}]`], variable };
  const first = found === undefined ? [`${variable} = ${name}[${key}]`] : [];
  const sent = (f: string) => (sendsDict ? `${body}[${quote}${f}${quote}]` : `${body}.${f}`);
  if (isDict) return { lines: [...first, ...fields.map((f) => `${variable}[${quote}${f}${quote}] = ${sent(f)}`)], variable };
  if (sendsDict) return undefined;
  const { copy, dump } = pydantic(change.isOld);
  const from = found ?? `${name}[${key}]`;
  const changes = `changes = ${body}.${dump}(exclude_unset=True)`;
  return { lines: [changes, `${variable} = ${from}.${copy}(update=changes)`, `${name}[${key}] = ${variable}`], variable };
}

const pydantic = (isOld: boolean) => (isOld ? { copy: 'copy', dump: 'dict' } : { copy: 'model_copy', dump: 'model_dump' });

function inSession(change: Change, text: string): Storing | undefined {
  const { intent, found, body, fields, sendsDict, isDict, quote } = change;
  const [end, wait = '', session] = /(await\s+)?((?:\w+\.)*\w+)\.(?:commit|flush)\(\)/.exec(text) ?? [];
  if (end === undefined || session === undefined || found === undefined || isDict || !change.knows(session.split('.')[0]!))
    return undefined;
  if (intent.kind === 'delete') return { lines: [`${wait}${session}.delete(${found})`, end], variable: found };
  const refresh = new RegExp(`${session.replace(/\./g, '\\.')}\\.refresh\\(`).test(text);
  const set = sendsDict
    ? fields.map((f) => `${found}.${f} = ${body}[${quote}${f}${quote}]`)
    : [
        `for field, value in ${body}.${pydantic(change.isOld).dump}(exclude_unset=True).items():`,
        `    setattr(${found}, field, value)`,
      ];
  return { lines: [...set, end, ...(refresh ? [`${wait}${session}.refresh(${found})`] : [])], variable: found };
}
