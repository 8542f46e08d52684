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
import { type Example, examplesFor, type Tested } from './test-examples';

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
  framework: string;
  /** The new module, whose tests stand in one of their own. */
  module?: string | undefined;
}

/** The file that is written, undefined where the project has no test to follow. */
export function writeTests(project: Project, edit: EditBuilder, plan: TestPlan): string | undefined {
  const { found, good } = examplesFor(project, plan);
  if (!good) return undefined;
  const file = good.example.file;
  const text = project.text(file)!;
  const missing = found.find((e) => e.isItem && e.gone && e.example.file === file);
  const names = new Set([...text.matchAll(/def (test_\w+)/g)].map((m) => m[1]!));
  const blocks: string[] = [];
  const add = (name: string, make: (name: string) => string) => {
    if (!names.has(name)) blocks.push(make(name));
  };
  const body = plan.body?.(styleOf(project, file).quote);
  // Flask's client wants files as streams.
  const isSendable = plan.framework === 'fastapi' || !plan.form?.files.length;
  const itemKnown = !plan.found || good.isItem;
  if (itemKnown && isSendable) add(`test_${plan.handler}`, (n) => happy(project, good.example, plan, n));
  if (plan.found && missing) add(`test_${plan.handler}_not_found`, (n) => failing(project, missing.example, plan, n, 404, body));
  if (plan.framework === 'fastapi' && itemKnown) {
    if (plan.hasRequired) add(`test_${plan.handler}_invalid`, (n) => failing(project, good.example, plan, n, 422, '{}'));
    else if (plan.numeric && plan.found)
      add(`test_${plan.handler}_invalid`, (n) => failing(project, good.example, plan, n, 422, body, true));
  } else if (itemKnown && plan.hasRequired)
    add(`test_${plan.handler}_invalid`, (n) => failing(project, good.example, plan, n, 400, '{}'));
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
  const lines = request(project, example, plan, name, plan.body?.(styleOf(project, example.file).quote), false);
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
    );
    lines.push(...set.split('\n'));
  }
  return `${lines.join('\n')}\n`;
}

function failing(
  project: Project,
  example: Example,
  plan: TestPlan,
  name: string,
  status: number,
  body: string | undefined,
  broken = false,
): string {
  const lines = request(project, example, plan, name, body, broken);
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
  broken: boolean,
): string[] {
  const { width } = styleOf(project, example.file);
  const step = stepOf(example);
  const path = pathFor(example.path, plan, broken);
  const setup = broken && !path.startsWith('f') && example.extra.length === 0 ? [] : example.setup;
  const items = [path, ...sentItems(project, example, plan, body), ...example.extra];
  const head = `${example.variable} = ${example.awaits}${example.client}.${plan.method.toLowerCase()}(`;
  const line = `${step}${head}${items.join(', ')})`;
  if (line.length > width && body !== undefined && /^\{.+\}$/.test(body)) {
    const payload = bracketed(step, 'payload = {', splitItems(body.slice(1, -1)), '}', width);
    const short = bracketed(
      step,
      head,
      items.map((i) => (i.startsWith('json=') ? 'json=payload' : i)),
      ')',
      width,
    );
    return [example.head.replace('{name}', name), ...setup, ...payload.split('\n'), ...short.split('\n')];
  }
  return [example.head.replace('{name}', name), ...setup, ...bracketed(step, head, items, ')', width).split('\n')];
}

/** The example's path as far as it is the same, then what the new one adds. */
function pathFor(written: string, plan: TestPlan, broken: boolean): string {
  const [, f, quote, inner] = /^(f?)(["'])(.*)\2$/.exec(written)!;
  const before = segmentsOf(inner!.replace(/\?.*$/, ''));
  const asked = segmentsOf(plan.path);
  const n = sameFront(before, asked);
  const rest = asked.slice(n).map((s) => (s.startsWith('{') ? '1' : s));
  const front = before.slice(0, n);
  const lastParameter = asked.findLastIndex((s) => s.startsWith('{'));
  const all = [...front, ...rest].map((s, i) => (broken && i === lastParameter ? 'not-a-number' : s));
  const slash = plan.path.endsWith('/') ? '/' : '';
  const text = `/${all.join('/')}${slash}`;
  return `${f && /\{/.test(text) ? 'f' : ''}${quote}${text}${quote}`;
}

function sameFront(written: readonly string[], asked: readonly string[]): number {
  let n = 0;
  while (n < asked.length && n < written.length && (asked[n] === written[n] || asked[n]!.startsWith('{'))) n++;
  return n;
}
