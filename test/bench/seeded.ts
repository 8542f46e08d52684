/**
 * npm run bench:seeded -- <checkout>…: faults planted into calls of which both sides are known, one at a time and in memory only: how many
 * are found, and what is found elsewhere that was not there before. Also how many matched calls have both sides known.
 */
import { basename, resolve } from 'node:path';
import type { ContractView } from '../../server/src/analysis/contract';
import type { CallRow, Finding } from '../../server/src/analysis/types';
import { own } from '../../server/src/base/own';
import { extract } from '../../server/src/facts/extract';
import { knowledgeOf, type Shape } from '../../server/src/model/shapes/shape';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';
import { type Loaded, loadFolder } from './engine';

const EACH = 25;
const KINDS = ['required field renamed', 'response field gone', 'list to object', 'JSON to form'] as const;
type Kind = (typeof KINDS)[number];

interface Seed {
  kind: Kind;
  file: string;
  text: string;
  row: CallRow;
  /** Rules of which one must find it. */
  rules: readonly string[];
}
const FAMILY = /^(request|response)-|^(query-parameter|untyped-response|broken-button)$/;

async function main(): Promise<void> {
  const roots = process.argv.slice(2).map((path) => resolve(path));
  await initSyntax(resolve('dist/wasm'));
  await loadLanguages(['python', 'javascript', 'typescript', 'tsx', 'vue', 'svelte', 'html']);
  const tally = new Map<string, { planted: number; caught: number; elsewhere: number }>();
  for (const root of roots) {
    const loaded = await loadFolder(root);
    const rows = loaded.snapshot.calls().filter((row) => row.status === 'matched');
    const pairs = rows.flatMap((row) => {
      const view = loaded.snapshot.contract(row);
      return view ? [{ row, view }] : [];
    });
    say(
      `${basename(root)}: ${coverage(
        rows.length,
        pairs.map((p) => p.view),
      )}`,
    );
    for (const kind of KINDS) plant(loaded, root, spread(seeds(loaded, pairs, kind), Math.ceil(EACH / roots.length)), tally);
  }
  for (const [kind, { planted, caught, elsewhere }] of tally)
    say(`${kind}: ${caught} of ${planted} caught, ${elsewhere} new findings elsewhere`);
}

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Both sides known: what is sent and taken, or nothing is sent, and what is read and given, or nothing is read. */
function coverage(matched: number, views: readonly ContractView[]): string {
  const known = (s: Shape<unknown>) => s.kind === 'none' || knowledgeOf(s) !== 'unknown';
  const count = (is: (v: ContractView) => boolean) => views.filter(is).length;
  const request = count((v) => v.asked.body.kind === 'none' || (known(v.asked.body) && known(v.body)));
  const answer = count((v) => v.asked.response.kind === 'none' || (known(v.asked.response) && known(v.answer)));
  const given = count((v) => known(v.answer));
  const both = count(
    (v) =>
      (v.asked.body.kind === 'none' || (known(v.asked.body) && known(v.body))) &&
      (v.asked.response.kind === 'none' || (known(v.asked.response) && known(v.answer))),
  );
  const share = (n: number) => `${Math.round((100 * n) / Math.max(1, matched))} %`;
  return `${matched} matched calls; requests known on both sides ${share(request)}, answers ${share(answer)} (given ${share(given)}), all ${share(both)}`;
}

type Pair = { row: CallRow; view: ContractView };

function seeds(loaded: Loaded, pairs: readonly Pair[], kind: Kind): Seed[] {
  const make = { [KINDS[0]]: renamed, [KINDS[1]]: gone, [KINDS[2]]: toObject, [KINDS[3]]: toForm }[kind];
  const own = new Map<string, Seed>();
  for (const pair of pairs)
    for (const { file, text } of pair.view.differences.length ? [] : make(loaded, pair)) {
      const rules =
        kind === KINDS[0]
          ? ['request-field-missing']
          : kind === KINDS[3]
            ? ['request-content-type']
            : ['response-field-missing', 'response-shape'];
      own.set(`${file} ${text.length} ${pair.row.file}:${pair.row.line}`, { kind, file, text, row: pair.row, rules });
    }
  return [...own.values()];
}

type Change = { file: string; text: string };

/** A field that the model requires and the call sends gets another name in the model. */
function renamed(loaded: Loaded, { view: { asked, body } }: Pair): Change[] {
  if (body.kind !== 'object' || asked.body.kind !== 'object' || body.open || asked.body.open) return [];
  const sent = asked.body.fields;
  return Object.entries(body.fields).flatMap(([name, field]) =>
    !field.optional && own(sent, name) && field.site ? renamedAt(loaded, field.site, name) : [],
  );
}

