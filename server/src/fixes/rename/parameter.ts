/** A parameter of a path by another name: in the path, in the handler, and where `url_for` is given it. */
import { filesBelow, isPython, isWeb } from '../../model/requests/below';
import type { Route } from '../../model/routes/route';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { renamedIn } from '../python/rename';
import type { Missed } from './missed';
import type { Target } from './targets';
import { parameterIn, writtenRoute } from './written-route';

type Parameter = Target & { kind: 'parameter' };

export function renameParameter(project: Project, edit: EditBuilder, target: Parameter, name: string, missed: Missed): void {
  for (const route of target.routes) {
    const piece = (writtenRoute(project, route) ?? []).find((p) => p && parameterIn(p.text) === target.name);
    if (!piece)
      missed.add(
        route.site.file,
        project.span(route.site)?.from,
        `the path of ${route.method} ${route.path} is put together from parts`,
      );
    else {
      const from = piece.from + piece.text.lastIndexOf(target.name);
      edit.replace(piece.file, from, from + target.name.length, name, 'the path of the route');
    }
    inHandler(project, edit, route, target.name, name, missed);
  }
  inUrlFor(project, edit, target, name);
}

function inHandler(project: Project, edit: EditBuilder, route: Route, old: string, name: string, missed: Missed): void {
  const { file, chunk } = route.handler;
  const text = file === undefined ? undefined : project.text(file);
  const decl = file === undefined || chunk === undefined ? undefined : project.decl(file, chunk);
  if (file === undefined || text === undefined || !decl) {
    missed.add(route.site.file, project.span(route.site)?.from, 'its handler was not found');
    return;
  }
  const places = renamedIn(text, decl.nameTo, decl.to, old);
  if (!project.chunk(file, chunk!)?.params?.some((p) => p.name === old))
    missed.add(
      file,
      decl.nameFrom,
      `${project.chunk(file, chunk!)?.name ?? 'the handler'} does not take ${old} itself; what it depends on may`,
    );
  else if (renamedIn(text, decl.nameTo, decl.to, name).length)
    missed.add(file, decl.nameFrom, `${name} is something else in there already`);
  else for (const at of places) edit.replace(file, at, at + old.length, name, 'the argument of the handler');
}

/** `url_for("tasks.show", task_id=3)` in code and templates, by the name of the handler. */
function inUrlFor(project: Project, edit: EditBuilder, { routes, name: old }: Parameter, name: string): void {
  const { world } = project.api.ctx;
  const handlers = new Set(routes.flatMap((r) => r.handler.name?.split('.')[0] ?? []));
  for (const file of filesBelow(world, project.roots, (path) => isPython(path) || isWeb(path))) {
    const text = project.text(file);
    if (!text?.includes(old) || !/url(?:_path)?_for\(/.test(text)) continue;
    for (const m of text.matchAll(/\burl(?:_path)?_for\(\s*(["'])([\w.:]+)\1\s*,([^)]*)/g)) {
      if (!handlers.has(m[2]!.split(/[.:]/).at(-1)!)) continue;
      const from = m.index + m[0].length - m[3]!.length;
      for (const given of m[3]!.matchAll(new RegExp(`(?<![\\w.])${old}(?=\\s*=(?!=))`, 'g')))
        edit.replace(file, from + given.index, from + given.index + old.length, name, 'where its address is asked for by name');
    }
  }
}
