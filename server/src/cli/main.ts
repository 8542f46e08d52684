/** The command line: finds the command, gives it its arguments, and turns what goes wrong into one line and an exit code. */

import { audit } from './audit';
import { calls } from './calls';
import { argumentsOf, type Command, columns, helpOf, nearest, UsageError } from './command';
import { fix } from './fix';
import { lsp } from './lsp';
import { routes } from './routes';
import { type Terminal, terminalOf } from './terminal';
import { triage } from './triage';

declare const __CROSSWIRE_VERSION__: string;

const commands: readonly Command[] = [audit, fix, triage, routes, calls, lsp];

/** 0 all well, 2 wrong usage, 3 a fault of the program. */
export async function main(words: string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    terminal.out(`${overview()}\n`);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`${__CROSSWIRE_VERSION__}\n`);
    return 0;
  }
  try {
    const command = find(name === 'help' ? (rest[0] ?? '') : name);
    if (name !== 'help' && !wantsHelp(rest)) return await command.run(argumentsOf(command, rest), terminal);
    terminal.out(`${helpOf(command)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.note(`crosswire: ${error.message}`);
    return 2;
  }
}

function wantsHelp(words: string[]): boolean {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  return own.includes('--help') || own.includes('-h');
}

function find(name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command) return command;
  const names = commands.map((one) => one.name);
  if (name.startsWith('-')) throw new UsageError(`unknown option ${name}; crosswire --help lists what there is`);
  const meant = nearest(name, names);
  throw new UsageError(`unknown command ${name}${meant ? `; did you mean ${meant}?` : `; there is ${names.join(', ')}`}`);
}

function overview(): string {
  const list = columns(commands.map((command) => [`${command.name} ${command.takes}`, command.summary] as const));
  return [
    `crosswire ${__CROSSWIRE_VERSION__}: finds where a JavaScript UI and its Python API have drifted apart`,
    `Usage: crosswire <command> [options]\n\n${list}`,
    columns([
      ['crosswire <command> --help', 'options and examples'],
      ['crosswire --version', 'which version this is'],
    ]),
  ].join('\n\n');
}

/** Whoever reads may stop early, as `head` does; that is no fault. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

main(process.argv.slice(2), terminalOf(process.stdout, process.stderr, process.env, process.cwd())).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`crosswire: a fault in the program: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 3;
  },
);
