/** What a function of a layer is called: `cancel_order` beside `get_order`, `cancel` beside `get`; and which one there may be already. */
import { handlerName, type Intent, singular, snake, unique, VERBS } from './names';

/** 'cancel_order' or 'cancel', as the layer's own functions are called; `isBare`: nothing before the name says what it is about. */
export function layerName(intent: Intent, names: readonly string[], taken: readonly string[], isBare: boolean): string {
  const { kind, word } = intent;
  // The handler has the name: another word for the same.
  const other =
    kind === 'action' ? [] : VERBS[kind].map((v) => `${v}_${word === null ? intent.thing : `${intent.thing}_${word}`}`);
  const plain = handlerName(intent, names, []);
  if (isBare && taken.includes(plain)) return other.find((n) => !taken.includes(n) && !names.includes(n)) ?? unique(plain, taken);
  if (isBare || isNamed(intent, names) || (nounOf(names) === undefined && !names.some((n) => ALL_VERBS.has(n))))
    return handlerName(intent, names, taken);
  const noun = nounOf(names);
  if (noun !== undefined) return handlerName({ ...intent, thing: noun }, names, taken);
  const verb = intent.kind === 'action' ? intent.word! : usual(intent.kind, names);
  const name = intent.kind !== 'action' && intent.word !== null ? `${verb}_${intent.word}` : verb;
  return unique(name, taken);
}

const usual = (kind: Exclude<Intent['kind'], 'action'>, names: readonly string[]) =>
  VERBS[kind].find((v) => names.some((n) => n === v || n.startsWith(`${v}_`))) ?? VERBS[kind][0]!;

const ALL_VERBS = new Set<string>(Object.values(VERBS).flat());

/** 'entry' of list_entries, add_entry and remove_entry: what the layer calls the things. */
function nounOf(names: readonly string[]): string | undefined {
  const nouns = names.flatMap((n) => {
    const [verb, ...rest] = snake(n).split('_');
    return rest.length && ALL_VERBS.has(verb!) ? [singular(rest.join('_'))] : [];
  });
  return nouns.find((n) => nouns.filter((o) => o === n).length * 2 > nouns.length && nouns.length > 1);
}

/** The names that a function for this may have, as far as one of them is there. */
export function existingName(
  { kind, thing, word }: Intent,
  names: readonly string[],
  free: readonly string[],
): string | undefined {
  const verbs = kind === 'action' ? [word!] : VERBS[kind];
  const noun = nounOf(names);
  const things = noun === undefined || noun === thing ? [thing] : [thing, noun];
  const full = things.flatMap((t) => {
    const what = word === null || kind === 'action' ? t : `${t}_${word}`;
    return verbs.flatMap((v) => [`${v}_${what}`, `${v}_${what}s`, `${what}_${v}`]);
  });
  const short = isNamed({ thing }, names) ? [] : verbs.map((v) => (kind !== 'action' && word !== null ? `${v}_${word}` : v));
  // add_platform_version for POST /versions
  const longer = free.filter((n) => verbs.some((v) => n.startsWith(`${v}_`)) && things.some((t) => n.endsWith(`_${word ?? t}`)));
  return [...full, ...short].find((n) => free.includes(n)) ?? (longer.length === 1 ? longer[0] : undefined);
}

/** Whether names of the layer say what they are about. */
const isNamed = ({ thing }: Pick<Intent, 'thing'>, names: readonly string[]) =>
  names.filter((n) => snake(n).includes(singular(thing))).length * 2 > names.length;
