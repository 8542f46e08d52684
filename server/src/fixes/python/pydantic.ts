/** Which pydantic a project uses: what its models are asked for is called otherwise in version 1. */
import { dirname } from '../../base/uri';
import type { Project } from '../project';

const OLD = /\borm_mode\b|^\s+class Config:|\.dict\(|@(?:root_)?validator\(/m;
const NEW = /\bmodel_(?:config|dump|validate|copy|fields)\b|\bConfigDict\b|@(?:field|model)_validator\(/;

/** As these files show it, the first that does; else as the requirements say. */
export function isPydantic1(project: Project, files: readonly string[]): boolean {
  for (const file of files) {
    const text = project.text(file) ?? '';
    if (NEW.test(text)) return false;
    if (OLD.test(text)) return true;
  }
  return /^[\s"']*pydantic(?:\[[^\]]*\])?\s*(?:(?:==|~=)\s*1\.|=\s*["'][\^~]1\.|(?:>=\s*1[^,"'\n]*,\s*)?<\s*2)/m.test(
    requirements(project, files[0] ?? ''),
  );
}

function requirements(project: Project, file: string): string {
  const root = project.root(file);
  const texts: string[] = [];
  for (let dir = dirname(file); dir.startsWith(root) && dir !== dirname(dir); dir = dirname(dir)) {
    for (const name of ['pyproject.toml', 'requirements.txt']) texts.push(project.text(`${dir}/${name}`) ?? '');
    if (dir === root) break;
  }
  return texts.join('\n');
}
