/**
 * What of a root is read: git's rules and the usual leave-outs, then `include`, which brings back, then `exclude`, which wins.
 * Both are patterns as in a .gitignore, from the root:
 *
 *     include ["build/api"]        reads a folder that is otherwise left out, its own node_modules still left out
 *     exclude ["legacy/", "*.spec.ts"]
 */
import { relative } from '../base/uri';
import { IgnoreRules } from './gitignore';

export interface Patterns {
  include?: readonly string[];
  exclude?: readonly string[];
}

export class Selection {
  private readonly included: IgnoreRules | undefined;
  private readonly excluded: IgnoreRules | undefined;
  /** The part of each include pattern before its first wildcard, as folder names. */
  private readonly prefixes: string[][];

  constructor(
    private readonly root: string,
    { include = [], exclude = [] }: Patterns,
  ) {
    const rules = (patterns: readonly string[]) =>
      patterns.length === 0 ? undefined : IgnoreRules.parse(patterns.map(clean).join('\n'), root);
    this.included = rules(include);
    this.excluded = rules(exclude);
    this.prefixes = include.map((pattern) => {
      const parts = clean(pattern).split('/').filter(Boolean);
      const wild = parts.findIndex((part) => /[*?[\\]/.test(part));
      return parts.slice(0, wild < 0 ? parts.length : wild);
    });
  }

  excludes(path: string, isFolder: boolean): boolean {
    return this.excluded?.ignores(path, isFolder) ?? false;
  }

  includes(path: string, isFolder: boolean): boolean {
    return this.included?.ignores(path, isFolder) ?? false;
  }

  /** Whether something that `include` names may lie below a folder that is otherwise left out. */
  leadsTo(folder: string): boolean {
    if (!this.included) return false;
    const here = relative(this.root, folder).split('/');
    return this.prefixes.some((prefix) => prefix.length > 0 && here.every((part, i) => i >= prefix.length || part === prefix[i]));
  }
}

/** './a' and 'a' are one; backslashes are what a Windows shell completes. */
function clean(pattern: string): string {
  return pattern
    .trim()
    .replaceAll(/\\(?=[\w.-])/g, '/')
    .replace(/^\.\//, '/');
}
