/** Where a command's result goes: to the standard output, or to the file of --output. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './command';
import { type Paint, plain, type Terminal } from './terminal';

/** In colours only where people see it. */
export function deliver(terminal: Terminal, output: string | undefined, render: (paint: Paint) => string): void {
  if (output === undefined) return terminal.out(render(terminal.paint));
  try {
    writeFileSync(resolve(terminal.cwd, output), render(plain));
  } catch (error) {
    throw new UsageError(`audit: ${output} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
