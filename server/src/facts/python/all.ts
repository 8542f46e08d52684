/** Python's `__all__`, where it is written out: assigned, added to, extended or appended to. */
import type { X } from '../expression';
import type { Chunk } from '../facts';

/** Undefined where there is none or a part of it is not literal. */
export function publicNames(module: Chunk): string[] | undefined {
  if (!Object.hasOwn(module.vars, '__all__')) return undefined;
  const xs = module.vars.__all__!.map((a) => a.x);
  const names = new Set<string>();
  const readAll = [...xs, ...added(module)].every((x) => collect(module, x, names));
  return readAll ? [...names] : undefined;
}

function collect(module: Chunk, x: X, names: Set<string>): boolean {
  const expr = module.arena[x]!;
  if (expr.kind === 'str') {
    names.add(expr.value);
    return true;
  }
  return expr.kind === 'list' && expr.items.every((item) => collect(module, item.x, names));
}

/** What is given to __all__.extend and __all__.append. */
function added(module: Chunk): X[] {
  return module.arena.flatMap((expr) => {
    if (expr.kind !== 'call' || expr.args.length !== 1) return [];
    const callee = module.arena[expr.callee]!;
    if (callee.kind !== 'get' || (callee.name !== 'extend' && callee.name !== 'append')) return [];
    const list = module.arena[callee.object]!;
    return list.kind === 'ref' && list.chunk === '' && list.name === '__all__' ? [expr.args[0]!.x] : [];
  });
}
