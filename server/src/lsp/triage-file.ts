/** The backlog as the editor has it now: an open buffer over the disk, understood anew only where it has changed. */
import { pathKey } from '../base/uri';
import { type Backlog, parseBacklog } from '../triage/backlog';
import type { Texts } from '../triage/record';
import { stateOf } from '../triage/states';
import { type Places, placesOf, readRecord, stampOf } from '../workspace/record';

interface Source {
  readonly folders: readonly string[];
  buffer(path: string): { text: string } | undefined;
}

const EMPTY: Backlog = { entries: new Map(), faults: [] };

export class TriageFile {
  private stamp = '';
  private known: Backlog = EMPTY;

  constructor(private readonly from: Source) {}

  /** The record lies in the first folder. */
  get root(): string | undefined {
    return this.from.folders[0];
  }

  get places(): Places | undefined {
    return this.root === undefined ? undefined : placesOf(this.root, undefined);
  }

  isBacklog(path: string): boolean {
    const { places } = this;
    return places !== undefined && pathKey(places.backlog) === pathKey(path);
  }

  /** A broken one has faults and no entries. */
  backlog(): Backlog {
    const { places } = this;
    if (!places) return EMPTY;
    const open = this.from.buffer(places.backlog)?.text;
    const stamp = open === undefined ? stampOf(places.backlog) : `buffer ${open}`;
    if (stamp === this.stamp) return this.known;
    const { entries, faults } = parseBacklog(open ?? readRecord(places).backlog);
    this.stamp = stamp;
    this.known = { entries: faults.length > 0 ? new Map() : entries, faults };
    return this.known;
  }

  /** Open and accepted findings are problems. */
  isProblem(finding: { id: string }): boolean {
    return stateOf(finding.id, this.backlog().entries) !== 'intentional';
  }

  /** What the disk says; undefined where a buffer says otherwise, which must be saved first. */
  saved(places: Places): Texts | undefined {
    const texts = readRecord(places);
    const open = this.from.buffer(places.backlog)?.text;
    return open === undefined || open.replaceAll('\r\n', '\n') === texts.backlog.replaceAll('\r\n', '\n') ? texts : undefined;
  }
}
