/** Runs the built command line as a user does, in a process of its own. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { tempFolder } from './temp';

export interface CliResult {
  code: number | null;
  out: string;
  err: string;
}

export interface CliOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Stops reading the standard output after its first bytes, as `head` does. */
  impatient?: boolean;
}

/** Kept apart from those of whoever runs the tests. */
const caches = () => {
  cacheHome ??= tempFolder();
  return cacheHome;
};
let cacheHome: string | undefined;

export function crosswire(words: string[], { cwd, env = {}, impatient = false }: CliOptions = {}): Promise<CliResult> {
  const { FORCE_COLOR: _, NO_COLOR: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [resolve('dist/cli.js'), ...words], {
    cwd,
    env: { ...inherited, XDG_CACHE_HOME: caches(), ...env },
  });
  const result: CliResult = { code: null, out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => {
    result.out += data.toString();
    if (impatient) child.stdout.destroy();
  });
  child.stderr.on('data', (data: Buffer) => {
    result.err += data.toString();
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ ...result, code }));
  });
}
