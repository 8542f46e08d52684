/**
 * One condition, however it is written: `!x`, `!!x` and `Boolean(x)` ask what `x` asks, `a !== b` what `a === b` does. So a verb chosen by
 * `editing` and a path chosen by `!editing` go together.
 */
import type { Place } from './context';
import { scriptTest, type Test } from './script-test';
import type { When } from './value';

interface Condition {
  key: string;
  /** Whether the key holds where the test does. */
  same: boolean;
}

/** That a test of this activation holds, or that it does not. */
export function whenOf(place: Place, test: string, holds: boolean): When {
  const { key, same } = conditionOf(place, test);
  return { [key]: holds === same };
}

function conditionOf(place: Place, test: string): Condition {
  const parsed = place.file.endsWith('.py') || !DISGUISED.test(test) ? undefined : scriptTest(test);
  const { text, same } = parsed ? plain(parsed) : { text: test, same: true };
  return { key: `${place.id}|${text}`, same };
}

const DISGUISED = /!|^\(|^Boolean\(/;

function plain(test: Test, same = true): { text: string; same: boolean } {
  if (test.is === 'not') return plain(test.of, !same);
  const asksBoolean = test.is === 'call' && test.of.is === 'name' && test.of.name === 'Boolean' && test.args.length === 1;
  if (asksBoolean) return plain(test.args[0]!, same);
  if (test.is === 'binary' && test.operator.startsWith('!='))
    return { text: written({ ...test, operator: test.operator.replace('!', '=') }), same: !same };
  return { text: written(test), same };
}

function written(test: Test): string {
  const all = (tests: readonly Test[]) => tests.map(written).join(', ');
  switch (test.is) {
    case 'name':
      return test.name;
    case 'value':
      return typeof test.value === 'string' ? `'${test.value}'` : String(test.value);
    case 'regex':
      return test.text;
    case 'list':
      return `[${all(test.items)}]`;
    case 'member':
      return `${written(test.of)}.${test.name}`;
    case 'index':
      return `${written(test.of)}[${written(test.index)}]`;
    case 'call':
      return `${written(test.of)}(${all(test.args)})`;
    case 'not':
      return `!${inBrackets(test.of)}`;
    case 'typeof':
      return `typeof ${inBrackets(test.of)}`;
    case 'binary':
      return `${inBrackets(test.left)} ${test.operator} ${inBrackets(test.right)}`;
  }
}

const inBrackets = (test: Test): string => (test.is === 'binary' ? `(${written(test)})` : written(test));
