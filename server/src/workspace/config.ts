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
  const path = ['crosswire.json', 'crosswire.jsonc'].map((name) => join(root, name)).find((name) => existsSync(toOsPath(name)));
  const patterns = { include: [], exclude: [] };
  if (!path) return patterns;
  const read = readText(path);
  const config = 'skipped' in read ? undefined : parseJsonc(read.text);
  const problem =
    'skipped' in read
      ? read.skipped
      : (config?.error?.message ?? (isRecord(config?.value) ? undefined : 'it must hold an object'));
  if (problem !== undefined || !isRecord(config?.value)) {
    log(`${path}: not used: ${problem}`);
    return patterns;
  }
  const list = (key: string): string[] => {
    const value = isRecord(config.value) ? config.value[key] : undefined;
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    log(`${path}: "${key}" is not used: it must be a list of patterns`);
    return [];
  };
  return { include: list('include'), exclude: list('exclude') };
}
