/** Calls, and the few that mean a value of the expression language: super(), dict(a=1), "…".format(…). */
import type { Arg, Entry, X } from '../expression';
import type { Body } from './body';
import { lower } from './expressions';
import { type N, NONE } from './source';
import { lowerFormat } from './strings';

export function lowerCall(body: Body, n: N): X {
  const { source } = body.file;
  const callee = lower(body, source.child(n, 'function'));
  const written = source.child(n, 'arguments');
  const { inAnnotation } = body;
  body.inAnnotation = false;
  const args = written === NONE ? [] : body.hinted(calleeName(body, callee), () => lowerArguments(body, written));
  body.inAnnotation = inAnnotation;
  return meaning(body, n, callee, args) ?? body.addFor(n, { kind: 'call', callee, args });
}

function lowerArguments(body: Body, n: N): Arg[] {
  const { source } = body.file;
  if (source.kind(n) === 'generator_expression') return [{ x: lower(body, n) }];
  return source.children(n).map((c): Arg => {
    switch (source.kind(c)) {
      case 'keyword_argument': {
        const name = source.textOf(source.child(c, 'name'));
        return { x: body.hinted(name, () => lower(body, source.child(c, 'value'))), name };
      }
      case 'list_splat':
        return { x: lower(body, source.firstChild(c)), spread: '*' };
      case 'dictionary_splat':
        return { x: lower(body, source.firstChild(c)), spread: '**' };
      default:
        return { x: lower(body, c) };
    }
  });
}

function calleeName(body: Body, callee: X): string | undefined {
  const expr = body.expr(callee);
  return expr.kind === 'get' || expr.kind === 'ref' || expr.kind === 'free' ? expr.name : undefined;
}

function meaning(body: Body, n: N, callee: X, args: Arg[]): X | undefined {
  const fn = body.expr(callee);
  if (fn.kind === 'free' && fn.name === 'super') return body.addFor(n, { kind: 'super' });
  if (fn.kind === 'free' && fn.name === 'dict') return lowerDict(body, n, args);
  if (fn.kind === 'get' && fn.name === 'format') {
    const template = body.expr(fn.object);
    if (template.kind === 'str') return lowerFormat(body, n, template.value, args);
  }
  return undefined;
}

/** dict(base, a=1, **more); a positional list is one of pairs, and stays a call. */
function lowerDict(body: Body, n: N, args: readonly Arg[]): X | undefined {
  const entries: Entry[] = [];
  for (const { x, name, spread } of args) {
    const kind = body.expr(x).kind;
    if (spread === '*' || (name === undefined && !spread && (kind === 'list' || kind === 'map'))) return undefined;
    entries.push(name === undefined ? { x, spread: true } : { x, key: name });
  }
  const x = body.addFor(n, { kind: 'obj', entries });
  const { source, layout } = body.file;
  layout.keys ??= {};
  layout.keys[`${body.id}:${x}`] = source.children(source.child(n, 'arguments')).flatMap((c) => {
    const key = source.kind(c) === 'keyword_argument' ? source.child(c, 'name') : c;
    return [source.from(key), source.to(key)];
  });
  return x;
}
