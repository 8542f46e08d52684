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
  'quart-trio==0.12.0',
  'pytest',
];

/** What the generated code is run and checked with. */
const scaffolds = [
  ...[
    'fastapi==0.165.0',
    'starlette==1.10.0',
    'pydantic==2.14.3',
    'httpx==0.28.1',
    'flask==3.1.3',
    'pytest==9.2.0',
    'anyio==4.16.0',
  ],
  ...[
    'python-multipart==0.0.34',
    'fastapi-utils==0.8.0',
    'typing-inspect==0.9.0',
    'sqlalchemy==2.1.9',
    'aiosqlite==0.22.1',
    'greenlet',
    'flask-sqlalchemy==3.1.1',
    'flask-restx==1.3.2',
    'flask-restful==0.3.10',
    'quart==0.22.0',
    'pytest-asyncio==1.5.0',
    'ruff==0.17.6',
    'mypy==2.4.1',
  ],
];
const pydantic1 = ['fastapi==0.99.1', 'pydantic==1.10.27', 'httpx==0.27.2', 'pytest==9.2.0'];

export type Interpreter = { python: string } | { skipped: string };
const known = new Map<string, Interpreter>();
const sets = { python: packages, scaffolds, pydantic1 };

/** The interpreter, or why there is none. Tests that are skipped for it must say so loudly, and fail where CI is set. */
export function ensurePython(name: keyof typeof sets = 'python'): Interpreter {
  const made = known.get(name) ?? make(resolve('.cache', name), sets[name]);
  known.set(name, made);
  return made;
}

function make(folder: string, packages: readonly string[]): Interpreter {
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
