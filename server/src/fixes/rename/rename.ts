/**
 * One name on both sides of the wire: a segment of a path in decorators, prefixes, calls and tests; a parameter in decorators, signatures
 * and `url_for`. What cannot be followed is said in the edit.
 */
import { type Edit, EditBuilder } from '../edit';
import type { Project, Span } from '../project';
import { segmentsOf } from '../segments';
import { Missed } from './missed';
import { renameParameter } from './parameter';
import { renameSegment } from './segment';
import { type Target, targetAt } from './targets';

export interface Renamable extends Span {
  /** What stands there now. */
  name: string;
}

export type Renamed = { edit: Edit | undefined } | { refused: string };

/** Undefined where nothing can be renamed. */
export function renamableAt(project: Project, file: string, offset: number): Renamable | undefined {
  const target = targetAt(project, file, offset);
  return target && target.at.file === file ? { from: target.at.from, to: target.at.to, name: target.name } : undefined;
}

export function rename(project: Project, file: string, offset: number, name: string): Renamed {
  const target = targetAt(project, file, offset);
  if (!target) return { refused: 'Nothing of a path stands here.' };
  const why = refusal(project, target, name);
  if (why !== undefined) return { refused: why };
  const edit = new EditBuilder(project.text);
  const missed = new Missed(project);
  if (target.kind === 'segment') renameSegment(project, edit, target, name, missed);
  else renameParameter(project, edit, target, name, missed);
  for (const sentence of missed.sentences()) edit.assume(sentence);
  return { edit: edit.done() };
}

function refusal(project: Project, target: Target, name: string): string | undefined {
  if (target.kind === 'parameter')
    return /^[A-Za-z_]\w*$/.test(name) ? undefined : `${name} is no name that a parameter can have: letters, digits and _ only.`;
  if (!/^[^\s/?#{}<>"'`$\\]+$/.test(name))
    return `${name} is no segment of a path: no slash, space, quote or brace may be in it.`;
  const moved = new Set(target.nodes.map((n) => n.route));
  const taken = target.nodes.flatMap(({ route, index }) => {
    const path = `/${segmentsOf(route.path!).with(index, name).join('/')}`;
    const same = (p: string | null) => p !== null && `/${segmentsOf(p).join('/')}` === path;
    return project.api.routes.some((r) => !moved.has(r) && r.app === route.app && r.method === route.method && same(r.path))
      ? [`${route.method} ${path}`]
      : [];
  });
  return taken.length ? `${taken[0]} is there already.` : undefined;
}
