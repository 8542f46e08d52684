/** The statements of a module or class as text. */
import { blanked } from './rename';

/** Those at this indentation, each with its decorators and all that is indented below it, without the blank lines around. */
export function statementsIn(text: string, indent = ''): string[] {
  const lines = text.replace(/\r\n/g, '\n').split('\n');
  const plain = blanked(text.replace(/\r\n/g, '\n')).split('\n');
  const out: string[] = [];
  let depth = 0;
  let inText = false;
  lines.forEach((line, i) => {
    const own = line.slice(indent.length);
    const begins =
      !inText &&
      depth === 0 &&
      line.startsWith(indent) &&
      /^[^\s)\]}]/.test(own) &&
      !/^@/.test(out.at(-1)?.trim().split('\n').at(-1) ?? '');
    if (begins) out.push(line);
    else if (out.length) out[out.length - 1] += `\n${line}`;
    for (const c of plain[i]!) depth += '([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0;
    if ((line.match(/"""|'''/g) ?? []).length % 2) inText = !inText;
  });
  return out.map((s) => s.trimEnd()).filter((s) => s !== '');
}
