/** Where a project keeps things, as functions show it that handle them: a dict by key, a list, or the session of a database. */
import { findModule } from '../../values/modules/python-modules';
import type { Project } from '../project';
import { importsOf } from '../python/imports';
import { queriedIn } from './flask-rows';
import { commonest, type FunctionAt } from './layers';

export type Store =
  /** 'TASKS', 'self.rows' */
  | { kind: 'dict'; name: string }
  /** 'TASKS' */
  | { kind: 'list'; name: string }
  | {
      kind: 'session';
      session: string;
      wait: string;
      model: string;
      isOld: boolean;
      /** `User.query` of Flask-SQLAlchemy. */
      isQuery?: true;
      from: 'sqlalchemy' | 'sqlmodel';
    };

/** What these functions keep their things in; undefined where it is not one thing alone. */
export function storeOf(project: Project, functions: readonly FunctionAt[], thing: string): Store | undefined {
  const text = functions.map((fn) => codeOf(project, fn)).join('\n');
  const names = [
    ...text.matchAll(/(?<![\w.])(self(?:\.\w+)+|(?:[A-Za-z_]\w*\.)?[A-Za-z_]\w*)(?:\.values\(\)|\[[\w.]+\](?= = ))/g),
  ].map((m) => m[1]!);
  const name = commonest(names);
  if (name && functions[0] && isDict(project, functions[0].file, name)) return { kind: 'dict', name };
  const list = functions[0] && listIn(project, functions[0].file, text);
  if (list) return { kind: 'list', name: list };
  const from = /^from sqlmodel import/m.test(project.text(functions[0]?.file ?? '') ?? '') ? 'sqlmodel' : 'sqlalchemy';
  return thing === '' ? undefined : (queriedIn(project, text, thing) ?? sessionOf(text, thing, from));
}

/** It is made as one, or said to be one: what a class is handed may be anything that has a `get`. */
export const isDict = (project: Project, file: string, name: string): boolean => {
  // `self.store.books`: a field of what it is handed.
  const own = name.split('.');
  const module = own.length === 2 && own[0] !== 'self' && own[0] !== 'cls' ? moduleNamed(project, file, own[0]!) : undefined;
  if (module !== undefined) return isDict(project, module, own[1]!);
  if (own.length > 2)
    return new RegExp(`${name.replaceAll('.', '\\.')}\\.(?:values|items|keys|pop)\\(`).test(project.text(file) ?? '');
  const written = `^[ \\t]*${name.replace('.', '\\.')}\\s*(?:(?::[ \\t]*(?:[Dd]ict|(?:Default|default|Mutable)\\w*)\\[[^\\n]*)|(?::[^=\\n]+)?=\\s*(?:\\{|\\w*[dD]ict\\())`;
  return new RegExp(written, 'm').test(project.text(file) ?? '');
};

/** The file of a module that is imported by this name: `from app import store`. */
function moduleNamed(project: Project, file: string, name: string): string | undefined {
  const statement = importsOf(project.text(file) ?? '').find((s) => s.names?.some((n) => (n.as ?? n.name) === name));
  const own = statement?.names?.find((n) => (n.as ?? n.name) === name)?.name;
  const dots = /^\.*/.exec(statement?.module ?? '')![0].length;
  if (!statement || own === undefined) return undefined;
  const base = statement.module.slice(dots);
  return findModule(project.api.ctx.world, file, base ? `${base}.${own}` : own, dots);
}

/** `TASKS.append(task)`, `for task in TASKS` of a list that is made as one. */
function listIn(project: Project, file: string, code: string): string | undefined {
  const used = /(?<![\w.])([A-Za-z_]\w*)\.(?:append|remove)\(|\bin ([A-Za-z_]\w*)(?::$| if\b)/gm;
  const names = [...code.matchAll(used)].map((m) => m[1] ?? m[2]!);
  const isList = (name: string) =>
    new RegExp(`^${name}\\s*(?:(?::[ \\t]*[Ll]ist\\[[^\\n=]*\\]|:[ \\t]*list)[ \\t]*)?= *(?:\\[|list\\()`, 'm').test(
      project.text(file) ?? '',
    );
  const name = commonest(names.filter(isList));
  return name === '' ? undefined : name;
}

export function codeOf(project: Project, { file, chunk }: FunctionAt): string {
  const decl = project.decl(file, chunk);
  return decl ? (project.text(file) ?? '').slice(decl.from, decl.to).replace(/\r\n/g, '\n') : '';
}

/** `session.scalars(select(Task))`, `db.query(Task)`, `session.add(task)` of a `Task(…)`. */
function sessionOf(text: string, thing: string, from: 'sqlalchemy' | 'sqlmodel'): Store | undefined {
  const asked =
    /(await\s+)?((?:\w+\.)*\w+)\.(?:scalars?|execute|exec|query|get|add)\(\s*(?:\w+\.)?(?:select\()?\s*((?:\w+\.)?[A-Z]\w*)/g;
  const made = /(\w+)\s*=\s*((?:\w+\.)?[A-Z]\w*)\([\s\S]*?\b((?:\w+\.)*\w+)\.add\(\1\)/g;
  const all = [
    ...[...text.matchAll(asked)].map((m) => ({ session: m[2]!, model: m[3]!, call: m[0] })),
    ...[...text.matchAll(made)].map((m) => ({ session: m[3]!, model: m[2]!, call: '' })),
  ];
  const word = thing.replaceAll('_', '').toLowerCase();
  const own =
    all.find((a) => a.model.split('.').at(-1)!.toLowerCase() === word) ?? all.find((a) => a.model.toLowerCase().includes(word));
  if (!own) return undefined;
  const wait = new RegExp(`await\\s+${own.session.replaceAll('.', '\\.')}\\.`).test(text) ? 'await ' : '';
  return { kind: 'session', session: own.session, wait, model: own.model, isOld: text.includes(`${own.session}.query(`), from };
}

/** The expression that finds one by its key, or None. */
export function findingIn(store: Store, key: string, thing: string): string | undefined {
  if (store.kind === 'dict') return `${store.name}.get(${key})`;
  if (store.kind === 'list') return undefined;
  const { session, wait, model, isOld } = store;
  if (!isOld) return /(^|_)id$/.test(key) ? `${wait}${session}.get(${model}, ${key})` : undefined;
  const column = key.startsWith(`${thing}_`) ? key.slice(thing.length + 1) : key;
  return `${session}.query(${model}).filter(${model}.${column} == ${key}).first()`;
}
