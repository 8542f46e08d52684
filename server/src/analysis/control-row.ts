/** Controls as rows: plain data with lines and columns. */
import type { Call } from '../model/calls/calls';
import type { ControlFact } from '../model/controls/controls';
import type { Site } from '../values/value';
import type { Positions } from './positions';
import type { CallRow, ControlRow, Span } from './types';

export function controlRow(c: ControlFact, positions: Positions, rowOf: (call: Call) => CallRow): ControlRow {
  const at = (site: Site): Span => {
    const { file, line, column, endLine, endColumn } = positions.of(site);
    return { file, line, column, endLine, endColumn };
  };
  const { tag, kind, label, event, reaches, why, undefinedNames } = c;
  return {
    ...at(c.site),
    tag,
    kind,
    label,
    event,
    handler: c.handler && at(c.handler),
    reaches,
    calls: c.calls.map(rowOf),
    why,
    undefinedNames,
  };
}
