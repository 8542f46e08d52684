/**
 * nginx: which paths it passes on, to whom and how rewritten, and which it serves itself. Nested locations stand in the list as
 * their own; root and try_files of the block around hold where a location has none (a rewrite does not).
 */
import type { NginxLocation } from '../facts';
import { none, type Read, type SettingsKind } from './kind';
import { readStartConf } from './start';

export const nginx: SettingsKind = {
  is: (name, path) =>
    /\.conf(?:\.(?:template|tpl|tmpl|j2|erb|in|example))?$/.test(name) ||
    /^nginx[\w-]*$/.test(name) ||
    /\/sites-(?:available|enabled)\/[^/]+$/.test(path),
  read(text) {
    if (/^\[(?:program:|uwsgi)/m.test(text)) return readStartConf(text);
    if (!/\b(?:location|upstream)\b[^\n\r;]*\{/.test(text)) return none('not an nginx server');
    const found: Found = { locations: [], spans: [], upstreams: {} };
    walk(parse(text), {}, found);
    return result(found);
  },
};

interface Directive {
  words: string[];
  block?: Directive[];
  from: number;
  to: number;
}
interface Found {
  locations: NginxLocation[];
  spans: number[];
  upstreams: Record<string, string[]>;
}
type Own = Pick<NginxLocation, 'rewrite' | 'serves'>;

function result({ locations, spans, upstreams }: Found): Read {
  const some = Object.keys(upstreams).length > 0;
  return { facts: { kind: 'settings', of: 'nginx', locations, ...(some && { upstreams }) }, spans };
}

function walk(directives: Directive[], outer: Own, found: Found): void {
  const { serves } = ownOf(directives);
  const inner = serves === undefined ? outer : { serves };
  for (const { words, block, from, to } of directives) {
    if (!block) continue;
    const [name = '', first = ''] = words;
    if (name === 'upstream')
      found.upstreams[first] = block.filter(({ words }) => words[0] === 'server').flatMap(({ words }) => words[1] ?? []);
    else if (name === 'location') {
      found.locations.push(locationOf(words, block, inner));
      found.spans.push(from, to);
      walk(block, inner, found);
    } else walk(block, name === 'server' ? {} : inner, found);
  }
}

function ownOf(directives: Directive[]): Own {
  const of = (name: string): string[] | undefined =>
    directives.find(({ words, block }) => words[0] === name && !block)?.words.slice(1);
  const [pattern, to] = of('rewrite') ?? [];
  const files = ['try_files', 'alias', 'root'].find((name) => of(name));
  return {
    ...(pattern !== undefined && to !== undefined && { rewrite: { pattern, to } }),
    ...(files && { serves: [files, ...(of(files) ?? [])].join(' ') }),
  };
}

const MODIFIER = /^(?:=|~\*?|\^~)$/;

/** location [= | ~ | ~* | ^~] path { … }; the modifier may stick to the path. */
function locationOf(words: string[], block: Directive[], outer: Own): NginxLocation {
  const stuck = /^(=|~\*?|\^~)(?=[^~*])(.+)$/.exec(words[1] ?? '');
  const apart = MODIFIER.test(words[1] ?? '');
  const modifier = apart ? words[1] : stuck?.[1];
  const path = (apart ? words[2] : stuck?.[2]) ?? words[1] ?? '';
  const first = (name: string): string[] | undefined =>
    deep(block)
      .find((directive) => directive.words[0] === name)
      ?.words.slice(1);
  const proxyPass = (first('proxy_pass') ?? first('uwsgi_pass') ?? first('grpc_pass') ?? first('fastcgi_pass'))?.[0];
  const own = ownOf(deep(block));
  const returns = first('return')?.join(' ');
  const serves = own.serves ?? (proxyPass === undefined && returns === undefined ? outer.serves : undefined);
  return {
    path,
    ...(modifier !== undefined && { modifier }),
    ...(proxyPass !== undefined && { proxyPass }),
    ...(own.rewrite && { rewrite: own.rewrite }),
    ...(serves !== undefined && { serves }),
    ...(returns !== undefined && { returns }),
  };
}

/** What holds in the location itself: `if` and `limit_except` blocks opened, nested locations left out. `return` in an `if` is no answer of its own. */
function deep(block: Directive[]): Directive[] {
  return block.flatMap((directive) => {
    const [name = ''] = directive.words;
    if (!directive.block) return [directive];
    return /^(?:if|limit_except)$/.test(name) ? deep(directive.block).filter(({ words }) => words[0] === 'proxy_pass') : [];
  });
}

/** One pass with a stack of open blocks. A closing brace too many is skipped; what is left open ends with the file. */
function parse(text: string): Directive[] {
  const root: Directive[] = [];
  const stack: { block: Directive[]; owner?: Directive }[] = [{ block: root }];
  const token =
    /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|#[^\n\r]*|[;{}]|(?:\$\{\w+\}|\\[\s\S]|[^\s;{}"'\\]|(?<=\S)["'])+/g;
  let words: string[] = [];
  let from = 0;
  for (const found of text.matchAll(token)) {
    const written = found[0];
    const to = found.index + written.length;
    if (written.startsWith('#') && words.at(-1) === undefined) continue;
    if (written.startsWith('#') && /\s/.test(text[found.index - 1] ?? '\n')) continue;
    const top = stack.at(-1);
    if (!top) break;
    if (written === ';' || written === '{') {
      const block: Directive[] = [];
      const directive: Directive = { words, from, to, ...(written === '{' && { block }) };
      if (words.length > 0) top.block.push(directive);
      if (written === '{') stack.push({ block, owner: directive });
      words = [];
    } else if (written === '}') {
      if (stack.length > 1) stack.pop();
      if (top.owner) top.owner.to = to;
      words = [];
    } else {
      if (words.length === 0) from = found.index;
      words.push(found[1] ?? found[2] ?? written);
    }
  }
  return root;
}
