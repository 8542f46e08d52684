/** How the thing that a path names is found where no sibling reads it: as those find it that change it, or where siblings keep their things. */

import type { Project } from '../project';
import { blanked } from '../python/rename';
import { segmentsOf } from '../segments';
import { type Home, shared } from './home';
import { type Lookup, MOST, usedOf } from './lookup';
import { notFound } from './not-found';
import type { Sibling } from './siblings';
import { statementsOf } from './siblings';
import { findingIn, storeOf } from './store';

interface Asked {
  path: string;
  thing: string;
}

/** Of the last parameter that some sibling looks up, or whose collection some sibling has. */
export function lookupElsewhere(project: Project, home: Home, { path, thing }: Asked): Lookup | undefined {
  const asked = segmentsOf(path);
  for (let n = asked.length; n > 0; n--) {
    if (!asked[n - 1]!.startsWith('{')) continue;
    const item = `/${asked.slice(0, n).join('/')}`;
    const below = home.siblings.filter((s) => shared(segmentsOf(s.route.path), asked) >= n);
    const nearest = [...below].sort((a, b) => segmentsOf(a.route.path).length - segmentsOf(b.route.path).length);
    for (const sibling of nearest) {
      const found = asOneThatChanges(project, home, sibling, item);
      if (found) return found;
    }
    const whole = home.siblings.filter(
      (s) => segmentsOf(s.route.path).length === n - 1 && shared(segmentsOf(s.route.path), asked) === n - 1,
    );
    const found = whole.length ? whereTheyAreKept(project, home, whole, { path: item, thing }) : undefined;
    if (found) return found;
  }
  return undefined;
}

const GUARD =
  /^if (?:not )?(\w+)(?: (?:is None|== None|not in [\w.]+))?:(?: *#[^\n]*)?\n\s+(?:raise|return|abort|flask\.abort)\b/;

/** `task = task_or_404(task_id)` */
const HELPED = /^(\w+)\s*(?::[^=]+)?=\s*[^\n]*_or_404\(/;

/** `task = find(task_id)` and `if task is None: raise …` of a sibling that goes on with the task. */
function asOneThatChanges(project: Project, home: Home, sibling: Sibling, path: string): Lookup | undefined {
  const statements = statementsOf(project, sibling);
  const at = statements.findIndex((s) => HELPED.test(s) || (GUARD.test(s) && /\b404\b|not.?found/i.test(s)));
  if (at < 0 || at > MOST) return undefined;
  const name = (HELPED.exec(statements[at]!) ?? GUARD.exec(statements[at]!))![1]!;
  const isKey = sibling.parameters.some((p) => p.name === name && p.kind === 'path');
  const kept = [statements[at]!];
  for (const statement of statements.slice(0, at).reverse()) {
    const assigned = /^(\w+)\s*(?::[^=]+)?=(?!=)/.exec(statement)?.[1];
    if (assigned !== undefined && new RegExp(`(?<![\\w.])${assigned}\\b`).test(blanked(kept.join('\n')))) kept.unshift(statement);
  }
  const isHelped = HELPED.test(statements[at]!);
  if (isHelped ? isKey : isKey !== kept.length < 2) return undefined;
  const variable = isKey ? undefined : name;
  const code = kept.join('\n');
  const shows = variable === undefined ? undefined : showing(project, home, path, variable);
  return {
    path,
    sibling,
    shows: shows?.sibling,
    lines: code.split('\n'),
    variable,
    result: shows?.result ?? variable ?? '',
    needs: usedOf(sibling, code),
  };
}

/** The sibling that answers with one of these things, and how it says so. */
export function showing(
  project: Project,
  { siblings }: Home,
  path: string,
  variable: string,
): { sibling: Sibling; result: string } | undefined {
  const own = segmentsOf(path);
  const n = own.length;
  for (const sibling of siblings) {
    const segments = segmentsOf(sibling.route.path);
    const isOne =
      sibling.route.method !== 'DELETE' &&
      shared(segments, own) >= n - 1 &&
      (segments.length === n || (segments.length === n - 1 && sibling.route.method === 'POST'));
    const last = isOne ? statementsOf(project, sibling).at(-1) : undefined;
    const result = /^return ((?:jsonify\()?\w+\)?)(?:, *\d{3})?$/.exec(last ?? '')?.[1];
    const name = result?.replace(/^jsonify\(|\)$/g, '');
    const says = sibling.returns !== 'None' || sibling.options.some(([o]) => o === 'response_model');
    if (result && name && says && !sibling.parameters.some((p) => p.name === name))
      return { sibling, result: result.replace(name, variable) };
  }
  return undefined;
}

function whereTheyAreKept(project: Project, home: Home, whole: readonly Sibling[], { path, thing }: Asked): Lookup | undefined {
  const key = path.slice(path.lastIndexOf('{') + 1, -1);
  const store = storeOf(
    project,
    whole.map((s) => ({ file: s.file, chunk: s.chunkId })),
    thing,
  );
  const found = store && findingIn(store, key, thing);
  const sibling =
    whole.find((s) => store && (store.kind !== 'session' || s.parameters.some((p) => p.name === store.session.split('.')[0]))) ??
    whole[0]!;
  if (!store || found === undefined) return undefined;
  const { lines, imports } = notFound(project, home, thing, key);
  const shows = showing(project, home, path, thing);
  const code = [`${thing} = ${found}`, `if ${thing} is None:`];
  return {
    path,
    sibling,
    shows: shows?.sibling,
    lines: [...code, ...lines],
    variable: thing,
    result: shows?.result ?? thing,
    needs: usedOf(sibling, found),
    imports,
  };
}
