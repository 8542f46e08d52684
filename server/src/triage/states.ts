/** What a person can say of a finding, and what a finding is for the triage: who it is, and what it is about in words. */

export const STATES = ['open', 'accepted', 'intentional', 'done'] as const;

/** `accepted` is planned, `intentional` is meant to be so and needs a reason, `done` is gone. */
export type State = (typeof STATES)[number];

export const isState = (text: unknown): text is State => STATES.some((state) => state === text);

/** As much of a finding as the triage needs; findings of the analysis are such. */
export interface Subject {
  id: string;
  rule: string;
  severity: 'error' | 'warning' | 'hint';
  /** From the folder that is looked at. */
  file: string;
  line: number;
  /** 'POST /api/streams/{}/pause' */
  subject: string;
  /** 'TaskList.load': the functions and classes around it, as far as they have names. */
  within?: string;
}

/** As much of a finding as says who it is. */
export type Found = Pick<Subject, 'id' | 'rule' | 'file' | 'subject' | 'within' | 'line'>;

/** As much of an entry as says of which finding it speaks. */
export interface Claim {
  id: string;
  rule: string;
  file: string;
  about: string;
  /** The functions and classes around it. */
  in?: string | undefined;
  state?: State;
}

/** Where something is wrong in a file of the record; lines and columns from 1. */
export interface Fault {
  line: number;
  column: number;
  message: string;
}

/** The file is named from the folder that is looked at. */
export interface PlacedFault extends Fault {
  file: string;
}

/** Findings that no entry speaks of are open; one that is there although it was marked done is open again. */
export function stateOf(id: string, entries: ReadonlyMap<string, { state: State }>): State {
  const state = entries.get(id)?.state ?? 'open';
  return state === 'done' ? 'open' : state;
}
