/** Both sides of a call in a hover: each field that is sent or read beside what the route takes or gives, with what differs marked. */
import { own } from '../base/own';
import { describe, type Shape } from '../model/shapes/shape';

type Any = Shape<unknown>;
export interface Sides {
  asked: { query: Any; body: Any; response: Any };
  query: Any;
  body: Any;
  answer: Any;
  differences: readonly {
    part: 'query' | 'body' | 'answer';
    kind: 'missing' | 'unknown' | 'mismatch';
    path: string;
    near?: string;
  }[];
}

/** More rows than these are cut: a hover is no page. */
const MOST = 8;

export function contractLines(sides: Sides): string[] {
  const { asked, query, body, answer } = sides;
  return [
    ...table(sides, 'query', ['Query', 'sent', 'taken'], asked.query, query),
    ...table(sides, 'body', ['Body', 'sent', 'taken'], asked.body, body),
    ...table(sides, 'answer', ['Answer', 'read', 'given'], asked.response, answer),
  ];
}

function table(sides: Sides, part: 'query' | 'body' | 'answer', head: [string, string, string], here: Any, there: Any): string[] {
  const differing = sides.differences.filter((d) => d.part === part);
  const [mine, theirs] = [fieldsOf(here), fieldsOf(there)];
  if (!mine || !theirs || differing.some((d) => d.path === '')) return wholes(differing, head, here, there);
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const mark = (name: string) => differing.find((d) => topOf(d.path) === name);
  const isRelevant = (name: string) => part !== 'answer' || own(mine, name) !== undefined || mark(name) !== undefined;
  const rows = names.filter(isRelevant).sort((a, b) => Number(!mark(a)) - Number(!mark(b)));
  if (!rows.length) return [];
  const lines = rows.slice(0, MOST).map((name) => {
    const d = mark(name);
    const note = d ? ` ⚠ ${d.near === undefined ? WORDS[d.kind] : `${d.near}?`}` : '';
    return `| ${cell(name)}${note} | ${side(own(mine, name))} | ${side(own(theirs, name))} |`;
  });
  const more = rows.length > MOST ? [`| … ${rows.length - MOST} more | | |`] : [];
  return [[`| ${head.join(' | ')} |`, '|---|---|---|', ...lines, ...more].join('\n')];
}

const WORDS = { missing: 'missing', unknown: 'not there', mismatch: 'another kind' };

/** Where one side is no object, only that they differ is worth a line. */
function wholes(
  differing: Sides['differences'],
  [name, mine, theirs]: [string, string, string],
  here: Any,
  there: Any,
): string[] {
  if (!differing.some((d) => d.path === '')) return [];
  return [
    `| ${name} | ${mine} | ${theirs} |\n|---|---|---|\n| ⚠ another kind | ${cell(describe(here))} | ${cell(describe(there))} |`,
  ];
}

interface Fields {
  [name: string]: { shape: Any; optional?: true };
}

/** Of a list those of its elements. */
function fieldsOf(shape: Any): Fields | undefined {
  if (shape.kind === 'list') return fieldsOf(shape.of);
  if (shape.kind === 'object') return shape.fields;
  const parts = shape.kind === 'union' ? shape.of.filter((s) => s.kind !== 'null' && s.kind !== 'none') : [];
  return parts.length === 1 ? fieldsOf(parts[0]!) : undefined;
}

const topOf = (path: string): string => path.replace(/^(\[\])?\.?/, '').split(/[.[]/)[0] ?? '';
const side = (field: Fields[string] | undefined): string =>
  field ? `${cell(short(describe(field.shape)))}${field.optional ? ' (optional)' : ''}` : '–';
const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
/** What a table cannot hold is written as code. */
const cell = (text: string): string => `\`${text.replace(/\|/g, '\\|').replace(/`/g, "'")}\``;
