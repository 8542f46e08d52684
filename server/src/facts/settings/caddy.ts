/** Caddyfiles: reverse_proxy, with the path that handle, handle_path, route or a named matcher gives it. */
import type { ProxyRule } from '../facts';
import { none, type SettingsKind } from './kind';

interface Scope {
  path?: string;
  /** handle_path takes the path off before it passes the request on. */
  strips?: true;
  /** rewrite * /api{uri} puts it in front. */
  prefix?: string;
  matchers: Map<string, string[]>;
}

export const caddy: SettingsKind = {
  is: (name) => /^Caddyfile(?:\.[\w-]+)*$/.test(name) || /\.caddy(?:file)?$/i.test(name),
  read(text) {
    const rules: ProxyRule[] = [];
    const spans: number[] = [];
    const stack: Scope[] = [{ matchers: new Map() }];
    for (const line of text.matchAll(/[^\n\r]+/g)) {
      const words = line[0]
        .replace(/(?:^|\s)#.*/, '')
        .trim()
        .split(/\s+/)
        .filter(Boolean);
      const scope = stack.at(-1) ?? { matchers: new Map() };
      const found = step(words, scope);
      rules.push(...found);
      for (const _ of found) spans.push(line.index, line.index + line[0].length);
      if (words.at(-1) === '{') stack.push(inner(words.slice(0, -1), scope));
      else if (words[0] === '}' && stack.length > 1) stack.pop();
    }
    return rules.length > 0 ? { facts: { kind: 'settings', of: 'proxy', rules }, spans } : none('passes nothing on');
  },
};

function inner(words: string[], scope: Scope): Scope {
  const [name = '', path = ''] = words;
  const next: Scope = { ...scope, matchers: new Map(scope.matchers) };
  if (!/^(?:handle|handle_path|route)$/.test(name)) return next;
  const from = pathOf(path, scope);
  return { ...next, ...(from !== undefined && { path: from }), ...(name === 'handle_path' && { strips: true as const }) };
}

function step(words: string[], scope: Scope): ProxyRule[] {
  const [name = '', ...args] = words;
  if (name.startsWith('@') && args[0] === 'path') scope.matchers.set(name, args.slice(1));
  if (name === 'uri' && args[0] === 'strip_prefix') scope.strips = true;
  if (name === 'rewrite') scope.prefix = /^([^{]*)\{(?:http\.request\.)?(?:uri|path)\}$/.exec(args.at(-1) ?? '')?.[1] ?? '';
  if (name !== 'reverse_proxy') return [];
  const matched = /^[/@*]/.test(args[0] ?? '') && args.length > 1 ? args.shift() : undefined;
  const to = args.find((arg) => arg !== '{');
  if (to === undefined) return [];
  const paths = matched?.startsWith('@')
    ? (scope.matchers.get(matched) ?? [])
    : [pathOf(matched ?? '', scope) ?? scope.path ?? '/*'];
  return paths.map((from) => ({
    from,
    to: /^[a-z][a-z+]*:\/\//.test(to) ? to : `http://${to}`,
    ...((scope.strips || scope.prefix) && {
      rewrite: [{ pattern: scope.strips ? `^${from.replace(/\/?\*$/, '')}` : '^', to: scope.prefix ?? '' }],
    }),
  }));
}

function pathOf(word: string, scope: Scope): string | undefined {
  if (word.startsWith('@')) return scope.matchers.get(word)?.[0];
  return word.startsWith('/') || word === '*' ? word.replace(/^\*$/, '/*') : undefined;
}
