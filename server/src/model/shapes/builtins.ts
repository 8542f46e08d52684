/** What the language's and the browser's own functions, methods and fields give. */
import { own } from '../../base/own';
import { BOOLEAN, FILE, list, NUMBER, type Shape, STRING } from './shape';

const words = (text: string, shape: Shape): [string, Shape][] => text.split(' ').map((word) => [word, shape]);

const METHODS: Record<string, Shape> = Object.fromEntries([
  ...words(
    'trim trimStart trimEnd toUpperCase toLowerCase toISOString toString toLocaleString toLocaleDateString toLocaleTimeString toFixed join replace replaceAll padStart padEnd repeat substring substr charAt normalize toJSON toDateString getItem',
    STRING,
  ),
  ...words(
    'getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds valueOf indexOf findIndex charCodeAt',
    NUMBER,
  ),
  ...words('includes startsWith endsWith some every has test', BOOLEAN),
  ...words('split keys', list(STRING)),
]);

/** Functions by what they are called outside: 'global:Number'. */
const FUNCTIONS: Record<string, Shape> = Object.fromEntries([
  ...words('Number parseInt parseFloat Number.parseInt Number.parseFloat Date.now performance.now BigInt', NUMBER),
  ...words('String encodeURIComponent encodeURI btoa atob JSON.stringify Date crypto.randomUUID prompt', STRING),
  ...words('Boolean Array.isArray isNaN confirm', BOOLEAN),
  ...words('Object.keys', list(STRING)),
  ...words('File Blob', FILE),
]);

/** Fields of what the browser hands out: `event.target.value`. */
const FIELDS: Record<string, Shape> = {
  checked: BOOLEAN,
  valueAsNumber: NUMBER,
  innerText: STRING,
  textContent: STRING,
  innerHTML: STRING,
  files: list(FILE),
};

export const builtinResult = (name: string, kind: 'method' | 'field'): Shape | undefined =>
  own(kind === 'method' ? METHODS : FIELDS, name);

/** `path` as values name it: 'global:Number', 'uuid.v4'. */
export function functionResult(path: string): Shape | undefined {
  if (/^Math\./.test(path.replace('global:', ''))) return NUMBER;
  if (/^uuid\.v\d$|^nanoid\.nanoid$|^(dayjs|moment)\./.test(path)) return STRING;
  return own(FUNCTIONS, path.replace(/^global:(window\.)?/, ''));
}

/** Methods that only lists have, by which what is read shows itself to be one. */
export const LIST_METHODS = new Set(
  'map forEach filter find findIndex findLast some every reduce sort flatMap push splice reverse entries fill unshift toSorted'.split(
    ' ',
  ),
);
/** Methods that give some of the list's own elements, as a list. */
export const SUBLIST_METHODS = new Set('filter slice sort reverse concat toSorted splice'.split(' '));
export const ELEMENT_METHODS = new Set('find findLast at pop shift'.split(' '));
/** Methods whose callback gets an element first. */
export const CALLBACK_METHODS = new Set('map forEach filter find findIndex findLast some every flatMap'.split(' '));
export const TEXT_METHODS = new Set(
  'trim trimStart trimEnd toUpperCase toLowerCase split replace replaceAll startsWith endsWith padStart padEnd charAt substring substr match matchAll localeCompare charCodeAt repeat normalize'.split(
    ' ',
  ),
);
export const NUMBER_METHODS = new Set('toFixed toPrecision toExponential'.split(' '));
/** What everything has, lists and texts alike: says nothing of the shape. */
export const ANY_METHODS = new Set(
  'toString toLocaleString valueOf hasOwnProperty slice includes indexOf lastIndexOf concat at then catch finally join keys values toLocaleDateString toJSON length'.split(
    ' ',
  ),
);
