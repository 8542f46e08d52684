/** A test for the new route, modelled on one that the project has for a sibling: its fixtures, its client, how it makes what it asks for. */
import { basename, dirname } from '../../base/uri';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { importsOf, type NewImport, written } from '../python/imports';
import { splitItems } from '../python/items';
import { segmentsOf } from '../segments';
import { styleOf } from '../style';
import { type Form, sentInTest } from './forms';
import { bracketed, columns, quoted } from './printer';
import { asMethods } from './test-class';
import { type Example, examplesFor, knownFor, type Start, type Tested, withoutPath } from './test-examples';
import { type KeyKind, noneOf, someOf, wrongFor } from './test-keys';
import { madeBySibling, startFor } from './test-start';

export interface TestPlan extends Tested {
  handler: string;
  method: string;
  /** With parameters by name. */
  path: string;
  status: number;
  /** Python's text of what is sent, in the quotes of the test. */
  body: ((quote: '"' | "'") => string) | undefined;
  /** What is sent is a form. */
  form: Form | undefined;
  /** Of an answer that is an object. */
  keys: readonly string[];
  isList: boolean;
  /** What is sent must have these. */
  hasRequired: boolean;
  /** What the parameters of the path take, in order. */
  kinds: readonly KeyKind[];
  /** The route answers 404 where there is no such thing. */
  isGuarded: boolean;
  framework: string;
  /** The new module, whose tests stand in one of their own. */
  module?: string | undefined;
}

/** The file that is written, undefined where the project has no place for tests. */
export function writeTests(project: Project, edit: EditBuilder, plan: TestPlan): string | undefined {
  const examples = examplesFor(project, plan);
  const { found, good } = examples;
  const gone = found.find((e) => e.isItem && e.gone)?.example;
  const begun = good?.example ?? gone;
  const start = begun ? { example: begun, file: begun.file } : startFor(project, plan, plan.framework);
  if (!start) return undefined;
  const { file } = start;
  const text = project.text(file) ?? '';
  const own = knownFor(project, plan, examples, plan.method === 'DELETE')?.example;
  // What is only asked for in vain is made first, where a sibling makes one.
  const known = own ?? (plan.item === undefined ? start.example : madeBySibling(project, plan, start.example));
  const blocks = blocksFor(project, plan, text, { known, missing: gone?.file === file ? gone : undefined, start: start.example });
  if (!blocks.length) return undefined;
  const why = 'its test, with the fixtures of the others';
  const separated = blocks.join('\n\n');
  if ('inClass' in start) writeMethods(edit, plan, start, blocks, text);
  else if ('head' in start && start.head !== undefined)
    edit.create(file, `${start.head}${start.head && '\n\n'}${separated}`, plan.siblings[0]!.file, why);
  else {
    const module = plan.module ?? (begun ? undefined : plan.siblings[0]!.file);
    const beside = module === undefined ? file : `${dirname(file)}/test_${basename(module)}`;
    // Fixtures of the example's own module are there only.
    if (project.text(beside) !== undefined || /@pytest\.fixture/.test(text))
      edit.insert(file, text.length, `${text.endsWith('\n') ? '' : '\n'}${blocks.map((b) => `\n\n${b}`).join('')}`, why);
    else edit.create(beside, headFor(text, separated) + separated, file, why);
  }
  return file;
}

function writeMethods(
  edit: EditBuilder,
  { siblings }: TestPlan,
  { file, head }: Start,
  blocks: readonly string[],
  text: string,
): void {
  const methods = blocks
    .map(asMethods)
    .map((block) => `\n${block}`)
    .join('');
  const why = 'its test, as a method like the others';
  if (head === undefined) edit.insert(file, text.length, `${text.endsWith('\n') ? '' : '\n'}${methods}`, why);
  else edit.create(file, head + methods, siblings[0]!.file, why);
}

interface Followed {
  /** One that knows a thing that is there. */
  known: Example | undefined;
  /** One that asks for a thing that is not. */
  missing: Example | undefined;
  /** One that shows the manner alone. */
  start: Example;
}

