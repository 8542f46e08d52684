/** The expressions of which an expression is made, in the order in which they are written. */
import type { Expr, X } from './expression';

/** Whether any of them is so; asked often, so no list is made of them. */
export function someChild(e: Expr, test: (x: X) => boolean): boolean {
  switch (e.kind) {
    case 'get':
      return test(e.object);
    case 'call':
    case 'new':
      return test(e.callee) || e.args.some((a) => test(a.x));
    case 'each':
    case 'await':
      return test(e.of);
    case 'str':
    case 'lit':
    case 'free':
    case 'fn':
    case 'import':
      return false;
    default:
      return childrenOf(e).some(test);
  }
}

export function childrenOf(e: Expr): X[] {
  switch (e.kind) {
    case 'cat':
      return e.parts;
    case 'get':
      return [e.object];
    case 'at':
      return [e.object, e.index];
    case 'call':
    case 'new':
      return [e.callee, ...e.args.map((a) => a.x)];
    case 'obj':
      return e.entries.flatMap((n) => (n.keyX === undefined ? [n.x] : [n.keyX, n.x]));
    case 'list':
      return e.items.map((i) => i.x);
    case 'either':
      return e.of;
    case 'each':
    case 'await':
      return [e.of];
    case 'map':
      return [e.item];
    case 'elem':
      return [...e.props.map((p) => p.x), ...e.children];
    default:
      return [];
  }
}
