/** Which pydantic a project uses: what its models are asked for is called otherwise in version 1. */
import type { Project } from '../project';
import { requirementsOf } from './requirements';

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
    requirementsOf(project, files[0] ?? ''),
  );
}

/** `@dataclass` of a class, or what attrs has for it; undefined for another. */
export function recordDecorator(project: Project, file: string, name: string): string | undefined {
  const decl = project.decl(file, name);
  const head = decl && (project.text(file) ?? '').slice(decl.from, decl.nameFrom);
  return head && /@(?:(?:dataclasses|attrs?)\.)?(?:dataclass|define|mutable|s)\b(?:\([^)]*\))?/.exec(head)?.[0];
}

/** `model_config = ConfigDict(from_attributes=True)`, or `class Config:` with `orm_mode`, as a model of this text has it. */
export function rowsConfig(text: string, indent: string): string | undefined {
  const said = [
    'model_config *= *ConfigDict\\([^()\\n]*from_attributes=True[^()\\n]*\\)',
    'model_config *= *\\{[^{}\\n]*from_attributes[^{}\\n]*\\}',
    `class Config:\\n${indent}${indent}(?:from_attributes|orm_mode) *= *True`,
  ];
  return new RegExp(`^${indent}(?:${said.join('|')})$`, 'm').exec(text)?.[0];
}
