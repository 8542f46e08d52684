/**
 * What the files say now: open editor buffers over the disk. Nobody else asks whether a file is open.
 */
import { pathKey } from '../base/uri';

export interface OpenDocument {
  path: string;
  text: string;
  version: number;
}

export class Documents {
  private readonly open = new Map<string, OpenDocument>();

  /** Opens it or takes its new text. */
  set(path: string, text: string, version = 0): void {
    this.open.set(pathKey(path), { path, text, version });
  }

  close(path: string): void {
    this.open.delete(pathKey(path));
  }

  get(path: string): OpenDocument | undefined {
    return this.open.get(pathKey(path));
  }

  all(): OpenDocument[] {
    return [...this.open.values()];
  }
}
