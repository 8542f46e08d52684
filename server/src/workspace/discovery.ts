/**
 * Lists the files of a workspace that the engine reads, and what was left out and why. Order and result depend on names alone.
 */
import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { Courtesy } from '../base/courtesy';
import { basename, fromOsPath, isInside, join, relative, toOsPath } from '../base/uri';
import type { FileKind } from '../facts/facts';
import { isConfigName, outermost, type ReadingConfig } from './config';
import { gitRulesAbove } from './git';
import { IgnoreRules } from './gitignore';
import { fileKind, isAsset, isEnvironment, leftOutByName } from './kinds';
import { leftOut } from './leave-out';
import { why } from './reader';
import { type Patterns, Selection } from './selection';

export interface FoundFile {
  path: string;
  kind: FileKind;
  size: number;
  /** Milliseconds. */
  mtime: number;
}

export interface Skipped {
  path: string;
  reason: string;
}

export interface Discovery {
  /** Sorted by path within each root. */
  files: FoundFile[];
  /** Files that are served as they are, and never read. */
  assets: string[];
  skipped: Skipped[];
  /** Folders and files outside of the roots that a crosswire.json names. */
  outside: string[];
  /** Files that are read because a crosswire.json names them. */
  named: string[];
}

export interface DiscoveryOptions extends Patterns {
  onFile?: (file: FoundFile) => void;
}

interface Folder {
  path: string;
  rules: IgnoreRules | undefined;
  /** The patterns that hold here: the caller's, and those of every crosswire.json from the root down. */
  selections: readonly Selection[];
  /** Inside what is left out, on the way to what `include` names: only that is read. */
  onlyIncluded: boolean;
}

/** `configOf` gives the crosswire.json of a folder that has one. */
export async function discover(
  roots: readonly string[],
  options: (root: string) => DiscoveryOptions,
  configOf: (folder: string) => ReadingConfig | undefined = () => undefined,
): Promise<Discovery> {
  const found: Discovery = { files: [], assets: [], skipped: [], outside: [], named: [] };
  const walk = new Walk(roots, found, configOf);
  for (const root of roots) await walk.run(root, options(root));
  const folders = outermost(walk.folders, roots).filter((folder) => existsSync(toOsPath(folder)));
  const { onFile } = options(roots[0] ?? '');
  for (const folder of folders) await walk.run(folder, onFile ? { onFile } : {});
  walk.takeNamed();
  found.outside.push(...folders, ...outermost(found.named, [...roots, ...folders]));
  return found;
}

class Walk {
  /** Real paths of folders entered through links, so that no circle of links is walked twice. */
  private readonly linked = new Set<string>();
  private readonly seen = new Set<string>();
  private readonly realRoots: string[];
  /** Folders of backends, and files that describe some. */
  readonly folders: string[] = [];
  private readonly files = new Set<string>();

  constructor(
    private readonly roots: readonly string[],
    private readonly found: Discovery,
    private readonly configOf: (folder: string) => ReadingConfig | undefined,
  ) {
    this.realRoots = roots.map((root) => (existsSync(toOsPath(root)) ? fromOsPath(realpathSync(toOsPath(root))) : root));
  }

  /** Depth first; now and then gives way to other work. */
  async run(root: string, options: DiscoveryOptions): Promise<void> {
    const selections = [new Selection(root, options)];
    const stack: Folder[] = [{ path: root, rules: gitRulesAbove(root), selections, onlyIncluded: false }];
    const others = new Courtesy();
    for (let folder = stack.pop(); folder; folder = stack.pop()) {
      stack.push(...this.folder(folder, options).reverse());
      if (others.areDue) await others.go();
    }
  }

  /** Takes the files of one folder and gives the folders in it that are to be walked. */
  private folder(folder: Folder, options: DiscoveryOptions): Folder[] {
    if (this.seen.has(folder.path)) return [];
    this.seen.add(folder.path);
    const entries = this.list(folder.path);
    if (this.isInstalled(folder, entries)) return this.skip(folder.path, 'what was installed, built or cached');
    const here = { ...folder, rules: this.rulesOf(folder, entries), selections: this.selectionsOf(folder, entries) };
    const inner: Folder[] = [];
    for (const entry of entries) {
      const path = join(folder.path, entry.name);
      const isFolder = entry.isSymbolicLink() ? this.isLinkedFolder(path) : entry.isDirectory();
      if (isFolder === undefined) continue;
      if (!isFolder) this.file(path, here, options);
      else inner.push(...this.subfolder(path, here));
    }
    return inner;
  }

  /** A folder of installed packages by another name, with the records that installers leave beside them. */
  private isInstalled({ path, selections }: Folder, entries: readonly Dirent[]): boolean {
    if (entries.filter((entry) => entry.name.endsWith('.dist-info')).length < 2 || this.roots.includes(path)) return false;
    return !selections.some((s) => s.includes(path, true) || s.leadsTo(path));
  }

