/** Opens the folder that a command names: options that all such commands share, progress, and what could not be read. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Analysis, type Snapshot } from '../analysis/analysis';
import { fromOsPath, relative } from '../base/uri';
import type { FileKind } from '../facts/facts';
import { cacheFolder, cacheProblem } from '../workspace/cache-files';
import { openWorkspace, type Workspace } from '../workspace/workspace';
import { type Arguments, type Option, UsageError } from './command';
import type { Terminal } from './terminal';

export const folderOptions: Record<string, Option> = {
  include: { type: 'string', multiple: true, value: 'pattern', help: 'read this too, though git or a usual rule leaves it out' },
  exclude: { type: 'string', multiple: true, value: 'pattern', help: 'leave this out; patterns as in a .gitignore' },
  'cache-dir': { type: 'string', value: 'folder', help: 'where facts are kept between runs, instead of your cache folder' },
  'no-cache': { type: 'boolean', help: 'read every file anew, and keep nothing' },
  verbose: { type: 'boolean', help: 'say which files were not read, and why' },
};

export interface Opened {
  root: string;
  snapshot: Snapshot;
  workspace: Workspace<Snapshot>;
}

/** `ask` is what the command will ask: files that the answers need are read before it gets its snapshot. */
export async function openFolder(
  args: Arguments,
  terminal: Terminal,
  ahead: readonly FileKind[],
  ask: (snapshot: Snapshot) => void,
): Promise<Opened> {
  const root = folderOf(args, terminal);
  const workspace = await openWorkspace<Snapshot>({
    engine: new Analysis({ roots: [root] }),
    roots: [root],
    include: args.texts('include'),
    exclude: args.texts('exclude'),
    ahead,
    // Details are read from bodies, too.
    outline: ahead.every((kind) => kind === 'python') && !args.flag('details'),
    ask,
    cache: cacheOf(args, terminal),
    log: (line) => args.flag('verbose') && terminal.note(line),
    onProgress: (done, total) => terminal.progress(`reading ${done} of ${total} files`),
  });
  await workspace.keep();
  return { root, workspace, snapshot: workspace.snapshot };
}

/** A folder that somebody named and that cannot be used is told; without their own cache folder people lose time, not answers. */
export function cacheOf(args: Arguments, terminal: Terminal): string | undefined {
  const named = args.text('cache-dir');
  if (args.flag('no-cache')) return undefined;
  if (named === undefined) return cacheFolder();
  const folder = resolve(terminal.cwd, named);
  const problem = cacheProblem(folder);
  if (problem === undefined) return folder;
  terminal.note(`nothing is kept for the next run: --cache-dir ${named} cannot be written to (${problem})`);
  return undefined;
}

/** For commands that report no findings: what of a crosswire.json does not count, and why. */
export function tellSettings({ root, snapshot }: Opened, terminal: Terminal): void {
  for (const { file, line, column, message } of snapshot.settingsProblems())
    terminal.note(`${relative(root, file)}:${line}:${column}: ${message}`);
}

/** Where none is named it is the current one, unless the environment names another: `npm run audit` names the sample. */
export function folderOf(args: Arguments, terminal: Terminal): string {
  if (args.folders.length > 1)
    throw new UsageError(`one folder at a time, not ${args.folders.length}: ${args.folders.join(' ')}`);
  const named = args.folders[0] ?? process.env.CROSSWIRE_FOLDER ?? '.';
  const path = resolve(terminal.cwd, named);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`no such folder: ${named}`);
  if (!stat.isDirectory()) throw new UsageError(`not a folder: ${named}`);
  return fromOsPath(path);
}
