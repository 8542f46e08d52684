/** Functions, lambdas and classes: an expression where they are written, and a chunk of their own. */
import type { ChunkId, Expr, X } from '../expression';
import type { Chunk } from '../facts';
import { lowerAnnotation } from './annotations';
import { Body } from './body';
import { lower } from './expressions';
import { decodeString } from './literals';
import { lowerParameters, parameterNames } from './parameters';
import { namesUnder, type Scope } from './scopes';
import { type N, NONE, type Source } from './source';
import { lowerBlock } from './statements';
import { bindName } from './targets';

/** Functions in functions in classes; an id holds all the names around it, so this bounds its length. */
const MAX_NESTED = 40;

function isTooDeep(body: Body): boolean {
  if (body.nested < MAX_NESTED) return false;
  body.file.damaged ??= 'too deep';
  return true;
}

/** `whole` has the decorators in it, if there are any. */
export function lowerDefinition(body: Body, whole: N): void {
  const { source } = body.file;
  const decorated = source.kind(whole) === 'decorated_definition';
  const n = decorated ? source.child(whole, 'definition') : whole;
  const name = n === NONE ? NONE : source.child(n, 'name');
  const nodes = decorated ? source.children(whole).filter((c) => source.kind(c) === 'decorator') : [];
  const decorators = nodes.map((c) => lower(body, source.firstChild(c)));
  if (name === NONE || isTooDeep(body)) return;
  const isClass = source.kind(n) === 'class_definition';
  let x = isClass ? lowerClass(body, n, whole, decorators) : lowerFunction(body, n, whole, decorators);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const call: Expr = { kind: 'call', callee: decorators[i]!, args: [{ x }], decorator: true };
    x = body.add(call, source.from(nodes[i]!), body.spans[2 * decorators[i]! + 1]!);
  }
  bindName(body, source.textOf(name), x);
}

function lowerFunction(parent: Body, n: N, whole: N, decorators: X[]): X {
  const { source } = parent.file;
  const parameters = source.child(n, 'parameters');
  const code = source.child(n, 'body');
  const body = open(parent, 'function', n, whole, parameters, code);
  lowerParameters(body, parent, parameters);
  const returns = source.child(n, 'return_type');
  const { chunk } = body;
  if (returns !== NONE) chunk.returnsX = lowerAnnotation(parent, returns);
  if (/^async\b/.test(source.text.slice(source.from(n), source.from(n) + 6))) chunk.async = true;
  finish(body, code, decorators);
  return parent.addFor(n, { kind: 'fn', chunk: body.id });
}

function lowerClass(parent: Body, n: N, whole: N, decorators: X[]): X {
  const { source } = parent.file;
  const code = source.child(n, 'body');
  const bases: X[] = [];
  const keywords: { name: string; x: X }[] = [];
  const superclasses = source.child(n, 'superclasses');
  for (const c of superclasses === NONE ? [] : source.children(superclasses)) {
    if (source.kind(c) !== 'keyword_argument') bases.push(lowerAnnotation(parent, c));
    else keywords.push({ name: source.textOf(source.child(c, 'name')), x: lower(parent, source.child(c, 'value')) });
  }
  const body = open(parent, 'class', n, whole, NONE, code);
  const typeParams = typeParameters(source, source.child(n, 'type_parameters'));
  if (typeParams.length > 0) body.chunk.typeParams = typeParams;
  if (bases.length > 0) body.chunk.bases = bases;
  if (keywords.length > 0) body.chunk.keywords = keywords;
  finish(body, code, decorators);
  return parent.addFor(n, { kind: 'class', chunk: body.id });
}

function finish(body: Body, code: N, decorators: X[]): void {
  if (decorators.length > 0) body.chunk.decorators = decorators;
  if (code === NONE) return;
  const doc = docstring(body.file.source, code);
  if (doc !== undefined) body.chunk.doc = doc;
  body.file.queue.push(() => lowerBlock(body, code));
}

/** lambda x: x.id → an anonymous function that returns its body; named by what it is given to. */
export function lowerLambda(parent: Body, n: N): X {
  const { source } = parent.file;
  if (isTooDeep(parent)) return parent.addFor(n, { kind: 'unknown', why: 'too deep' });
  const parameters = source.child(n, 'parameters');
  const code = source.child(n, 'body');
  const body = open(parent, 'function', n, n, parameters, code);
  lowerParameters(body, parent, parameters);
  parent.file.queue.push(() => {
    body.chunk.returns = [{ x: lower(body, code) }];
  });
  return parent.addFor(n, { kind: 'fn', chunk: body.id });
}

/** `type Many[T] = list[T]` → a function that has the parameters and returns the type. */
export function lowerGenericAlias(parent: Body, n: N, left: N, name: N): X {
  const { source } = parent.file;
  if (isTooDeep(parent)) return parent.addFor(n, { kind: 'unknown', why: 'too deep' });
  const right = source.child(n, 'right');
  const body = open(parent, 'function', n, n, NONE, right, name);
  body.chunk.typeParams = typeParameters(source, source.children(left).find((c) => source.kind(c) === 'type_parameter') ?? NONE);
  parent.file.queue.push(() => {
    body.chunk.returns = [{ x: lower(body, right) }];
  });
  return parent.addFor(n, { kind: 'fn', chunk: body.id });
}

/** The names in `[T, *Ts, K: str]`. */
function typeParameters(source: Source, list: N): string[] {
  if (list === NONE) return [];
  return source.children(list).flatMap((one) => {
    for (let n = one; n < source.after(one); n++) if (source.kind(n) === 'identifier') return [source.textOf(n)];
    return [];
  });
}

function open(parent: Body, kind: 'function' | 'class', n: N, whole: N, parameters: N, code: N, named?: N): Body {
  const { source, decls } = parent.file;
  const nameNode = named ?? source.child(n, 'name');
  const name = nameNode === NONE ? '' : source.textOf(nameNode);
  const id = parent.childId(name || (parent.hint ?? 'lambda'), name === '');
  decls.set(id, {
    from: source.from(whole),
    to: source.to(whole),
    nameFrom: source.from(nameNode === NONE ? n : nameNode),
    nameTo: nameNode === NONE ? source.from(n) + 'lambda'.length : source.to(nameNode),
    bodyFrom: source.from(code === NONE ? n : code),
  });
  const scope = scopeOf(parent, kind, id, parameters, code);
  return new Body(parent.file, id, kind, name, scope, parent);
}

function scopeOf(parent: Body, kind: Scope['kind'] & Chunk['kind'], chunk: ChunkId, parameters: N, code: N): Scope {
  const { source } = parent.file;
  const found = code === NONE ? undefined : namesUnder(source, code);
  const names = found?.names ?? new Set<string>();
  for (const name of parameterNames(source, parameters)) names.add(name);
  return {
    kind,
    chunk,
    parent: parent.scope,
    names,
    ...(found && found.globals.size > 0 && { globals: found.globals }),
    ...(found && found.nonlocals.size > 0 && { nonlocals: found.nonlocals }),
  };
}

/** The text of a first statement that is only a string. */
export function docstring(source: Source, block: N): string | undefined {
  const first = source.firstChild(block);
  if (first === NONE || source.kind(first) !== 'expression_statement') return undefined;
  const text = source.firstChild(first);
  if (text === NONE || source.kind(text) !== 'string' || source.firstChild(text) !== NONE) return undefined;
  return decodeString(source.textOf(text)).trim();
}
