/** Which modules of a project are its tests. */
import { dirname } from '../../base/uri';
import type { Project } from '../project';

/** Test modules of the project: beside the file, or in the test folders of the folders around it. */
export function testFiles(project: Project, file: string): string[] {
  const { world } = project.api.ctx;
  const root = project.root(file);
  const out: string[] = [];
  const walk = (dir: string, depth: number) => {
    for (const name of world.listing(dir) ?? []) {
      const path = `${dir}/${name}`;
      if (/^test_.*\.py$|_test\.py$/.test(name)) out.push(path);
      else if (!name.includes('.') && depth > 0) walk(path, depth - 1);
    }
  };
  for (let dir = dirname(file); dir.length >= root.length && dir !== dirname(dir); dir = dirname(dir)) {
    for (const name of world.listing(dir) ?? []) {
      if (/^tests?$/.test(name)) walk(`${dir}/${name}`, 3);
      else if (/^test_.*\.py$/.test(name)) out.push(`${dir}/${name}`);
    }
    if (dir === root) break;
  }
  return [...new Set(out)];
}
