/** `crosswire routes`: every route of a folder's Python side, as a table, as JSON, or one with the steps that led to it. */
import type { RouteRow } from '../analysis/types';
import { relative } from '../base/uri';
import { visibleIn } from '../base/visible';
import { type Arguments, type Command, UsageError } from './command';
import { folderOptions, type Opened, openFolder, tellSettings } from './open';
import { detailsIn } from './route-details';
import { applicationOf, routeTable } from './route-table';
import type { Terminal } from './terminal';
import { explain, meant, VERB } from './why';

export const routes: Command = {
  name: 'routes',
  takes: '[folder]',
  summary: 'Lists every route that the Python side of a folder serves: method, path, handler and where it is written.',
  about: [
    'Marks: unregistered (no application includes it), if … (only under a condition), test (in tests, examples or docs),\npartial (a part of the path, shown as {?}, is not known; what it is comes after the colon).',
    'Ends with 0 whatever it finds, with 2 on wrong usage.',
  ],
  options: {
    json: { type: 'boolean', help: 'as JSON: {"routes": [{"method", "path", "file", "line", …}], …}' },
    details: {
      type: 'boolean',
      help: 'with --json: what each route takes and gives (parameters, models, guards, statuses, tags)',
    },
    why: { type: 'string', value: 'route', help: 'the steps from one route to its application: "GET /api/tasks/{id}" or a path' },
    ...folderOptions,
  },
  examples: [
    ['crosswire routes', 'the routes of the folder you are in'],
    ['crosswire routes backend --exclude "legacy/"', 'of another folder, without a part of it'],
    ['crosswire routes --why "GET /api/tasks/{id}"', 'why that path, and by which files'],
    ['crosswire routes --json | jq ".routes[].path"', 'for other programs'],
  ],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const asked = askedBy(args);
  const opened = await openFolder(args, terminal, ['python'], (snapshot) => void snapshot.routes());
  try {
    tellSettings(opened, terminal);
    const detailed = args.flag('details');
    if (detailed && !args.flag('json')) throw new UsageError('routes: --details goes with --json');
    const rows = opened.snapshot.routes().map((row) => ({
      ...relativeTo(opened.root, row),
      ...(detailed ? { details: detailsIn(opened.snapshot, row) } : {}),
    }));
    const shown = asked === undefined ? rows : meant(rows, asked);
    if (args.flag('json')) terminal.out(`${JSON.stringify({ routes: shown, counts: countsOf(rows, opened) }, null, 1)}\n`);
    else if (asked !== undefined) terminal.out(explain(visibleIn(rows), asked, terminal.paint));
    else {
      terminal.out(routeTable(visibleIn(rows), terminal.paint));
      terminal.note(summary(countsOf(rows, opened)));
    }
  } finally {
    await opened.workspace.dispose();
  }
  return 0;
}

/** What --why asks for: a path, with or without a method before it. */
function askedBy(args: Arguments): string | undefined {
  const asked = args.text('why')?.trim();
  if (asked === '') throw new UsageError('routes: --why needs a route: "GET /api/tasks/{id}" or a path');
  if (asked !== undefined && VERB.test(asked))
    throw new UsageError(`routes: --why ${asked} lacks a path: "${asked.toUpperCase()} /api/tasks/{id}"`);
  return asked;
}

function relativeTo(root: string, row: RouteRow): RouteRow {
  const trace = row.trace.map((step) => ({ ...step, file: relative(root, step.file) }));
  const within = (at: RouteRow['handlerAt'] = null) => at && { ...at, file: relative(root, at.file) };
  const appRoot = row.appRoot == null ? null : relative(root, row.appRoot);
  return { ...row, file: relative(root, row.file), appRoot, pathAt: within(row.pathAt), handlerAt: within(row.handlerAt), trace };
}

function countsOf(rows: readonly RouteRow[], { workspace }: Opened) {
  const count = (test: (row: RouteRow) => boolean) => rows.filter(test).length;
  return {
    routes: count((row) => row.path !== null && row.registered),
    unregistered: count((row) => row.path !== null && !row.registered),
    conditional: count((row) => row.path !== null && row.registered && row.condition !== null),
    partial: count((row) => row.path !== null && row.registered && row.partial),
    tests: count((row) => row.path !== null && row.registered && row.test),
    unresolved: count((row) => row.path === null),
    applications: new Set(rows.flatMap((row) => applicationOf(row) || [])).size,
    files: workspace.size,
    unread: workspace.failed.length,
  };
}

/** '94 routes of 2 applications in 31 files: 2 only under a condition, 1 with an unknown part. Besides, 3 that no application includes' */
function summary(counts: ReturnType<typeof countsOf>): string {
  const several = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  const told = (parts: (string | false)[]) => parts.filter(Boolean).join(', ');
  const of = told([
    counts.conditional > 0 && `${counts.conditional} only under a condition`,
    counts.partial > 0 && `${counts.partial} with an unknown part`,
    counts.tests > 0 && `${counts.tests} in tests, examples or docs`,
  ]);
  const besides = told([
    counts.unregistered > 0 && `${counts.unregistered} that no application includes`,
    counts.unresolved > 0 && `${counts.unresolved} of which the path is not known`,
    counts.unread > 0 && `${several(counts.unread, 'file')} that could not be read (--verbose says why)`,
  ]);
  const all = `${several(counts.routes, 'route')} of ${several(counts.applications, 'application')} in ${several(counts.files, 'file')}`;
  return `${all}${of && `: ${of}`}${besides && `${of ? '.' : ';'} ${of ? 'Besides' : 'besides'} ${besides}`}`;
}
