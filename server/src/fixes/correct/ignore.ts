/** Silences a finding by a comment on the line above that says why. The reason is a person's to give. */
import { extname } from '../../base/uri';
import { EditBuilder } from '../edit';
import type { Fix, Problem } from '../fix';
import { lineOf, type Project } from '../project';

const META = new Set(['ignore-without-reason', 'unused-ignore', 'invalid-config', 'config']);
const REASON = 'say why this is right';

export const ignore: Fix = {
  rules: ['*'],
  offers(project, problem) {
    const text = project.text(problem.file);
    if (META.has(problem.rule) || text === undefined || /\.jsonc?$/.test(problem.file)) return [];
    return [
      {
        id: 'ignore',
        title: `Ignore ${problem.rule} here, with a reason`,
        safe: false,
        manual: true,
        make: () => commented(project, problem, `crosswire-ignore ${problem.rule}: ${REASON}`),
      },
    ];
  },
};

/** The edit that puts a comment above the line of the finding. */
export function commented(project: Project, { file, from }: Problem, comment: string, why?: string) {
  const text = project.text(file);
  if (text === undefined) return undefined;
  const { start, indent } = lineOf(text, from);
  return new EditBuilder(project.text).insert(file, start, `${indent}${inSyntax(file, text, start, comment)}\n`, why).done();
}

function inSyntax(file: string, text: string, at: number, comment: string): string {
  switch (extname(file)) {
    case '.py':
      return `# ${comment}`;
    case '.html':
    case '.htm':
    case '.jinja':
    case '.jinja2':
    case '.j2':
      return inScript(text, at) ? `// ${comment}` : `<!-- ${comment} -->`;
    case '.vue':
    case '.svelte':
      return inScript(text, at) ? `// ${comment}` : `<!-- ${comment} -->`;
    default:
      return isJsxChild(text, at) ? `{/* ${comment} */}` : `// ${comment}`;
  }
}

const inScript = (text: string, at: number) =>
  text.lastIndexOf('<script', at - 1) > Math.max(text.lastIndexOf('</script', at - 1), -1);

/** The line begins with a tag, and what stands before it is a tag's end. */
function isJsxChild(text: string, at: number): boolean {
  const before = text.slice(0, at).trimEnd();
  return /^[ \t]*<\w/.test(text.slice(at)) && before.endsWith('>') && !before.endsWith('=>');
}
