/** What a person is told of the server's work: progress while the workspace is read, figures for the status bar, lines for the log. */
import type { Connection } from 'vscode-languageserver/node';
import type { Snapshot } from '../analysis/analysis';
import { counted } from '../features/view';
import { INDEXED, type Indexed, STATUS, type Status } from '../protocol/messages';
import type { Diagnostics } from './diagnostics';
import type { Recalled } from './memory';
import type { Session, SessionEvents } from './session';

/** Milliseconds between two reports of progress. */
const OFTEN_ENOUGH = 100;

export class Reporter implements SessionEvents {
  /** Whether the client shows progress. */
  showsProgress = false;
  diagnostics: Diagnostics | undefined;
  private readonly status: Status = { state: 'indexing', done: 0, total: 0, routes: 0, calls: 0, errors: 0, warnings: 0 };
  private last = 0;

  constructor(
    private readonly connection: Connection,
    private readonly session: () => Session,
    /** Called after each change. */
    private readonly after: () => void,
  ) {}

  log(line: string): void {
    this.connection.console.info(line);
  }

  fault(line: string): void {
    this.connection.console.error(line);
  }

  async indexing(run: (progress: (done: number, total: number) => void) => Promise<void>): Promise<void> {
    const start = performance.now();
    this.log(`index: begins, ${this.session().folders.join(', ') || 'no folder'}`);
    const progress = this.showsProgress ? await this.connection.window.createWorkDoneProgress() : undefined;
    progress?.begin('Crosswire', 0, 'looking for sources', true);
    progress?.token.onCancellationRequested(() => this.session().cancel());
    this.tell({ state: 'indexing', done: 0, total: 0, routes: 0, calls: 0 });
    try {
      await run((done, total) => {
        Object.assign(this.status, { done, total });
        if (performance.now() - this.last < OFTEN_ENOUGH) return;
        this.last = performance.now();
        progress?.report(Math.round((100 * done) / Math.max(1, total)), `${done} of ${total} files`);
        this.tell({});
      });
    } finally {
      progress?.done();
    }
    this.tell({ state: 'ready' });
    const milliseconds = Math.round(performance.now() - start);
    const { routes, calls, errors, warnings } = this.status;
    const files = this.session().size;
    this.log(
      `index: ${routes} routes, ${calls} calls, ${errors} errors, ${warnings} warnings; ${files} files in ${milliseconds} ms`,
    );
    const news: Indexed = { ...this.status, files, milliseconds, process: process.pid };
    void this.connection.sendNotification(INDEXED, news);
  }

  remembered({ found, routes, calls, changed }: Recalled): void {
    this.diagnostics?.publishRemembered(found);
    this.tell({ routes, calls, ...this.diagnostics?.counts });
    const what =
      changed === 0
        ? 'nothing has changed since the last one; its findings are shown'
        : `${counted(changed, 'file')} changed since the last one; what it found in the others is shown`;
    this.log(`index: ${what} until it is worked out again`);
  }

  early(snapshot: Snapshot): void {
    this.diagnostics?.publishEarly(snapshot);
    this.tell({ routes: snapshot.servedCount(), ...this.diagnostics?.counts });
  }

  changed(snapshot: Snapshot): void {
    this.diagnostics?.publish(snapshot);
    this.after();
    this.tell({ routes: snapshot.servedCount(), calls: snapshot.callCount(), ...this.diagnostics?.counts });
  }

  cancelled(): void {
    this.diagnostics?.clear();
    this.log('index: cancelled; nothing is checked until it is started again');
    this.tell({ state: 'cancelled', routes: 0, calls: 0, errors: 0, warnings: 0 });
  }

  private tell(news: Partial<Status>): void {
    Object.assign(this.status, news);
    void this.connection.sendNotification(STATUS, { ...this.status });
  }
}
