/**
 * What makes a finding the same finding tomorrow: its rule, its file and what it is about (method and path), not its line, nor what its variables,
 * parameters and functions are called. Several that agree in all of these are told apart by their order in the file; the functions around them,
 * whose names may change, say which is which when one comes or goes (see matching.ts).
 */
import { hashOf } from '../base/hash';

export interface Identifiable {
  rule: string;
  /** From the folder that holds it. */
  file: string;
  subject: string;
}

/** Ids, one each, in order. `folder`: which of several, from 0: equal files in two folders are two. */
export function identify(findings: readonly (Identifiable & { folder: number })[], hashes: Hashes = new Hashes()): string[] {
  hashes.begin();
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const { folder } = finding;
    const key = keyOf(finding);
    const n = counts.get(`${folder}\n${key}`) ?? 0;
    counts.set(`${folder}\n${key}`, n + 1);
    return idIn(folder, hashes.of(numbered(key, n)));
  });
}

/** What findings have in common that only their order tells apart. */
export const keyOf = ({ rule, file, subject }: Identifiable): string => `${rule}\n${file}\n${nameless(subject)}`;

/** 'GET /tasks/{}' of 'GET /tasks/{task_id}' */
const nameless = (subject: string): string => (subject.includes('{') ? subject.replace(/\{[^{}]*\}/g, '{}') : subject);

const numbered = (key: string, n: number): string => (n === 0 ? key : `${key}\n${n}`);
/** It is written on command lines, where a dash would begin an option. */
const shortHash = (text: string): string => hashOf(text).slice(0, 12).replace(/^-/, '_');

/** Of the first ids of a key, which is which: 0 for the first. */
export const ordinalsOf = (key: string, count: number): Map<string, number> =>
  new Map(Array.from({ length: count }, (_, n) => [shortHash(numbered(key, n)), n]));

/** What was hashed for the findings of the state before is not hashed again. */
export class Hashes {
  private before = new Map<string, string>();
  private now = new Map<string, string>();

  begin(): void {
    this.before = this.now;
    this.now = new Map();
  }

  of(text: string): string {
    const hash = this.now.get(text) ?? this.before.get(text) ?? shortHash(text);
    this.now.set(text, hash);
    return hash;
  }
}

/** Of an id in the record of a folder, which knows of no other folder: what it is beside others. */
export const idIn = (folder: number, id: string): string => (folder === 0 ? id : `${id}~${folder + 1}`);

/** The reverse. */
export function placeOfId(id: string): { folder: number; id: string } {
  const [, own = id, number = '1'] = /^(.*)~(\d+)$/.exec(id) ?? [];
  return { folder: Number(number) - 1, id: own };
}
