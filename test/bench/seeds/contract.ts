/** Calls of which both sides are known, put at odds: a field that is required or read has another name, a list is an object, a model is a form. */
import { basename } from 'node:path';
import type { Snapshot } from '../../../server/src/analysis/analysis';
import type { ContractView } from '../../../server/src/analysis/contract';
import type { CallRow } from '../../../server/src/analysis/types';
import { own } from '../../../server/src/base/own';
import type { Shape } from '../../../server/src/model/shapes/shape';
import type { Kind, Seed } from './seed';

type TextOf = (file: string) => string;
interface Pair {
  row: CallRow;
  view: ContractView;
}
/** The rest of what a changed model means to other calls, and to what rests on them. */
const FOLLOWS = [
  'request-field-missing',
  'request-field-unknown',
  'request-type-mismatch',
  'request-content-type',
  'response-field-missing',
  'response-shape',
  'response-field-unused',
  'broken-button',
];

const kind = (name: string, rules: readonly string[], make: (textOf: TextOf, pair: Pair) => Change[]): Kind => ({
  name,
  seeds: (snapshot, textOf) => {
    const all = new Map<string, Seed>();
    for (const pair of pairsOf(snapshot))
      for (const { file, text, where = '' } of make(textOf, pair)) {
        const { row } = pair;
        const seed = {
          file,
          from: 0,
          to: textOf(file).length,
          text,
          what: `${name}${where}`,
          at: { file: row.file, line: row.line },
          rules,
          follows: FOLLOWS,
        };
        all.set(`${file} ${text.length} ${row.file}:${row.line}`, { ...seed, subject: `${row.method} ${row.path}` });
      }
    return [...all.values()];
  },
});

/** Matched calls that nothing is wrong with. */
const pairsOf = (snapshot: Snapshot): Pair[] =>
  snapshot.calls().flatMap((row) => {
    const view = row.status === 'matched' ? snapshot.contract(row) : undefined;
    return view && !view.differences.length ? [{ row, view }] : [];
  });

/** `where`: which field it is, for the list of what was missed. */
type Change = { file: string; text: string; where?: string };

/** A field that the model requires and the call sends gets another name in the model. */
function renamed(textOf: TextOf, { view: { asked, body } }: Pair): Change[] {
  if (body.kind !== 'object' || asked.body.kind !== 'object' || body.open || asked.body.open) return [];
  const sent = asked.body.fields;
  return Object.entries(body.fields).flatMap(([name, field]) =>
    !field.optional && own(sent, name) && field.site ? renamedAt(textOf, field.site, name) : [],
  );
}

/** A field that is given and read is given under another name. */
function gone(textOf: TextOf, { view: { asked, answer } }: Pair): Change[] {
  const [read, given] = [objectIn(asked.response), objectIn(answer)];
  if (!read || !given || given.open) return [];
  return Object.entries(read.fields).flatMap(([name, { optional }]) => {
    const field = own(given.fields, name);
    return field?.site && !optional && !OF_ERRORS.test(name) ? renamedAt(textOf, field.site, name) : [];
  });
}
const OF_ERRORS = /^(detail|errors?|message|msg)$/;

const objectIn = (shape: Shape<unknown>): (Shape<{ file: string; line: number }> & { kind: 'object' }) | undefined =>
  (shape.kind === 'list' ? objectIn(shape.of) : shape.kind === 'object' ? shape : undefined) as never;

/** `name: type` of a class, `"name": value` of a dict: of all that the function gives, for what some of its answers have is read of them rightly. */
function renamedAt(textOf: TextOf, { file, line }: { file: string; line: number }, name: string): Change[] {
  const text = textOf(file);
  const lines = text?.split('\n');
  const at = lines?.[line - 1];
  if (!text || !lines || at === undefined || !file.endsWith('.py')) return [];
  const key = new RegExp(`(["'])${name}\\1(\\s*:)`, 'g');
  const isKey = key.test(at);
  const [from, to] = isKey ? functionAround(lines, line - 1) : [line - 1, line];
  const next = lines
    .slice(from, to)
    .map((one) =>
      isKey ? one.replace(key, '$1zzz_gone$1$2') : one.replace(new RegExp(`^(\\s*)${name}(\\s*:)`), '$1zzz_gone$2'),
    );
  return next.join() === lines.slice(from, to).join()
    ? []
    : [
        {
          file,
          text: [...lines.slice(0, from), ...next, ...lines.slice(to)].join('\n'),
          where: ` (${name}, ${basename(file)}:${line})`,
        },
      ];
}

const indentOf = (line: string): number => line.search(/\S/);

/** The lines of the function that a line stands in; of a module all. */
function functionAround(lines: readonly string[], at: number): [number, number] {
  const from = lines.findLastIndex((l, i) => i <= at && /^\s*(async )?def /.test(l) && indentOf(l) < indentOf(lines[at]!));
  if (from < 0) return [0, lines.length];
  const indent = indentOf(lines[from]!);
  const end = lines.findIndex((l, i) => i > at && indentOf(l) >= 0 && indentOf(l) <= indent && !/^\s*[)\]}]/.test(l));
  return [from, end < 0 ? lines.length : end];
}

/** `response_model=list[Task]` and `-> list[Task]` lose the list. */
function toObject(textOf: TextOf, { row, view: { asked, answer } }: Pair): Change[] {
  if (asked.response.kind !== 'list' || answer.kind !== 'list') return [];
  return inHandler(textOf, row, (code) => code.replace(/(response_model\s*=\s*|->\s*)[Ll]ist\[(\w+)\]/, '$1$2'));
}

/** The model is read from a form. */
function toForm(textOf: TextOf, { row, view: { asked, body, content } }: Pair): Change[] {
  if (asked.contentType !== 'json' || content !== 'json' || body.kind !== 'object' || body.name === undefined) return [];
  if (asked.body.kind !== 'object') return [];
  const model = new RegExp(`(\\w+:\\s*)${body.name}\\b(?!\\s*=)`);
  return inHandler(textOf, row, (code) => code.replace(model, `$1${body.name} = SeededForm()`)).map(({ file, text }) => ({
    file,
    text: `${text}\n\nfrom fastapi import Form as SeededForm\n`,
  }));
}

/** The decorator and signature of the handler, changed. */
function inHandler(textOf: TextOf, row: CallRow, change: (code: string) => string): Change[] {
  const [route] = row.routes;
  const text = route && textOf(route.file);
  if (!route || !text) return [];
  const lines = text.split('\n');
  const from = route.line - 1;
  const end = lines.findIndex(
    (line, i) => i > from && /:\s*(#.*|\.\.\.)?$/.test(line) && !/^\s*(async )?def .*[^:]$/.test(line) && /\)|->/.test(line),
  );
  const code = lines.slice(from, end + 1).join('\n');
  const next = change(code);
  return end < 0 || next === code
    ? []
    : [{ file: route.file, text: [...lines.slice(0, from), next, ...lines.slice(end + 1)].join('\n') }];
}

export const contractKinds: readonly Kind[] = [
  kind('required field renamed', ['request-field-missing'], renamed),
  kind('field of the answer gone', ['response-field-missing', 'response-shape'], gone),
  kind('list to object', ['response-field-missing', 'response-shape'], toObject),
  kind('JSON to form', ['request-content-type'], toForm),
];
