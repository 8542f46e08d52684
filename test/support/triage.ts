/** Findings, audits and decisions for tests of the triage. */
import assert from 'node:assert/strict';
import type { Reach } from '../../server/src/triage/reconcile';
import { type Audited, type Recorded, recordDecision, type Texts } from '../../server/src/triage/record';
import type { State, Subject } from '../../server/src/triage/states';

export function subject(id: string, more: Partial<Subject> = {}): Subject {
  return { id, rule: 'missing-endpoint', severity: 'error', file: 'ui/a.js', line: 1, subject: `GET /api/${id}`, ...more };
}

/** All rules were asked, all files read, and nothing is silenced. */
export const everything: Reach = {
  isAsked: (rule) => rule !== 'gone-rule',
  isLeftOut: () => false,
  unread: new Set(),
  silenced: [],
  isGone: () => false,
};

/** Found, and none of it silenced. */
export const seen = (...findings: Subject[]) => ({ findings, silenced: [], isGone: () => false });

export const empty: Texts = { backlog: '', progress: '', journal: '', runs: '' };
export const at = (now: string) => ({ now, run: 'r1' });
export const NOON = at('2026-11-21T12:00:00.000Z');

export function auditOf(findings: readonly Subject[], more: Partial<Audited> = {}): Audited {
  const figures = { findings: findings.length };
  const parts = { 'missing-endpoint': findings.length };
  const buckets = [{ phase: 'findings', bucket: 'rule', what: 'findings', parts, total: findings.length }] as const;
  return { findings, reach: everything, known: new Set(), figures, blockers: [], buckets, ...more };
}

export function applied(texts: Texts, { changes }: Pick<Recorded, 'changes'>): Texts {
  const next = { ...texts };
  for (const { part, how, text } of changes) next[part] = how === 'append' ? next[part] + text : text;
  return next;
}

export function decided(texts: Texts, findings: readonly Subject[], id: string, state: State, reason?: string): Texts {
  const recorded = recordDecision(texts, { id, state, reason }, seen(...findings), NOON);
  assert.ok('changes' in recorded, 'refused' in recorded ? recorded.refused : '');
  return applied(texts, recorded);
}
