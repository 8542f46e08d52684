/** The two templates of old, split into literal text and holes: '/a/%s' and '/a/{}/{name}'. */

/** What a hole asks for: the n-th value, one by name, or one that is formatted so that its value does not show. */
export interface Hole {
  of: number | string;
  /** '.attr' and '[key]' after a field: what is read from the value, outermost last. */
  path: readonly (string | number)[];
  plain: boolean;
}
export type Piece = string | Hole;

/** '%s/%(id)d' → hole 0, '/', hole 'id'. Undefined where a width is taken from the values. */
export function percentPieces(template: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  const holes = /%(?:\(([^()]*)\))?([-+ #0-9.]*)(\*)?[hlL]?([a-z%])/gi;
  let last = 0;
  let next = 0;
  for (const match of template.matchAll(holes)) {
    const [all, name, flags, star, type] = match;
    if (star) return undefined;
    pieces.push(template.slice(last, match.index));
    last = match.index + all.length;
    if (type === '%') pieces.push('%');
    else pieces.push({ of: name ?? next++, path: [], plain: flags === '' && /[sdiu]/.test(type!) });
  }
  pieces.push(template.slice(last));
  return pieces.filter((p) => p !== '');
}

/** '{}/{1}/{name.attr:02d}' with '{{' and '}}' as braces. Undefined for what str.format refuses. */
export function bracePieces(template: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let next = 0;
  let at = 0;
  for (const match of template.matchAll(/\{\{|\}\}|\{((?:[^{}]|\{[^{}]*\})*)\}|[{}]/g)) {
    pieces.push(template.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[0] === '{{' || match[0] === '}}') pieces.push(match[0][0]!);
    else if (match[1] === undefined) return undefined;
    else {
      const hole = braceHole(match[1], () => next++);
      if (!hole) return undefined;
      pieces.push(hole);
    }
  }
  pieces.push(template.slice(at));
  return pieces.filter((p) => p !== '');
}

function braceHole(field: string, nextIndex: () => number): Hole | undefined {
  const parts = /^([^.[!:]*)((?:\.[^.[!:]+|\[[^\]]*\])*)(![a-z])?(:.*)?$/s.exec(field);
  if (!parts) return undefined;
  const [, name = '', path = '', conversion = '', spec = ''] = parts;
  const of = name === '' ? nextIndex() : /^\d+$/.test(name) ? Number(name) : name;
  const steps = [...path.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)].map((m) => m[1] ?? (/^\d+$/.test(m[2]!) ? Number(m[2]) : m[2]!));
  return { of, path: steps, plain: (conversion === '' || conversion === '!s') && spec.length < 2 };
}
