/** Includes a router beside its siblings, as they are included; without siblings, where the application is made. */

import { siteOfValue } from '../../model/routes/naming';
import { roleOf } from '../../model/routes/roles';
import { outermostOf } from '../../rules/includes';
import type { Site } from '../../values/value';
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import type { Project } from '../project';
import { includeRouter } from '../python/include';

export const unregisteredRouter: Fix = {
  rules: ['unregistered-router', 'missing-endpoint'],
  offers(project, { rule, about }) {
    const on = about.route && outermostOf(project.api)(about.route.source.route.on);
    const router = on && roleOf(project.api.ctx, on)?.kind === 'router' ? on : undefined;
    const site = about.router ?? (router && siteOfValue(router));
    if (!router || !site || (rule === 'missing-endpoint' && about.route?.app !== null)) return [];
    const name = variableAt(project, site);
    if (!name) return [];
    return [
      {
        id: 'include',
        title: `Include ${name} of ${project.short(site.file)}`,
        safe: false,
        preferred: true,
        make() {
          const edit = new EditBuilder(project.text);
          const framework = roleOf(project.api.ctx, router)?.framework ?? 'fastapi';
          const own = roleOf(project.api.ctx, router)?.prefix !== undefined;
          const done = includeRouter(project, edit, { file: site.file, name, framework, hasPrefix: own });
          return done ? edit.done() : undefined;
        },
      },
    ];
  },
};

/** The variable of the module that holds what is made there. */
function variableAt(project: Project, site: Site): string | undefined {
  const vars = project.chunk(site.file, site.chunk)?.vars ?? {};
  return site.chunk === '' ? Object.keys(vars).find((n) => vars[n]!.some((a) => a.x === site.x)) : undefined;
}
