/** What a Python project says that it needs. */
import { dirname } from '../../base/uri';
import type { Project } from '../project';

/** The texts of the files that say so, the nearest first. */
export function requirementsOf(project: Project, file: string): string {
  const root = project.root(file);
  const texts: string[] = [];
  for (let dir = dirname(file); dir.startsWith(root) && dir !== dirname(dir); dir = dirname(dir)) {
    for (const name of ['pyproject.toml', 'requirements.txt']) texts.push(project.text(`${dir}/${name}`) ?? '');
    if (dir === root) break;
  }
  return texts.join('\n');
}
