/**
 * What people decided, over all folders of the workspace. Each folder has a record of its own, with the ids that the command line gives there; what is
 * found in it is decided there. Beside each other, ids of a second folder carry its number (see triage/identity).
 */
import type { Findings } from '../analysis/findings';
import type { Finding } from '../analysis/types';
import { innermost } from '../base/uri';
import type { Entry } from '../triage/backlog';
import { idIn, placeOfId } from '../triage/identity';
import { stateOf } from '../triage/states';
import type { RecordFault } from '../workspace/record';
import { type Source, TriageFile } from './triage-file';

export class TriageFiles {
  private known: TriageFile[] = [];

  constructor(private readonly from: Source) {}

  /** In the order of the folders. */
  get files(): readonly TriageFile[] {
    const { folders } = this.from;
    if (folders.length !== this.known.length || folders.some((root, i) => this.known[i]?.root !== root))
      this.known = folders.map((root) => this.known.find((file) => file.root === root) ?? new TriageFile(this.from, root));
    return this.known;
  }

  /** The record that a finding belongs to, and its id there. */
  of(id: string): { file: TriageFile; id: string } | undefined {
    const place = placeOfId(id);
    const file = this.files[place.folder];
    return file && { file, id: place.id };
  }

  /** The folder that holds a file, and with it its record. */
  at(path: string): TriageFile | undefined {
    return this.files[innermost(path, this.from.folders)];
  }

  isBacklog(path: string): boolean {
    return this.files.some((file) => file.isBacklog(path));
  }

  /** What was decided of all findings, by the ids that they have here. */
  entries({ findings, silenced }: Findings): ReadonlyMap<string, Entry> {
    const own = this.files.map(() => [] as Finding[]);
    for (const finding of [...findings, ...silenced]) own[placeOfId(finding.id).folder]?.push(finding);
    return new Map(
      this.files.flatMap((file, folder) =>
        [...file.decided(own[folder] ?? [])].map(([id, entry]) => [idIn(folder, id), entry] as const),
      ),
    );
  }

  faults(): RecordFault[] {
    return this.files.flatMap((file) => file.faults());
  }

  contested(): RecordFault[] {
    return this.files.flatMap((file) => file.contested());
  }

  /** `audit`: all that is found, what comments silence included; asked only where an entry says no more than an id. */
  strays(audit: () => Findings): RecordFault[] {
    return this.files.flatMap((file, folder) =>
      file.strays(() => {
        const { findings, silenced } = audit();
        return [...findings, ...silenced].filter(({ id }) => placeOfId(id).folder === folder);
      }),
    );
  }

  /** Open and accepted findings are problems. */
  problems(found: Findings): Finding[] {
    const entries = this.entries(found);
    return found.findings.filter(({ id }) => stateOf(id, entries) !== 'intentional');
  }
}