/** A field that is given and read is given under another name. */
function gone(loaded: Loaded, { view: { asked, answer } }: Pair): Change[] {
  const [read, given] = [objectIn(asked.response), objectIn(answer)];
  if (!read || !given || given.open) return [];
  return Object.entries(read.fields).flatMap(([name, { optional }]) => {
    const field = own(given.fields, name);
    return field?.site && !optional && !OF_ERRORS.test(name) ? renamedAt(loaded, field.site, name) : [];
  });
}
const OF_ERRORS = /^(detail|errors?|message|msg)$/;

const objectIn = (shape: Shape<unknown>): (Shape<{ file: string; line: number }> & { kind: 'object' }) | undefined =>
  (shape.kind === 'list' ? objectIn(shape.of) : shape.kind === 'object' ? shape : undefined) as never;

/** `name: type` of a class, `"name": value` of a dict. */
function renamedAt({ texts }: Loaded, { file, line }: { file: string; line: number }, name: string): Change[] {
  const text = texts.get(file);
  const lines = text?.split('\n');
  const at = lines?.[line - 1];
  if (!text || !lines || at === undefined || !file.endsWith('.py')) return [];
  const next = at
    .replace(new RegExp(`^(\\s*)${name}(\\s*:)`), '$1zzz_gone$2')
    .replace(new RegExp(`(["'])${name}\\1(\\s*:)`), '$1zzz_gone$1$2');
  return next === at ? [] : [{ file, text: [...lines.slice(0, line - 1), next, ...lines.slice(line)].join('\n') }];
}

/** `response_model=list[Task]` and `-> list[Task]` lose the list. */
function toObject(loaded: Loaded, { row, view: { asked, answer } }: Pair): Change[] {
  if (asked.response.kind !== 'list' || answer.kind !== 'list') return [];
  return inHandler(loaded, row, (code) => code.replace(/(response_model\s*=\s*|->\s*)[Ll]ist\[(\w+)\]/, '$1$2'));
}

/** The model is read from a form. */
function toForm(loaded: Loaded, { row, view: { asked, body, content } }: Pair): Change[] {
  if (asked.contentType !== 'json' || content !== 'json' || body.kind !== 'object' || body.name === undefined) return [];
  if (asked.body.kind !== 'object') return [];
  const model = new RegExp(`(\\w+:\\s*)${body.name}\\b(?!\\s*=)`);
  return inHandler(loaded, row, (code) => code.replace(model, `$1${body.name} = SeededForm()`)).map(({ file, text }) => ({
    file,
    text: `${text}\n\nfrom fastapi import Form as SeededForm\n`,
  }));
}

/** The decorator and signature of the handler, changed. */
function inHandler({ texts }: Loaded, row: CallRow, change: (code: string) => string): Change[] {
  const [route] = row.routes;
  const text = route && texts.get(route.file);
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

/** So many of them, evenly over all. */
const spread = <T>(all: readonly T[], most: number): T[] =>
  all.length <= most ? [...all] : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!);

const keyOf = (f: Finding) => `${f.rule} ${f.file} ${f.subject} ${f.message}`;

function plant(
  loaded: Loaded,
  root: string,
  all: readonly Seed[],
  tally: Map<string, { planted: number; caught: number; elsewhere: number }>,
): void {
  const { analysis, texts } = loaded;
  const apply = (file: string, text: string) => analysis.apply([{ path: file, extracted: extract(file, text) }]).findings();
  for (const seed of all) {
    const before = new Set(loaded.snapshot.findings().map(keyOf));
    const found = apply(seed.file, seed.text).filter((f) => !before.has(keyOf(f)));
    const count = tally.get(seed.kind) ?? { planted: 0, caught: 0, elsewhere: 0 };
    const isIt = (f: Finding) => seed.rules.includes(f.rule) && f.subject.startsWith(`${seed.row.method} ${seed.row.path}`);
    const caught = found.some(isIt) || found.some((f) => seed.rules.includes(f.rule) && seed.row.file === f.file);
    const elsewhere = found.filter((f) => !FAMILY.test(f.rule));
    tally.set(seed.kind, {
      planted: count.planted + 1,
      caught: count.caught + Number(caught),
      elsewhere: count.elsewhere + elsewhere.length,
    });
    const place = `${seed.row.file.slice(root.length + 1)}:${seed.row.line} ${seed.row.method} ${seed.row.path}`;
    if (!caught) say(`  not caught: ${seed.kind}, ${seed.file.slice(root.length + 1)}, ${place}`);
    for (const f of elsewhere) say(`  elsewhere: ${f.rule} ${f.file.slice(root.length + 1)}:${f.line}, ${seed.kind}, ${place}`);
    loaded.snapshot = analysis.apply([{ path: seed.file, extracted: extract(seed.file, texts.get(seed.file)!) }]);
  }
}

void main();
