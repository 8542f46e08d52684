/** How the project says that there is no such thing: as its other handlers say it, in the words of this one. */
import type { Project } from '../project';
import { carried } from '../python/carry';
import type { NewImport } from '../python/imports';
import { splitItems } from '../python/items';
import { blanked } from '../python/rename';
import { styleOf } from '../style';
import type { Home } from './home';
import { bracketed, indented, quoted } from './printer';

export interface NotFound {
  /** `raise HTTPException(status_code=404, detail="Task not found")`, under an `if`. */
  lines: string[];
  imports: NewImport[];
}

/** Statements that answer 404, from where they begin to their last parenthesis. */
const RAISED = /\b(raise (?:\w+\.)*HTTPException\()((?:[^()]|\([^()]*\))*)\)/g;
const ABORTED = /\b((?:return )?(?:flask\.)?abort\()((?:[^()]|\([^()]*\))*)\)/g;
const RETURNED = /\b(return (?:jsonify\()?)(\{[^{}]*\})(\)?, 404)\b/g;

export function notFound(project: Project, { file, framework, siblings }: Home, thing: string): NotFound {
  const like = siblings[0]!.file;
  const { quote, indent, width } = styleOf(project, like);
  const isFast = framework === 'fastapi';
  const message = `${thing.charAt(0).toUpperCase()}${thing.slice(1).replaceAll('_', ' ')} not found`;
  const laid = (head: string, items: string[], tail: string) =>
    indented(bracketed('', head, items, tail, width - 3 * indent.length, indent).split('\n'), indent);
  for (const from of filesOf(project, framework, siblings[0]!.file)) {
    const text = (project.text(from) ?? '').replace(/\r\n/g, '\n');
    for (const said of isFast ? text.matchAll(RAISED) : [...text.matchAll(ABORTED), ...text.matchAll(RETURNED)]) {
      const [all, head, args, tail = ')'] = said as unknown as [string, string, string, string?];
      if (!/\b404\b|NOT_FOUND/.test(all)) continue;
      const items = splitItems(tail === ')' ? args : args.slice(1, -1)).map((item) => reworded(item, thing, message, quote));
      const imports = items.some((i) => i === undefined)
        ? undefined
        : carried(project, from, like, nameable(head + items.join()));
      if (!imports) continue;
      const plain = items.flatMap((i) => i ?? []);
      const lines = tail === ')' ? laid(head, plain, tail) : laid(`${head}{`, plain, `}${tail}`);
      return { lines, imports: file === like ? imports : [] };
    }
  }
  if (!isFast) return { lines: laid('abort(', ['404'], ')'), imports: [] };
  const raised = laid('raise HTTPException(', ['status_code=404', `detail=${quoted(message, quote)}`], ')');
  return { lines: raised, imports: [{ module: 'fastapi', name: 'HTTPException' }] };
}

/** The names of a statement that have to be known: not those of its arguments. */
const nameable = (code: string) => blanked(code).replace(/\b(?:raise|return)\b|\b\w+\s*=(?!=)/g, ' ');

/** `detail="Project not found"` as it is said of a task; undefined where it is made of what is not known here. */
function reworded(item: string, thing: string, message: string, quote: '"' | "'"): string | undefined {
  const literal = /^((?:\w+\s*=\s*|["']\w+["']:\s*)?)([fF]?)(["'])((?:(?!\3)[^\\\n])*)\3$/.exec(item);
  if (!literal) return /^(?:\w+\s*=\s*)?(?:404|(?:\w+\.)*\w*NOT_FOUND\w*)$/.test(item) ? item : undefined;
  const [, before = '', , , said = ''] = literal;
  const [, start, noun, end] =
    /^((?:the |no such |unknown |no |invalid )?)(\w+)((?: (?:not found|does not exist|doesn't exist))?[.!]?)$/i.exec(said) ?? [];
  if (noun === undefined || (!start && !end)) return before + quoted(/^not found[.!]?$/i.test(said) ? said : message, quote);
  const word = thing.replaceAll('_', ' ');
  const isUpper = /^[A-Z]/.test(noun);
  return before + quoted(`${start}${isUpper ? word.charAt(0).toUpperCase() + word.slice(1) : word}${end}`, quote);
}

/** Where handlers stand: the siblings' own file first. */
function filesOf(project: Project, framework: string, own: string): string[] {
  const all = project.api.served.flatMap((r) => (r.framework === framework && r.handler.file ? [r.handler.file] : []));
  return [...new Set([own, ...all])].filter((file) => !project.api.isTestFile(file));
}
