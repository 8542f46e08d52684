/** Runs programs and says what they took: wall and CPU time of the whole process, and for Node its peak memory. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Took {
  wall: number;
  cpu: number;
  /** Megabytes; 0 where it is not known. */
  memory: number;
  output: string;
}

const folder = mkdtempSync(join(tmpdir(), 'crosswire-bench-'));
const memoryFile = join(folder, 'memory');
const hook = join(folder, 'hook.cjs');
writeFileSync(
  hook,
  `if (require('node:worker_threads').isMainThread) process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(memoryFile)}, String(process.resourceUsage().maxRSS)));`,
);

export const scratch = (name: string) => join(folder, name);
export const cleanUp = () => rmSync(folder, { recursive: true, force: true });

/** A program that took too long or could not be run: what is measured beside it goes on. */
export class NoResult extends Error {}

const LIMIT = 300_000;

/** Needs a bash for its `time`, which also counts the CPU time of threads. What takes too long is ended, not only the shell around it. */
export function run(command: readonly string[], cwd?: string, limit = LIMIT): Took {
  rmSync(memoryFile, { force: true });
  const script = `TIMEFORMAT="@took %R %U %S"; trap 'kill -9 $!; wait $!; exit 1' TERM; time { "$@" 2>/dev/null & wait $!; }`;
  const { stdout, stderr, error } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    encoding: 'utf8',
    cwd,
    maxBuffer: 1 << 28,
    timeout: limit,
  });
  const shown = command.filter((word) => word !== '--require' && word !== hook).join(' ');
  if (error && 'code' in error && error.code === 'ETIMEDOUT') throw new NoResult(`longer than ${limit / 1000} s: ${shown}`);
  const found = /@took ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr ?? '');
  if (!found) throw new NoResult(`${error?.message ?? stderr}: ${shown}`);
  const [wall, user, system] = found.slice(1).map((text) => Number(text) * 1000) as [number, number, number];
  const memory = existsSync(memoryFile) ? Number(readFileSync(memoryFile, 'utf8')) / 1024 : 0;
  return { wall, cpu: user + system, memory, output: stdout };
}

export const node = (script: string, ...args: string[]): string[] => [
  process.execPath,
  '--require',
  hook,
  resolve(script),
  ...args,
];

/** The best of several runs in turn, so that what else the machine does meets all programs alike. */
export function inTurn(commands: readonly { command: readonly string[]; cwd?: string }[], rounds: number): Took[] {
  const best: Took[] = [];
  for (let round = 0; round < rounds; round++)
    commands.forEach(({ command, cwd }, i) => {
      const took = run(command, cwd);
      const before = best[i];
      best[i] = before
        ? {
            ...took,
            wall: Math.min(before.wall, took.wall),
            cpu: Math.min(before.cpu, took.cpu),
            memory: Math.max(before.memory, took.memory),
          }
        : took;
    });
  return best;
}

/** The Rust tool to compare with, in a Python environment of its own; undefined where it cannot be had. */
export function fastapiLsp(): string | undefined {
  const home = resolve('.cache/peers');
  const program = join(home, 'bin/fastapi-lsp');
  if (!existsSync(program)) {
    spawnSync('python3', ['-m', 'venv', home]);
    spawnSync(join(home, 'bin/pip'), ['install', '--quiet', 'fastapi-lsp==0.1.9'], { timeout: 60_000 });
  }
  return existsSync(program) ? program : undefined;
}

/** Columns aligned, numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(Math.round(cell)) : cell)));
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells
    .map((row) => `  ${row.map((c, i) => (i === 0 ? c.padEnd(widths[i]!) : c.padStart(widths[i]!))).join('  ')}`)
    .join('\n');
}

/** A row for each folder; of one that gives no result its name alone, and why below the table. */
export async function tableOf(
  head: readonly string[],
  folders: readonly [name: string, folder: string][],
  rowOf: (folder: string) => readonly (string | number)[] | Promise<readonly (string | number)[]>,
): Promise<string> {
  const rows: (readonly (string | number)[])[] = [head];
  const missing: string[] = [];
  for (const [name, folder] of folders) {
    try {
      rows.push([name, ...(await rowOf(folder))]);
    } catch (error) {
      if (!(error instanceof NoResult)) throw error;
      rows.push([name, 'none']);
      missing.push(`  ${name}: ${error.message}`);
    }
  }
  return [table(rows), ...missing].join('\n');
}
