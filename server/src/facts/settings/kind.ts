/** What every kind of settings file is to the extractor: a name to know it by, and a reader. */
import type { SettingsFacts } from '../facts';

export interface SettingsKind {
  /** `name` is the file's name without its folders. */
  is(name: string, path: string): boolean;
  read(text: string, path: string): Read;
}

export interface Read {
  facts: SettingsFacts;
  /** Start and end of the file's items (values, rules, locations, apps), interleaved, in the order of the facts. */
  spans?: number[];
  /** Spans of further lists of items, by name. */
  more?: Record<string, number[]>;
}

export function none(why: string): Read {
  return { facts: { kind: 'settings', of: 'none', why } };
}

/** A parsed JSON, TOML or YAML value that is an object; anything else is empty. */
export function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function strings(value: unknown): string[] {
  return list(value).filter((item) => typeof item === 'string');
}

/** For `...optional('main', x)`: the entry where the value is a string that is not empty. */
export function optional<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  const entry: { [P in K]?: string } = {};
  if (typeof value === 'string' && value !== '') entry[key] = value;
  return entry;
}

/** The entries of an object whose values are strings; undefined where there is none. */
export function stringMap(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

export function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
