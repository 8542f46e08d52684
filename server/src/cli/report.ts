/** The report on a folder that was opened, with its lines of code read from the disk when they are shown. */
import { join, relative } from '../base/uri';
import { type Material, type Report, reportOf } from '../report/summary';
import { repositoryOf } from '../workspace/git';
import { readText } from '../workspace/reader';
import type { Seen } from './seen';

declare const __CROSSWIRE_VERSION__: string;

/** `problems` is what does not add up, as notes. */
type Given = Pick<Material, 'found' | 'entries' | 'known' | 'evidence'> &
  Pick<Report, 'faults'> & { problems: readonly string[] };

export function reported({ root, snapshot, workspace }: Seen, { problems, faults = [], ...given }: Given): Report {
  const seen = new Map<string, string[] | undefined>();
  const lines = (file: string): string[] | undefined => {
    if (!seen.has(file)) {
      const read = readText(join(root, file));
      seen.set(file, 'skipped' in read ? undefined : read.text.split(/\r\n|\r|\n/));
    }
    return seen.get(file);
  };
  const prefix = relative(repositoryOf(root) ?? root, root);
  const sizes = { files: workspace.size, unread: workspace.failed.length };
  const report = reportOf(snapshot, { version: __CROSSWIRE_VERSION__, root, prefix, lines, ...given, ...sizes });
  const unread = workspace.failed.map(({ path, reason }) => ({ file: relative(root, path), reason }));
  return { ...report, unread, faults, notes: [...report.notes, ...problems] };
}
