/**
 * The ignore rules that hold for a folder because of what lies above it or in the repository: `.git/info/exclude` and the
 * .gitignore of every folder between the repository's top and the folder.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, toOsPath } from '../base/uri';
import { IgnoreRules } from './gitignore';

/** The top of the repository that holds the folder. */
export function repositoryOf(folder: string): string | undefined {
  for (let top = folder; ; top = dirname(top)) {
    if (existsSync(toOsPath(join(top, '.git')))) return top;
    if (dirname(top) === top) return undefined;
  }
}

/** None where the folder is in no repository, or where those rules would leave out the folder itself, which was asked for. */
export function gitRulesAbove(folder: string): IgnoreRules | undefined {
  const above: string[] = [];
  let top = folder;
  while (!existsSync(toOsPath(join(top, '.git')))) {
    const parent = dirname(top);
    if (parent === top) return undefined;
    top = parent;
    above.unshift(top);
  }
  const exclude = readIfThere(join(gitFolder(join(top, '.git')), 'info/exclude'));
  let rules = exclude === undefined ? undefined : IgnoreRules.parse(exclude, top);
  for (const [i, path] of above.entries()) {
    const text = readIfThere(join(path, '.gitignore'));
    if (text !== undefined) rules = IgnoreRules.parse(text, path, rules);
    if (rules?.ignores(above[i + 1] ?? folder, true)) return undefined;
  }
  return rules;
}

/** In a worktree or submodule `.git` is a file that says where the folder is, and that may name the one it shares. */
function gitFolder(path: string): string {
  if (statSync(toOsPath(path)).isDirectory()) return path;
  const named = /^gitdir: (.+)/.exec(readIfThere(path) ?? '')?.[1]?.trim();
  if (!named) return path;
  const folder = join(dirname(path), named.replaceAll('\\', '/'));
  const shared = readIfThere(join(folder, 'commondir'))?.trim();
  return shared ? join(folder, shared) : folder;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(toOsPath(path), 'utf8');
  } catch {
    // Absent or unreadable: git goes on without it as well.
    return undefined;
  }
}
