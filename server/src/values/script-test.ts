/** Conditions of JavaScript, from their text to a tree: `!path.startsWith('/')`, `kind === 2 && /^https?:/.test(url)`. */

export type Test =
  | { is: 'name'; name: string }
  | { is: 'value'; value: string | number | boolean | null }
  | { is: 'regex'; text: string }
  | { is: 'list'; items: Test[] }
  | { is: 'member'; of: Test; name: string }
  | { is: 'index'; of: Test; index: Test }
  | { is: 'call'; of: Test; args: Test[] }
  | { is: 'not' | 'typeof'; of: Test }
  | { is: 'binary'; operator: string; left: Test; right: Test };

const parsed = new Map<string, Test | undefined>();
const MAX_PARSED = 2000;

/** Undefined where something else stands in it: arithmetic, assignments, functions, types. */
export function scriptTest(text: string): Test | undefined {
  if (!parsed.has(text)) {
    if (parsed.size >= MAX_PARSED) parsed.clear();
    parsed.set(text, new Reader(text).whole());
  }
  return parsed.get(text);
}

/** What binds less comes first. */
const LEVELS = [['??'], ['||'], ['&&'], ['===', '!==', '==', '!='], ['<=', '>=', '<', '>']];
const CONSTANTS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', null],
]);
const NUMBER = /\s*(\d+(?:\.\d+)?)(?![\w.])/y;
const TEXT = /\s*(?:"((?:[^"\\]|\\["'\\/])*)"|'((?:[^'\\]|\\["'\\/])*)'|`([^`$\\]*)`)/y;
const NAME = /\s*([A-Za-z_$][\w$]*)/y;
const REGEX = /\s*\/((?:[^/\\[\n*]|\\.|\[(?:[^\]\\]|\\.)*\])(?:[^/\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])*)\/([a-z]*)/y;
const SIGN = /\s*(===|!==|==|!=|<=|>=|=>|&&|\|\||\?\?|\?\.|[^\s\w])/y;
const KEYWORDS = new Set(['new', 'await', 'async', 'function', 'class', 'void', 'delete', 'yield', 'in', 'instanceof', 'as']);

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Test | undefined {
    const test = this.level(0);
    return test && this.text.slice(this.at).trim() === '' ? test : undefined;
  }

  private level(level: number): Test | undefined {
    const operators = LEVELS[level];
    if (!operators) return this.unary();
    let left = this.level(level + 1);
    for (let operator = this.one(operators); left && operator; operator = this.one(operators)) {
      const right = this.level(level + 1);
      left = right && { is: 'binary', operator, left, right };
    }
    return left;
  }

  private unary(): Test | undefined {
    if (this.one(['!'])) return this.over('not');
    if (!/^\s*typeof\b/.test(this.text.slice(this.at))) return this.chain();
    this.at += /^\s*typeof/.exec(this.text.slice(this.at))![0].length;
    return this.over('typeof');
  }

  private over(is: 'not' | 'typeof'): Test | undefined {
    const of = this.unary();
    return of && { is, of };
  }

  /** `a.b?.c[0](x)` */
  private chain(): Test | undefined {
    let of = this.operand();
    while (of) {
      const sign = this.one(['.', '?.', '[', '(']);
      if (sign === undefined) return of;
      if (sign === '[' || (sign === '?.' && this.one(['[']))) {
        const index = this.level(0);
        of = index && this.one([']']) ? { is: 'index', of, index } : undefined;
      } else if (sign === '(' || (sign === '?.' && this.one(['(']))) {
        const args = this.items(')');
        of = args && { is: 'call', of, args };
      } else {
        const name: string | undefined = this.match(NAME)?.[1];
        of = name === undefined ? undefined : { is: 'member', of, name };
      }
    }
    return undefined;
  }

  private operand(): Test | undefined {
    const number = this.match(NUMBER);
    if (number) return { is: 'value', value: Number(number[1]) };
    const text = this.match(TEXT);
    if (text) return { is: 'value', value: (text[1] ?? text[2] ?? text[3]!).replace(/\\(.)/g, '$1') };
    const regex = this.match(REGEX);
    if (regex) return { is: 'regex', text: `/${regex[1]}/${regex[2]}` };
    const name = this.match(NAME)?.[1];
    if (name !== undefined) {
      const constant = CONSTANTS.get(name);
      return constant !== undefined ? { is: 'value', value: constant } : KEYWORDS.has(name) ? undefined : { is: 'name', name };
    }
    const sign = this.one(['(', '[', '-']);
    if (sign === '-') {
      const negative = this.match(NUMBER);
      return negative ? { is: 'value', value: -Number(negative[1]) } : undefined;
    }
    if (sign === '[') {
      const items = this.items(']');
      return items && { is: 'list', items };
    }
    const inner = sign ? this.level(0) : undefined;
    return inner && this.one([')']) ? inner : undefined;
  }

  private items(end: string): Test[] | undefined {
    const out: Test[] = [];
    while (!this.one([end])) {
      const item = this.level(0);
      if (!item) return undefined;
      out.push(item);
      if (this.one([','])) continue;
      return this.one([end]) ? out : undefined;
    }
    return out;
  }

  /** One of these signs, if it is the next. */
  private one(signs: readonly string[]): string | undefined {
    const before = this.at;
    const sign = this.match(SIGN)?.[1];
    if (sign !== undefined && signs.includes(sign)) return sign;
    this.at = before;
    return undefined;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }
}
