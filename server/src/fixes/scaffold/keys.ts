/** The types of what a path names: a team by what the model of a team says of its id. */
import type { Project } from '../project';
import { carried } from '../python/carry';
import type { NewImport } from '../python/imports';
import { fieldTypeIn, withoutNone } from './field-types';
import type { Home } from './home';
import { modelsFileOf } from './model-place';

export type Keys = ReadonlyMap<string, { annotation: string; imports: NewImport[] }>;

/** `segments`: with the names of parameters, '{team_id}'. */
export function keysFor(project: Project, home: Home, segments: readonly string[]): Keys {
  const keys = new Map<string, { annotation: string; imports: NewImport[] }>();
  if (home.framework !== 'fastapi') return keys;
  const models = modelsFileOf(project, home);
  for (const segment of segments) {
    const [, name, thing, field] = /^\{((\w+)_(id|uuid|key|slug|name))\}$/.exec(segment) ?? [];
    if (!name || !thing || !field) continue;
    const found = fieldTypeIn(project, models, [thing], field) ?? fieldTypeIn(project, models, [thing], 'id');
    if (!found?.model.toLowerCase().includes(thing.replaceAll('_', ''))) continue;
    const annotation = withoutNone(found.text);
    const imports = /^[\w.]+$/.test(annotation) ? carried(project, models, home.siblings[0]!.file, annotation) : undefined;
    if (imports) keys.set(name, { annotation, imports });
  }
  return keys;
}