function blocksFor(project: Project, plan: TestPlan, text: string, { known, missing, start }: Followed): string[] {
  const names = new Set([...text.matchAll(/def (test_\w+)/g)].map((m) => m[1]!));
  const blocks: string[] = [];
  const add = (name: string, make: (name: string) => string) => {
    if (!names.has(name)) blocks.push(make(name));
  };
  const body = plan.body?.(styleOf(project, start.file).quote);
  const isFast = plan.framework === 'fastapi';
  // Flask's client wants files as streams.
  const isSendable = isFast || !plan.form?.files.length;
  const fails = (kind: string, example: Example, status: number, sent = body, instead?: string) =>
    add(`test_${plan.handler}_${kind}`, (n) => failing(project, example, plan, { name: n, status, body: sent, instead }));
  if (known && isSendable) add(`test_${plan.handler}`, (n) => happy(project, known, plan, n));
  const last = plan.kinds.at(-1);
  const plain = known ?? start;
  if (missing) fails('not_found', missing, 404);
  else if (plan.isGuarded && last) fails('not_found', plain, 404, body, noneOf(last));
  const wrong = isFast && plan.item ? wrongFor(last) : undefined;
  if (plan.hasRequired) fails('invalid', plain, isFast ? 422 : 400, '{}');
  else if (wrong !== undefined) fails('invalid', plain, 422, body, wrong);
  return blocks;
}

/** The imports and variables of the example's module that the tests use. */
function headFor(text: string, tests: string): string {
  const uses = (code: string, name: string) => new RegExp(`(?<![.\\w])${name}\\b`).test(code);
  const variables = [...text.matchAll(/^(\w+) = [^\n]+\n/gm)].filter((m) => uses(tests, m[1]!)).map((m) => m[0]);
  const code = tests + variables.join('');
  const wanted = importsOf(text).flatMap((s): NewImport[] =>
    s.names
      ? s.names
          .filter((n) => uses(code, n.as ?? n.name))
          .map((n) => ({ module: s.module, name: n.name, ...(n.as ? { as: n.as } : {}) }))
      : uses(code, s.as ?? s.module)
        ? [{ module: s.module, ...(s.as ? { as: s.as } : {}) }]
        : [],
  );
  // In the order in which the example has them: its own sections.
  const statements = importsOf(text)
    .filter((s) => wanted.some((w) => w.module === s.module))
    .map((s) => ({
      at: s.from,
      text: s.names
        ? written(
            s.module,
            s.names.filter((n) => uses(code, n.as ?? n.name)),
            88,
          )
        : s.text,
    }));
  const out = statements.map((s, i) => {
    const before = statements[i - 1];
    return before && /\n\s*\n/.test(text.slice(before.at, s.at)) ? `\n${s.text}` : s.text;
  });
  const vars = variables.length ? `${out.length ? '\n' : ''}${variables.join('')}` : '';
  const head = out.join('') + vars;
  return head ? `${head}\n\n` : '';
}

function happy(project: Project, example: Example, plan: TestPlan, name: string): string {
  const body = plan.body?.(styleOf(project, example.file).quote);
  const isShort = !plan.isList && !plan.keys.length;
  const short = isShort ? inline(project, example, plan, { name, status: plan.status, body, instead: undefined }) : undefined;
  if (short) return short;
  const lines = request(project, example, plan, name, body);
  const step = stepOf(example);
  lines.push(`${step}assert ${example.variable}.status_code == ${plan.status}`);
  const { quote } = styleOf(project, example.file);
  const json = `${example.variable}.${plan.framework === 'fastapi' ? 'json()' : 'get_json()'}${plan.within === undefined ? '' : `[${quoted(plan.within, quote)}]`}`;
  if (plan.isList) lines.push(`${step}assert isinstance(${json}, list)`);
  else if (plan.keys.length) {
    const set = bracketed(
      step,
      `assert ${json}.keys() >= {`,
      plan.keys.map((k) => quoted(k, quote)),
      '}',
      styleOf(project, example.file).width,
      styleOf(project, example.file).indent,
    );
    lines.push(...set.split('\n'));
  }
  return `${lines.join('\n')}\n`;
}

interface Failing {
  name: string;
  status: number;
  body: string | undefined;
  /** What the path names in the place of a thing that is there. */
  instead: string | undefined;
}

function failing(project: Project, example: Example, plan: TestPlan, { name, status, body, instead }: Failing): string {
  const short = inline(project, example, plan, { name, status, body, instead });
  if (short) return short;
  const lines = request(project, example, plan, name, body, instead);
  lines.push(`${stepOf(example)}assert ${example.variable}.status_code == ${status}`);
  return `${lines.join('\n')}\n`;
}

