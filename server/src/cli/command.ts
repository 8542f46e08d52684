/** What a command of the command line is: its options, its help, and how wrong usage is told: one line, exit code 2. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { distance } from '../base/distance';
import type { Terminal } from './terminal';

export interface Option {
  type: 'string' | 'boolean';
  multiple?: boolean;
  /** Shown as '--why <route>'. */
  value?: string;
  help: string;
}

export interface Arguments {
  folders: string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): string[];
}

export interface Command {
  name: string;
  /** '[folder]' */
  takes: string;
  summary: string;
  /** Further paragraphs of its help. */
  about?: string[];
  options: Record<string, Option>;
  /** Whole command lines, each with what it does. */
  examples: [line: string, does: string][];
  /** Gives the exit code. */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** Told as one line; the command ends with 2. */
export class UsageError extends Error {}

export function argumentsOf(command: Command, words: string[]): Arguments {
  const options: ParseArgsConfig['options'] = {};
  for (const [name, { type, multiple = false }] of Object.entries(command.options)) options[name] = { type, multiple };
  const { values, positionals } = parsed(command, { args: words, options, allowPositionals: true });
  return {
    folders: positionals,
    flag: (name) => values[name] === true,
    text: (name) => [values[name]].flat().find((value) => typeof value === 'string'),
    texts: (name) => [values[name]].flat().filter((value) => typeof value === 'string'),
  };
}

function parsed(command: Command, config: ParseArgsConfig): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config);
  } catch (error) {
    // parseArgs says what is wrong in its first sentence; the others are about how to quote.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new UsageError(`${command.name}: ${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/, '')}`);
  }
}

export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]): [string, string] => [
    `--${name}${option.type === 'string' ? ` <${option.value ?? 'text'}>` : ''}`,
    option.help,
  ]);
  return [
    `crosswire ${command.name} ${command.takes}\n\n${command.summary}`,
    ...(command.about ?? []),
    `Options:\n${columns([...options, ['--help', 'this text']])}`,
    `Examples:\n${columns(command.examples)}`,
  ].join('\n\n');
}

/** Two columns, indented, the first as wide as it must be. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}   ${second}`).join('\n');
}

/** The name that was probably meant: at most two letters apart. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, distance: distance(word, name) })).sort((a, b) => a.distance - b.distance);
  return ranked[0] && ranked[0].distance <= 2 ? ranked[0].name : undefined;
}
