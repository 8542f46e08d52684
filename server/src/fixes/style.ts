/** How a project writes Python: quotes, indentation, width of lines. Read from the file itself and from the tools' settings beside it. */
import { dirname } from '../base/uri';
import type { Project } from './project';

export interface Style {
  quote: '"' | "'";
  indent: string;
  width: number;
}

const known = new WeakMap<Project, Map<string, Style>>();

export function styleOf(project: Project, file: string): Style {
  const styles = known.get(project) ?? new Map<string, Style>();
  known.set(project, styles);
  const found = styles.get(file) ?? read(project, file);
  styles.set(file, found);
  return found;
}

function read(project: Project, file: string): Style {
  const text = project.text(file) ?? '';
  const settings = settingsFor(project, file);
  const code = text.replace(/("""|''')[\s\S]*?\1/g, '').replace(/#[^\n]*/g, '');
  const singles = (code.match(/'(?:[^'\n\\"]|\\.)*'/g) ?? []).length;
  const doubles = (code.match(/"(?:[^"\n\\']|\\.)*"/g) ?? []).length;
  const said = /quote-style\s*=\s*["'](\w+)["']/.exec(settings)?.[1];
  const quote = said === 'single' ? "'" : said === 'double' ? '"' : singles > doubles ? "'" : '"';
  const blocks = [...code.matchAll(/^([ \t]*)[^\s#].*:[ \t]*(?:#.*)?\r?\n([ \t]+)\S/gm)];
  const indents = blocks.flatMap(([, outer, inner]) =>
    inner!.startsWith(outer!) && inner !== outer ? [inner!.slice(outer!.length)] : [],
  );
  const indent = commonest(indents) ?? '    ';
  const width = /^\s*(?:line-length|line_length|max-line-length)\s*=\s*(\d+)/m.exec(settings)?.[1];
  return { quote, indent: indent.startsWith('\t') ? '\t' : indent, width: width ? Number(width) : 88 };
}

function commonest(indents: readonly string[]): string | undefined {
  const count = (indent: string) => indents.filter((i) => i === indent).length;
  return [...new Set(indents)].sort((a, b) => count(b) - count(a) || a.length - b.length)[0];
}

/** What the nearest files of settings say, the nearest first. */
function settingsFor(project: Project, file: string): string {
  const texts: string[] = [];
  const root = project.root(file);
  for (let dir = dirname(file); dir.startsWith(root) && dir !== dirname(dir); dir = dirname(dir)) {
    for (const name of ['ruff.toml', '.ruff.toml', 'pyproject.toml', 'setup.cfg', '.flake8'])
      texts.push(project.text(`${dir}/${name}`) ?? '');
    if (dir === root) break;
  }
  return texts.join('\n');
}