/** `assert client.get("/items").status_code == 200`, as the example says it; undefined where it says more, or that is too long. */
function inline(
  project: Project,
  example: Example,
  plan: TestPlan,
  { name, status, body, instead }: Failing,
): string | undefined {
  if (!example.isInline || example.setup.length) return undefined;
  const items = [pathFor(example.path, plan, instead), ...sentItems(project, example, plan, body), ...example.extra];
  const line = `${stepOf(example)}assert ${example.awaits && `(${example.awaits}`}${example.client}.${plan.method.toLowerCase()}(${items.join(', ')})${example.awaits && ')'}.status_code == ${status}`;
  const def = (instead === undefined ? example.head : withoutUnused(example)).replace('{name}', name);
  return columns(line) > styleOf(project, example.file).width ? undefined : `${def}\n${line}\n`;
}

const stepOf = (example: Example) => /^\s+/.exec(example.setup[0] ?? '')?.[0] ?? /^[ \t]+/m.exec(example.whole)?.[0] ?? '    ';

/** 'json={…}', or the parts of a form; of one that is empty on purpose no file. */
function sentItems(project: Project, example: Example, { form }: TestPlan, body: string | undefined): string[] {
  if (!form) return body === undefined ? [] : [`json=${body}`];
  return body === '{}' ? ['data={}'] : sentInTest(form, styleOf(project, example.file).quote);
}

function request(
  project: Project,
  example: Example,
  plan: TestPlan,
  name: string,
  body: string | undefined,
  instead?: string,
): string[] {
  const { width, indent } = styleOf(project, example.file);
  const step = stepOf(example);
  const path = pathFor(example.path, plan, instead);
  const isMade = instead === undefined || path.startsWith('f');
  const setup = isMade ? example.setup : withoutPath(example).setup;
  const def = (isMade || example.extra.length > 0 ? example.head : withoutUnused(example)).replace('{name}', name);
  const items = [path, ...sentItems(project, example, plan, body), ...example.extra];
  const head = `${example.variable} = ${example.awaits}${example.client}.${plan.method.toLowerCase()}(`;
  const line = `${step}${head}${items.join(', ')})`;
  if (columns(line) > width && body !== undefined && /^\{.+\}$/.test(body)) {
    const payload = bracketed(step, 'payload = {', splitItems(body.slice(1, -1)), '}', width, indent);
    const short = bracketed(
      step,
      head,
      items.map((i) => (i.startsWith('json=') ? 'json=payload' : i)),
      ')',
      width,
      indent,
    );
    return [def, ...setup, ...payload.split('\n'), ...short.split('\n')];
  }
  return [def, ...setup, ...bracketed(step, head, items, ')', width, indent).split('\n')];
}

/** The head without the fixture that only the path needs, which names something else now. */
function withoutUnused({ head, path, client, extra }: Example): string {
  const given = [...path.matchAll(/\{(\w+)/g)].map((m) => m[1]!);
  const isUsed = (name: string) => new RegExp(`(?<![\\w.])${name}\\b`).test([client, ...extra].join(' '));
  return given.filter((n) => !isUsed(n)).reduce((h, n) => h.replace(new RegExp(`,\\s*${n}\\b[^,)]*`), ''), head);
}

/** The example's path as far as it is the same, then what the new one adds. */
function pathFor(written: string, plan: TestPlan, instead: string | undefined): string {
  const [, f, quote, inner] = /^(f?)(["'])(.*)\2$/.exec(written)!;
  const before = segmentsOf(inner!.replace(/\?.*$/, ''));
  const asked = segmentsOf(plan.path);
  const n = sameFront(before, asked);
  let at = asked.slice(0, n).filter((s) => s.startsWith('{')).length;
  const rest = asked.slice(n).map((s) => (s.startsWith('{') ? someOf(plan.kinds[at++]) : s));
  const front = before.slice(0, n);
  const lastParameter = asked.findLastIndex((s) => s.startsWith('{'));
  const all = [...front, ...rest].map((s, i) => (i === lastParameter ? (instead ?? s) : s));
  const slash = plan.path.endsWith('/') ? '/' : '';
  const text = `/${all.join('/')}${slash}`;
  return `${f && /\{/.test(text) ? 'f' : ''}${quote}${text}${quote}`;
}

function sameFront(written: readonly string[], asked: readonly string[]): number {
  let n = 0;
  while (n < asked.length && n < written.length && (asked[n] === written[n] || asked[n]!.startsWith('{'))) n++;
  return n;
}
