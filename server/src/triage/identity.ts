/**
 * What makes a finding the same finding tomorrow: its rule, its file, what it is about (method and path) and the function in which it stands, not
 * its line, nor what its variables and parameters are called. Several that agree in all of these are told apart by their order in the file.
 */
import { hashOf } from '../base/hash';

export interface Identifiable {
  rule: string;
  /** From the folder that holds it. */
  file: string;
  subject: string;
  /** 'TaskList.load': the functions and classes around it, as far as they have names; '' for none. */
  within: string;
  /** Which of several folders, from 0. */
  folder: number;
}

export interface Identity {
  id: string;
  /** What versions gave that did not look at functions: for records which these made. */
  formerId: string;
}

/** One each, in order. The ids of a second folder and further ones carry its number: equal files in two folders are two. */
export function identify(findings: readonly Identifiable[], hashes: Hashes = new Hashes()): Identity[] {
  hashes.begin();
  const ids = new Counter(hashes);
  const former = new Counter(hashes);
  return findings.map(({ rule, file, subject, within, folder }) => {
    const key = `${rule}\n${file}\n${nameless(subject)}`;
    return {
      id: idIn(folder, ids.hash(folder, within === '' ? key : `${key}\nin ${within}`)),
      formerId: idIn(folder, former.hash(folder, key)),
    };
  });
}

/** 'GET /tasks/{}' of 'GET /tasks/{task_id}' */
export const nameless = (subject: string): string => subject.replace(/\{[^{}]*\}/g, '{}');

/** What was hashed for the findings of the state before is not hashed again. */
export class Hashes {
  private before = new Map<string, string>();
  private now = new Map<string, string>();

  begin(): void {
    this.before = this.now;
    this.now = new Map();
  }

  of(text: string): string {
    const hash = this.now.get(text) ?? this.before.get(text) ?? hashOf(text).slice(0, 12);
    this.now.set(text, hash);
    return hash;
  }
}

class Counter {
  private readonly counts = new Map<string, number>();

  constructor(private readonly hashes: Hashes) {}

  hash(folder: number, key: string): string {
    const n = this.counts.get(`${folder}\n${key}`) ?? 0;
    this.counts.set(`${folder}\n${key}`, n + 1);
    return this.hashes.of(n === 0 ? key : `${key}\n${n}`);
  }
}

/** Of an id in the record of a folder, which knows of no other folder: what it is beside others. */
export const idIn = (folder: number, id: string): string => (folder === 0 ? id : `${id}~${folder + 1}`);

/** The reverse. */
export function placeOfId(id: string): { folder: number; id: string } {
  const [, own = id, number = '1'] = /^(.*)~(\d+)$/.exec(id) ?? [];
  return { folder: Number(number) - 1, id: own };
}
