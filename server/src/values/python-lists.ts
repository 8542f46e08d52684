/** Python's functions on what is looped over: `filter`, `map`, `next`, `itertools.chain`; the names of a module as a list or table. */
import { own } from '../base/own';
import { attributesOf, classOf, hasAttribute, namesOf } from './attributes';
import { ancestry } from './classes';
import type { Context } from './context';
import { elementsUnder } from './elements';
import {
  type Args,
  alternatives,
  type Env,
  either,
  isFalsy,
  isTruthy,
  NULL,
  type Site,
  str,
  textOf,
  underCondition,
  type Value,
} from './value';
import { expressionText } from './words';

type Call = (ctx: Context, args: Args, site: Site, env: Env) => Value | undefined;

export function pythonListCall(ctx: Context, path: string, args: Args, site: Site, env: Env): Value | undefined {
  return own(CALLS, path)?.(ctx, args, site, env);
}

const bool = (value: boolean | undefined): Value | undefined => (value === undefined ? undefined : { kind: 'lit', value });

const CALLS: Record<string, Call> = {
  'builtins.filter': (ctx, { pos: [keeps, list] }, site, env) => {
    const items = keeps && list && itemsOf(ctx, list);
    return items && { kind: 'list', items: items.flatMap((item) => filtered(ctx, keeps, item, [item], site, env)) };
  },
  'builtins.map': (ctx, { pos: [of, list] }, site, env) => {
    const items = of && list && itemsOf(ctx, list);
    return items && { kind: 'list', items: items.map((item) => ctx.call(of, { pos: [item], named: {} }, site, env)) };
  },
  'builtins.zip': (ctx, args) => zip(ctx, args),
  'builtins.next': (ctx, { pos: [list, otherwise] }) => {
    const items = list && itemsOf(ctx, list);
    if (!items) return undefined;
    const sure = items.findIndex((item) => !isConditional(item));
    const ahead = sure < 0 ? [...items, otherwise ?? NULL] : items.slice(0, sure + 1);
    return either(ahead.map((value) => ({ value })));
  },
  'builtins.isinstance': (ctx, { pos: [value, cls] }) => bool(value && cls && isInstance(ctx, value, cls)),
  'builtins.callable': (_, { pos: [value] }) => value && inspected('builtins.callable', value),
  'builtins.hasattr': (ctx, { pos: [of, name] }) => {
    const text = textOf(name);
    return bool(of && text !== undefined ? hasAttribute(ctx, of, text) : undefined);
  },
  'builtins.type': (_, { pos: [of, ...more] }) => (of?.kind === 'inst' && more.length === 0 ? classOf(of) : undefined),
  'itertools.chain': (ctx, { pos }) => joined(ctx, pos),
  'itertools.chain.from_iterable': (ctx, { pos: [lists] }) => {
    const all = lists && itemsOf(ctx, lists);
    return all && joined(ctx, all);
  },
  'builtins.globals': (ctx, _, { file }) => attributesOf(ctx, { kind: 'module', file }, false),
  'builtins.vars': (ctx, { pos: [of] }) => of && attributesOf(ctx, of, false),
  'builtins.dir': (ctx, { pos: [of] }) => {
    const names = of && namesOf(ctx, of, true);
    return names && { kind: 'list', items: names.map((name) => str(name)) };
  },
  'inspect.getmembers': (ctx, { pos: [of, filter], named }, site, env) => {
    const wanted = filter ?? named.predicate;
    const names = of && attributesOf(ctx, of, true);
    const pairs = names && Object.entries(names.entries);
    return (
      pairs && {
        kind: 'list',
        items: pairs.flatMap(([name, value]) => {
          const pair: Value = { kind: 'list', items: [str(name), value] };
          return wanted ? filtered(ctx, wanted, pair, [value], site, env) : [pair];
        }),
      }
    );
  },
};

function zip(ctx: Context, args: Args): Value {
  const lists = args.pos.map((v) => ctx.elements(v));
  if (!lists.length || lists.some((l) => !l)) return { kind: 'list', items: [], open: true };
  const length = Math.min(...lists.map((l) => l!.length));
  return { kind: 'list', items: Array.from({ length }, (_, i) => ({ kind: 'list', items: lists.map((l) => l![i]!) })) };
}

/** Each with the condition under which it is there; undefined where not all are known. */
function itemsOf(ctx: Context, list: Value): Value[] | undefined {
  if (!ctx.elements(list)) return undefined;
  const { known, rest } = elementsUnder(ctx, list);
  return rest ? undefined : known.map(({ value, when }) => underCondition(value, when));
}

