/** Tests that the project has for siblings: how they ask, with which client and fixtures, and what they make first. */
import type { Project } from '../project';
import { splitItems } from '../python/items';
import { segmentsOf } from '../segments';
import { shared } from './home';
import type { Sibling } from './siblings';
import { testFiles } from './test-files';

export interface Example {
  file: string;
  /** Its decorators and `def` line with {name} for the name. */
  head: string;
  setup: string[];
  /** What the request needs with all that it sends. */
  before: string[];
  /** 'response' */
  variable: string;
  client: string;
  awaits: string;
  /** As written, with the f and the quotes. */
  path: string;
  extra: string[];
  whole: string;
  /** The call as it is written. */
  request: string;
  /** Nothing holds the answer: `assert client.get("/items").status_code == 200`. */
  isInline: boolean;
}

const REQUEST =
  /^(\s+)(?:(\w+)\s*=\s*|assert\s+)?(await\s+)?(\w+(?:\.\w+)?)\.(get|post|put|patch|delete)\(\s*(f?)(["'])((?:(?!\7)[^\n])*)\7/gm;

export interface Found {
  example: Example;
  /** The sibling that it asks. */
  of: Sibling;
  isItem: boolean;
  ok: boolean;
  gone: boolean;
}

/** What a test is looked for. */
export interface Tested {
  siblings: readonly Sibling[];
  /** The path of the thing that is looked up, '/api/tasks/{task_id}'; tests of it know one that exists. */
  item: string | undefined;
  /** Under which key answers have what they give: 'data'. */
  within?: string | undefined;
}

export const saysWho = ({ extra }: Example): boolean => extra.some((x) => /^(?:headers|cookies|auth)=/.test(x));

/** `@login_required`, `user: User = Depends(current_user)` */
export const isGuarded = ({ others, parameters }: Sibling): boolean =>
  others.some((d) => GUARD.test(d)) || parameters.some((p) => p.kind === 'dependency' && GUARD.test(p.text));
const GUARD = /user|auth|token|login|permission|require|secur|admin|protected/i;

/** The tests of siblings, and the one that the new one follows. */
export function examplesFor(project: Project, plan: Tested): { found: Found[]; good: Found | undefined } {
  const found = testFiles(project, plan.siblings[0]!.file).flatMap((file) => examplesIn(project, file, plan));
  const fits = plan.siblings.some(isGuarded) ? (e: Found) => saysWho(e.example) : () => true;
  const good =
    found.find((e) => e.isItem && e.ok) ??
    found.find((e) => e.ok && fits(e)) ??
    found.find((e) => e.ok) ??
    (plan.item === undefined ? found[0] : undefined);
  return { found, good };
}

/** What a test of a route about one thing is modelled on. */
export interface Known {
  example: Example;
  /** The test makes the thing that it asks for, or is given it: nothing else sees what becomes of it. */
  isOwn: boolean;
}

/** One that knows a thing that exists; where there is none, or others need it, one that makes it first as other tests do. */
export function knownFor(
  project: Project,
  plan: Tested,
  { found, good }: ReturnType<typeof examplesFor>,
  ofItsOwn: boolean,
): Known | undefined {
  if (!good) return undefined;
  const isOwn = !plan.item || good.example.path.startsWith('f');
  if (good.isItem && (isOwn || !ofItsOwn)) return { example: good.example, isOwn };
  const made = plan.item && makingOne(project, plan, found, good.example.file);
  if (made) return { example: made, isOwn: true };
  return !plan.item || good.isItem ? { example: good.example, isOwn } : undefined;
}

/** A handler that was written anew may store nothing yet. */
export const makes = (project: Project, { file, decl }: Sibling): boolean =>
  !(project.text(file) ?? '').slice(decl.from, decl.to).includes('TODO(crosswire)');

/** `created = client.post("/api/tasks", json={…})`, then its id in the path. */
function makingOne(project: Project, { item = '', within }: Tested, found: readonly Found[], file: string): Example | undefined {
  const own = segmentsOf(item);
  const at = own.findLastIndex((s) => s.startsWith('{'));
  const key = /^\{(\w+)/.exec(own[at] ?? '')?.[1];
  const maker = found.find(
    ({ of, ok, example }) =>
      ok &&
      makes(project, of) &&
      example.file === file &&
      of.route.method === 'POST' &&
      segmentsOf(of.route.path).join('/') === own.slice(0, at).join('/'),
  );
  if (key === undefined || !maker) return undefined;
  const { example, of } = maker;
  const quote = /["']/.exec(example.path)![0];
  const inner = quote === '"' ? "'" : '"';
  const json = of.route.framework === 'fastapi' ? 'json()' : 'get_json()';
  const field = /(^|_)id$/.test(key) ? 'id' : key;
  const path = example.path.replace(/^f/, '').slice(1, -1).replace(/\/$/, '');
  const step = /^[ \t]+/m.exec(example.whole)![0];
  return {
    ...example,
    setup: [...example.before, `${step}created = ${example.awaits}${example.request}`],
    path: `f${quote}${path}/{created.${json}${within === undefined ? '' : `[${inner}${within}${inner}]`}[${inner}${field}${inner}]}${quote}`,
  };
}

function examplesIn(project: Project, file: string, plan: Tested): Found[] {
  return testsIn(project.text(file) ?? '').flatMap(({ head, body }): Found[] =>
    [...body.matchAll(REQUEST)].flatMap((m) => exampleAt(body, m, { file, head, whole: body }, plan) ?? []),
  );
}

/** The tests of a module, each with the head of another like it; those with several cases are left out. */
function testsIn(text: string): { head: string; body: string }[] {
  const starts = [...text.matchAll(/^(?:@[^\n]*\n)*(?:async )?def test_/gm)].map((m) => m.index);
  const functions = starts.map((from, i) => text.slice(from, starts[i + 1] ?? text.length));
  return functions.flatMap((whole) => {
    const head = /^((?:@[^\n]*\n)*(?:async )?def )test_\w+(\([^)]*\)[^\n:]*:)[^\n]*\n/.exec(whole);
    if (!head || /parametrize/.test(head[0])) return [];
    const [opening, body] = opened(whole.slice(head[0].length));
    return [{ head: `${head[1]}{name}${head[2]}${opening}`, body }];
  });
}

/** `with TestClient(app) as client:` around all of a test belongs to its head. */
function opened(body: string): [opening: string, body: string] {
  const [all, outer] = /^([ \t]+)(?:async )?with [^\n]+ as \w+:\n/.exec(body) ?? [];
  if (all === undefined) return ['', body];
  const rest = body.slice(all.length);
  const isAll = rest.split('\n').every((l) => l.trim() === '' || (l.startsWith(outer!) && /^[ \t]/.test(l.slice(outer!.length))));
  return isAll ? [`\n${all.trimEnd()}`, rest] : ['', body];
}

const MOST_BEFORE = 4;

/** The requests of a test module that stand at the top of a test, whatever they ask for: their client and how it is told who asks. */
export const anyExamplesIn = (project: Project, file: string): Example[] =>
  testsIn(project.text(file) ?? '').flatMap(({ head, body }) =>
    [...body.matchAll(REQUEST)].flatMap((m) => {
      const found = requestIn(body, m, { file, head, whole: body });
      const plain = found && withoutPath(found.example);
      // A `get` of something else is no request; what needs much is no start.
      const isStart = found && (found.needsNothing || !found.example.setup.length || saysWho(found.example));
      return plain && isStart && plain.setup.length < MOST_BEFORE && /^f?["'](?:\/|https?:)/.test(plain.path) ? [plain] : [];
    }),
  );

interface Written {
  example: Example;
  segments: string[];
  method: string;
  /** What it is given names nothing that the test makes. */
  needsNothing: boolean;
  status: string;
}

/** One request of a test, with what the test does before it; undefined for one in a block of its own, which cannot be taken out of it. */
function requestIn(body: string, m: RegExpExecArray, base: Pick<Example, 'file' | 'head' | 'whole'>): Written | undefined {
  const [all, , variable, awaits, client, verb, f, quote, path] = m;
  const step = /^[ \t]+/m.exec(body)?.[0];
  if (/[ \t]*$/.exec(m[1]!)![0] !== step) return undefined;
  const end = closing(body, m.index + all.length);
  const extra = splitItems(body.slice(m.index + all.length, end - 1)).filter(
    (i) => !/^(json|data|files|params|query_string|content(?:_type)?)=/.test(i),
  );
  const example: Example = {
    ...base,
    setup: neededFor([client, path, ...extra].join(' '), body.slice(0, m.index)),
    before: neededFor([client, path, body.slice(m.index + all.length, end)].join(' '), body.slice(0, m.index)),
    variable: variable === undefined || variable === 'created' ? 'response' : variable,
    client: client!,
    awaits: awaits ?? '',
    path: `${f}${quote}${path}${quote}`,
    extra,
    request: body.slice(m.index + m[0].indexOf(`${client}.`, m[1]!.length + (variable?.length ?? 0)), end),
    isInline: variable === undefined && /\bassert\s/.test(all),
  };
  return {
    example,
    segments: segmentsOf(path!.replace(/\?.*$/, '').replace(/^https?:\/\/[^/]+/, '')),
    method: verb!.toUpperCase(),
    needsNothing: extra.every((e) => /^\w+=["'\d]/.test(e)),
    status: statusIn(body.slice(end)),
  };
}

/** What is read of an answer without a look at its status is there. */
function statusIn(rest: string): string {
  const said = /status_code\s*==\s*(?:\w+\.)*(?:HTTP_)?(\w+)/.exec(rest)?.[1];
  return said ?? (/\.(?:json\(\)|get_json\(\)|json)\s*(?:\[|==)/.test(rest) ? '200' : '');
}

/** A request for a sibling. */
function exampleAt(
  body: string,
  m: RegExpExecArray,
  base: Pick<Example, 'file' | 'head' | 'whole'>,
  plan: Tested,
): Found | undefined {
  const found = requestIn(body, m, base);
  const asked = found ? plan.siblings.filter((s) => matches(segmentsOf(s.route.path), found.segments)) : [];
  const of = asked.find((s) => s.route.method === found?.method) ?? asked[0];
  if (!found || !of) return undefined;
  const own = segmentsOf(of.route.path);
  const wanted = plan.item === undefined ? undefined : segmentsOf(plan.item);
  const isItem = wanted !== undefined && wanted.length === own.length && shared(wanted, own) === own.length;
  const usesSetup = isItem || !found.needsNothing;
  const example = usesSetup ? found.example : withoutPath(found.example);
  return {
    example,
    of,
    isItem,
    ok: /^(2\d\d|OK|CREATED|NO_CONTENT)/.test(found.status),
    gone: /^(404|NOT_FOUND)/.test(found.status),
  };
}

/** Without what is only made for the path to name; the client, and how it is told who asks, stay. */
export const withoutPath = (example: Example): Example => ({
  ...example,
  setup: neededFor([example.client, ...example.extra].join(' '), example.setup.join('\n'), (s) => SIGNS_IN.test(s)),
});

const SIGNS_IN = /login|sign[_-]?in|auth|token|session|register|dependency_overrides|app\.config|environ|monkeypatch/i;

/** What is made before, as far as the request needs it: other requests may, data that only they are given does not. */
function neededFor(request: string, body: string, keeps: (asks: string) => boolean = () => true): string[] {
  const lines = body
    .replace(/^\s*(?:"""[\s\S]*?""")\n/, '')
    .split('\n')
    .filter((l) => l.trim() !== '' && !/^\s*#/.test(l));
  const step = /^\s*/.exec(lines[0] ?? '')![0];
  const statements: string[] = [];
  for (const line of lines) {
    const begins = line.startsWith(step) && /^[^\s)\]}]/.test(line.slice(step.length));
    if (begins || !statements.length) statements.push(line);
    else statements[statements.length - 1] += `\n${line}`;
  }
  const kept: string[] = [];
  for (const statement of statements.reverse()) {
    if (/^\s*assert\b/.test(statement)) continue;
    const name = /^\s*(\w+(?:\s*,\s*\w+)*)\s*(?::[^=]+)?=(?!=)/.exec(statement)?.[1];
    const names = name?.split(',').map((n) => n.trim()) ?? [];
    const isUsed = names.some((n) => new RegExp(`(?<![\\w.])${n}\\b`).test([request, ...kept].join('\n')));
    const asks = /\.(?:post|put|patch|delete)\(/.test(statement);
    if (asks && !isUsed && !keeps(statement)) continue;
    const isPut = /^\s*[\w.]+\[[^\n]*\]\s*=(?!=)/.test(statement);
    if ((isPut || names.length === 0) && !keeps(statement)) continue;
    if (isUsed || names.length === 0) kept.unshift(statement);
    else if (asks) kept.unshift(statement.replace(/^(\s*)\w+\s*=\s*/, '$1'));
  }
  return kept.flatMap((s) => s.split('\n'));
}

const matches = (route: readonly string[], written: readonly string[]) =>
  route.length === written.length && route.every((s, i) => s === written[i] || s.startsWith('{'));

/** Past the parenthesis that closes the call. */
function closing(text: string, from: number): number {
  let depth = 1;
  let i = from;
  for (; i < text.length && depth > 0; i++) {
    if ('([{'.includes(text[i]!)) depth++;
    else if (')]}'.includes(text[i]!)) depth--;
  }
  return i;
}

export interface Start {
  example: Example;
  /** The module that the tests are written to; it may be new. */
  file: string;
  /** What a new module begins with. */
  head?: string;
  /** The tests are methods of its last class. */
  inClass?: true;
}
