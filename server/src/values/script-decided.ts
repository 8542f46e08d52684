/** Whether a condition of JavaScript holds, where it is known what its names are worth. */
import type { Context } from './context';
import { regexOf } from './regex';
import type { Test } from './script-test';
import { characterAt, flatText, HOLE, matches, textTest } from './text-tests';
import { alternatives, isFalsy, isNull, isTruthy, str, textOf, unknown, type Value } from './value';

type Lookup = (name: string) => Value | undefined;
type Known = Value | undefined;

export const holdsInScript = (ctx: Context, test: Test, lookup: Lookup): boolean | undefined =>
  truth(new Reader(ctx, lookup).value(test));

const lit = (value: boolean | number): Value => ({ kind: 'lit', value });

class Reader {
  constructor(
    private readonly ctx: Context,
    private readonly lookup: Lookup,
  ) {}

  /** The default of a setting tells nothing. */
  value(test: Test): Known {
    const value = this.worth(test);
    return value && 'preset' in value ? undefined : value;
  }

  private worth(test: Test): Known {
    switch (test.is) {
      case 'name':
        return this.lookup(test.name);
      case 'value':
        return typeof test.value === 'string' ? str(test.value) : { kind: 'lit', value: test.value };
      case 'regex':
        return unknown(`regex ${test.text}`);
      case 'list': {
        const items = test.items.map((item) => this.value(item));
        return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined;
      }
      case 'member':
        return this.member(test.of, test.name);
      case 'index':
        return this.item(test.of, this.value(test.index));
      case 'call':
        return this.called(test.of, test.args);
      case 'not':
        return negated(truth(this.value(test.of)));
      case 'typeof':
        return typeOf(this.value(test.of));
      case 'binary':
        return this.binary(test.operator, test.left, test.right);
    }
  }

  private member(object: Test, name: string): Known {
    const of = this.value(object);
    if (!of) return undefined;
    if (name !== 'length') return this.ctx.member(of, name);
    if (of.kind === 'list') return of.open ? undefined : lit(of.items.length);
    const text = textOf(of);
    return text === undefined ? undefined : lit(text.length);
  }

  private item(object: Test, index: Known): Known {
    const of = this.value(object);
    if (!of || !index) return undefined;
    const name = textOf(index);
    if (name !== undefined) return this.ctx.member(of, name);
    const text = flatText(of);
    return text !== undefined && index.kind === 'lit' && typeof index.value === 'number' && index.value >= 0
      ? characterAt(text, index.value)
      : undefined;
  }

  private called(callee: Test, args: readonly Test[]): Known {
    const given = args.map((arg) => this.value(arg));
    if (callee.is === 'name') return callee.name === 'Boolean' && args.length === 1 ? known(truth(given[0])) : undefined;
    if (callee.is !== 'member') return undefined;
    const { name } = callee;
    if (callee.of.is === 'name' && callee.of.name === 'Array' && name === 'isArray') return given[0] && listOrNot(given[0]);
    const of = this.value(callee.of);
    if (!of || !given.every((arg) => arg !== undefined)) return undefined;
    return asked(of, name, given);
  }

  private binary(operator: string, left: Test, right: Test): Known {
    const a = this.value(left);
    if (operator === '&&' || operator === '||') {
      const decisive = operator === '||';
      const first = truth(a);
      if (first === decisive) return a;
      const b = this.value(right);
      return first !== undefined ? b : truth(b) === decisive ? lit(decisive) : undefined;
    }
    const b = this.value(right);
    if (operator === '??') return a && isNull(a) ? b : a && isKnown(a) ? a : undefined;
    if (!a || !b) return undefined;
    if (operator.length > 1 && operator !== '<=' && operator !== '>=') {
      const same = each(a, (x) => each(b, (y) => equal(x, y, operator.length === 3)));
      return operator.startsWith('!') ? negated(same) : known(same);
    }
    return a.kind === 'lit' && b.kind === 'lit' ? compared(operator, a.value, b.value) : undefined;
  }
}

/** What may be handed over besides, and is not known, is taken to be alike. */
function asked(of: Value, name: string, args: readonly Value[]): Known {
  if (of.kind === 'either') {
    const answers = alternatives(of).flatMap((a) => truth(asked(a.value, name, args)) ?? []);
    return new Set(answers).size === 1 ? lit(answers[0]!) : undefined;
  }
  if (of.kind === 'list' && name === 'includes' && args[0]) {
    const same = of.items.map((item) => equal(item, args[0]!, true));
    return same.includes(true) ? lit(true) : of.open || same.includes(undefined) ? undefined : lit(false);
  }
  const regex = name === 'test' ? regexOf(of) : undefined;
  if (regex) {
    const text = args[0] && flatText(args[0]);
    return text === undefined ? undefined : known(matches(text, regex));
  }
  const text = flatText(of);
  return text === undefined ? undefined : textTest(text, name, args);
}

/** What holds for every alternative. */
function each(value: Value, ask: (value: Value) => boolean | undefined): boolean | undefined {
  const [first, ...more] = alternatives(value).map((a) => ('preset' in a.value ? undefined : ask(a.value)));
  return more.every((answer) => answer === first) ? first : undefined;
}

const truth = (value: Known): boolean | undefined =>
  value && each(value, (v) => (isFalsy(v) ? false : isTruthy(v) ? true : undefined));
const known = (value: boolean | undefined): Known => (value === undefined ? undefined : lit(value));
const negated = (value: boolean | undefined): Known => (value === undefined ? undefined : lit(!value));
const isObject = (value: Value): boolean => ['obj', 'fn', 'class', 'inst', 'list', 'dict', 'module'].includes(value.kind);
const isKnown = (value: Value): boolean => value.kind === 'lit' || value.kind === 'str' || isTruthy(value);

function equal(a: Value, b: Value, strictly: boolean): boolean | undefined {
  if (isNull(a) || isNull(b)) return isNull(a) && isNull(b) ? true : isKnown(a) && isKnown(b) ? false : undefined;
  if (a.kind === 'lit' && b.kind === 'lit') return a.value === b.value;
  const [x, y] = [flatText(a), flatText(b)];
  if (x !== undefined && y !== undefined) return sameText(x, y);
  const word = x ?? y;
  const other = x === undefined ? a : b;
  if (word !== undefined && other.kind === 'lit') return strictly ? false : word === String(other.value);
  return (isObject(a) && isKnown(b) && !isObject(b)) || (isObject(b) && isKnown(a) && !isObject(a)) ? false : undefined;
}

/** Where one has holes, what stands before them tells whether they surely differ. */
function sameText(x: string, y: string): boolean | undefined {
  const ends = [x, y].map((text) => text.indexOf(HOLE)).filter((at) => at >= 0);
  if (!ends.length) return x === y;
  const until = Math.min(...ends);
  return x.slice(0, until) === y.slice(0, until) ? undefined : false;
}

function compared(operator: string, a: number | boolean | null, b: number | boolean | null): Known {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  if (operator === '<') return lit(a < b);
  if (operator === '>') return lit(a > b);
  return lit(operator === '<=' ? a <= b : a >= b);
}

function typeOf(value: Known): Known {
  if (!value || value.kind === 'either') return undefined;
  if (isNull(value)) return str('undefined');
  if (value.kind === 'lit') return str(typeof value.value);
  if (value.kind === 'fn' || value.kind === 'class') return str('function');
  return isObject(value) ? str('object') : flatText(value) === undefined ? undefined : str('string');
}

const listOrNot = (value: Value): Known => (value.kind === 'list' ? lit(true) : isKnown(value) ? lit(false) : undefined);
