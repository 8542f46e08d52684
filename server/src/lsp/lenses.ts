/**
 * Lenses as the client was given them. It asks again when it changes a file itself; where a change elsewhere makes another of them, "2 callers"
 * that are three now, it is told to.
 */
import { type CodeLens, CodeLensRefreshRequest, type Connection } from 'vscode-languageserver/node';
import type { Snapshot } from '../analysis/analysis';
import { fromUri } from '../base/uri';
import { lensesOf } from '../features/lenses';
import { locationOf, rangeOf } from './convert';
import type { Session } from './session';

/** Milliseconds without a change after which the lenses are compared. */
const REST = 250;

interface Given {
  version: number | undefined;
  said: string;
}

export class Lenses {
  private readonly given = new Map<string, Given>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly session: Session,
    /** Whether the client asks again when it is told to. */
    private readonly refreshes: () => boolean,
  ) {}

  /** What is above the code of a file now. */
  answer(snapshot: Snapshot, uri: string): CodeLens[] {
    const path = fromUri(uri);
    const lenses = path === undefined ? [] : this.of(snapshot, path, uri);
    const buffer = path === undefined ? undefined : this.session.buffer(path);
    if (buffer) this.given.set(uri, { version: buffer.version, said: JSON.stringify(lenses) });
    return lenses;
  }

  /** Something is known anew. */
  changed(): void {
    if (!this.refreshes() || this.given.size === 0) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.compare(), REST).unref();
  }

  refresh(): void {
    if (this.refreshes()) void this.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  private async compare(): Promise<void> {
    const snapshot = await this.session.current();
    if (snapshot && [...this.given].some(([uri, given]) => this.isStale(snapshot, uri, given))) this.refresh();
  }

  /** What it was given of a text that it has changed since, it asks for anyway. */
  private isStale(snapshot: Snapshot, uri: string, { version, said }: Given): boolean {
    const path = fromUri(uri) ?? '';
    const buffer = this.session.buffer(path);
    if (buffer?.uri !== uri) this.given.delete(uri);
    return buffer?.uri === uri && buffer.version === version && JSON.stringify(this.of(snapshot, path, uri)) !== said;
  }

  private of(snapshot: Snapshot, path: string, uri: string): CodeLens[] {
    return lensesOf(snapshot, path).map((lens) => codeLens(lens, uri, this.session.hasCommands));
  }
}

function codeLens(lens: ReturnType<typeof lensesOf>[number], uri: string, canShow: boolean): CodeLens {
  const range = rangeOf(lens.span);
  const places = lens.places.map((place) => locationOf(place));
  const command = places.length > 0 && canShow ? 'crosswire.showReferences' : '';
  return { range, command: { title: lens.title, command, arguments: [uri, range.start, places] } };
}
