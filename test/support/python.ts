/** A Python with the frameworks that the tests run for real, in .cache/python: made once, with the versions named here. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const packages = [
  'fastapi==0.165.0',
  'starlette==1.10.0',
  'pydantic==2.14.3',
  'pydantic-settings==2.16.3',
  'python-multipart==0.0.34',
  'httpx==0.28.1',
  'flask==3.1.3',
  'flask-restx==1.3.2',
  'flask-restful==0.3.10',
  'quart==0.22.0',
  'pytest',
];

let known: { python: string } | { skipped: string } | undefined;

/** The interpreter, or why there is none. Tests that are skipped for it must say so loudly, and fail where CI is set. */
export function ensurePython(): { python: string } | { skipped: string } {
  known ??= make(resolve('.cache/python'));
  return known;
}

function make(folder: string): { python: string } | { skipped: string } {
  const stamp = join(folder, 'packages.txt');
  const wanted = packages.join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python: interpreter(folder) };
  const base = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import venv']).status === 0);
  if (!base) return { skipped: 'no Python 3 with venv was found' };
  const beside = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  const error = run(base, ['-m', 'venv', beside]) ?? run(interpreter(beside), ['-m', 'pip', 'install', '--quiet', ...packages]);
  if (error) {
    rmSync(beside, { recursive: true, force: true });
    return { skipped: error };
  }
  writeFileSync(join(beside, 'packages.txt'), wanted);
  rmSync(folder, { recursive: true, force: true });
  renameSync(beside, folder);
  return { python: interpreter(folder) };
}

function interpreter(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts/python.exe') : join(folder, 'bin/python');
}

function run(command: string, args: string[]): string | undefined {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? undefined : `${command} ${args.join(' ')}: ${error?.message ?? stderr.trim().slice(-400)}`;
}
