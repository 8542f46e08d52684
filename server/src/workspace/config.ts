/**
 * `crosswire.json` at a root, as far as it says what is read: {"include": ["build/api"], "exclude": ["legacy/"]}.
 * A broken one changes nothing and is reported; the rest of it is a fact like any other.
 */
import { existsSync } from 'node:fs';
import { join, toOsPath } from '../base/uri';
import { parseJsonc } from '../facts/settings/jsonc';
import { isRecord } from '../facts/settings/kind';
import { readText } from './reader';
import type { Patterns } from './selection';

export function patternsOf(root: string, log: (line: string) => void): Required<Patterns> {
  const config = settingsOf(root, log);
  const list = (key: string): string[] => {
    const value = config?.[key];
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    log(`${root}/crosswire.json: "${key}" is not used: it must be a list of patterns`);
    return [];
  };
  return { include: list('include'), exclude: list('exclude') };
}

/** The whole of it; undefined where there is none, or where it is broken. */
export function settingsOf(root: string, log: (line: string) => void): Record<string, unknown> | undefined {
  const path = ['crosswire.json', 'crosswire.jsonc'].map((name) => join(root, name)).find((name) => existsSync(toOsPath(name)));
  if (!path) return undefined;
  const read = readText(path);
  const config = 'skipped' in read ? undefined : parseJsonc(read.text);
  const problem =
    'skipped' in read
      ? read.skipped
      : (config?.error?.message ?? (isRecord(config?.value) ? undefined : 'it must hold an object'));
  if (problem === undefined && isRecord(config?.value)) return config.value;
  log(`${path}: not used: ${problem}`);
  return undefined;
}
