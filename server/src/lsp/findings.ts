/** What the rules say of a state, as the protocol's side needs it. */
import type { Snapshot } from '../analysis/analysis';

export interface Finding {
  id: string;
  rule: string;
  severity: 'error' | 'warning' | 'hint';
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
  related: { message: string; file: string; line: number; column: number; endLine: number; endColumn: number }[];
}

export function findingsOf(snapshot: Snapshot): Finding[] {
  snapshot.routes();
  return snapshot
    .calls()
    .filter((c) => c.status === 'missing' || c.status === 'wrong-method')
    .map((c) => ({
      id: `${c.file}:${c.line}:${c.column}`,
      rule: c.status === 'missing' ? 'missing-endpoint' : 'wrong-method',
      severity: 'error',
      file: c.file,
      line: c.line,
      column: c.column,
      endLine: c.endLine,
      endColumn: c.endColumn,
      message: c.status === 'missing' ? `No route answers ${c.method} ${c.path}.` : `${c.path} exists, but not for ${c.method}.`,
      related: [],
    }));
}
