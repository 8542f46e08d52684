/** Words for people: an expression as it is written, as far as that is short, and why a value is not known. */
import type { Arg, Expr, X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { Value } from './value';

const MAX_DEPTH = 4;
const MAX_LENGTH = 60;

/** 'settings.read_only', 'load("tasks")', 'make(…)'; undefined where it is not short or not only names and literals. */
export function expressionText(chunk: Chunk, x: X, depth = 0): string | undefined {
  const e = chunk.arena[x];
  const text = e && depth <= MAX_DEPTH ? textOfForm(chunk, e, depth) : undefined;
  return text !== undefined && text.length <= MAX_LENGTH ? text : undefined;
}

function textOfForm(chunk: Chunk, e: Expr, depth: number): string | undefined {
  const inner = (x: X) => expressionText(chunk, x, depth + 1);
  switch (e.kind) {
    case 'str':
      return JSON.stringify(e.value);
    case 'lit':
      return e.value === null ? 'None' : typeof e.value === 'boolean' ? (e.value ? 'True' : 'False') : String(e.value);
    case 'ref':
    case 'free':
      return e.name;
    case 'param':
      return chunk.params?.[e.index]?.name;
    case 'get': {
      const of = inner(e.object);
      return of === undefined ? undefined : `${of}.${e.name}`;
    }
    case 'at': {
      const [of, index] = [inner(e.object), inner(e.index)];
      return of === undefined ? undefined : `${of}[${index ?? '…'}]`;
    }
    case 'call': {
      const callee = inner(e.callee);
      return callee === undefined ? undefined : `${callee}(${argumentsText(e.args, inner)})`;
    }
    case 'await':
      return inner(e.of);
    default:
      return undefined;
  }
}

function argumentsText(args: readonly Arg[], inner: (x: X) => string | undefined): string {
  const texts = args.map((a) => (a.spread || a.name !== undefined ? undefined : inner(a.x)));
  const all = texts.join(', ');
  return texts.some((t) => t === undefined) || all.length > MAX_LENGTH / 2 ? '…' : all;
}

/** 'on' of 'not on', and the other way round; 'not (a or b)'. */
export function opposite(test: string): string {
  const isJoined = / (?:and|or|if) /.test(test);
  return test.startsWith('not ') && !isJoined ? test.slice(4) : isJoined ? `not (${test})` : `not ${test}`;
}

export const NAMED_LATE = 'a module whose name is only known at run time';

/** `import_module(name)` of whatever name. */
export function isNamedLate(value: Value): boolean {
  if (value.kind === 'unknown') return value.why === NAMED_LATE;
  return value.kind === 'made' && value.callee.kind === 'ext' && value.callee.path === 'importlib.import_module';
}

/** What facts say in a word, as a phrase. */
const PHRASES: Record<string, string> = {
  operator: 'computed at run time',
  formatted: 'text formatted at run time',
  template: 'text formatted at run time',
  recursive: 'made from itself',
  state: 'set at run time',
  not: 'computed at run time',
  yield: 'handed in at run time',
  caught: 'a caught error',
  rest: 'the rest of what is taken apart',
  'call of something unknown': 'returned by a function only known at run time',
  'call of what is no function': 'returned by what is no function',
  'too many alternatives': 'one of more values than are followed',
  'calls too deep': 'made behind more calls than are followed',
  'a sum': 'a number computed at run time',
  'computed text': 'text computed at run time',
  'encoded text': 'text encoded at run time',
  'setting without default': 'a setting without a default',
};

/** Why a value is not known: 'one of names, only known at run time', 'the argument prefix of make_router()'. */
export function reasonOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return PHRASES[value.why] ?? (value.why.startsWith('slice ') ? 'a part of what is only known at run time' : value.why);
    case 'sym':
      return `the argument ${value.name} of ${functionName(value.chunk)}()`;
    case 'list':
      return value.why ?? 'a list filled at run time';
    case 'cat':
      return reasonOf(value.parts.find((p) => p.kind !== 'str') ?? value.parts[0]!);
    case 'ext':
    case 'member':
    case 'made':
      return ofOutside(value);
    default:
      return 'only known at run time';
  }
}

function ofOutside(value: Value & { kind: 'ext' | 'member' | 'made' }): string {
  if (isNamedLate(value)) return NAMED_LATE;
  const text = valueText(value);
  if (text !== undefined)
    return `${text}, which is ${isOfMade(value.kind === 'made' ? value.callee : value) ? 'set at run time' : 'not in this folder'}`;
  const inner = value.kind === 'member' ? reasonOf(value.of) : '';
  if (inner.startsWith('no module')) return inner;
  const list = value.kind === 'member' && value.name === '[]' ? givenText(value.of) : undefined;
  if (list !== undefined) return `one of ${list}, only known at run time`;
  if (value.kind === 'member') return `${value.name === '[]' ? 'an item' : value.name} of ${inner}`;
  return value.kind === 'made' ? `made by ${reasonOf(value.callee)}` : 'only known at run time';
}

/** A member of an object that is made here, `app.state.router`; `app.config.get(…)` is called on one. */
const isOfMade = (value: Value): boolean => (value.kind === 'member' ? isOfMade(value.of) : value.kind === 'made');

/** 'app.adapters.items()' of what a parameter is given. */
function givenText(value: Value): string | undefined {
  if (value.kind === 'sym') return value.name;
  if (value.kind === 'made') {
    const of = givenText(value.callee);
    return of === undefined ? undefined : `${of}(${value.args.pos.length ? '…' : ''})`;
  }
  const of = value.kind === 'member' && value.name !== '[]' ? givenText(value.of) : undefined;
  return of === undefined || value.kind !== 'member' ? undefined : `${of}.${value.name}`;
}

/** 'json.loads(…)', 'plugins.routers' of something of a library. */
function valueText(value: Value): string | undefined {
  if (isNamedLate(value)) return undefined;
  if (value.kind === 'ext') return value.path.replace(/^global:|^builtins\./, '');
  const of = value.kind === 'member' ? valueText(value.of) : value.kind === 'made' ? valueText(value.callee) : undefined;
  if (of === undefined) return undefined;
  return value.kind === 'made'
    ? `${of}(…)`
    : value.kind === 'member' && value.name === '[]'
      ? `${of}[…]`
      : `${of}.${value.kind === 'member' ? value.name : ''}`;
}

/** 'create_app' of the chunk 'Shop.create_app/inner$0'. */
const functionName = (chunk: string): string =>
  chunk
    .split(/[./]/)
    .at(-1)!
    .replace(/\$\d+$/, '') || 'a function';
