/** Where a command writes: results to the standard output, everything else beside it. Colours and progress only for people. */
import { visible } from '../base/visible';
import { codeLine } from '../report/escape';

export interface Terminal {
  /** The folder from which relative paths count. */
  cwd: string;
  out(text: string): void;
  /** A text that programs take as it is, such as a diff; people see what it holds. */
  exact(text: string): void;
  /** A line that is no result, whatever others' text it holds. */
  note(line: string): void;
  /** A line that the next one overwrites; not shown where nobody watches. */
  progress(line: string): void;
  paint: Paint;
}

type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'dim' | 'bold';
export type Paint = (colour: Colour, text: string) => string;

const codes: Record<Colour, number> = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, dim: 2, bold: 1 };

export const plain: Paint = (_, text) => text;
export const coloured: Paint = (colour, text) => `\x1b[${codes[colour]}m${text}\x1b[0m`;

/** Both streams of a process, as far as they are used here. */
interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export function terminalOf(out: Stream, beside: Stream, env: NodeJS.ProcessEnv, cwd: string): Terminal {
  const colours = env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : out.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  let shown = false;
  let last = 0;
  const clear = () => {
    if (shown) beside.write('\r\x1b[2K');
    shown = false;
  };
  return {
    cwd,
    paint: colours ? coloured : plain,
    out(text) {
      clear();
      out.write(text);
    },
    exact(text) {
      clear();
      out.write(out.isTTY ? text.split('\n').map(codeLine).join('\n') : text);
    },
    note(line) {
      clear();
      beside.write(`${visible(line)}\n`);
    },
    progress(line) {
      if (!beside.isTTY || env.TERM === 'dumb' || performance.now() - last < 60) return;
      last = performance.now();
      shown = true;
      beside.write(`\r\x1b[2K${visible(line).slice(0, (beside.columns ?? 80) - 1)}`);
    },
  };
}
