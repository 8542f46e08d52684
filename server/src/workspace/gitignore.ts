/**
 * The patterns of .gitignore files, as git reads them: the deepest file decides, in a file the last line that fits.
 *
 * Whoever walks asks for every folder on the way down and does not enter an ignored one; so a path is tested for itself alone,
 * never for its parents, and `!logs/` in a nested file brings a folder back with what is in it.
 */

interface Pattern {
  fits: RegExp;
  negated: boolean;
  foldersOnly: boolean;
}

export class IgnoreRules {
  /** `folder` is where the patterns were written; `outer` those of the folders above. */
  private constructor(
    private readonly folder: string,
    private readonly patterns: readonly Pattern[],
    private readonly outer: IgnoreRules | undefined,
  ) {}

  static parse(text: string, folder: string, outer?: IgnoreRules): IgnoreRules {
    const patterns = text.split(/\r?\n/).flatMap((line) => compile(line) ?? []);
    return new IgnoreRules(folder === '/' ? '' : folder.replace(/\/$/, ''), patterns, outer);
  }

  /** Whether the last pattern that fits says so; undefined where none fits. */
  verdict(path: string, isFolder: boolean): boolean | undefined {
    const inside = path.slice(this.folder.length + 1);
    for (let i = this.patterns.length - 1; i >= 0; i--) {
      const pattern = this.patterns[i]!;
      if ((isFolder || !pattern.foldersOnly) && pattern.fits.test(inside)) return !pattern.negated;
    }
    return this.outer?.verdict(path, isFolder);
  }

  ignores(path: string, isFolder: boolean): boolean {
    return this.verdict(path, isFolder) ?? false;
  }
}

const flags = process.platform === 'win32' || process.platform === 'darwin' ? 'i' : '';

/** One line: undefined for a comment, a blank line and what git takes for no pattern. */
function compile(line: string): Pattern | undefined {
  let glob = line.replace(/^\uFEFF/, '').replace(/^((?:\\.|[^\\])*?) +$/s, '$1');
  if (glob === '' || glob.startsWith('#')) return undefined;
  const negated = glob.startsWith('!');
  if (negated) glob = glob.slice(1);
  const foldersOnly = glob.endsWith('/');
  if (foldersOnly) glob = glob.slice(0, -1);
  const anchored = glob.includes('/');
  const source = globSource(glob.replace(/^\//, ''));
  if (source === undefined || glob === '') return undefined;
  return { fits: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}$`, `s${flags}`), negated, foldersOnly };
}

/** A glob as the source of a regular expression; undefined where it can fit nothing, as with an open bracket. */
function globSource(glob: string): string | undefined {
  let source = '';
  for (let i = 0; i < glob.length; ) {
    const rest = glob.slice(i);
    const token = /^(?:\*\*\/|\/\*\*$|\*+|\?|\\.|\[)/s.exec(rest)?.[0];
    if (token === '[') {
      const set = bracket(rest);
      if (!set) return undefined;
      source += set.source;
      i += set.length;
    } else if (token) {
      source += wildcard(token, glob, i);
      i += token.length;
    } else {
      source += escaped(glob[i]!);
      i++;
    }
  }
  return source;
}

/** Two stars mean folders only where they stand alone between slashes. */
function wildcard(token: string, glob: string, at: number): string {
  if (token === '**/') return at === 0 || glob[at - 1] === '/' ? '(?:.*/)?' : '[^/]*/';
  if (token === '/**') return '/.*';
  if (token === '**' && at === 0 && glob === '**') return '.*';
  if (token.startsWith('*')) return '[^/]*';
  return token === '?' ? '[^/]' : escaped(token[1]!);
}

function escaped(letter: string): string {
  return letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
}

/** [a-z], [!a], []a], [[:digit:]] at the start of the text. */
function bracket(text: string): { source: string; length: number } | undefined {
  const found = /^\[([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]/s.exec(text);
  if (!found) return undefined;
  const classes: Record<string, string> = {
    digit: '0-9',
    alpha: 'a-zA-Z',
    alnum: 'a-zA-Z0-9',
    upper: 'A-Z',
    lower: 'a-z',
    space: '\\s',
  };
  const inner = found[2]!.replace(/\[:(\w+):\]|\\(.)|([[\]^])/gs, (_, name?: string, letter?: string, special?: string) =>
    name ? (classes[name] ?? '') : `\\${letter ?? special}`.replace(/^\\(\w)$/, '$1'),
  );
  const source = `(?!/)[${found[1] ? '^' : ''}${inner}]`;
  try {
    new RegExp(source);
  } catch {
    // A range that runs backwards, [z-a], fits nothing in git either.
    return undefined;
  }
  return { source, length: found[0].length };
}
