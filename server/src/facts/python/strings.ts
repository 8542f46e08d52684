/** Strings: literals, f-strings, implicit concatenation, and the templates that % and .format fill. */
import type { Arg, X } from '../expression';
import type { Body } from './body';
import { lower } from './expressions';
import { bracePieces, type Hole, type Piece, percentPieces } from './formats';
import { decode, decodeString, literalShape } from './literals';
import { type N, NONE } from './source';

export function lowerString(body: Body, n: N): X {
  const { source } = body.file;
  if (source.firstChild(n) === NONE) return body.addFor(n, { kind: 'str', value: decodeString(source.textOf(n)) });
  const parts = formattedParts(body, n);
  if (parts.length === 0) return body.addFor(n, { kind: 'str', value: '' });
  const only = parts.length === 1 ? body.expr(parts[0]!) : undefined;
  if (only?.kind === 'str') return body.addFor(n, only);
  return body.addFor(n, { kind: 'cat', parts });
}

/** The parts of an f-string: `f"a{b}c"` → "a", b, "c". */
function formattedParts(body: Body, n: N): X[] {
  const { source } = body.file;
  const shape = literalShape(source.textOf(n));
  const parts: X[] = [];
  for (const c of source.children(n)) {
    if (source.kind(c) === 'string_content') {
      const content = source.textOf(c);
      const value = decode(shape.formatted ? content.replace(/\{\{/g, '{').replace(/\}\}/g, '}') : content, shape);
      parts.push(body.addFor(c, { kind: 'str', value }));
    } else if (source.kind(c) === 'interpolation') parts.push(lowerInterpolation(body, c));
  }
  return parts;
}

/** `{x}` and `{x!s}` are x; what is shown otherwise is unknown, `{x=}` included. */
function lowerInterpolation(body: Body, n: N): X {
  const { source } = body.file;
  const expression = source.child(n, 'expression');
  if (expression === NONE) return body.addFor(n, { kind: 'unknown', why: 'syntax error' });
  const x = lower(body, expression);
  let plain = !/^\s*=/.test(source.text.slice(source.to(expression), source.to(n)));
  for (const c of source.children(n)) {
    const kind = source.kind(c);
    if (kind === 'type_conversion') plain = plain && source.textOf(c) === '!s';
    if (kind !== 'format_specifier') continue;
    plain = false;
    for (const inner of source.children(c)) if (source.kind(inner) === 'format_expression') lowerInterpolation(body, inner);
  }
  return plain ? x : body.addFor(n, { kind: 'unknown', why: 'formatted' });
}

/** "a" "b" → one str; f"a{b}" "c" → one cat. */
export function lowerConcatenated(body: Body, n: N): X {
  const { source } = body.file;
  const strings = source.children(n).filter((c) => source.kind(c) === 'string');
  if (strings.every((c) => source.firstChild(c) === NONE)) {
    return body.addFor(n, { kind: 'str', value: strings.map((c) => decodeString(source.textOf(c))).join('') });
  }
  const parts = strings.flatMap((c) => (source.firstChild(c) === NONE ? [lowerString(body, c)] : formattedParts(body, c)));
  return body.addFor(n, { kind: 'cat', parts });
}

/** "/a/%s" % b; the template is an expression already lowered. Undefined: not a template that can be read. */
export function lowerPercent(body: Body, n: N, template: string, values: X): X | undefined {
  const pieces = percentPieces(template);
  if (!pieces) return undefined;
  const given = body.expr(values);
  const holes = pieces.filter((p) => typeof p !== 'string').length;
  return fill(body, n, pieces, (hole) => {
    if (typeof hole.of === 'string') return fromObject(body, n, values, hole.of);
    if (given.kind === 'list' && given.fixed && !given.items.some((i) => i.spread)) return given.items[hole.of]?.x;
    if (holes === 1) return values;
    const index = body.addFor(n, { kind: 'lit', value: hole.of });
    return body.addFor(n, { kind: 'at', object: values, index });
  });
}

/** "/a/{}/{name}".format(b, name=c) */
export function lowerFormat(body: Body, n: N, template: string, args: readonly Arg[]): X | undefined {
  const pieces = bracePieces(template);
  if (!pieces) return undefined;
  const positional = args.filter((a) => a.name === undefined && !a.spread);
  const spread = args.find((a) => a.spread === '**');
  return fill(body, n, pieces, (hole) => {
    if (typeof hole.of === 'number') return args.some((a) => a.spread === '*') ? undefined : positional[hole.of]?.x;
    const named = args.find((a) => a.name === hole.of);
    return named ? named.x : spread && fromObject(body, n, spread.x, hole.of);
  });
}

function fromObject(body: Body, n: N, object: X, key: string): X {
  const known = body.expr(object);
  const entry = known.kind === 'obj' ? known.entries.findLast((e) => e.key === key) : undefined;
  return entry ? entry.x : body.addFor(n, { kind: 'get', object, name: key });
}

function fill(body: Body, n: N, pieces: readonly Piece[], filling: (hole: Hole) => X | undefined): X {
  const parts = pieces.map((piece) => {
    if (typeof piece === 'string') return body.addFor(n, { kind: 'str', value: piece });
    let x = piece.plain ? filling(piece) : undefined;
    for (const step of x === undefined ? [] : piece.path) {
      if (typeof step === 'string') x = body.addFor(n, { kind: 'get', object: x!, name: step });
      else x = body.addFor(n, { kind: 'at', object: x!, index: body.addFor(n, { kind: 'lit', value: step }) });
    }
    return x ?? body.addFor(n, { kind: 'unknown', why: 'formatted' });
  });
  return body.addFor(n, { kind: 'cat', parts });
}
