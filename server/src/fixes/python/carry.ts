/** Takes an annotation from one Python file to another: the imports that it needs there. */
import { findModule } from '../../values/modules/python-modules';
import type { Project } from '../project';
import { importsOf, type NewImport } from './imports';
import { isOwnModule, moduleName } from './modules';

const BUILTIN = /^(int|str|float|bool|bytes|dict|list|set|tuple|frozenset|object|type|None)$/;

/** Undefined where one of its names cannot be had there without a circle of imports. `coming`: imports that `from` gets by the same edit. */
export function carried(
  project: Project,
  from: string,
  to: string,
  annotation: string,
  coming: readonly NewImport[] = [],
): NewImport[] | undefined {
  if (from === to) return [];
  const known = project.chunk(to, '')?.vars ?? {};
  const out: NewImport[] = [];
  for (const [name] of annotation.matchAll(/(?<![\w.'"])[A-Za-z_]\w*/g)) {
    if (BUILTIN.test(name) || Object.hasOwn(known, name)) continue;
    const found =
      importOf(project, from, to, name) ?? coming.find((i) => (i.as ?? i.name) === name && isSeen(project, from, to, i.module));
    if (!found) return undefined;
    out.push(found);
  }
  return out;
}

/** Another's, or one of the project's own under its full name that is not the file itself. */
function isSeen(project: Project, from: string, to: string, module: string): boolean {
  if (!isOwnModule(project, from)(module)) return true;
  return !module.startsWith('.') && findModule(project.api.ctx.world, from, module, 0) !== to;
}

function importOf(project: Project, from: string, to: string, name: string): NewImport | undefined {
  for (const statement of importsOf(project.text(from) ?? '')) {
    const one = statement.names?.find((n) => (n.as ?? n.name) === name);
    const whole = !statement.names && (statement.as ?? statement.module) === name;
    if (!one && !whole) continue;
    const module = seenFrom(project, from, to, statement.module);
    if (module === undefined) return undefined;
    return one
      ? { module, name: one.name, ...(one.as ? { as: one.as } : {}) }
      : { module, ...(statement.as ? { as: statement.as } : {}) };
  }
  return undefined;
}

/** The module under the name that it has in another file; undefined where it is that file itself. */
function seenFrom(project: Project, from: string, to: string, module: string): string | undefined {
  const dots = /^\.*/.exec(module)![0].length;
  if (dots === 0 && !isOwnModule(project, from)(module)) return module;
  const file = findModule(project.api.ctx.world, from, module.slice(dots), dots);
  if (file === to) return undefined;
  return file === undefined ? (dots ? undefined : module) : moduleName(project, to, file);
}
