/**
 * What a fix is. It names the rule that it serves; rules know nothing of fixes. A fix offers what it can do about one finding; the edit
 * itself is only made when it is asked for.
 */
import type { Subject } from './about';
import type { Edit } from './edit';
import type { Project } from './project';

export interface Offer {
  /** Unique among the offers for one finding: 'use-verb:PATCH'. */
  id: string;
  /** What a person chooses from: 'Send PATCH instead'. */
  title: string;
  /** Right without a look: applied by "fix all" and by `crosswire fix`. */
  safe: boolean;
  /** Of several the one that is meant most often; at most one of a finding. */
  preferred?: true;
  /** Never without a person: a reason must be given, or a choice made. */
  manual?: true;
  /** Why it cannot be done here: it is shown with this reason, and makes nothing. */
  refused?: string;
  make(): Edit | undefined;
}

/** A finding as fixes see it. */
export interface Problem {
  rule: string;
  file: string;
  /** Offsets of what it is shown at. */
  from: number;
  to: number;
  message: string;
  data: Record<string, unknown>;
  about: Subject;
}

export interface Fix {
  /** The rules that it serves; '*' for all. */
  rules: readonly string[];
  offers(project: Project, problem: Problem): Offer[];
}
