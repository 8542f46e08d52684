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
    forbidden?: true;
  }[];
  /** The body is written in another way than it is read. */
  misread?: { sent: string; read: string };
}

/** One part of both sides: every field that matters with what the UI has and what the backend has, differing ones first. */
export interface ContractPart {
  part: 'query' | 'body' | 'answer';
  /** What it is called, and what each side does with it: 'Body', 'sent', 'taken'. */
  head: [name: string, here: string, there: string];
  rows: ContractRow[];
}
export interface ContractRow {
  /** '' where the whole differs. */
  name: string;
  /** What is wrong with it, in two words; absent where both agree. */
  note?: string;
  /** Absent where that side does not have it. */
  here?: string;
  there?: string;
}

export function contractParts(sides: Sides): ContractPart[] {
  const { asked, query, body, answer } = sides;
  return [
    partOf(sides, 'query', ['Query', 'sent', 'taken'], asked.query, query),
    partOf(sides, 'body', ['Body', 'sent', 'taken'], asked.body, body),
    partOf(sides, 'answer', ['Answer', 'read', 'given'], asked.response, answer),
  ].filter(({ rows }) => rows.length > 0);
}

function partOf(sides: Sides, part: ContractPart['part'], head: ContractPart['head'], here: Any, there: Any): ContractPart {
  const differing = sides.differences.filter((d) => d.part === part);
  const content = part === 'body' && sides.misread ? [contentRow(sides.misread)] : [];
  const [mine, theirs] = [fieldsOf(here), fieldsOf(there)];
  if (!mine || !theirs || differing.some((d) => d.path === ''))
    return { part, head, rows: [...content, ...wholes(differing, here, there)] };
  // What is near a name stands beside it, in its row.
  const told = new Set(
    differing.flatMap((d) => [d.path, ...(d.near === undefined ? [] : [besideOf(d.path, d.near)])]).map(topOf),
  );
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const agreed = names.filter((name) => !told.has(name) && (part !== 'answer' || own(mine, name) !== undefined));
  return {
    part,
    head,
    rows: [
      ...content,
      ...differing.map((d) => differingRow(d, here, there)),
      ...agreed.map((name) => row(name, undefined, own(mine, name), own(theirs, name))),
    ],
  };
}

type Found = Fields[string] | undefined;

/** A field that is not there on one side, beside the one that was probably meant. */
function differingRow({ part, kind, path, near, forbidden }: Sides['differences'][number], here: Any, there: Any): ContractRow {
  const other = near === undefined ? path : besideOf(path, near);
  const [mine, theirs] = kind === 'missing' ? [other, path] : [path, other];
  const note =
    near === undefined
      ? kind === 'unknown' && part !== 'answer'
        ? forbidden
          ? 'refused'
          : 'ignored'
        : WORDS[kind]
      : kind === 'missing'
        ? `sent as ${near}`
        : `${near}?`;
  const found = row(path.replace(/^(\[\])+\.?/, ''), note, at(here, mine), at(there, theirs));
  // What stands under another name says so.
  const apart = kind === 'missing' ? 'here' : 'there';
  return near !== undefined && found[apart] !== undefined ? { ...found, [apart]: `${near}: ${found[apart]}` } : found;
}

const row = (name: string, note: string | undefined, mine: Found, theirs: Found): ContractRow => ({
  name,
  ...(note === undefined ? {} : { note }),
  ...(mine ? { here: side(mine) } : {}),
  ...(theirs ? { there: side(theirs) } : {}),
});

const CONTENT = { json: 'JSON', form: 'a form', multipart: 'a form', text: 'text', none: 'nothing', unknown: 'something' };
const contentRow = ({ sent, read }: { sent: string; read: string }): ContractRow => ({
  name: '',
  note: 'another content type',
  here: own(CONTENT, sent) ?? sent,
  there: own(CONTENT, read) ?? read,
});

/** 'owner.mail' and 'email' are 'owner.email'. */
const besideOf = (path: string, near: string): string => path.replace(/[^.[\]]+$/, near);

/** The field at 'items[].owner.name', lists on the way to the first name left out. */
function at(shape: Any, path: string): Found {
  const names = path.split(/[.[\]]+/).filter((name) => name !== '');
  let found: Found;
  let within: Any | undefined = shape;
  for (const name of names) {
    found = own((within && fieldsOf(within)) ?? {}, name);
    within = found?.shape;
  }
  return found && path.endsWith('[]') && found.shape.kind === 'list' ? { shape: found.shape.of } : found;
}

const WORDS = { missing: 'not sent', unknown: 'not given', mismatch: 'another kind' };

/** Where one side is no object, only that they differ is worth a line. */
function wholes(differing: Sides['differences'], here: Any, there: Any): ContractRow[] {
  if (!differing.some((d) => d.path === '')) return [];
  return [{ name: '', note: WORDS.mismatch, here: describe(here), there: describe(there) }];
}

/** More rows than these are cut: a hover is no page. */
const MOST = 8;

/** As tables of a hover. */
export function contractLines(sides: Sides): string[] {
  return contractParts(sides).map(({ head, rows }) => {
    const lines = rows.slice(0, MOST).map(({ name, note, here, there }) => {
      const first = [...(name ? [cell(name)] : []), ...(note ? [`⚠ ${note}`] : [])].join(' ');
      return `| ${first} | ${shown(here)} | ${shown(there)} |`;
    });
    const more = rows.length > MOST ? [`| … ${rows.length - MOST} more | | |`] : [];
    return [`| ${head.join(' | ')} |`, '|---|---|---|', ...lines, ...more].join('\n');
  });
}

/** What follows the type, `(optional)`, is not part of the code. */
function shown(text: string | undefined): string {
  const [, code, more = ''] = /^(.*?)( \(optional\))?$/s.exec(text ?? '') ?? [];
  if (code === '?') return `not known${more}`;
  return text === undefined ? '–' : cell(short(code ?? '')) + more;
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
const side = (field: Fields[string]): string => `${describe(field.shape)}${field.optional ? ' (optional)' : ''}`;
const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
/** What a table cannot hold is written as code. */
const cell = (text: string): string => `\`${text.replace(/\|/g, '\\|').replace(/`/g, "'")}\``;
