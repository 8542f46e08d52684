/** What is called in a roundabout way: through `partial`, `bind`, `call` and `apply`, and what a helper such as `debounce` makes of a function. */
import { spread } from './arguments';
import type { Context } from './context';
import { type Args, type Env, ext, type Site, type Value } from './value';

interface Direct {
  callee: Value;
  args: Args;
}

const PARTIAL = 'functools.partial';
const PARTIALS = /^(?:functools|lodash|global:_|underscore)(?:\.default)?\.partial$|^lodash\/partial(?:\.default)?$/;

/** The function that is called in the end, with all that it gets; undefined for a plain call. */
export function directly(ctx: Context, callee: Value, args: Args, file: string): Direct | undefined {
  if (callee.kind === 'made') return throughMade(callee, args);
  if (file.endsWith('.py')) return undefined;
  const through = callee.kind === 'member' ? ofMember(callee, args) : callee.kind === 'ext' ? ofGlobal(callee) : undefined;
  if (!through) return undefined;
  const [self, first] = args.pos;
  const own = through.of.kind === 'fn' && self && self.kind !== 'lit' && !through.of.self ? { ...through.of, self } : through.of;
  if (through.name === 'call') return { callee: own, args: { ...args, pos: args.pos.slice(1) } };
  const { items, open } = spread(ctx, first);
  return { callee: own, args: { pos: [...items], named: {}, ...(open ? { open } : {}) } };
}

/** `get = partial(router.api_route, methods=["GET"])`; what an external helper makes of a function is called with the same arguments. */
function throughMade({ callee, args: given }: Value & { kind: 'made' }, args: Args): Direct | undefined {
  if (callee.kind !== 'ext') return undefined;
  const [inner, ...pos] = given.pos;
  if (inner && PARTIALS.test(callee.path))
    return { callee: inner, args: { ...args, pos: [...pos, ...args.pos], named: { ...given.named, ...args.named } } };
  return inner?.kind === 'fn' && !inner.file.endsWith('.py') ? { callee: inner, args } : undefined;
}

interface Through {
  of: Value;
  name: string;
}
const CALLABLE: ReadonlySet<Value['kind']> = new Set(['fn', 'member', 'made', 'sym']);

/** What can be meant by `this`: `api.call('/tasks')` is a method of the project by that name. */
const SELVES: ReadonlySet<Value['kind'] | undefined> = new Set(['lit', 'ext', 'inst', 'class', 'unknown', 'module']);

function ofMember({ of, name }: Value & { kind: 'member' }, args: Args): Through | undefined {
  if ((name !== 'call' && name !== 'apply') || !CALLABLE.has(of.kind)) return undefined;
  return of.kind === 'fn' || SELVES.has(args.pos[0]?.kind) ? { of, name } : undefined;
}

/** `fetch.call(window, url)`; libraries have functions of these names. */
function ofGlobal({ path, from }: Value & { kind: 'ext' }): Through | undefined {
  const found = /^(global:.+)\.(call|apply)$/.exec(path);
  return found ? { of: ext(found[1]!, from), name: found[2]! } : undefined;
}

/** `fetch.bind(window)`, `axios.post.bind(axios, url)`; undefined for another method of that name: `$(button).bind('click', go)`. */
export function boundCall(callee: Value, args: Args, site: Site, env: Env): Value | undefined {
  if (site.file.endsWith('.py')) return undefined;
  const path = callee.kind === 'ext' && callee.path.endsWith('.bind') ? callee.path.slice(0, -'.bind'.length) : undefined;
  const of = path !== undefined ? ext(path) : callee.kind === 'member' && callee.name === 'bind' ? callee.of : undefined;
  const [self, ...rest] = args.pos;
  if (!of || (of.kind !== 'ext' && !CALLABLE.has(of.kind)) || of.kind === 'fn' || self?.kind === 'str') return undefined;
  return rest.length ? { kind: 'made', callee: ext(PARTIAL), args: { pos: [of, ...rest], named: {} }, site, env } : of;
}

/** fn.bind(self, …), Python's fn.__get__(self) */
export function functionMethod(fn: Value & { kind: 'fn' }, name: string, { pos: [self, ...rest] }: Args): Value | undefined {
  if (name === '__get__' && self && !fn.self) return { ...fn, self };
  if (name !== 'bind') return undefined;
  const own = self && self.kind !== 'lit' && !fn.self ? { ...fn, self } : fn;
  return rest.length ? { ...own, bound: { pos: rest, named: {} } } : own;
}
