/** Watches folders for editors that cannot. What tools write is left out by name, so that no watch is spent on it. */
import { type FSWatcher, watch } from 'chokidar';
import { fromOsPath, relative, toOsPath } from '../base/uri';

const OFTEN_LARGE =
  /(?:^|\/)(?:\.git|node_modules|__pycache__|\.venv|venv|dist|build|coverage|\.mypy_cache|\.tox|\.next)(?:\/|$)/;

export class Watcher {
  private readonly watcher: FSWatcher;
  private readonly changed = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  /** `changed` gets what happened within a short while at once. */
  constructor(roots: readonly string[], changed: (paths: string[]) => void) {
    const outside = (path: string) => roots.some((root) => OFTEN_LARGE.test(relative(root, path)));
    this.watcher = watch(
      roots.map((root) => toOsPath(root)),
      {
        ignoreInitial: true,
        followSymlinks: false,
        ignored: (path) => outside(fromOsPath(path)),
      },
    );
    this.watcher.on('all', (_event, path) => {
      this.changed.add(fromOsPath(path));
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        const paths = [...this.changed];
        this.changed.clear();
        changed(paths);
      }, 50);
    });
  }

  ready(): Promise<void> {
    return new Promise((resolve) => this.watcher.once('ready', () => resolve()));
  }

  async dispose(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.watcher.close();
  }
}
