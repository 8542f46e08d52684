/**
 * A rewrite: which paths of the page another server answers, and under which path that server knows them.
 *
 *     Vite        '/api': { target: 'http://localhost:8000', rewrite: (p) => p.replace(/^\/api/, '') }
 *     as a rule   test ^/api   to http://localhost:8000   steps [[^\/api → '']]
 */
import { literally } from '../../base/text';
import { compiled, type Regex, replaced } from '../regex';
import type { Site } from '../value';

export interface Rewrite {
  /** What it takes, as written: '/api', '^/api', '/api/:path*'. */
  from: string;
  test: Regex;
  /** The other server, as far as it is known: 'http://localhost:8000'. */
  to?: string;
  /** What happens to the path, in order; of each table the first that matches. */
  steps: Step[][];
  /** Only these verbs are passed on; absent: all. */
  verbs?: string[];
  /** Answered where it is asked: with files, or as is written there. What matches goes to no backend. */
  local?: 'files' | 'answer';
  /** Something there passes the path on or answers it, and nobody can say what becomes of it. */
  vague?: true;
  /** Takes the path only sometimes: those behind it have their say, too. */
  maybe?: true;
  file: string;
  site?: Site;
}
export interface Step extends Regex {
  to: string;
}

/**
 * The paths under which a backend gets to see a path of the page. Each file of rules has its say, by the first of its rules that
 * matches; a path that no rule takes stays as it is. Holes may stand in the path as any text without a slash.
 */
export function applyRewrites(path: string, rules: readonly Rewrite[]): string[] {
  const taken = rulesFor(path, rules).filter((rule) => !rule.local && !rule.vague);
  return taken.length ? [...new Set(taken.map((rule) => rewritten(path, rule)))] : [path];
}

/** Of each file the rule that takes the path, more than one only where its target is one of several. */
export function rulesFor(path: string, rules: readonly Rewrite[]): Rewrite[] {
  const said = new Map<string, string>();
  return rules.filter((rule) => {
    if ((said.get(rule.file) ?? rule.from) !== rule.from || !compiled(rule.test)?.test(path)) return false;
    if (!rule.vague && !rule.maybe) said.set(rule.file, rule.from);
    return true;
  });
}

export function rewritten(path: string, rule: Rewrite): string {
  let now = path;
  for (const table of rule.steps) {
    const step = table.find((s) => compiled(s)?.test(now));
    if (step) now = replaced(now, step, step.to) ?? now;
  }
  const clean = `/${now}`.replace(/\/{2,}/g, '/');
  return clean.length > 1 && clean.endsWith('/') && !path.endsWith('/') ? clean.slice(0, -1) : clean;
}

/** What a file does with the paths that begin so, or with any, is not known. */
export const vague = (file: string, from = '/'): Rewrite => ({ from, test: contextTest(from), steps: [], vague: true, file });

/** Whether a rule takes whatever path. */
export const isWide = (rule: Rewrite): boolean => compiled(rule.test)?.test('/-') === true;

export const regex = (source: string, flags = ''): Regex => ({ source, flags });
export const step = (source: string, to: string, flags = ''): Step => ({ source, flags, to });
/** For text that goes into a replacement: a dollar is a dollar there. */
export const plain = (text: string): string => text.replaceAll('$', '$$$$');

/** '/api' takes all that begins so; '^/api' is an expression; '/api/**' a prefix with a glob behind it. */
export function contextTest(context: string): Regex {
  if (context.startsWith('^')) return regex(context);
  const glob = context.indexOf('*');
  if (glob < 0) return regex(`^${literally(context)}`);
  const parts = context.split(/(\*\*\/?|\*)/);
  return regex(`^${parts.map((part) => (part === '*' ? '[^/]*' : part.startsWith('**') ? '.*' : literally(part))).join('')}$`);
}

/** The path of a target goes in front: 'http://x/v1' turns /tasks into /v1/tasks. */
export function prepended(path: string): Step[][] {
  const own = path.replace(/\/+$/, '');
  return own === '' ? [] : [[step('^/?', plain(`${own}/`))]];
}

/** '/api/:path*' to '/v1/:path*', '/api/*' to '/:splat', '/api/(.*)' to '/$1', '/api/**' to '/**'. */
export function patternRule(source: string, destination: string): { test: Regex; steps: Step[][] } {
  const { text, names } = patternSource(source);
  const to = plain(destination)
    .replace(/\$\$(\d)/g, '$$$1')
    .replace(/:(\w+)(?:\([^)]*\))?[*+?]?|\*\*|\*/g, (written, name: string | undefined) => {
      const at = names.indexOf(name ?? 'splat');
      return at < 0 ? written : `$${at + 1}`;
    });
  return { test: regex(text), steps: [[step(text, to)]] };
}

const TOKEN = /\/?:(\w+)(\((?:[^()]|\([^()]*\))*\))?([*+?]?)|\/?\*\*|\*|\((?:[^()]|\([^()]*\))*\)|[^:*(]+|[:(]/g;

function patternSource(source: string): { text: string; names: string[] } {
  const names: string[] = [];
  if (source.startsWith('^')) return { text: source, names };
  let text = '^';
  for (const [token, name, custom, repeat] of source.matchAll(TOKEN)) {
    if (name !== undefined) {
      names.push(name);
      text += parameter(token.startsWith('/') ? '/' : '', custom, repeat ?? '');
    } else if (token.endsWith('*')) {
      names.push('splat');
      text += token.startsWith('/') ? '(?:/(.*))?' : '(.*)';
    } else if (token.startsWith('(') && token.length > 1) {
      names.push(String(names.length));
      text += token;
    } else text += literally(token);
  }
  return { text: `${text}$`, names };
}

function parameter(slash: string, custom: string | undefined, repeat: string): string {
  if (custom !== undefined) return `${slash}${custom}`;
  if (repeat === '*') return slash ? '(?:/(.*))?' : '(.*)';
  if (repeat === '+') return `${slash}(.+)`;
  return repeat === '?' && slash ? '(?:/([^/]+))?' : `${slash}([^/]+)`;
}
