/**
 * Every fix tried in memory: applied, offered again, and taken back. What it did to the code once it must not do twice. Nothing is written.
 */
import type { Snapshot } from '../analysis/analysis';
import type { Finding } from '../analysis/types';
import { applied } from '../fixes/edit';
import type { Offer } from '../fixes/fix';
import type { Trial } from '../report/self-check';
import { readText } from '../workspace/reader';
import type { Workspace } from '../workspace/workspace';

type Read = (file: string) => string | undefined;
export type OffersOf = (snapshot: Snapshot, finding: Finding, read: Read) => Offer[];

/** Those that a person must give a reason for or choose in are left out. */
const offered: OffersOf = (snapshot, finding, read) => snapshot.fixes(finding, read).filter((offer) => !offer.manual);

export class Trials {
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly workspace: Workspace<Snapshot>,
    private readonly offersOf: OffersOf = offered,
  ) {}

  /** All of a finding of the workspace as it stands. */
  async of(finding: Finding): Promise<Trial[]> {
    const ids = await this.workspace.answer((snapshot) => this.offers(snapshot, finding.id).map(({ id }) => id));
    const trials: Trial[] = [];
    for (const id of ids) {
      const trial = await this.one(finding, id);
      if (trial) trials.push(trial);
    }
    return trials;
  }

  /** Undefined where the offer is not there any more, or writes nothing. */
  private async one(finding: Finding, id: string): Promise<Trial | undefined> {
    const told = (offer: string, outcome: Trial['outcome'], detail = ''): Trial => ({ finding, offer, outcome, detail });
    try {
      const first = await this.made(finding, id);
      if (!first) return undefined;
      if (textOf(await this.made(finding, id)) !== textOf(first)) return told(first.title, 'differs');
      const before = this.alike(finding);
      await this.write(first.edits);
      if (this.alike(finding) < before) return told(first.title, 'gone');
      const second = await this.made(finding, id);
      const changed = second?.edits.find(({ path, text }) => this.read(path) !== text);
      return changed ? told(first.title, 'changes again', changed.path) : told(first.title, 'unchanged');
    } catch (error) {
      return told(id, 'fails', error instanceof Error ? error.message : String(error));
    } finally {
      await this.restore();
    }
  }

  private offers(snapshot: Snapshot, id: string): Offer[] {
    const finding = snapshot.findings().find((one) => one.id === id);
    return finding ? this.offersOf(snapshot, finding, this.read) : [];
  }

  /** What an offer writes, made of the state as it stands. */
  private made({ id }: Finding, offer: string): Promise<{ title: string; edits: { path: string; text: string }[] } | undefined> {
    return this.workspace.answer((snapshot) => {
      const found = this.offers(snapshot, id).find((one) => one.id === offer);
      const edit = found?.make();
      if (!found || !edit) return undefined;
      const edits = edit.files.map(({ file, edits }) => ({ path: file, text: applied(this.read(file) ?? '', edits) }));
      return { title: found.title, edits };
    });
  }

  /** Findings of one file that say the same take each other's id when one of them goes: their number tells. */
  private alike({ rule, file, subject }: Finding): number {
    const findings = this.workspace.snapshot.findings();
    return findings.filter((one) => one.rule === rule && one.file === file && one.subject === subject).length;
  }

  private readonly read: Read = (file) => {
    const text = this.texts.get(file);
    const read = text === undefined ? readText(file) : { text };
    return 'text' in read ? read.text : undefined;
  };

  private async write(edits: readonly { path: string; text: string }[]): Promise<void> {
    for (const { path, text } of edits) this.texts.set(path, text);
    await this.workspace.editAll(edits);
  }

  private async restore(): Promise<void> {
    const paths = [...this.texts.keys()];
    this.texts.clear();
    for (const path of paths) await this.workspace.close(path);
  }
}

const textOf = (made: { edits: unknown } | undefined): string => JSON.stringify(made?.edits);
