/** Dockerfiles: CMD and ENTRYPOINT of every stage, as a list of words or as shell text, with WORKDIR and ENV as they stand there. */
import type { StartedApp } from '../../facts';
import { parseJsonc } from '../jsonc';
import { strings } from '../kind';
import { appsOf, appsOfWords } from './servers';
import { expand, expanded, folder, type Word } from './shell';

interface Instruction {
  name: string;
  args: string;
  /** Offset of the arguments. */
  from: number;
}
interface Stage {
  dir: string | undefined;
  vars: Record<string, string>;
  entrypoint?: Instruction;
  cmd?: Instruction;
}

export function appsOfDockerfile(text: string): StartedApp[] {
  const apps: StartedApp[] = [];
  let stage: Stage = { dir: undefined, vars: {} };
  for (const instruction of instructions(text)) {
    const { name, args } = instruction;
    if (name === 'FROM') {
      apps.push(...appsOfStage(stage));
      stage = { dir: undefined, vars: { ...stage.vars } };
    } else if (name === 'WORKDIR') stage.dir = folder(expand(unquoted(args), stage.vars), stage.dir);
    else if (name === 'ENV' || name === 'ARG') Object.assign(stage.vars, variables(args));
    else if (name === 'CMD') stage.cmd = instruction;
    else if (name === 'ENTRYPOINT') stage.entrypoint = instruction;
  }
  return [...apps, ...appsOfStage(stage)];
}

/** Comments and ends of lines after a backslash become blanks of the same length, so that offsets hold. */
function* instructions(text: string): Generator<Instruction> {
  const whole = text
    .replace(/^[^\S\n\r]*#[^\n\r]*/gm, (comment) => ' '.repeat(comment.length))
    .replace(/\\[^\S\n\r]*\r?\n\s*/g, (end) => ' '.repeat(end.length));
  for (const line of whole.matchAll(/^[^\S\n\r]*([A-Za-z]+)[^\S\n\r]+([^\n\r]+)/gm)) {
    const args = line[2] ?? '';
    yield { name: (line[1] ?? '').toUpperCase(), args, from: line.index + line[0].length - args.length };
  }
}

/** ENTRYPOINT ["uvicorn"] and CMD ["main:app"] are one command; else either may be one by itself. */
function appsOfStage({ entrypoint, cmd, vars, dir }: Stage): StartedApp[] {
  const parts = [entrypoint, cmd].filter((part) => part !== undefined);
  const lists = parts.map((part) => wordsOf(part));
  const words = lists.every((list) => list !== undefined) ? lists.flat().map((word) => expanded(word, vars)) : [];
  const together = appsOfWords(words, vars, dir, words.at(-1)?.from ?? 0);
  if (together.length > 0) return together;
  return parts.flatMap((part) => (wordsOf(part) ? [] : appsOf(part.args, part.from, vars, dir)));
}

function wordsOf(part: Instruction): Word[] | undefined {
  if (!part.args.startsWith('[')) return undefined;
  const { value } = parseJsonc(part.args.trim());
  if (!Array.isArray(value)) return undefined;
  let at = 0;
  return strings(value).map((text) => {
    at = Math.max(at, part.args.indexOf(JSON.stringify(text), at)) + 1;
    return { text, from: part.from + at };
  });
}

/** A=b C="d e" · the old form `ENV A b` · ARG A */
function variables(args: string): Record<string, string> {
  const old = /^(\w+)[^\S\n]+([^=]*)$/.exec(args);
  if (old) return { [old[1] ?? '']: (old[2] ?? '').trim() };
  const pairs = [...args.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g)];
  return Object.fromEntries(pairs.map((pair) => [pair[1] ?? '', unquoted(pair[2] ?? '')]));
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}
