/**
 * The one place for paths. Inside the engine a path is an absolute, normalised string with slashes, whatever the system:
 *
 *     /home/ann/app/main.py     c:/app/main.py (the drive in lower case)     //server/share/main.py
 *
 * No trailing slash but on a root. `file:` URIs and the system's own paths exist only at the borders and are turned here.
 */

const windows = process.platform === 'win32';

/** `a/./b/../c` is `a/c`; backslashes stay what they are. Relative paths stay relative, `..` above a root is dropped. */
export function normalise(path: string): string {
  const root = rootOf(path);
  const kept: string[] = [];
  for (const part of path.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (root === '') kept.push('..');
  }
  return root.replace(/^[A-Z]:/, (drive) => drive.toLowerCase()) + kept.join('/');
}

/** '/', 'c:/', '//server/share/', or '' of a relative path. */
function rootOf(path: string): string {
  if (path.startsWith('/') && path[1] !== '/') return '/';
  const unc = /^\/\/[^/]+\/[^/]+(\/|$)/.exec(path);
  if (unc) return unc[0].endsWith('/') ? unc[0] : `${unc[0]}/`;
  return /^([A-Za-z]:)?\//.exec(path)?.[0] ?? '';
}

export function isAbsolute(path: string): boolean {
  return rootOf(path) !== '';
}

/** Later parts that are absolute win, as in a shell's `cd`. */
export function join(first: string, ...parts: string[]): string {
  let path = first;
  for (const part of parts) path = isAbsolute(part) ? part : `${path}/${part}`;
  return normalise(path.startsWith('//') && !first.startsWith('//') ? path.slice(1) : path);
}

/** The folder that holds it; a root's is the root, a bare name's is ''. */
export function dirname(path: string): string {
  const root = rootOf(path);
  const end = path.lastIndexOf('/');
  return end < root.length ? root : path.slice(0, end);
}

/** As `dirname`, but a step above every root is '': what a walk upwards ends at. */
export function above(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** 'a.test' of 'api/a.test.ts'. */
export function stem(path: string): string {
  const name = basename(path);
  return name.slice(0, name.length - extname(name).length);
}

/** '.ts' of 'a.test.ts'; '' of 'Dockerfile' and of '.env'. */
export function extname(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot);
}

/** Path of `to` as seen from the folder `from`: '' where they are the same, `to` itself where they share no root. */
export function relative(from: string, to: string): string {
  const root = rootOf(from);
  if (root !== rootOf(to)) return to;
  const a = from.slice(root.length).split('/').filter(Boolean);
  const b = to.slice(root.length).split('/').filter(Boolean);
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/');
}

/** A folder is inside itself. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Of several folders the innermost that holds the path, by its place in the list; -1 where none does. */
export function innermost(path: string, folders: readonly string[]): number {
  let best = -1;
  for (const [i, folder] of folders.entries())
    if (isInside(path, folder) && folder.length > (folders[best]?.length ?? -1)) best = i;
  return best;
}

/** Two paths name one file when their keys are equal: where the system ignores case, so does the key. */
export function pathKey(path: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' || platform === 'darwin' ? path.toLowerCase() : path;
}

/** From the system's own absolute path. On POSIX systems a backslash is a letter like any other. */
export function fromOsPath(osPath: string, onWindows = windows): string {
  return normalise(
    onWindows
      ? osPath.replaceAll('\\', '/').replace(/^\/\/\?\/(?:UNC\/)?/, (m) => (m.length > 4 ? '//' : ''))
      : foldSlashes(osPath),
  );
}

/** POSIX knows no UNC names: '//a/b/c' is '/a/b/c' there. */
function foldSlashes(osPath: string): string {
  return osPath.replace(/^\/+/, '/');
}

export function toOsPath(path: string, onWindows = windows): string {
  return onWindows ? path.replaceAll('/', '\\') : path;
}

/** Of a `file:` URI; undefined of any other (untitled:, git:, vscode-notebook-cell:) and of one that is no URI. */
export function fromUri(uri: string): string | undefined {
  const parts = /^file:(?:\/\/([^/?#]*))?([^?#]*)/i.exec(uri);
  if (!parts) return undefined;
  const path = decode(parts[2] ?? '');
  const host = decode(parts[1] ?? '');
  if (host && host !== 'localhost') return normalise(`//${host}${path}`);
  return normalise(/^\/[A-Za-z]:(\/|$)/.test(path) ? path.slice(1).replace(/:$/, ':/') : path);
}

/** Encoded as VS Code does it, so that the strings compare equal: file:///c%3A/a%20b.py, file://server/share/a.py */
export function toUri(path: string): string {
  const encoded = path.split('/').map(encode).join('/');
  if (path.startsWith('//')) return `file:${encoded}`;
  return path.startsWith('/') ? `file://${encoded}` : `file:///${encoded}`;
}

function encode(part: string): string {
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A stray % that encodes nothing stands for itself. */
function decode(part: string): string {
  return part.replace(/(%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      // Bytes that are no UTF-8 cannot be turned into a name; they stay as written.
      return run;
    }
  });
}