  private selectionsOf(folder: Folder, entries: readonly Dirent[]): readonly Selection[] {
    const config = entries.some((entry) => isConfigName(entry.name)) ? this.configOf(folder.path) : undefined;
    if (!config) return folder.selections;
    this.folders.push(...config.folders);
    for (const file of config.files) this.files.add(file);
    const own = config.folders.flatMap((path) => (isInside(path, folder.path) ? `/${relative(folder.path, path)}` : []));
    const include = [...config.include, ...own.filter((path) => path !== '/')];
    return [...folder.selections, new Selection(folder.path, { include, exclude: config.exclude })];
  }

  /** Files that are named are read wherever they lie. */
  takeNamed(): void {
    const known = new Set(this.found.files.map((file) => file.path));
    for (const path of [...this.files].sort()) {
      const stat = statSync(toOsPath(path), { throwIfNoEntry: false });
      if (!stat?.isFile()) continue;
      this.found.named.push(path);
      if (!known.has(path)) this.found.files.push({ path, kind: 'settings', size: stat.size, mtime: stat.mtimeMs });
    }
  }

  private list(path: string): Dirent[] {
    try {
      return readdirSync(toOsPath(path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.skip(path, why(error));
      return [];
    }
  }

  /** A nested repository goes by its own rules only, as in git. */
  private rulesOf(folder: Folder, entries: readonly Dirent[]): IgnoreRules | undefined {
    const isRepository = entries.some((entry) => entry.name === '.git');
    const outer = isRepository && !this.roots.includes(folder.path) ? gitRulesAbove(folder.path) : folder.rules;
    if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return outer;
    try {
      return IgnoreRules.parse(readFileSync(toOsPath(join(folder.path, '.gitignore')), 'utf8'), folder.path, outer);
    } catch (error) {
      this.skip(join(folder.path, '.gitignore'), why(error));
      return outer;
    }
  }

  private subfolder(path: string, folder: Folder): Folder[] {
    const { selections } = folder;
    if (selections.some((s) => s.excludes(path, true))) return this.skip(path, 'excluded');
    const reason = folder.onlyIncluded
      ? 'not included'
      : (leftOut(basename(path), (name) => existsSync(toOsPath(join(path, name)))) ??
        (folder.rules?.ignores(path, true) ? 'git ignores it' : undefined));
    if (!reason) return [{ ...folder, path }];
    const brought = { path, rules: undefined, selections };
    if (selections.some((s) => s.includes(path, true))) return [{ ...brought, onlyIncluded: false }];
    if (selections.some((s) => s.leadsTo(path))) return [{ ...brought, onlyIncluded: true }];
    return this.skip(path, reason);
  }

  private file(path: string, folder: Folder, options: DiscoveryOptions): void {
    const kind = fileKind(path);
    const { selections } = folder;
    if (!kind && isAsset(path) && !folder.onlyIncluded && !folder.rules?.ignores(path, false)) this.found.assets.push(path);
    const byName = leftOutByName(path);
    if (byName !== undefined) return void this.skip(path, byName);
    if (!kind) return;
    if (selections.some((s) => s.excludes(path, false))) return void this.skip(path, 'excluded');
    if (!selections.some((s) => s.includes(path, false))) {
      if (folder.onlyIncluded) return;
      if (!isEnvironment(path) && folder.rules?.ignores(path, false)) return void this.skip(path, 'git ignores it');
    }
    try {
      const stat = statSync(toOsPath(path));
      if (!stat.isFile()) return void this.skip(path, 'not a regular file');
      const { size, mtimeMs } = stat;
      const file = { path, kind, size, mtime: mtimeMs };
      this.found.files.push(file);
      options.onFile?.(file);
    } catch (error) {
      this.skip(path, why(error));
    }
  }

  /** What is linked from inside the workspace is read at its own place; what lies outside is read once. Undefined: not at all. */
  private isLinkedFolder(path: string): boolean | undefined {
    try {
      const real = fromOsPath(realpathSync(toOsPath(path)));
      const isFolder = statSync(toOsPath(real)).isDirectory();
      const readThere = this.linked.has(real) || this.realRoots.some((root) => isInside(real, root));
      if (readThere || (isFolder && this.realRoots.some((root) => isInside(root, real)))) {
        this.skip(path, readThere ? `a link to ${real}, which is read there` : `a link to ${real}, which holds this folder`);
        return undefined;
      }
      if (isFolder) this.linked.add(real);
      return isFolder;
    } catch (error) {
      this.skip(path, why(error));
      return undefined;
    }
  }

  private skip(path: string, reason: string): [] {
    this.found.skipped.push({ path, reason });
    return [];
  }
}
