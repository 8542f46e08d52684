/** Rewrites that stand in settings files: nginx, Caddy, Angular's proxy.conf.json, vercel.json, netlify.toml. */
import { literally } from '../../base/text';
import { basename } from '../../base/uri';
import type { NginxLocation, ProxyRule } from '../../facts/facts';
import type { Context } from '../context';
import { contextTest, patternRule, plain, prepended, type Rewrite, regex, type Step, step } from './rule';

export function settingsRules(ctx: Context, file: string): Rewrite[] {
  const facts = ctx.world.settings(file);
  if (facts?.of === 'nginx') return nginx(facts.locations, facts.upstreams ?? {}, file);
  return facts?.of === 'proxy' ? facts.rules.map((rule, i) => proxy(rule, file, i)) : [];
}

/** Angular's and Caddy's take a prefix and keep the path; hosting services write patterns. */
function proxy(rule: ProxyRule, file: string, index: number): Rewrite {
  const [, origin, path = ''] = /^(\w+:\/\/[^/]+)?(.*)$/.exec(rule.to ?? '') ?? [];
  const more = { from: rule.from, ...(origin === undefined ? {} : { to: origin }), file, site: { file, chunk: '', x: index } };
  if (!/^proxy|^Caddyfile|\.caddy/.test(basename(file))) return { ...more, ...hosted(rule.from, origin, path) };
  const table = (rule.rewrite ?? []).map(({ pattern, to }) => step(pattern, to));
  const from = /Caddy|caddy/.test(basename(file)) ? rule.from.replace(/\*$/, '') : rule.from;
  return { ...more, test: contextTest(from), steps: [...(table.length ? [table] : []), ...prepended(path)] };
}

/** A page of the same host is served there; a service gets the path as it is; another path is what the pattern says. */
function hosted(from: string, origin: string | undefined, path: string): Pick<Rewrite, 'test' | 'steps' | 'local'> {
  const pattern = patternRule(from, path);
  if (origin === undefined && /\.html?$/.test(path)) return { ...pattern, steps: [], local: 'files' };
  const named = /[:$*]/.test(path);
  return path === '' || !path.startsWith('/') || (origin === undefined && !named) ? { ...pattern, steps: [] } : pattern;
}

/** In the order in which nginx asks them: exact ones, preferred prefixes, expressions as written, then the longest prefix. */
function nginx(locations: NginxLocation[], upstreams: Record<string, string[]>, file: string): Rewrite[] {
  const rank = ({ modifier }: NginxLocation) =>
    modifier === '=' ? 0 : modifier === '^~' ? 1 : modifier?.startsWith('~') ? 2 : 3;
  const numbered = locations.map((location, index) => ({ location, index }));
  numbered.sort(
    (a, b) =>
      rank(a.location) - rank(b.location) ||
      (rank(a.location) === 2 ? a.index - b.index : b.location.path.length - a.location.path.length || a.index - b.index),
  );
  return numbered.map(({ location, index }) => ({
    ...nginxRule(location, upstreams),
    file,
    site: { file, chunk: '', x: index },
  }));
}

function nginxRule(location: NginxLocation, upstreams: Record<string, string[]>): Omit<Rewrite, 'file'> {
  const { path, modifier, proxyPass, rewrite, serves, returns } = location;
  const isRegex = modifier?.startsWith('~') === true;
  const test = isRegex
    ? regex(path, modifier === '~*' ? 'i' : '')
    : regex(modifier === '=' ? `^${literally(path)}$` : `^${literally(path)}`);
  if (proxyPass === undefined)
    return { from: path, test, steps: [], local: returns !== undefined && serves === undefined ? 'answer' : 'files' };
  const [, origin = '', uri = ''] =
    /^(\w+:\/\/(?:unix:[^:]*:?|[^/$]+|\$\w+(?=[/$]|$)(?!\$)|\$(?:\w+|\{\w+\})(?::\d+)?(?=\/|$))|[^/$]+|\$\w+)?(.*)$/.exec(
      proxyPass,
    ) ?? [];
  const steps: Step[][] = rewrite ? [[step(rewrite.pattern, rewrite.to)]] : passed(uri, isRegex, path, test.flags);
  const host = origin.replace(/^\w+:\/\//, '');
  const server = Object.hasOwn(upstreams, host) ? upstreams[host]?.[0] : undefined;
  const to = server === undefined ? origin : origin.replace(host, () => server);
  // What a template leaves open is a server all the same: 'http://{BACKEND}:8000'.
  return { from: path, test, ...(to ? { to: to.replace(/\$\{?(\w+)\}?/g, '{$1}') } : {}), steps };
}

/** A path in proxy_pass takes the place of what the location matched; one with captures, of everything. */
function passed(uri: string, isRegex: boolean, path: string, flags: string): Step[][] {
  const own = uri.replace(/\$(?:is_args|args|query_string)\b.*$/, '').replace(/\?$/, '');
  if (own === '' || /^\/?\$(?:request_uri|uri|document_uri)/.test(own)) return [];
  if (!isRegex) return own.includes('$') ? [] : [[step(`^${literally(path)}`, plain(own))]];
  return /\$\d/.test(own) ? [[step(`^.*?${path.replace(/^\^/, '')}.*$`, own, flags)]] : [];
}