const isConditional = (item: Value): boolean => item.kind === 'either' && item.of.every((a) => a.when);

function joined(ctx: Context, lists: readonly Value[]): Value {
  const items: Value[] = [];
  let open = false;
  for (const list of lists) {
    const more = itemsOf(ctx, list);
    if (more) items.push(...more);
    else open = true;
  }
  return { kind: 'list', items, ...(open ? { open: true } : {}) };
}

/** Nothing where it surely is left out; under a condition where that is not known. */
function filtered(ctx: Context, keeps: Value, item: Value, given: Value[], site: Site, env: Env): Value[] {
  const isNone = keeps.kind === 'lit' && keeps.value === null;
  const says = isNone
    ? item
    : keeps.kind === 'ext'
      ? inspected(keeps.path, given[0]!)
      : ctx.call(keeps, { pos: given, named: {} }, site, env);
  const isPreset = says !== undefined && 'preset' in says;
  if (says && !isPreset && isTruthy(says)) return [item];
  if (says && !isPreset && isFalsy(says)) return [];
  return [underCondition(item, { [`${site.chunk}|${testIn(ctx, keeps)}`]: true })];
}

/** What functions ask that say what something is: `inspect.isclass`, `inspect.isfunction`, `inspect.ismethod`, `callable`. */
export function inspected(path: string, value: Value): Value | undefined {
  if (['unknown', 'sym', 'member', 'made', 'either', 'ext'].includes(value.kind)) return undefined;
  switch (path) {
    case 'inspect.isclass':
      return bool(value.kind === 'class');
    case 'inspect.isfunction':
    case 'inspect.isroutine':
      return bool(value.kind === 'fn');
    case 'inspect.ismethod':
      return bool(value.kind === 'fn' && value.self !== undefined);
    case 'builtins.callable':
      return value.kind === 'inst' ? undefined : bool(value.kind === 'fn' || value.kind === 'class');
    default:
      return undefined;
  }
}

function testIn(ctx: Context, keeps: Value): string {
  const chunk = keeps.kind === 'fn' ? ctx.world.chunk(keeps.file, keeps.chunk) : undefined;
  const [only, ...more] = chunk?.returns ?? [];
  const text = chunk && only && more.length === 0 ? expressionText(chunk, only.x) : undefined;
  return text ?? `${chunk?.name || 'a filter'} lets it`;
}

/** Undefined where a library's class may inherit from another one. */
export function isInstance(ctx: Context, value: Value, cls: Value): boolean | undefined {
  if (cls.kind === 'list') {
    const all = cls.items.map((one) => isInstance(ctx, value, one));
    return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
  }
  if (value.kind === 'either') {
    const all = new Set(alternatives(value).map((a) => isInstance(ctx, a.value, cls)));
    return all.size === 1 ? [...all][0] : undefined;
  }
  if (cls.kind !== 'ext' && cls.kind !== 'class') return undefined;
  const isBuiltin = cls.kind === 'ext' && (cls.path.startsWith('builtins.') || cls.path.startsWith('typing.'));
  if (isBuiltin && cls.path === 'builtins.type')
    return value.kind === 'class' || (NO_INSTANCES.has(value.kind) ? false : undefined);
  if (isBuiltin) return value.kind === 'str' ? cls.path === 'builtins.str' : undefined;
  if (value.kind === 'made') return value.callee.kind === 'ext' && isSameClass(value.callee, cls) ? true : undefined;
  if (value.kind === 'inst') {
    const all = ancestry(ctx, value.cls);
    return all.some((one) => isSameClass(one, cls)) ? true : all.every((one) => one.kind === 'class') ? false : undefined;
  }
  // What a library has beside its class are classes and functions.
  const isBeside = value.kind === 'ext' && cls.kind === 'ext' && value.path.split('.')[0] === cls.path.split('.')[0];
  return NO_INSTANCES.has(value.kind) || isBeside ? false : undefined;
}

const NO_INSTANCES = new Set<Value['kind']>(['str', 'lit', 'cat', 'list', 'dict', 'obj', 'fn', 'class', 'module', 'package']);

/** `fastapi.APIRouter` is `fastapi.routing.APIRouter`. */
function isSameClass(a: Value, b: Value): boolean {
  if (a.kind === 'class') return b.kind === 'class' && a.file === b.file && a.chunk === b.chunk;
  if (a.kind !== 'ext' || b.kind !== 'ext') return false;
  const [x, y] = [a.path.split('.'), b.path.split('.')];
  return x[0] === y[0] && x.at(-1) === y.at(-1);
}
