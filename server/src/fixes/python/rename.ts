/** Where a name of Python code is used as a variable: not in strings and comments, not as an attribute, not as a keyword of a call. */

/** Offsets. Names in the holes of f-strings count. */
export function renamedIn(text: string, from: number, to: number, name: string): number[] {
  const code = blanked(text.slice(from, to));
  const found: number[] = [];
  for (const m of code.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g'))) {
    const after = code.slice(m.index + name.length);
    const isKeyword = /^\s*=(?!=)/.test(after) && depthAt(code, m.index) > 0 && !isParameter(code, m.index);
    if (!isKeyword) found.push(from + m.index);
  }
  return found;
}

/** The same length, with what strings and comments say blanked. */
export function blanked(code: string): string {
  return code.replace(
    /#[^\n]*|([rRbBuUfF]{0,2})("""|'''|"|')((?:\\[\s\S]|(?!\2)[\s\S])*?)\2/g,
    (all, prefix: string | undefined, quote: string | undefined, body: string | undefined) => {
      if (quote === undefined || prefix === undefined || body === undefined) return ' '.repeat(all.length);
      const inner = /f/i.test(prefix) ? holes(body) : body.replace(/[^\n]/g, ' ');
      return ' '.repeat(prefix.length) + quote + inner + quote;
    },
  );
}

/** Only what stands in braces is kept of the body of an f-string. */
function holes(body: string): string {
  let depth = 0;
  return [...body]
    .map((c, i) => {
      if (c === '{' && body[i + 1] !== '{' && body[i - 1] !== '{') depth++;
      else if (c === '}' && depth > 0) depth--;
      else return depth > 0 || c === '\n' ? c : ' ';
      return ' ';
    })
    .join('');
}

function depthAt(code: string, at: number): number {
  let depth = 0;
  for (let i = 0; i < at; i++) {
    if ('([{'.includes(code[i]!)) depth++;
    else if (')]}'.includes(code[i]!)) depth--;
  }
  return depth;
}

/** In the first parentheses of the text: the handler's own signature. */
function isParameter(code: string, at: number): boolean {
  let depth = 0;
  for (let i = 0; i < at; i++) {
    if ('([{'.includes(code[i]!)) depth++;
    else if (')]}'.includes(code[i]!) && --depth === 0) return false;
  }
  return depth === 1;
}
