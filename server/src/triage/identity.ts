/**
 * What makes a finding the same finding tomorrow: its rule, its file and what it is about (method and path), not its line, nor what
 * its parameters are called. Several that agree in
 * all of these are told apart by their order in the file.
 */
import { hashOf } from '../base/hash';

export interface Identifiable {
  rule: string;
  /** From the folder that holds it. */
  file: string;
  subject: string;
  /** Which of several folders, from 0. */
  folder: number;
}

/** One id each, in order. Those of a second folder and further ones carry its number: equal files in two folders are two. */
export function identify(findings: readonly Identifiable[]): string[] {
  const counts = new Map<string, number>();
  return findings.map(({ rule, file, subject, folder }) => {
    const key = `${rule}\n${file}\n${subject.replace(/\{[^{}]*\}/g, '{}')}`;
    const n = counts.get(`${folder}\n${key}`) ?? 0;
    counts.set(`${folder}\n${key}`, n + 1);
    return idIn(folder, hashOf(n === 0 ? key : `${key}\n${n}`).slice(0, 12));
  });
}

/** Of an id in the record of a folder, which knows of no other folder: what it is beside others. */
export const idIn = (folder: number, id: string): string => (folder === 0 ? id : `${id}~${folder + 1}`);

/** The reverse. */
export function placeOfId(id: string): { folder: number; id: string } {
  const [, own = id, number = '1'] = /^(.*)~(\d+)$/.exec(id) ?? [];
  return { folder: Number(number) - 1, id: own };
}
