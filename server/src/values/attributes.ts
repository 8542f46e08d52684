/** Python's attributes as names and values: `vars(cls)`, `dir(self)`, `hasattr(fn, "rule")`, `cls.__name__`. */
import { ancestry, type Class } from './classes';
import type { Context } from './context';
import { membersByName } from './enums';
import { decoratorsOf } from './marks';
import { type Alternative, type Args, alternatives, either, str, textOf, type Value } from './value';

const MAX_NAMES = 200;

/**
 * What stands at the top of a module, in a class, or, with `inherited`, in those above it as well. What a star import brings is left out,
 * and what the names of a large one are is not asked. Of an instance or class that nobody made or named the names are not known.
 */
export function namesOf(ctx: Context, of: Value, inherited: boolean): string[] | undefined {
  if (of.kind === 'module') return few(Object.keys(ctx.world.chunk(of.file, '')?.vars ?? {}));
  if (of.kind === 'inst') return of.site && inherited ? namesOf(ctx, of.cls, true) : undefined;
  if (of.kind !== 'class' || of.any) return undefined;
  const classes = inherited ? ancestry(ctx, of).filter((one): one is Class => one.kind === 'class') : [of];
  return few([...new Set(classes.flatMap((one) => Object.keys(ctx.world.chunk(one.file, one.chunk)?.vars ?? {})))]);
}

function few(names: readonly string[]): string[] | undefined {
  const plain = names.filter((name) => !name.includes('$'));
  return plain.length > MAX_NAMES ? undefined : plain;
}

/** The same with what goes by them. */
export function attributesOf(ctx: Context, of: Value, inherited: boolean): (Value & { kind: 'dict' }) | undefined {
  const names = namesOf(ctx, of, inherited);
  return names && { kind: 'dict', entries: Object.fromEntries(names.map((name) => [name, ctx.member(of, name)])) };
}

/** `fn.__name__`, `cls.__name__`, `self.__class__`, `cls.__dict__`; other languages have no such names. */
export function pythonAttribute(ctx: Context, of: Value, name: string): Value | undefined {
  if (name === '__class__') return of.kind === 'inst' ? classOf(of) : undefined;
  if (name === '__members__') return of.kind === 'class' ? membersByName(ctx, of) : undefined;
  if (name === '__dict__') return of.kind === 'class' || of.kind === 'module' ? attributesOf(ctx, of, false) : undefined;
  if (name !== '__name__' || (of.kind !== 'fn' && of.kind !== 'class') || (of.kind === 'class' && of.any)) return undefined;
  const own = ctx.world.outline(of.file, of.chunk)?.name;
  return own ? str(own) : undefined;
}

/** Of an instance that nobody made in particular it is this class or one below it. */
export const classOf = ({ site, cls }: Value & { kind: 'inst' }): Value => (site ? cls : { ...cls, any: true });

/** `getattr(of, name)`, `getattr(of, name, otherwise)` */
export function getattr(ctx: Context, { pos: [of, named, otherwise] }: Args): Value | undefined {
  const found: Alternative[] = [];
  for (const owner of of && named ? alternatives(of) : [])
    for (const { value, when } of alternatives(named!, owner.when)) {
      const name = textOf(value);
      if (name === undefined) return undefined;
      found.push({ value: attribute(ctx, owner.value, name, otherwise), ...(when ? { when } : {}) });
    }
  return found.length ? either(found) : undefined;
}

function attribute(ctx: Context, of: Value, name: string, otherwise: Value | undefined): Value {
  const found = ctx.member(of, name);
  if (found.kind !== 'unknown' && found.kind !== 'member') return found;
  const isMissing = found.kind === 'unknown' || of.kind === 'module' || hasAttribute(ctx, of, name) === false;
  return (isMissing ? otherwise : undefined) ?? found;
}

/** Methods that Python's texts, lists and tables have. */
const OF_BUILTINS = new Set(
  (
    'append clear copy count encode endswith extend find format fromkeys get index insert items join keys lower pop popitem remove replace ' +
    'reverse setdefault sort split startswith strip title update upper values'
  ).split(' '),
);
const isDunder = (name: string): boolean =>
  /^__(?:name|doc|qualname|module|call|get|dict|wrapped|class|init|code|self|func|len|iter)__$/.test(name);

/** Whether something has an attribute; undefined where that is not known. */
export function hasAttribute(ctx: Context, of: Value, name: string): boolean | undefined {
  switch (of.kind) {
    case 'module':
      return ctx.member(of, name).kind !== 'unknown';
    case 'fn': {
      const value = ctx.member(of, name);
      if (value.kind !== 'member') return true;
      const isKnown = decoratorsOf(ctx, of).every(({ kind }) => KNOWN.has(kind));
      return isDunder(name) || !isKnown ? undefined : false;
    }
    case 'class':
    case 'inst': {
      const value = ctx.member(of, name);
      if (value.kind !== 'member') return true;
      const cls = of.kind === 'inst' ? of.cls : of;
      const isOwn =
        (of.kind === 'inst' ? of.site !== undefined : !of.any) && ancestry(ctx, cls).every((one) => one.kind === 'class');
      return isDunder(name) || !isOwn ? undefined : false;
    }
    case 'str':
    case 'lit':
    case 'list':
    case 'obj':
    case 'dict':
      return isDunder(name) || OF_BUILTINS.has(name) ? undefined : false;
    // What a library has is not marked by the project.
    case 'ext':
      return name.startsWith('_') && !isDunder(name) ? false : undefined;
    default:
      return undefined;
  }
}
/** A decorator of these kinds sets what is seen that it sets; one of a library nothing of the project's. */
const KNOWN = new Set<Value['kind']>(['fn', 'class', 'inst', 'ext', 'made']);
