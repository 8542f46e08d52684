/** The text between quotes around a place of a line. */
export interface Literal {
  /** Indices in the line, quotes outside. */
  from: number;
  to: number;
  quote: string;
  /** Its end is not typed yet: it goes on for as long as what follows looks like a path. */
  isOpen: boolean;
}

/** What `${…}` holds is not taken for an end. `fetch('/ta|, { method: 'POST' })` ends in what was typed, not at the next quote. */
export function literalAt(line: string, index: number): Literal | undefined {
  for (let at = 0; at < index; at++) {
    const quote = line.charAt(at);
    if (!/['"`]/.test(quote)) continue;
    const from = at + 1;
    const end = endOf(line, from, quote);
    const isOpen = end === undefined || (index <= end && /[\s,;)]/.test(line.slice(index, end)));
    if (isOpen) return { from, to: index + /^[\w/{}$.-]*/.exec(line.slice(index))![0].length, quote, isOpen };
    if (index <= end) return { from, to: end, quote, isOpen };
    at = end;
  }
  return undefined;
}

function endOf(line: string, from: number, quote: string): number | undefined {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === quote) return at;
    else if (quote === '`' && line.startsWith('${', at)) {
      const close = line.indexOf('}', at);
      if (close < 0) return undefined;
      at = close;
    }
  }
  return undefined;
}
