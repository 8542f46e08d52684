/** A test for the new route, modelled on one that the project has for a sibling: its fixtures, its client, how it makes what it asks for. */
import { basename, dirname } from '../../base/uri';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { importsOf, type NewImport, written } from '../python/imports';
import { splitItems } from '../python/items';
import { segmentsOf } from '../segments';
import { styleOf } from '../style';
import { type Form, sentInTest } from './forms';
import { bracketed } from './printer';
import { type Example, examplesFor, knownFor, type Tested } from './test-examples';

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
  /** The last parameter of the path takes only numbers. */
  numeric: boolean;
  /** The route answers 404 where there is no such thing. */
  isGuarded: boolean;
  framework: string;
  /** The new module, whose tests stand in one of their own. */
  module?: string | undefined;
}

/** The file that is written, undefined where the project has no test to follow. */
export function writeTests(project: Project, edit: EditBuilder, plan: TestPlan): string | undefined {
  const examples = examplesFor(project, plan);
  const { found, good } = examples;
  const gone = found.find((e) => e.isItem && e.gone);
  const file = (good ?? gone)?.example.file;
  if (file === undefined) return undefined;
  const text = project.text(file)!;
  const missing = gone?.example.file === file ? gone : undefined;
  const names = new Set([...text.matchAll(/def (test_\w+)/g)].map((m) => m[1]!));
  const blocks: string[] = [];
  const add = (name: string, make: (name: string) => string) => {
    if (!names.has(name)) blocks.push(make(name));
  };
  const body = plan.body?.(styleOf(project, file).quote);
  // Flask's client wants files as streams.
  const isSendable = plan.framework === 'fastapi' || !plan.form?.files.length;
  const known = knownFor(plan, examples, plan.method === 'DELETE')?.example;
  const fails = (kind: string, example: Example, status: number, sent = body, instead?: string) =>
    add(`test_${plan.handler}_${kind}`, (n) => failing(project, example, plan, { name: n, status, body: sent, instead }));
  if (known && isSendable) add(`test_${plan.handler}`, (n) => happy(project, known, plan, n));
  if (missing) fails('not_found', missing.example, 404);
  else if (known && plan.isGuarded && plan.numeric) fails('not_found', known, 404, body, '999999');
  if (known && plan.hasRequired) fails('invalid', known, plan.framework === 'fastapi' ? 422 : 400, '{}');
  else if (known && plan.framework === 'fastapi' && plan.numeric && plan.item) fails('invalid', known, 422, body, 'not-a-number');
  if (!blocks.length) return undefined;
  const why = 'its test, with the fixtures of the others';
  // Fixtures of the example's own module are there only.
  if (plan.module === undefined || /@pytest\.fixture/.test(text))
    edit.insert(file, text.length, `${text.endsWith('\n') ? '' : '\n'}${blocks.map((b) => `\n\n${b}`).join('')}`, why);
  else {
    const own = `${dirname(file)}/test_${basename(plan.module)}`;
    if (project.text(own) !== undefined) return undefined;
    edit.create(own, headFor(text, blocks.join('\n\n')) + blocks.join('\n\n'), file, why);
  }
  return file;
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
  const lines = request(project, example, plan, name, plan.body?.(styleOf(project, example.file).quote));
  const step = stepOf(example);
  lines.push(`${step}assert ${example.variable}.status_code == ${plan.status}`);
  const { quote } = styleOf(project, example.file);
  const json = `${example.variable}.${plan.framework === 'fastapi' ? 'json()' : 'get_json()'}`;
  if (plan.isList) lines.push(`${step}assert isinstance(${json}, list)`);
  else if (plan.keys.length) {
    const set = bracketed(
      step,
      `assert ${json}.keys() >= {`,
      plan.keys.map((k) => quote + k + quote),
      '}',
      styleOf(project, example.file).width,
      step,
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
  const lines = request(project, example, plan, name, body, instead);
  lines.push(`${stepOf(example)}assert ${example.variable}.status_code == ${status}`);
  return `${lines.join('\n')}\n`;
}

const stepOf = (example: Example) => /^\s+/.exec(example.setup[0] ?? '')?.[0] ?? (/\n(\s+)\S/.exec(example.whole)?.[1] || '    ');

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
  const { width } = styleOf(project, example.file);
  const step = stepOf(example);
  const path = pathFor(example.path, plan, instead);
  const isMade = instead === undefined || path.startsWith('f') || example.extra.length > 0;
  const setup = isMade ? example.setup : [];
  const def = (isMade ? example.head : withoutUnused(example)).replace('{name}', name);
  const items = [path, ...sentItems(project, example, plan, body), ...example.extra];
  const head = `${example.variable} = ${example.awaits}${example.client}.${plan.method.toLowerCase()}(`;
  const line = `${step}${head}${items.join(', ')})`;
  if (line.length > width && body !== undefined && /^\{.+\}$/.test(body)) {
    const payload = bracketed(step, 'payload = {', splitItems(body.slice(1, -1)), '}', width, step);
    const short = bracketed(
      step,
      head,
      items.map((i) => (i.startsWith('json=') ? 'json=payload' : i)),
      ')',
      width,
      step,
    );
    return [def, ...setup, ...payload.split('\n'), ...short.split('\n')];
  }
  return [def, ...setup, ...bracketed(step, head, items, ')', width, step).split('\n')];
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
  const rest = asked.slice(n).map((s) => (s.startsWith('{') ? '1' : s));
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
