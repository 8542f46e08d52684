/** What the rules say of a state with the severities of the settings: asked once a state, however many want it. */
import type { Snapshot } from '../analysis/analysis';
import type { Findings } from '../analysis/findings';
import type { Finding } from '../analysis/types';
import type { Settings } from '../protocol/messages';

const known = new WeakMap<Snapshot, { rules: Settings['rules']; found: Findings }>();

/** With those that comments silence. */
export function foundIn(snapshot: Snapshot, { rules }: Settings): Findings {
  const before = known.get(snapshot);
  if (before?.rules === rules) return before.found;
  const found = snapshot.audit({ ...quiet(snapshot), ...rules });
  known.set(snapshot, { rules, found });
  return found;
}

export const findingsOf = (snapshot: Snapshot, settings: Settings): Finding[] => foundIn(snapshot, settings).findings;

/** What the audit tells and an editor does not, unless its settings ask for it. */
const quiet = (snapshot: Snapshot): Settings['rules'] =>
  Object.fromEntries(snapshot.rules().flatMap(({ id, inEditor }) => (inEditor ? [[id, inEditor]] : [])));
