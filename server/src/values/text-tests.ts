/** What methods tell of a text, as far as it is known: `path.charAt(0)`, `url.startsWith('http')`, `/^\//.test(path)`. */
import { compiled, type Regex, regexOf } from './regex';
import { NULL, str, textOf, type Value } from './value';

/** A text with each hole as one character that no text has. */
export const HOLE = '\ue000';

export function flatText(value: Value): string | undefined {
  if (value.kind === 'cat') return value.parts.map((part) => textOf(part) ?? HOLE).join('');
  return textOf(value);
}

const lit = (value: boolean | number): Value => ({ kind: 'lit', value });
const numberOf = (value: Value | undefined): number | undefined =>
  value?.kind === 'lit' && typeof value.value === 'number' ? value.value : undefined;

/** Undefined where what is not known of the text has a say. */
export function textTest(text: string, name: string, args: readonly Value[]): Value | undefined {
  const wanted = args[0] && textOf(args[0]);
  switch (name) {
    case 'startsWith':
      return wanted === undefined || args.length > 1 ? undefined : known(beginsWith(text, wanted));
    case 'endsWith':
      return wanted === undefined || args.length > 1 ? undefined : known(beginsWith(reversed(text), reversed(wanted)));
    case 'includes':
      return wanted === undefined ? undefined : known(holds(text, wanted));
    case 'indexOf':
      return wanted === undefined || args.length > 1 ? undefined : indexIn(text, wanted);
    case 'charAt':
    case 'at':
      return characterAt(text, args.length ? numberOf(args[0]) : 0);
    case 'slice':
    case 'substring':
    case 'substr':
      return piece(text, name, args.map(numberOf));
    case 'match':
    case 'search': {
      const found = matches(text, args[0] && regexOf(args[0]));
      return found === undefined ? undefined : name === 'search' ? (found ? undefined : lit(-1)) : found ? lit(true) : NULL;
    }
    case 'toLowerCase':
    case 'toUpperCase':
    case 'trim':
      return text.includes(HOLE) ? undefined : str(text[name]());
    default:
      return undefined;
  }
}

const known = (value: boolean | undefined): Value | undefined => (value === undefined ? undefined : lit(value));
const reversed = (text: string): string => [...text].reverse().join('');

function beginsWith(text: string, wanted: string): boolean | undefined {
  const hole = text.indexOf(HOLE);
  if (hole < 0 || hole >= wanted.length) return text.startsWith(wanted);
  return wanted.startsWith(text.slice(0, hole)) ? undefined : false;
}

/** What fills a hole is taken to be an id, not a part of the address; one that it begins with may bring a scheme and a host. */
function holds(text: string, wanted: string): boolean | undefined {
  if (text === HOLE) return undefined;
  return text.includes(wanted) ? true : text.startsWith(HOLE) && wanted.includes(':') ? undefined : false;
}

function indexIn(text: string, wanted: string): Value | undefined {
  const at = text.indexOf(wanted);
  if (at < 0) return holds(text, wanted) === false ? lit(-1) : undefined;
  return text.slice(0, at).includes(HOLE) ? undefined : lit(at);
}

export function characterAt(text: string, index: number | undefined): Value | undefined {
  if (index === undefined || (index < 0 && text.includes(HOLE)) || text.slice(0, index + 1).includes(HOLE)) return undefined;
  return str(text.at(index) ?? '');
}

function piece(
  text: string,
  name: 'slice' | 'substring' | 'substr',
  [from, to]: readonly (number | undefined)[],
): Value | undefined {
  const isWhole = !text.includes(HOLE);
  if (from === undefined || to === undefined || (!isWhole && (from < 0 || to < 0))) return undefined;
  const end = name === 'substr' ? from + to : to;
  return isWhole || !text.slice(0, end).includes(HOLE) ? str(text[name](from, to)) : undefined;
}

/** Where the text has holes: whether it matches with a number in them as with a word. */
export function matches(text: string, regex: Regex | undefined): boolean | undefined {
  const ready = regex && compiled(regex);
  if (!ready || text.startsWith(HOLE)) return undefined;
  const [first, second] = ['1', 'a-b'].map((filled) => ready.test(text.replaceAll(HOLE, filled)));
  return first === second ? first : undefined;
}
