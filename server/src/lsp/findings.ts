/** What the rules say of a state with the severities of the settings: asked once a state, however many want it. */
import type { Snapshot } from '../analysis/analysis';
import type { Finding } from '../analysis/types';
import type { Settings } from '../protocol/messages';

const known = new WeakMap<Snapshot, { rules: Settings['rules']; findings: Finding[] }>();

export function findingsOf(snapshot: Snapshot, { rules }: Settings): Finding[] {
  const before = known.get(snapshot);
  if (before?.rules === rules) return before.findings;
  const findings = snapshot.findings({ ...quiet(snapshot), ...rules });
  known.set(snapshot, { rules, findings });
  return findings;
}

/** What the audit tells and an editor does not, unless its settings ask for it. */
const quiet = (snapshot: Snapshot): Settings['rules'] =>
  Object.fromEntries(snapshot.rules().flatMap(({ id, inEditor }) => (inEditor ? [[id, inEditor]] : [])));
