/** Where the page is shown: in the editor, which opens files and keeps the triage, or as a file in a browser, whose links open an editor. */
import type { PageMessage } from '../../protocol/report';

interface EditorApi {
  postMessage(message: PageMessage): void;
}

declare const acquireVsCodeApi: (() => EditorApi) | undefined;

const editor = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : undefined;

/** Undefined in a browser. */
export const tell: ((message: PageMessage) => void) | undefined = editor && ((message) => editor.postMessage(message));

const KEY = 'crosswire.links';

export interface Links {
  /** 'vscode', 'vscodium', 'cursor'; 'none' leaves places as text. */
  scheme: string;
  folder: string;
}

/** What the reader has chosen; a report that was sent to somebody names another machine's folder. */
export function linksOf(root: string): Links {
  const usual = { scheme: 'vscode', folder: root };
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(`${KEY} ${root}`) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('scheme' in kept) || !('folder' in kept)) return usual;
    return { scheme: String(kept.scheme), folder: String(kept.folder) };
  } catch {
    // A browser may forbid files to keep anything; then the choice lasts as long as the page.
    return usual;
  }
}

export function keepLinks(root: string, links: Links): void {
  try {
    localStorage.setItem(`${KEY} ${root}`, JSON.stringify(links));
  } catch {
    // As above.
  }
}

/** Only editors' own schemes: a report cannot be made to lead anywhere else. */
export function linkTo(links: Links, file: string, line: number): string | undefined {
  if (!/^(?:vscode|vscode-insiders|vscodium|cursor|windsurf)$/.test(links.scheme)) return undefined;
  const folder = links.folder.replaceAll('\\', '/').replace(/\/$/, '');
  const path = `${folder.startsWith('/') ? '' : '/'}${folder}/${file}`
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll('%3A', ':');
  return `${links.scheme}://file${path}:${line}`;
}
