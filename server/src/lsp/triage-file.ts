/** The backlog of one folder as the editor has it now: an open buffer over the disk, understood anew only where it has changed. */
import { pathKey } from '../base/uri';
import { type Backlog, parseBacklog } from '../triage/backlog';
import type { Texts } from '../triage/record';
import { type Named, type Places, placesOf, readRecord, stampOf } from '../workspace/record';

export interface Source {
  readonly folders: readonly string[];
  readonly settings: { readonly record: Named };
  buffer(path: string): { text: string } | undefined;
}

export class TriageFile {
  private stamp = '';
  private known: Backlog = { entries: new Map(), faults: [] };

  constructor(
    private readonly from: Source,
    readonly root: string,
  ) {}

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
    const { entries, faults } = parseBacklog(open ?? readRecord(places).backlog);
    this.stamp = stamp;
    this.known = { entries: faults.length > 0 ? new Map() : entries, faults };
    return this.known;
  }

  /** What the disk says; undefined where a buffer says otherwise, which must be saved first. */
  saved(): Texts | undefined {
    const { places } = this;
    const texts = readRecord(places);
    const open = this.from.buffer(places.backlog)?.text;
    return open === undefined || open.replaceAll('\r\n', '\n') === texts.backlog.replaceAll('\r\n', '\n') ? texts : undefined;
  }
}
