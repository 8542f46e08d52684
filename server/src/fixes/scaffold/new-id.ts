/** The id of something new, made as siblings make theirs; where they count what they keep, the new things get a place of their own. */
import type { PyType } from '../../model/details/python-types';
import type { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import type { NewImport } from '../python/imports';
import { splitItems } from '../python/items';
import { blanked } from '../python/rename';
import { ofCollection } from './home';
import type { FunctionAt } from './layers';
import { identifier, singular } from './names';
import type { Plan } from './plan';
import { codeOf, storeOf } from './store';

export interface NewId {
  code: string;
  imports: NewImport[];
}

/** `str(uuid4())`, `next(ids)`, `len(TEAMS) + 1`: as siblings make one, else as its type allows; `kept`: where such things are, or will be. */
export function newId(
  project: Project,
  plan: Pick<Plan, 'home'>,
  type: PyType | undefined,
  kept: Kept | undefined,
): NewId | undefined {
  const code = writtenId(project, plan, kept);
  const named = /\blen\((\w+)\)|\bmax\((\w+)/.exec(code ?? '');
  const store = named?.[1] ?? named?.[2];
  if (code !== undefined && store === undefined) return { code, imports: [] };
  if (code !== undefined && store !== undefined && kept && (store === kept.name || store === kept.beside))
    return { code: code.replace(new RegExp(`\\b${store}\\b`, 'g'), kept.name), imports: [] };
  const name = type?.kind === 'plain' ? type.name : '';
  const uuid = [{ module: 'uuid', name: 'uuid4' }];
  if (name === 'str') return { code: 'str(uuid4())', imports: uuid };
  if (name === 'uuid.UUID') return { code: 'uuid4()', imports: uuid };
  if (kept?.isList && kept.beside) return { code: `len(${kept.name}) + 1`, imports: [] };
  return kept && !kept.isList && (name === 'int' || plan.home.framework !== 'fastapi')
    ? { code: `max(${kept.name}, default=0) + 1`, imports: [] }
    : undefined;
}

function writtenId(project: Project, { home }: Pick<Plan, 'home'>, kept: Kept | undefined): string | undefined {
  for (const sibling of [...home.siblings].sort((a, b) => rank(a.route.method) - rank(b.route.method))) {
    const code = codeOf(project, { file: sibling.file, chunk: sibling.chunkId });
    // What the module of a sibling holds is not there in a module of its own, but for what is made like it.
    const known = home.fresh ? {} : (project.chunk(sibling.file, '')?.vars ?? {});
    const found = idIn(
      code,
      (name) => Object.hasOwn(known, name) || name === kept?.beside || /^(?:str|int|len|max|next|default)$/.test(name),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

const rank = (method: string) => (method === 'POST' ? 0 : 1);

/** `Team(id=…, …)`, `{"id": …}`, and what a variable there was assigned. */
function idIn(code: string, knows: (name: string) => boolean): string | undefined {
  for (const m of code.matchAll(/(?:\(|,|\{)\s*(?:id=|["']id["']:\s*)/g)) {
    const value = splitItems(upToClose(code.slice(m.index + m[0].length)))[0]?.trim() ?? '';
    const made = /^[a-z_]\w*$/.test(value) ? assignedIn(code, value) : value;
    if (made !== undefined && isMade(made, knows)) return made;
  }
  return undefined;
}

/** A parameter before another with a default is none: `team_id: int, user: User = Depends(…)`. */
const assignedIn = (code: string, name: string) =>
  new RegExp(`^\\s*${name}\\s*(?::[^=,\\n]+)?=\\s*([^\\n]+)$`, 'm').exec(code)?.[1]?.trim();

/** Something is called, and nothing is named that only the sibling has. */
const isMade = (code: string, knows: (name: string) => boolean): boolean =>
  /\(/.test(code) && [...blanked(code).matchAll(/(?<![\w.])[A-Za-z_]\w*/g)].every(([name]) => knows(name));

/** What stands before the bracket that closes around it. */
function upToClose(code: string): string {
  let depth = 0;
  for (let i = 0; i < code.length; i++) {
    if ('([{'.includes(code[i]!)) depth++;
    else if (')]}'.includes(code[i]!) && depth-- === 0) return code.slice(0, i);
  }
  return code;
}

/** Where things of a kind are. */
export interface Kept {
  name: string;
  /** It is new: the store beside which it is declared. */
  beside?: string;
  /** A list rather than a dict by key. */
  isList?: boolean;
}

/** Where things of a new module are kept, as most siblings keep theirs in a variable of their module: INVOICES like TASKS. */
export function storeLike(
  project: Project,
  { home, intent }: Pick<Plan, 'home' | 'intent'>,
): (Kept & { beside: string }) | undefined {
  const like = home.siblings[0]!;
  const store = storeOf(
    project,
    home.siblings.map((s): FunctionAt => ({ file: s.file, chunk: s.chunkId })),
    '',
  );
  if (!home.fresh || like.chunk.parent || !store || store.kind === 'session' || store.name.includes('.')) return undefined;
  const { name: beside } = store;
  if (!Object.hasOwn(project.chunk(like.file, '')?.vars ?? {}, beside) || !declarationOf(project.text(like.file) ?? '', beside))
    return undefined;
  const many = identifier(home.fresh.resource);
  const named = singular(beside.toLowerCase()) === beside.toLowerCase() ? singular(many) : many;
  const name = `${beside.startsWith('_') ? '_' : ''}${beside === beside.toUpperCase() ? named.toUpperCase() : named}`;
  return named === intent.thing ? undefined : { name, beside, isList: store.kind === 'list' };
}

/** `INVOICES: dict[int, Invoice] = {}`, as the module of the siblings declares its own. */
export function declaredLike(project: Project, like: string, { name, beside }: Kept, type: string | undefined): string {
  const declaration = declarationOf(project.text(like) ?? '', beside ?? '');
  if (!declaration) return '';
  const { annotation, empty } = declaration;
  const typed = type === undefined ? annotation : annotation.replace(/[\w.]+(?=\]$)/, type);
  return `${name}${annotation && `: ${typed}`} = ${empty}\n`;
}

/** How a store is declared, and what it is when there is nothing in it. */
function declarationOf(text: string, name: string): { annotation: string; empty: string } | undefined {
  const m = new RegExp(
    `^${name}[ \\t]*(?::[ \\t]*([\\w.]+(?:\\[[^\\n=]*\\])?)[ \\t]*)?=[ \\t]*(\\{|\\[|dict\\(|list\\()`,
    'm',
  ).exec(text);
  const [, annotation = '', open = ''] = m ?? [];
  return m ? { annotation, empty: `${open}${open === '{' ? '}' : open === '[' ? ']' : ')'}` } : undefined;
}

/** MEMBERS beside TEAMS: where members of a team would be kept. */
export function newStore(
  project: Project,
  { home, intent, path }: Pick<Plan, 'home' | 'intent' | 'path'>,
): (Kept & { beside: string }) | undefined {
  // The things that they belong to: teams of /teams/{team_id}/members.
  const owner = path.slice(0, path.lastIndexOf('/{'));
  const like = ofCollection(home.siblings, owner).map((s): FunctionAt => ({ file: s.file, chunk: s.chunkId }));
  const store = storeOf(project, like, '');
  if (store?.kind !== 'dict' || store.name.includes('.') || intent.word === null || home.fresh) return undefined;
  const { name: beside } = store;
  const word = singular(identifier(intent.word));
  const plural = /y$/.test(word) ? `${word.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
  const known = project.chunk(home.file, '')?.vars ?? {};
  if (!Object.hasOwn(known, beside)) return undefined;
  const isPlural = new RegExp(`${intent.thing.replaceAll('_', '')}(?:s|es)$`, 'i').test(beside.replaceAll('_', ''));
  const named = isPlural ? plural : word;
  const isUpper = beside === beside.toUpperCase();
  const name = `${beside.startsWith('_') ? '_' : ''}${isUpper ? named.toUpperCase() : named}`;
  return Object.hasOwn(known, name) || !isAbout(beside, intent.thing) ? undefined : { name, beside };
}

const isAbout = (name: string, thing: string) => name.replaceAll('_', '').toLowerCase().includes(thing.replaceAll('_', ''));

/** `MEMBERS: dict[int, Member] = {}` below the store of the things that they belong to. */
export function declare(
  project: Project,
  edit: EditBuilder,
  { home }: Pick<Plan, 'home'>,
  { name, beside }: Kept,
  type: string | undefined,
): void {
  const text = project.text(home.file) ?? '';
  const m = new RegExp(
    `^${beside}[ \\t]*(?::[ \\t]*([Dd]ict)\\[([^,\\]]+),[^\\n=]*)?(?::[^=\\n]+)?=[ \\t]*(\\{|dict\\()`,
    'm',
  ).exec(text);
  if (!m) return;
  const [all, dict, key, open] = m;
  const from = m.index + all.length;
  const at = lineOf(text, from + upToClose(text.slice(from)).length).end;
  // The model must be known where the annotation stands.
  const isLater = /^class \w+\([^\n]*BaseModel/m.test(text.slice(at));
  const annotation = dict && type && !isLater ? `: ${dict}[${key}, ${type}]` : '';
  edit.insert(home.file, at, `${name}${annotation} = ${open === '{' ? '{}' : 'dict()'}\n`, 'where the new things are kept');
}
