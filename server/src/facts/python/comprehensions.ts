/** [f(x) for x in xs if x] → a map over a loop; the loop's variables are `each` wherever they are used. */
import type { X } from '../expression';
import type { Body, Loop, Step } from './body';
import { lower } from './expressions';
import { boundIn, isLoop } from './names';
import type { Scope } from './scopes';
import { type N, NONE } from './source';
import { stepsOf } from './unpacking';

export function lowerComprehension(body: Body, n: N): X {
  return map(body, n, (item) => lower(body, item));
}

/** {k: v for …} is a map of pairs. */
export function lowerDictComprehension(body: Body, n: N): X {
  const { source } = body.file;
  const pair = (item: N) => {
    const items = [{ x: lower(body, source.child(item, 'key')) }, { x: lower(body, source.child(item, 'value')) }];
    return body.addFor(item, { kind: 'list', items, fixed: true });
  };
  return map(body, n, pair, true);
}

function map(body: Body, n: N, lowerItem: (item: N) => X, dict?: true): X {
  const { source } = body.file;
  const outer = { scope: body.scope, block: body.block };
  let loop = 0;
  for (const clause of source.children(n)) {
    if (source.kind(clause) === 'for_in_clause') loop = openLoop(body, clause);
    else if (source.kind(clause) === 'if_clause') openTest(body, clause);
  }
  const item = lowerItem(source.child(n, 'body'));
  const within = body.block === loop ? {} : { within: body.block };
  body.scope = outer.scope;
  body.block = outer.block;
  return body.addFor(n, { kind: 'map', item, block: loop, ...within, ...(dict && { dict }) });
}

/** What is looped over is lowered before the loop's own names are in sight. */
function openLoop(body: Body, clause: N): number {
  const { source } = body.file;
  const of = lower(body, source.child(clause, 'right'));
  body.block = body.open({ kind: 'loop', x: of });
  const paths = new Map<string, Step[]>();
  const left = source.child(clause, 'left');
  if (left !== NONE) collectPaths(body, left, [], paths);
  const scope: Loop = {
    kind: 'comprehension',
    chunk: body.id,
    parent: body.scope,
    names: new Set(paths.keys()),
    of,
    block: body.block,
    paths,
    body,
  };
  body.scope = scope;
  return body.block;
}

function collectPaths(body: Body, target: N, path: Step[], paths: Map<string, Step[]>): void {
  const { source } = body.file;
  switch (source.kind(target)) {
    case 'identifier':
      paths.set(source.textOf(target), path);
      break;
    case 'list_splat_pattern':
      collectPaths(body, source.firstChild(target), path, paths);
      break;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern': {
      const items = source.children(target);
      const steps = stepsOf(source, items);
      items.forEach((c, i) => {
        collectPaths(body, c, [...path, steps[i]!], paths);
      });
    }
  }
}

/** Whoever decides a test asks for its variables by their names. */
function openTest(body: Body, clause: N): void {
  const { source } = body.file;
  const test = source.firstChild(clause);
  if (test === NONE) return;
  for (let scope: Scope | undefined = body.scope; scope && isLoop(scope); scope = scope.parent)
    for (const name of scope.names) boundIn(scope, clause, name);
  const x = lower(body, test);
  body.block = body.open({ kind: 'if', test: source.folded(test), x });
}
