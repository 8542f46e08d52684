/** Reports for tests of the formats: an ordinary one, and one whose every text is hostile, and a large one. */
import type { CallRow, RouteRow } from '../../server/src/analysis/types';
import type { Sides } from '../../server/src/features/contract';
import type { Evidence } from '../../server/src/report/evidence';
import type { Report, Told } from '../../server/src/report/summary';
import { metaRules } from '../../server/src/rules/meta-rules';
import { rules } from '../../server/src/rules/registry';

const place = { line: 3, column: 7, endLine: 3, endColumn: 19 };

export function finding(more: Partial<Told> = {}): Told {
  return {
    id: 'aaaaaaaaaaaa',
    rule: 'missing-endpoint',
    severity: 'error',
    file: 'ui/src/tasks.js',
    ...place,
    message: 'No route answers GET /api/tasks/{id}: the server answers 404. Add the route to the backend, or correct the path.',
    related: [{ message: 'its base, /api, is written here', file: 'ui/src/api.js', ...place, line: 1 }],
    subject: 'GET /api/tasks/{}',
    state: 'open',
    reason: null,
    data: { method: 'GET', path: '/api/tasks/{}' },
    ...more,
  };
}

export const NONE = { routes: 0, unresolved: 0, unregistered: 0, calls: 0, matched: 0, missing: 0, wrongMethod: 0, external: 0 };

export const NOTHING = { following: 0, accepted: 0, intentional: 0, silenced: 0, known: 0 };

export function report(findings: Told[], more: Partial<Report> = {}): Report {
  const severity = (wanted: string) => findings.filter((f) => f.severity === wanted).length;
  const tally = { errors: severity('error'), warnings: severity('warning'), hints: severity('hint') };
  return {
    version: '1.2.3',
    name: 'shop',
    prefix: '',
    findings,
    intentional: [],
    routes: [],
    calls: [],
    rules: [...rules.map((r) => r.meta), ...metaRules],
    counts: { ...NONE, unknown: 0, ...tally, ...NOTHING, files: 12, unread: 0 },
    notes: [],
    lines: () => ['', '', CODE],
    ...more,
  };
}

export const CODE = `fetch(\`/api/tasks/\${id}\`);`;

/** What tries to be markup, a command, an escape sequence, a link, a placeholder, a line of its own, a mention. */
export const ATTACK =
  '\u001b[31m</code><img src=x onerror=alert(1)>\n::error::owned\r##[group]x`` ``` | [a](1) {0} @team %0A \u202egnp.exe "\\ ]]> -->';

export function hostile(): Report {
  const name = `a:b,${ATTACK}/../c d#%.js`;
  const bad = finding({
    file: name,
    message: ATTACK,
    related: [{ message: ATTACK, file: name, ...place }],
    data: { path: ATTACK },
  });
  const hint = { ...bad, id: 'cccccccccccc', rule: 'orphaned-route', severity: 'hint' as const };
  const notes = [ATTACK];
  return report([bad, { ...bad, id: 'bbbbbbbbbbbb', severity: 'warning' }, hint], {
    name: ATTACK,
    notes,
    lines: () => ['', '', ATTACK],
  });
}

/** The API of a shop whose every name is `text`: a route that something calls, one that nothing does, a call that cannot be known. */
export function whole(text: string, findings: Told[]): Report {
  const { routes, calls } = large(2, 1);
  const named = routes.map((r) => ({ ...r, path: `/${text}`, handler: text, file: text, partial: true, reason: text }));
  const [call] = calls;
  const unknown = calls.map((c) => ({ ...c, path: text, file: text, reason: text, client: text, status: 'dynamic' as const }));
  const evidence = { ...evidenceNamed(text), guards: [[text], []] };
  const answered = call
    ? [{ ...call, file: text, status: 'matched' as const, routes: [{ ...named[0]!, path: `/${text}` }] }]
    : [];
  const unread = [{ file: text, reason: text }];
  return report(findings, { routes: named, calls: [...answered, ...unknown], evidence: () => evidence, unread, name: text });
}

const at = { column: 1, endLine: 1, endColumn: 9 };

/** So many routes in routers of ten, and calls that each ask for one of them. */
export function large(routes: number, calls: number): Report {
  const rows = Array.from(
    { length: routes },
    (_, i): RouteRow => ({
      ...{
        method: 'GET',
        path: `/api/r${i}/{id}`,
        handler: `handler_${i}`,
        file: `api/routers/r${Math.floor(i / 10)}.py`,
        line: 1 + (i % 10),
        ...at,
      },
      ...{ handlerAt: null, app: 'main:app', registered: true, test: false, condition: null, partial: false, reason: null },
      trace: [{ text: 'registered here', file: `api/routers/r${Math.floor(i / 10)}.py`, line: 1 + (i % 10) }],
    }),
  );
  const asks = Array.from({ length: calls }, (_, i): CallRow => {
    const route = rows[(i * 7) % routes]!;
    const missing = i % 50 === 0;
    return {
      ...{
        method: 'GET',
        path: route.path,
        status: missing ? 'missing' : 'matched',
        file: `ui/src/area${i % 37}/file${i % 211}.ts`,
        line: i,
        ...at,
      },
      ...{ callLine: null, client: 'fetch', kind: 'request', reason: null, queryKeys: [] },
      routes: missing ? [] : [{ method: 'GET', path: route.path ?? '', file: route.file, line: route.line }],
      trace: [{ text: 'the request is sent here, by fetch', file: 'ui/src/client.ts', line: 12 }],
    };
  });
  return report([finding()], { routes: rows, calls: asks });
}

/** A project of which one call and its route differ in three ways. */
export const atOdds = {
  'ui/tasks.js':
    'export async function add(title) {\n  const made = await (await fetch("/api/tasks", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ title, colour: "red" }) })).json();\n  return made.retryLimit;\n}\n',
  'main.py':
    'from fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\nclass NewTask(BaseModel):\n    title: str\n    stream: str\n\n\nclass Task(BaseModel):\n    id: int\n    retry_limit: int\n\n\n@app.post("/api/tasks")\ndef add(task: NewTask) -> Task: ...\n',
};

/** What is known of two routes and their calls, every name of it this text. */
export function evidenceNamed(text: string): Evidence {
  const shape: Sides['body'] = { kind: 'object', fields: { [text]: { shape: { kind: 'literal', value: text } } } };
  const sides: Sides = {
    asked: { query: shape, body: shape, response: shape },
    query: shape,
    body: shape,
    answer: shape,
    differences: [],
  };
  return {
    guards: [[text], [text]],
    tested: [true, false],
    pages: () => [text],
    addresses: () => [text],
    contract: () => sides,
  };
}
