/** `crosswire calls`: every request that a folder's UI side makes to its own backend, with the route that answers. */
import type { CallRow, Span } from '../analysis/types';
import { relative } from '../base/uri';
import { visibleIn } from '../base/visible';
import type { CallDetails } from '../model/details/call-details';
import { detailLines, detailsForJson } from './call-details';
import { type Arguments, type Command, UsageError } from './command';
import { folderOptions, openFolder, tellSettings } from './open';
import type { Paint, Terminal } from './terminal';

export const calls: Command = {
  name: 'calls',
  takes: '[folder]',
  summary: 'Lists every request of the UI side: method, path, whether a route answers it, and where it is written.',
  about: [
    'Status: matched, missing (no such route), wrong-method (the path is served, but not for this method), external (something else\nanswers), unknown (it cannot be said; --why says why; "dynamic" in the JSON).',
    'Ends with 0 whatever it finds, with 2 on wrong usage.',
  ],
  options: {
    json: {
      type: 'boolean',
      help: 'as JSON: {"calls": [{"method", "path", "status", "file", "line", "query", "body", "response", …}], …}',
    },
    why: { type: 'string', value: 'place', help: 'the steps that led to the calls of a line: src/api.ts:12, or of a file' },
    ...folderOptions,
  },
  examples: [
    ['crosswire calls', 'the calls of the folder you are in'],
    ['crosswire calls --why src/api/tasks.ts:12', 'how that call got its path, and which route answers'],
    ['crosswire calls | grep missing', 'what no route answers'],
  ],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const opened = await openFolder(args, terminal, ['python', 'web', 'settings'], (snapshot) => void snapshot.calls());
  try {
    tellSettings(opened, terminal);
    const { snapshot, root } = opened;
    const rows = snapshot.calls().map((row) => relativeTo(root, row));
    const asked = args.text('why');
    const counts = countsOf(rows);
    const details = (i: number): CallDetails<Span> | undefined => snapshot.callDetails(snapshot.calls()[i]!);
    if (args.flag('json')) {
      const shown = new Set(asked === undefined ? rows : meant(rows, asked));
      const calls = rows.flatMap((row, i) => (shown.has(row) ? { ...row, ...detailsForJson(details(i), root) } : []));
      terminal.out(`${JSON.stringify({ calls, counts }, null, 1)}\n`);
    } else if (asked !== undefined) terminal.out(explained(visibleIn(rows), asked, terminal.paint, details));
    else {
      terminal.out(rows.length ? `${table(visibleIn(rows), terminal.paint).join('\n')}\n` : '');
      terminal.note(summary(counts));
    }
  } finally {
    await opened.workspace.dispose();
  }
  return 0;
}

function relativeTo(root: string, row: CallRow): CallRow {
  const at = <T extends { file: string }>(one: T): T => ({ ...one, file: relative(root, one.file) });
  return { ...at(row), trace: row.trace.map(at), routes: row.routes.map(at) };
}

/** What cannot be known is `dynamic` to programs. */
const shown = (status: CallRow['status']): string => (status === 'dynamic' ? 'unknown' : status);
const STATUSES = ['matched', 'missing', 'wrong-method', 'external', 'dynamic'] as const;
type Counts = { calls: number } & Record<(typeof STATUSES)[number], number>;

function countsOf(rows: readonly CallRow[]): Counts {
  const of = (status: string) => rows.filter((row) => row.status === status).length;
  return {
    calls: rows.length,
    matched: of('matched'),
    missing: of('missing'),
    'wrong-method': of('wrong-method'),
    external: of('external'),
    dynamic: of('dynamic'),
  };
}

/** '434 calls: 411 matched, 9 missing, 2 wrong-method' */
function summary(counts: Counts): string {
  const parts = STATUSES.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${shown(status)}`);
  return `${counts.calls} call${counts.calls === 1 ? '' : 's'}${parts.length ? `: ${parts.join(', ')}` : ''}`;
}

const placeOf = (row: { file: string; line: number }) => `${row.file}:${row.line}`;
const colours = { matched: 'green', missing: 'red', 'wrong-method': 'red', external: 'dim', dynamic: 'yellow' } as const;

function table(rows: readonly CallRow[], paint: Paint): string[] {
  const width = (text: (row: CallRow) => string, most: number) =>
    Math.min(most, Math.max(...rows.map((row) => text(row).length)));
  const path = width((row) => row.path ?? '?', 64);
  const place = width(placeOf, 72);
  return rows.map((row) =>
    [
      paint(colours[row.status], shown(row.status).padEnd(12)),
      row.method.padEnd(6),
      (row.path ?? '?').padEnd(path),
      placeOf(row).padEnd(place),
      paint('dim', answer(row)),
    ]
      .join('  ')
      .trimEnd(),
  );
}

/** The route that answers, or why none is known to. */
function answer(row: CallRow): string {
  const [first] = row.routes;
  if (!first) return row.reason ?? '';
  return `${row.status === 'wrong-method' ? 'only ' : ''}${[...new Set(row.routes.map((r) => r.method))].join(', ')} ${first.path}  ${placeOf(first)}`;
}

type DetailsOf = (i: number) => CallDetails<Span> | undefined;

/** `asked` is 'src/api.ts:12' or 'src/api.ts'. */
function meant(rows: readonly CallRow[], asked: string): CallRow[] {
  const [, file, line] = /^(.+?)(?::(\d+))?(?::\d+)?$/.exec(asked.trim().replace(/\\/g, '/')) ?? [];
  const here = rows.filter((row) => row.file === file || row.file.endsWith(`/${file}`));
  const found = line === undefined ? here : here.filter((row) => row.line === Number(line) || row.callLine === Number(line));
  if (!here.length) throw new UsageError(`no call is known in ${file}`);
  if (!found.length)
    throw new UsageError(`no call at ${asked}; there are some at lines ${[...new Set(here.map((row) => row.line))].join(', ')}`);
  return found;
}

const explained = (rows: readonly CallRow[], asked: string, paint: Paint, details: DetailsOf): string =>
  meant(rows, asked)
    .map((row) => one(row, paint, details(rows.indexOf(row))))
    .join('\n');

function one(row: CallRow, paint: Paint, details: CallDetails<Span> | undefined): string {
  const steps = row.trace.map((step, i) => `  ${String(i + 1).padStart(3)}. ${paint('dim', placeOf(step))}  ${step.text}`);
  const end = answer(row);
  return `${[`${paint('bold', `${row.method} ${row.path ?? '?'}`)}  ${paint(colours[row.status], shown(row.status))}`, ...steps, ...(end ? [`       ${end}`] : []), ...detailLines(details, paint)].join('\n')}\n`;
}
