/**
 * Traefik: routers whose middlewares change the path, as labels of a compose file, as files of its own and as objects of Kubernetes. All of them are read from one
 * flat form, that of the labels: `http.routers.api.rule`, `http.middlewares.strip.stripprefix.prefixes`.
 */
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { literally } from '../../base/text';
import type { ProxyRule } from '../facts';
import { isRecord, none, reason, type SettingsKind } from './kind';

/** Keys in small letters: Traefik does not tell them apart. */
export type Labels = Map<string, string>;

export const traefik: SettingsKind = {
  is: (name) => /^(?:traefik|dynamic)[\w.-]*\.(?:ya?ml|toml)$/.test(name),
  read(text, path) {
    if (!/\brouters\b/.test(text)) return none('no routers');
    try {
      const labels: Labels = new Map();
      flatten(path.endsWith('.toml') ? parseToml(text) : parseYaml(text, { logLevel: 'error' }), '', labels);
      const rules = traefikRules(labels);
      return rules.length > 0 ? { facts: { kind: 'settings', of: 'proxy', rules } } : none('changes no paths');
    } catch (error) {
      return none(`broken: ${reason(error)}`);
    }
  },
};

/** {http: {routers: {api: {rule: …}}}} as 'http.routers.api.rule'; the items of a list stand side by side. */
export function flatten(value: unknown, key: string, into: Labels): void {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) into.set(key, value.join(','));
  else if (Array.isArray(value)) value.forEach((item, i) => flatten(item, `${key}[${i}]`, into));
  else if (isRecord(value))
    for (const [name, inner] of Object.entries(value))
      flatten(inner, key === '' ? name.toLowerCase() : `${key}.${name.toLowerCase()}`, into);
  else if (typeof value === 'string' || typeof value === 'number') into.set(key, String(value));
}

/** One rule for each prefix of a router whose path changes on the way. `service`: to whom they go where nothing else is said. */
export function traefikRules(labels: Labels, service?: string): ProxyRule[] {
  return [...labels].flatMap(([key, written]) => {
    const name = /^http\.routers\.([^.]+)\.rule$/.exec(key)?.[1];
    if (name === undefined) return [];
    const steps = middlewares(labels, labels.get(`http.routers.${name}.middlewares`) ?? '', 0);
    if (steps.length === 0) return [];
    const rewrite = steps.flatMap((one) => one.rewrite ?? []);
    const path = steps.map((one) => one.add ?? '').join('');
    const to = serverOf(labels, labels.get(`http.routers.${name}.service`) ?? service, service) + path;
    return prefixesOf(written).map((from) => ({ from, ...(to && { to }), ...(rewrite.length > 0 && { rewrite }) }));
  });
}

/** PathPrefix(`/api`) || PathPrefix(`/auth`, `/login`) */
export const prefixesOf = (rule: string): string[] =>
  [...rule.matchAll(/\bPath(?:Prefix)?\(([^)]*)\)/g)].flatMap(([, args = '']) =>
    [...args.matchAll(/[`"'](\/[^`"']*)[`"']/g)].map(([, path = '']) => path.replace(/\/$/, '')),
  );

interface Change {
  rewrite?: { pattern: string; to: string }[];
  /** Put in front of what is left. */
  add?: string;
}

function middlewares(labels: Labels, names: string, depth: number): Change[] {
  if (depth > 5) return [];
  return names.split(',').flatMap((written): Change[] => {
    const at = `http.middlewares.${written.trim().replace(/@.*$/, '').toLowerCase()}.`;
    const get = (key: string) => labels.get(at + key);
    const cut = [...labels].flatMap(([key, value]) =>
      key.startsWith(`${at}stripprefix.prefixes`) ? value.split(',').map((one) => one.trim()) : [],
    );
    const regex = get('stripprefixregex.regex');
    const [pattern, to] = [get('replacepathregex.regex'), get('replacepathregex.replacement')];
    const add = get('addprefix.prefix');
    const chain = get('chain.middlewares');
    return [
      ...(cut.length
        ? [{ rewrite: cut.map((one) => ({ pattern: `^${literally(one.replace(/\/$/, ''))}(?=/|$)`, to: '' })) }]
        : []),
      ...(regex === undefined ? [] : [{ rewrite: [{ pattern: regex, to: '' }] }]),
      ...(pattern !== undefined && to !== undefined ? [{ rewrite: [{ pattern, to: to.replace(/\$\{(\d)\}/g, '$$$1') }] }] : []),
      ...(add === undefined ? [] : [{ add }]),
      ...(chain === undefined ? [] : middlewares(labels, chain, depth + 1)),
    ];
  });
}

function serverOf(labels: Labels, name: string | undefined, service: string | undefined): string {
  const at = `http.services.${name?.toLowerCase()}.loadbalancer.`;
  const url = labels.get(`${at}servers[0].url`)?.replace(/\/+$/, '');
  if (url !== undefined || service === undefined) return url ?? '';
  const port = labels.get(`${at}server.port`) ?? [...labels].find(([key]) => key.endsWith('.loadbalancer.server.port'))?.[1];
  return `http://${service}${port === undefined ? '' : `:${port}`}`;
}
