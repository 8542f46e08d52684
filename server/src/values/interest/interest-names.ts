/** Which module an import in a graph of interest names, without evaluating it: '1|pkg.api|users.load' to '/w/pkg/users.py#load'. */
import { own } from '../../base/own';
import { findModule } from '../modules/python-modules';
import type { World } from '../world';

/** '@fastapi.APIRouter' for what is in no file; '.load' for the member of something that is no module; any other name as it is. */
export function nameResolver(world: World, file: string): (name: string) => string {
  const modules = new Map<string, string | undefined>();
  const find = (level: string, module: string): string | undefined => {
    const key = `${level}|${module}`;
    if (!modules.has(key)) modules.set(key, findModule(world, file, module, Number(level)));
    return modules.get(key);
  };
  return (name) => {
    const [, level, module, path, parameter = ''] = (name.includes('|') && IMPORTED.exec(name)) || [];
    if (level === undefined || module === undefined || path === undefined) return name;
    const at = find(level, module);
    if (at === undefined) return `@${module}.${path}${parameter}`;
    return `${inModule(world, at, path === '' ? [] : path.split('.'), 0)}${parameter}`;
  };
}

/** '1|pkg.api|users.load', of a parameter '1|pkg.api|users.load(0)'. A member may have any text as its name, `getattr(module, 'a|b')`. */
const IMPORTED = /^(\d+)\|([^|]*)\|([^(]*)(\(.*)?$/s;

function inModule(world: World, at: string, [name, ...rest]: string[], depth: number): string {
  if (name === undefined || depth > 8) return `@${at}`;
  const isFile = at.endsWith('.py');
  const isRead = isFile && world.isRead(at);
  const assigned = isRead ? own(world.chunk(at, '')?.vars, name)?.[0] : undefined;
  if (assigned) {
    const e = world.chunk(at, '')?.arena[assigned.x];
    const onward = rest.length > 0 && e?.kind === 'import' ? findModule(world, at, importedModule(e), e.level ?? 0) : undefined;
    if (onward !== undefined) return inModule(world, onward, rest, depth + 1);
    return rest.length === 0 ? `${at}#${name}` : `.${rest.at(-1)}`;
  }
  const dir = isFile ? at.replace(/\/__init__\.py$/, '') : at;
  const below = dir !== at || !isFile ? findModule(world, `${dir}/__init__.py`, name, 1) : undefined;
  if (below !== undefined) return inModule(world, below, rest, depth + 1);
  // What is not read may hold the name. Whether it can matter, its text will tell.
  if (isFile && !isRead) return rest.length === 0 ? `${at}#${name}` : `.${rest.at(-1)}`;
  for (const star of (isFile && world.head(at)?.stars) || []) {
    const from = findModule(world, at, star.module, star.level ?? 0);
    const found = from === undefined ? undefined : inModule(world, from, [name, ...rest], depth + 1);
    if (found && !found.startsWith('@')) return found;
  }
  return `@${at}.${[name, ...rest].join('.')}`;
}

const importedModule = (e: { module: string; name?: string }): string =>
  e.name === undefined ? e.module : e.module === '' ? e.name : `${e.module}.${e.name}`;
