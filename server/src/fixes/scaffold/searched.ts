/** A list that is searched by a loop: `for task in TASKS: if task.id == task_id: return task`, then what says that there is none. */
import type { Project } from '../project';
import { styleOf } from '../style';
import { bracketed, columns } from './printer';
import type { Sibling } from './siblings';

export interface Searched {
  /** `task = next((task for task in TASKS if task.id == task_id), None)` and the guard below it. */
  lines: string[];
  variable: string;
  /** What the sibling answers with. */
  result: string;
}

const LOOP = /^for (\w+) in ([\w.]+(?:\.values\(\))?):\n([ \t]+)if ([^\n]+):\n[ \t]+return ([^\n]+)$/;
const NONE = /^(?:raise |return |(?:\w+\.)*abort\()[\s\S]*(?:\b404\b|not_?found|does_?not_?exist)/i;

/** The same search as an expression, so that the new handler can go on with what was found. */
export function searchedIn(project: Project, { file, indent }: Sibling, statements: readonly string[]): Searched | undefined {
  const [loop, end] = statements.slice(-2);
  const found = loop === undefined ? null : LOOP.exec(loop);
  if (!found || end === undefined || !NONE.test(end)) return undefined;
  const [, variable = '', items = '', step = '', condition = '', result = ''] = found;
  const style = styleOf(project, file);
  const inner = `(${variable} for ${variable} in ${items} if ${condition})`;
  const width = style.width - columns(indent) - columns(style.indent);
  const search = bracketed('', `${variable} = next(`, [inner, 'None'], ')', width, style.indent);
  const refusal = end.split('\n').map((line) => step + line);
  const before = statements.slice(0, -2).flatMap((s) => s.split('\n'));
  return { lines: [...before, ...search.split('\n'), `if ${variable} is None:`, ...refusal], variable, result };
}
