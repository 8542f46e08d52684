/** What a function of a layer is called: `cancel_order` beside `get_order`, `cancel` beside `get`; and which one there may be already. */
import { stem } from '../../base/uri';
import { segmentsOf } from '../segments';
import type { Layer } from './layers';
import { freeOf, handlerName, type Intent, identifier, isBuiltin, singular, snake, VERB_WORDS, VERBS } from './names';
import type { Plan } from './plan';
import { speaksOf } from './reworded';

/**
 * 'cancel_order' or 'cancel', as the layer's own functions are called. `isBare`: nothing before the name says what it is about; `isAbout`:
 * the layer is about the thing, so that its functions need not say so.
 */
export function layerName(
  intent: Intent,
  names: readonly string[],
  taken: readonly string[],
  isBare: boolean,
  isAbout = true,
): string {
  const { kind, word } = intent;
  const what = word === null ? intent.thing : `${intent.thing}_${word}`;
  // The handler has the name: another word for the same.
  const other = kind === 'action' ? [] : VERBS[kind].map((v) => `${v}_${what}`);
  if (isBare) return freeOf([handlerName(intent, names, []), ...other.filter((n) => !names.includes(n))], taken);
  const noun = isNamed(intent, names) ? intent.thing : nounOf(names);
  const says = noun === undefined && names.some((n) => VERB_WORDS.has(n)) && isAbout;
  const full = handlerName(noun === undefined || !isAbout ? intent : { ...intent, thing: noun }, verbsOf(names), []);
  if (!says) return freeOf([full, ...other], taken);
  const verb = kind === 'action' ? word! : usual(kind, names);
  const short = kind !== 'action' && word !== null ? `${verb}_${word}` : verb;
  const isHidden = isBuiltin(short) && !names.some(isBuiltin);
  return freeOf([...(isHidden ? [] : [short]), `${verb}_${what}`, ...other], taken);
}

/** `get` is to `get_loan` as `list` to `list_loans`. */
const verbsOf = (names: readonly string[]) => names.map((n) => (VERB_WORDS.has(n) ? `${n}_` : n));

/** A class of books, to which something about loans is added, says so in the name. */
export const isAbout = ({ file, owner }: Layer, { intent, home, path }: Pick<Plan, 'intent' | 'home' | 'path'>): boolean => {
  const things = segmentsOf(path)
    .filter((s) => !s.startsWith('{'))
    .map((s) => singular(identifier(s)));
  const said = owner || stem(file);
  const other = things.filter((t) => t !== singular(intent.thing)).some((t) => speaksOf(said, t));
  return speaksOf(said, intent.thing) || !other || home.fresh !== undefined;
};

const usual = (kind: Exclude<Intent['kind'], 'action'>, names: readonly string[]) =>
  VERBS[kind].find((v) =>
    names.some((n) => (n === v || n.startsWith(`${v}_`)) && (kind !== 'list' || v === 'list' || isMany(n))),
  ) ?? VERBS[kind][0]!;

/** `get_all` and `get_orders` give many, `get` gives one. */
const isMany = (name: string) => /(^|_)all$/.test(name) || (name.includes('_') && singular(name) !== name);

/** 'entry' of list_entries, add_entry and remove_entry: what the layer calls the things. */
function nounOf(names: readonly string[]): string | undefined {
  const nouns = names.flatMap((n) => {
    const [verb, ...rest] = snake(n).split('_');
    return rest.length && VERB_WORDS.has(verb!) ? [singular(rest.join('_'))] : [];
  });
  return nouns.find((n) => nouns.filter((o) => o === n).length * 2 > nouns.length && nouns.length > 1);
}

/** The names that a function for this may have, as far as one of them is there. */
export function existingName(
  { kind, thing, word }: Intent,
  names: readonly string[],
  free: readonly string[],
  isAbout = true,
): string | undefined {
  const verbs = kind === 'action' ? [word!] : VERBS[kind];
  const noun = nounOf(names);
  const things = noun === undefined || noun === thing ? [thing] : [thing, noun];
  const full = things.flatMap((t) => {
    const what = word === null || kind === 'action' ? t : `${t}_${word}`;
    return verbs.flatMap((v) => [`${v}_${what}`, `${v}_${what}s`, `${what}_${v}`]);
  });
  // `delete` of a class of books deletes a book, no loan of it.
  const short =
    !isAbout || isNamed({ thing }, names) ? [] : verbs.map((v) => (kind !== 'action' && word !== null ? `${v}_${word}` : v));
  // add_platform_version for POST /versions
  const longer = free.filter((n) => verbs.some((v) => n.startsWith(`${v}_`)) && things.some((t) => n.endsWith(`_${word ?? t}`)));
  return [...full, ...short].find((n) => free.includes(n)) ?? (longer.length === 1 ? longer[0] : undefined);
}

/** Whether names of the layer say what they are about. */
const isNamed = ({ thing }: Pick<Intent, 'thing'>, names: readonly string[]) =>
  names.filter((n) => snake(n).includes(singular(thing))).length * 2 > names.length;
