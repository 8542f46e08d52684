/** Which modules of a project are its tests. */
import { basename, dirname } from '../../base/uri';
import type { Project } from '../project';

/** 'test_orders.py' of orders.py; of orders/router.py too, where each thing has such a module in a folder of its own. */
export function testName(project: Project, file: string): string {
  const folder = dirname(file);
  const isAlike = (project.api.ctx.world.listing(dirname(folder)) ?? []).some(
    (name) => name !== basename(folder) && project.text(`${dirname(folder)}/${name}/${basename(file)}`) !== undefined,
  );
  return isAlike ? `test_${basename(folder)}.py` : `test_${basename(file)}`;
}

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
