/**
 * What makes a finding the same finding tomorrow: its rule, its file and what it is about (method and path), not its line, nor what
 * its parameters are called. Several that agree in
 * all of these are told apart by their order in the file.
 */
import { hashOf } from '../base/hash';

export interface Identifiable {
  rule: string;
  /** From the folder that is looked at. */
  file: string;
  subject: string;
}

/** One id each, in order. */
export function identify(findings: readonly Identifiable[]): string[] {
  const counts = new Map<string, number>();
  return findings.map(({ rule, file, subject }) => {
    const key = `${rule}\n${file}\n${subject.replace(/\{[^{}]*\}/g, '{}')}`;
    const n = counts.get(key) ?? 0;
    counts.set(key, n + 1);
    return hashOf(n === 0 ? key : `${key}\n${n}`).slice(0, 12);
  });
}
