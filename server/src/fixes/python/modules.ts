/** How a Python file is named where another imports it: absolute or relative, as that file imports its own modules. */
import { dirname } from '../../base/uri';
import { findModule } from '../../values/modules/python-modules';
import { dottedName } from '../../values/modules/python-packages';
import type { Project } from '../project';
import { type ImportStatement, importsOf } from './imports';

/** Whether an absolute module name is one of the project's, seen from a file. */
export const isOwnModule =
  (project: Project, from: string) =>
  (module: string): boolean => {
    const { world } = project.api.ctx;
    return findModule(world, from, module.split('.')[0]!, 0) !== undefined;
  };

/** The module name of a file that may not exist yet, for an import in `from`. */
export function moduleName(project: Project, from: string, file: string): string {
  const own = ownImports(project, from);
  const relatives = own.filter((s) => s.module.startsWith('.')).length;
  if (relatives > own.length - relatives && isPackaged(project, from)) return relativeName(from, file);
  return absoluteName(project, from, file, own);
}

function ownImports(project: Project, from: string): ImportStatement[] {
  const isOwn = isOwnModule(project, from);
  return importsOf(project.text(from) ?? '', true).filter((s) => s.module.startsWith('.') || isOwn(s.module));
}

const isPackaged = (project: Project, from: string) => project.api.ctx.world.exists(`${dirname(from)}/__init__.py`);

function relativeName(from: string, file: string): string {
  const a = dirname(from).split('/');
  const b = file.replace(/(\/__init__)?\.py$/, '').split('/');
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return '.'.repeat(a.length - shared + 1) + b.slice(shared).join('.');
}

/** From the folder from which the file's other modules are imported. */
function absoluteName(project: Project, from: string, file: string, own: readonly ImportStatement[]): string {
  const { world } = project.api.ctx;
  const bare = file.replace(/(\/__init__)?\.py$/, '');
  for (const statement of own) {
    if (statement.module.startsWith('.')) continue;
    const at = findModule(world, from, statement.module, 0);
    const path = at?.replace(/(\/__init__)?\.py$/, '');
    const suffix = `/${statement.module.replaceAll('.', '/')}`;
    if (!path?.endsWith(suffix)) continue;
    const root = path.slice(0, -suffix.length);
    if (bare.startsWith(`${root}/`)) return bare.slice(root.length + 1).replaceAll('/', '.');
  }
  const parts = bare.split('/');
  for (let i = parts.length - 1; i > 0; i--) {
    const dotted = parts.slice(i).join('.');
    if (findModule(world, from, dotted, 0) === file && !world.exists(`${parts.slice(0, i).join('/')}/__init__.py`)) return dotted;
  }
  const inFolder = world.listing(dirname(file))?.find((n) => n.endsWith('.py') && n !== '__init__.py');
  const sibling = inFolder && dottedName(project.api.ctx, `${dirname(file)}/${inFolder}`);
  return sibling ? [...sibling.split('.').slice(0, -1), parts.at(-1)].join('.') : (parts.at(-1) ?? '');
}
