/** What a function of a layer is called: `cancel_order` beside `get_order`, `cancel` beside `get`; and which one there may be already. */
import { handlerName, type Intent, singular, snake, unique, VERBS } from './names';

/** 'cancel_order' or 'cancel', as the layer's own functions are called. */
export function layerName(intent: Intent, names: readonly string[], taken: readonly string[]): string {
  if (isNamed(intent, names)) return handlerName(intent, names, taken);
  const verb = intent.kind === 'action' ? intent.word! : usual(intent.kind, names);
  const name = intent.kind !== 'action' && intent.word !== null ? `${verb}_${intent.word}` : verb;
  return unique(name, taken);
}

const usual = (kind: Exclude<Intent['kind'], 'action'>, names: readonly string[]) =>
  VERBS[kind].find((v) => names.some((n) => n === v || n.startsWith(`${v}_`))) ?? VERBS[kind][0]!;

/** The names that a function for this may have, as far as one of them is there. */
export function existingName({ kind, thing, word }: Intent, names: readonly string[]): string | undefined {
  const what = word === null || kind === 'action' ? thing : `${thing}_${word}`;
  const verbs = kind === 'action' ? [word!] : VERBS[kind];
  const full = verbs.flatMap((v) => [`${v}_${what}`, `${v}_${what}s`, `${what}_${v}`]);
  const short = isNamed({ thing }, names) ? [] : verbs.map((v) => (kind !== 'action' && word !== null ? `${v}_${word}` : v));
  return [...full, ...short].find((n) => names.includes(n));
}

/** Whether names of the layer say what they are about. */
const isNamed = ({ thing }: Pick<Intent, 'thing'>, names: readonly string[]) =>
  names.filter((n) => snake(n).includes(singular(thing))).length * 2 > names.length;
