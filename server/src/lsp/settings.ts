/** The settings as an editor gives them, in which a person may have written anything: what is not of its kind is as if it were not said. */
import { LEVELS, type Level } from '../facts/config';
import { defaultSettings, type Settings } from '../protocol/messages';

/** `tell` hears what is not followed, and what it should be. Of `record` that is told beside the record. */
export function settingsFrom(given: Partial<Settings>, tell: (line: string) => void): Settings {
  const { include, exclude, rules, codeLens, cache, record, todos } = defaultSettings;
  const or = <T>(name: keyof Settings, own: T, kind: string, read: (value: unknown) => T | undefined): T => {
    const value: unknown = given[name] ?? undefined;
    const known = value === undefined ? own : read(value);
    if (known === undefined) tell(`the setting crosswire.${name} is not followed: it must be ${kind}`);
    return known ?? own;
  };
  return {
    include: or('include', include, PATTERNS, listOfTexts),
    exclude: or('exclude', exclude, PATTERNS, listOfTexts),
    rules: or('rules', rules, `an object that gives rules one of ${LEVELS.join(', ')}`, levels),
    codeLens: or('codeLens', codeLens, SWITCH, truth),
    cache: or('cache', cache, SWITCH, truth),
    todos: or('todos', todos, SWITCH, truth),
    record: given.record ?? record,
  };
}

const PATTERNS = 'a list of patterns';
const SWITCH = 'true or false';

const truth = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

const listOfTexts = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;

function levels(value: unknown): Record<string, Level> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const known = Object.entries(value).map(([rule, said]) => [rule, LEVELS.find((level) => level === said)] as const);
  const fit = known.flatMap(([rule, level]) => (level ? [[rule, level] as const] : []));
  return fit.length === known.length ? Object.fromEntries(fit) : undefined;
}
