/** The user's folder for caches, and the files in it: written whole or not at all, thrown away when nobody uses them. */
import { accessSync, constants, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashOf } from '../base/hash';
import { makeFolder } from './make-folder';

/** The folder that holds the bundles. Filled in by the build. */
declare const __CROSSWIRE_DIST__: string;

const UNUSED_FOR = 30 * 24 * 3_600_000;

/** The folder for caches of whoever runs this. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'crosswire', 'Cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'crosswire');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'crosswire');
}

/** Why nothing can be kept in a folder, in the system's words; undefined where it can. */
export function cacheProblem(folder: string): string | undefined {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the bundles hold that an answer was made with: any other build gives other answers, whether or not its number was raised. */
export function builtFrom(bundles: readonly string[]): string {
  const key = bundles.join(' ');
  const known = built.get(key);
  if (known !== undefined) return known;
  const codes = bundles.map((name) => readIfThere(join(__CROSSWIRE_DIST__, name)));
  const hash = hashOf(codes.map((code) => (code ? hashOf(code) : 'unknown')).join(' '));
  built.set(key, hash);
  return hash;
}
const built = new Map<string, string>();

/** Makes the folder where there is none; throws where it cannot be written. */
export function replaceFile(path: string, parts: readonly Uint8Array[]): void {
  makeFolder(dirname(path));
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, Buffer.concat(parts));
  renameSync(beside, path);
}

/** Files that nobody has used for a month, and what a run that was ended left behind. */
export function prune(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/\.(facts|answers)(\.\d+\.tmp)?$/.test(name)) continue;
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > (name.endsWith('.tmp') ? 3_600_000 : UNUSED_FOR)) rmSync(path, { force: true });
  }
}

export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return Buffer.alloc(0);
  }
}
