/** What the engine says of a workspace given as text: tests of the model speak to the façade through these. */
import { Analysis, type Snapshot } from '../../server/src/analysis/analysis';
import type { RouteRow } from '../../server/src/analysis/types';
import { extract } from '../../server/src/facts/extract';
import { languageOf } from '../../server/src/syntax/languages';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';

/** Where the files of a test lie. */
export const ROOT = '/w';

/** Reads everything at once; paths are from the workspace's root. */
export async function snapshotOf(files: Record<string, string>): Promise<Snapshot> {
  const paths = Object.keys(files);
  await initSyntax();
  await loadLanguages(new Set(paths.map(languageOf).filter((l) => l !== undefined)));
  const analysis = new Analysis({ roots: [ROOT] });
  return analysis.apply(paths.map((path) => ({ path: `${ROOT}/${path}`, extracted: extract(`${ROOT}/${path}`, files[path]!) })));
}

/** The routes of a workspace, in the lines of a route fixture (see routes.ts): each `app:` line before the rows it serves. */
export async function routesOf(files: Record<string, string>): Promise<string[]> {
  const rows = (await snapshotOf(files)).routes();
  const target = (r: RouteRow) =>
    r.app === null ? '' : `app: ${r.app}${r.appRoot && r.appRoot !== ROOT ? ` in ${r.appRoot.slice(ROOT.length + 1)}` : ''}`;
  const apps = [...new Set(rows.map(target))];
  return apps.flatMap((app) => [
    ...(app === '' ? [] : [app]),
    ...rows
      .filter((r) => target(r) === app)
      .map((r) => {
        const marks = [
          r.registered ? '' : ' [unregistered]',
          r.condition === null ? '' : ` [if ${r.condition}]`,
          r.test ? ' [test]' : '',
          r.partial || r.path === null ? ` [partial: ${r.reason}]` : '',
        ];
        return `${r.method} ${r.path ?? '?'}  ${r.handler ?? '-'}  ${r.file.slice(ROOT.length + 1)}:${r.line}${marks.join('')}`;
      }),
  ]);
}

/** The calls of a workspace, in the lines of a call fixture (see calls.ts): `matched GET /api/tasks/{}  ui/src/api.ts:12`. */
export async function callsOf(files: Record<string, string>): Promise<string[]> {
  return (await snapshotOf(files))
    .calls()
    .map((c) => `${c.status} ${c.method} ${c.path ?? '?'}  ${c.file.slice(ROOT.length + 1)}:${c.line}`);
}
