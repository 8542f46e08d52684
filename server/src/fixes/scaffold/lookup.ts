/** How siblings find the thing that a path names, and answer 404 where there is none: what the new handler does first, too. */

import { literally } from '../../base/text';
import type { Project } from '../project';
import type { NewImport } from '../python/imports';
import { blanked } from '../python/rename';
import { segmentsOf } from '../segments';
import { unwrapped } from './envelope';
import { shared } from './home';
import { searchedIn } from './searched';
import type { ParameterText, Sibling } from './siblings';
import { statementsOf } from './siblings';

export interface Lookup {
  /** '/api/tasks/{task_id}': the path that names the thing. */
  path: string;
  /** The handler that shows how. */
  sibling: Sibling;
  /** Statements without their indentation. */
  lines: string[];
  /** The variable that holds what was found. */
  variable: string | undefined;
  /** What the sibling returns of it. */
  result: string;
  /** Its parameters that the statements use. */
  needs: ParameterText[];
  /** The sibling that answers with what was found, as the new one may. */
  shows: Sibling | undefined;
  /** What the statements need that the file does not import. */
  imports?: NewImport[];
}

/** From the sibling that reads the longest part of the path that ends in a parameter. */
export function lookupFor(
  project: Project,
  { method, path, siblings, thing }: { method: string; path: string; siblings: readonly Sibling[]; thing: string },
): Lookup | undefined {
  const asked = segmentsOf(path);
  for (let n = asked.length; n > 0; n--) {
    if (!asked[n - 1]!.startsWith('{')) continue;
    const found = siblings.find((s) => {
      const own = segmentsOf(s.route.path);
      return s.route.method === 'GET' && own.length === n && shared(own, asked) === n;
    });
    const lookup = found && lookupOf(project, siblings, found, thing);
    if (lookup) return method === 'GET' ? lookup : asOthersChange(project, lookup, siblings);
  }
  return undefined;
}

export const MOST = 8;

const BLOCK = /^(with|async with|try|for|while)\b/;
const FAILS = 'except[^\\n]*:\\n[ \\t]+(?:raise|return|abort)\\b[\\s\\S]*';
/** `try: task = find(task_id)`, `except NotFound: raise …` */
const FOUND_IN_TRY = new RegExp(`^try:\\n[ \\t]+(\\w+)\\s*(?::[^=\\n]+)?=(?!=)[^\\n]*\\n${FAILS}$`);
const RETURNED_IN_TRY = new RegExp(`^try:\\n([ \\t]+)return ([^\\n]+)\\n(${FAILS})$`);

/** `find_or_404(id, user, manage=True)`: siblings that change something may ask otherwise for the same thing. */
function asOthersChange(project: Project, lookup: Lookup, siblings: readonly Sibling[]): Lookup {
  const at = lookup.lines.findIndex((l) => new RegExp(`^${lookup.variable}\\s*(?::[^=]+)?=(?!=)`).test(l));
  const [, name, args] = /\b([\w.]+)\(([^()]*)\)$/.exec(lookup.lines[at] ?? '') ?? [];
  if (name === undefined || args === undefined) return lookup;
  const asked = new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}\\((${literally(args)}, [^()]*)\\)`);
  const others = siblings.filter((s) => s.route.method !== 'GET' && s.route.path.startsWith(lookup.sibling.route.path));
  const texts = others.map((s) => (project.text(s.file) ?? '').slice(s.decl.bodyFrom, s.decl.to));
  const found = texts.flatMap((t) => asked.exec(t)?.[1] ?? []);
  const usual = found.find((f) => found.filter((o) => o === f).length * 2 > texts.length);
  if (usual === undefined || blanked(usual.slice(args.length)).match(/(?<![\w.])[a-z_]\w*\b(?!\s*=)/)) return lookup;
  return { ...lookup, lines: lookup.lines.with(at, lookup.lines[at]!.replace(`${name}(${args})`, `${name}(${usual})`)) };
}

function lookupOf(project: Project, siblings: readonly Sibling[], sibling: Sibling, thing: string): Lookup | undefined {
  const { path } = sibling.route;
  const statements = statementsOf(project, sibling);
  const last = statements.at(-1);
  const before = statements.slice(0, -1);
  const said = last && /^return\s+([\s\S]+)$/.exec(last)?.[1]?.trim();
  const result = said && unwrapped(project, siblings, sibling, said);
  const tried = last && RETURNED_IN_TRY.exec(last);
  if (tried && before.length <= MOST && !before.some((s) => BLOCK.test(s))) {
    const [, indent = '', value = '', rest = ''] = tried;
    const lines = [...before, `try:\n${indent}${thing} = ${unwrapped(project, siblings, sibling, value)}\n${rest}`].flatMap((s) =>
      s.split('\n'),
    );
    return { path, sibling, shows: sibling, lines, variable: thing, result: thing, needs: usedOf(sibling, lines.join('\n')) };
  }
  const searched = before.length <= MOST ? searchedIn(project, sibling, statements) : undefined;
  if (searched) return { path, sibling, shows: sibling, ...searched, needs: usedOf(sibling, searched.lines.join('\n')) };
  if (!result || before.length > MOST || before.some((s) => BLOCK.test(s) && !FOUND_IN_TRY.test(s))) return undefined;
  const needs = (code: string) => usedOf(sibling, code);
  // `return TASKS[task_id]`
  if (before.length === 0 && /^[A-Za-z_][\w.]*\[\w+\]$/.test(result))
    return { path, sibling, shows: sibling, lines: [], variable: undefined, result, needs: needs(result) };
  if (before.length === 0) {
    const call = /^(?:await\s+)?[\w.]+\(/.test(result) && !/^(jsonify|dict|list|[A-Z]\w*)\(/.test(result);
    const inner = /^jsonify\(([\s\S]+)\)$/.exec(result)?.[1];
    const found = call ? result : inner && /^[\w.]+\([\s\S]*\)$/.test(inner) ? inner : undefined;
    if (!found) return undefined;
    const back = call ? thing : result.replace(found, thing);
    return {
      path,
      sibling,
      shows: sibling,
      lines: `${thing} = ${found}`.split('\n'),
      variable: thing,
      result: back,
      needs: needs(found),
    };
  }
  const assigned = before.flatMap(
    (s) => FOUND_IN_TRY.exec(s)?.[1] ?? /^(?:(\w+)\s*(?::[^=]+)?=(?!=)|if \((\w+) := )/.exec(s)?.slice(1).find(Boolean) ?? [],
  );
  const variable = assigned.includes(result) ? result : (guardedIn(before, assigned) ?? assigned[0]);
  return {
    path,
    sibling,
    shows: sibling,
    lines: before.flatMap((s) => s.split('\n')),
    variable,
    result,
    needs: needs(before.join('\n')),
  };
}

/** What is looked at before it goes on is what was found, not a step on the way: `if task is None:`. */
const guardedIn = (statements: readonly string[], names: readonly string[]): string | undefined =>
  statements.flatMap((s) => /^if (?:not )?(\w+)(?: is None| == None)?:/.exec(s)?.[1] ?? []).findLast((n) => names.includes(n));

/** The parameters of a handler that this code of it uses. */
export const usedOf = ({ parameters }: Sibling, code: string): ParameterText[] =>
  parameters.filter((p) => new RegExp(`(?<![\\w.])${p.name}(?!\\w)`).test(blanked(code)));
