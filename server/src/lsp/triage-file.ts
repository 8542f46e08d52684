/** The backlog of one folder as the editor has it now: an open buffer over the disk, understood anew only where it has changed. */
import { pathKey, relative } from '../base/uri';
import { type Backlog, type Entry, parseBacklog, strayFault } from '../triage/backlog';
import { placeOfId } from '../triage/identity';
import { matched, saysOnlyWho, strays } from '../triage/matching';
import type { IsGone } from '../triage/moves';
import type { Found } from '../triage/states';
import {
  goneFrom,
  type Named,
  type Places,
  placeFaults,
  placesOf,
  type RecordFault,
  readRecord,
  stampOf,
} from '../workspace/record';

export interface Source {
  readonly folders: readonly string[];
  readonly settings: { readonly record: Named };
  buffer(path: string): { text: string } | undefined;
}

export class TriageFile {
  private stamp = '';
  readonly isGone: IsGone;
  private known: Backlog = { entries: new Map(), faults: [], contested: [] };

  constructor(
    private readonly from: Source,
    readonly root: string,
  ) {
    this.isGone = goneFrom(root);
  }

  get places(): Places {
    return placesOf(this.root, this.from.settings.record);
  }

  isBacklog(path: string): boolean {
    return pathKey(this.places.backlog) === pathKey(path);
  }

  /** A broken one has faults and no entries. */
  backlog(): Backlog {
    const { places } = this;
    const open = this.from.buffer(places.backlog)?.text;
    const stamp = open === undefined ? stampOf(places.backlog) : `buffer ${open}`;
    if (stamp === this.stamp) return this.known;
    const { entries, faults, contested } = parseBacklog(open ?? readRecord(places).backlog);
    this.stamp = stamp;
    this.known = { entries: faults.length > 0 ? new Map() : entries, faults, contested };
    return this.known;
  }

  /** What keeps it from being used, or written at all. */
  faults(): RecordFault[] {
    const own = this.backlog().faults.map((fault) => ({ path: this.places.backlog, fault }));
    return [...this.shut(), ...own];
  }

  contested(): RecordFault[] {
    return this.backlog().contested.map((fault) => ({ path: this.places.backlog, fault }));
  }

  /** Entries that say only an id, which nothing has of all that is found in this folder. */
  strays(found: () => readonly Found[]): RecordFault[] {
    const { entries } = this.backlog();
    if (![...entries.values()].some(saysOnlyWho)) return [];
    const own = found().map((f) => this.own(f));
    return strays(own, entries).map((entry) => ({ path: this.places.backlog, fault: strayFault(entry) }));
  }

  shut(): RecordFault[] {
    return placeFaults(this.root, this.from.settings.record);
  }

  /** Of all findings of this folder, by the ids that they have here alone. */
  decided(findings: readonly Found[]): ReadonlyMap<string, Entry> {
    const { entries } = this.backlog();
    if (entries.size === 0) return entries;
    return matched(
      findings.map((f) => this.own(f)),
      entries,
      this.isGone,
    );
  }

  /** As the record of the folder knows it. */
  own<T extends Found>(finding: T): T {
    return { ...finding, id: placeOfId(finding.id).id, file: relative(this.root, finding.file) };
  }

  /** Whether the disk says what a buffer does; else that must be saved before anything is written. */
  isSaved(): boolean {
    const { places } = this;
    const open = this.from.buffer(places.backlog)?.text;
    return open === undefined || open.replaceAll('\r\n', '\n') === readRecord(places).backlog.replaceAll('\r\n', '\n');
  }
}
