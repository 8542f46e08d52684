/** Findings for tests of the triage. */
import type { Reach } from '../../server/src/triage/reconcile';
import type { Subject } from '../../server/src/triage/states';

export function subject(id: string, more: Partial<Subject> = {}): Subject {
  return { id, rule: 'missing-endpoint', severity: 'error', file: 'ui/a.js', line: 1, subject: `GET /api/${id}`, ...more };
}

/** All rules were asked, all files read, and nothing is silenced. */
export const everything: Reach = { isAsked: (rule) => rule !== 'gone-rule', unread: new Set(), silenced: new Set() };
