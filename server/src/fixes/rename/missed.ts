/** What a new name cannot follow, for whoever looks at the edit. */
import type { Project } from '../project';

/** Most places that are named; the rest are counted. */
const MOST = 8;

export class Missed {
  private readonly places = new Map<string, string>();

  constructor(private readonly project: Project) {}

  /** `what`: 'its path is put together from parts'. */
  add(file: string, offset: number | undefined, what: string): void {
    const lines = this.project.layout(file)?.lines ?? [0];
    const line = offset === undefined ? undefined : lines.findLastIndex((start) => start <= offset) + 1;
    const place = `${this.project.short(file)}${line === undefined ? '' : `:${line}`}`;
    this.places.set(`${place} ${what}`, `${place}: ${what}.`);
  }

  sentences(): string[] {
    const all = [...this.places.values()];
    if (!all.length) return [];
    const more = all.length > MOST ? [`And ${all.length - MOST} more.`] : [];
    return [`Not followed: ${all[0]!}`, ...all.slice(1, MOST), ...more];
  }
}
