/** Which open finding is worth the next hour, and why: what breaks for a user before what merely costs, what many calls share before one. */
import { compareText } from '../base/text';
import { type State, type Subject, stateOf } from './states';

export interface Focus {
  id: string;
  rule: string;
  file: string;
  line: number;
  about: string;
  why: string;
}

const WEIGHT = { error: 100, warning: 30, hint: 1 };

/** Undefined where nothing is open. */
export function focusOf(findings: readonly Subject[], entries: ReadonlyMap<string, { state: State }>): Focus | undefined {
  const open = findings.filter((f) => stateOf(f.id, entries) === 'open');
  // Places that share what they are about are put right together.
  const alike = new Map<string, number>();
  for (const f of open) alike.set(`${f.rule} ${f.subject}`, (alike.get(`${f.rule} ${f.subject}`) ?? 0) + 1);
  const known = new Map<string, number>();
  for (const f of open) known.set(f.file, (known.get(f.file) ?? 0) + 1);
  const several = (f: Subject) => alike.get(`${f.rule} ${f.subject}`) ?? 1;
  const neighbours = (f: Subject) => known.get(f.file) ?? 1;
  const value = (f: Subject) => WEIGHT[f.severity] + 5 * Math.min(9, several(f) - 1) + Math.min(4, neighbours(f) - 1);
  const [best] = [...open].sort(
    (a, b) => value(b) - value(a) || compareText(a.file, b.file) || a.line - b.line || compareText(a.id, b.id),
  );
  if (!best) return undefined;
  const { id, rule, file, line, subject } = best;
  return { id, rule, file, line, about: subject, why: reasonOf(best, open, several(best), neighbours(best)) };
}

function reasonOf(best: Subject, open: readonly Subject[], places: number, here: number): string {
  const same = open.filter((f) => f.severity === best.severity).length;
  const kind = { error: 'It fails for whoever uses it', warning: 'It works at a price', hint: 'It may be unused' }[best.severity];
  const among = same === 1 ? `the only open ${best.severity}` : `one of ${same} open ${best.severity}s`;
  const shared = places > 1 ? `; ${places} places share it` : here > 1 ? `; ${here} open findings lie in this file` : '';
  return `${kind}: ${among}${shared}.`;
}
