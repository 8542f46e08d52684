/** Includes a router beside its siblings, as they are included; without siblings, where the application is made. */

import { siteOfValue } from '../../model/naming';
import { roleOf } from '../../model/roles';
import type { Site, Value } from '../../values/value';
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import type { Project } from '../project';
import { includeRouter } from '../python/include';

export const unregisteredRouter: Fix = {
  rules: ['unregistered-router', 'missing-endpoint'],
  offers(project, { rule, about }) {
    const router = about.router ?? (rule === 'missing-endpoint' ? routerOf(project, about.route?.source.route.on) : undefined);
    const site = router && siteOfValue(router);
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

const routerOf = (project: Project, value: Value | undefined) =>
  value && roleOf(project.api.ctx, value)?.kind === 'router' ? value : undefined;

/** The variable of the module that holds what is made there. */
export function variableAt(project: Project, site: Site): string | undefined {
  const vars = project.chunk(site.file, site.chunk)?.vars ?? {};
  return site.chunk === '' ? Object.keys(vars).find((n) => vars[n]!.some((a) => a.x === site.x)) : undefined;
}
