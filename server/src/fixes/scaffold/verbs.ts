/** What stands for a verb in the names of a project: a guard that lets read is not the one that lets delete. */
import { findModule } from '../../values/modules/python-modules';
import type { Project } from '../project';
import { importsOf, type NewImport } from '../python/imports';

const WORDS: Record<string, readonly string[]> = {
  GET: ['READ', 'LIST', 'VIEW', 'GET'],
  POST: ['CREATE', 'WRITE', 'ADD', 'POST'],
  PUT: ['UPDATE', 'EDIT', 'WRITE', 'CHANGE', 'PUT', 'PATCH'],
  PATCH: ['UPDATE', 'EDIT', 'WRITE', 'CHANGE', 'PATCH', 'PUT'],
  DELETE: ['DELETE', 'REMOVE', 'DESTROY', 'WRITE', 'UPDATE'],
};
const ALL = new Set(Object.values(WORDS).flat());
/** `get_db`, `add_headers` and their like guard nothing: in small letters only these tell of a right. */
const RIGHTS = /^(read|view|write|create|update|edit|delete)$/;

const isVerb = (word: string) => (word === word.toUpperCase() ? ALL.has(word) : RIGHTS.test(word));

export interface Fitted {
  text: string;
  imports: NewImport[];
  /** Names of another verb for which there is none of this one. */
  foreign: string[];
}

/** `Depends(TASKS_READ)` of a sibling that reads is `Depends(TASKS_DELETE)` where there is such a name. */
export function forVerb(project: Project, file: string, text: string, method: string): Fitted {
  const own = WORDS[method] ?? [];
  const imports: NewImport[] = [];
  const foreign: string[] = [];
  const fitted = text.replace(/\b[A-Za-z]\w*\b/g, (name: string) => {
    const parts = name.split('_');
    const at = parts.findIndex(isVerb);
    if (at < 0 || parts.length < 2 || own.includes(parts[at]!.toUpperCase())) return name;
    const isUpper = parts[at] === parts[at]!.toUpperCase();
    for (const word of own) {
      const other = parts.with(at, isUpper ? word : word.toLowerCase()).join('_');
      const found = known(project, file, name, other);
      if (!found) continue;
      imports.push(...found);
      return other;
    }
    if (isUpper) foreign.push(name);
    return name;
  });
  return { text: fitted, imports, foreign };
}

/** What has to be imported for a name beside one that is known here; undefined where there is no such name. */
function known(project: Project, file: string, beside: string, name: string): NewImport[] | undefined {
  const text = project.text(file) ?? '';
  if (new RegExp(`\\b${name}\\b`).test(text)) return [];
  const statement = importsOf(text).find((s) => s.names?.some((n) => n.name === beside && !n.as));
  if (!statement) return undefined;
  const dots = /^\.*/.exec(statement.module)![0].length;
  const source = findModule(project.api.ctx.world, file, statement.module.slice(dots), dots);
  const vars = source === undefined ? undefined : project.chunk(source, '')?.vars;
  return vars && Object.hasOwn(vars, name) ? [{ module: statement.module, name }] : undefined;
}

const NAMES: Record<number, string> = {
  200: 'OK',
  201: 'CREATED',
  202: 'ACCEPTED',
  204: 'NO_CONTENT',
};

/** A status as siblings write theirs: 204, status.HTTP_204_NO_CONTENT, HTTPStatus.NO_CONTENT. */
export function statusText(texts: readonly string[], code: number): string {
  const all = texts.join('\n');
  const name = NAMES[code];
  const before = name && /\b((?:\w+\.)*)HTTP_\d{3}_/.exec(all)?.[1];
  if (before !== undefined && name) return `${before}HTTP_${code}_${name}`;
  const enumerated = name && /\b((?:\w+\.)*HTTPStatus\.)[A-Z]/.exec(all)?.[1];
  return enumerated ? enumerated + name : String(code);
}
