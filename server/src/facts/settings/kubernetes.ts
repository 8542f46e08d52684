/** Kubernetes: paths that an ingress, a route of a gateway or one of Traefik changes before a service gets to see them. */
import { parseAllDocuments } from 'yaml';
import { literally } from '../../base/text';
import type { ProxyRule } from '../facts';
import { list, none, record, type SettingsKind } from './kind';
import { flatten, type Labels, traefikRules } from './traefik';

const KINDS = /^kind: *["']?(?:Ingress|IngressRoute|HTTPRoute)\b/m;

export const kubernetes: SettingsKind = {
  is: (name, path) =>
    /\.ya?ml$/.test(name) &&
    (/ingress|route|gateway/i.test(name) ||
      /\/(?:k8s|kube|kubernetes|manifests|kustomize|overlays|deploy(?:ment)?s?)\//.test(path)),
  read(text) {
    if (!KINDS.test(text)) return none('no ingress');
    const documents = parseAllDocuments(text, { logLevel: 'silent', prettyErrors: false });
    const all = [...documents].flatMap((one) => (one.errors.length === 0 ? [record(one.toJS({ maxAliasCount: 100 }))] : []));
    const rules = [...all.flatMap(ingress), ...all.flatMap(route), ...traefikRules(labelsOf(all))];
    return rules.length > 0 ? { facts: { kind: 'settings', of: 'proxy', rules } } : none('changes no paths');
  },
};

/** nginx's `rewrite-target: /$2` with `path: /api(/|$)(.*)`; without captures every path becomes the target. */
function ingress({ kind, metadata, spec }: Record<string, unknown>): ProxyRule[] {
  const target = record(record(metadata).annotations)['nginx.ingress.kubernetes.io/rewrite-target'];
  if (kind !== 'Ingress' || typeof target !== 'string') return [];
  const paths = list(record(spec).rules).flatMap((rule) => list(record(record(rule).http).paths).map(record));
  return paths.flatMap(({ path, backend }) => {
    if (typeof path !== 'string') return [];
    const service = record(record(backend).service);
    const pattern = `^${path}`;
    const whole = /\$\d/.test(target) ? pattern : `${pattern}.*$`;
    return [{ from: pattern, ...server(service.name, record(service.port).number), rewrite: [{ pattern: whole, to: target }] }];
  });
}

/** HTTPRoute: a filter that replaces the prefix that was matched. */
function route({ kind, spec }: Record<string, unknown>): ProxyRule[] {
  if (kind !== 'HTTPRoute') return [];
  return list(record(spec).rules)
    .map(record)
    .flatMap(({ matches, filters, backendRefs }) => {
      const targets = list(filters).map((one) => record(record(record(one).urlRewrite).path).replacePrefixMatch);
      const to = targets.find((one) => one !== undefined);
      const { name, port } = record(list(backendRefs)[0]);
      const paths = list(matches).map((one) => record(record(one).path).value);
      return paths.flatMap((from): ProxyRule[] => {
        if (typeof from !== 'string' || typeof to !== 'string') return [];
        const pattern = `^${literally(from.replace(/\/$/, ''))}(?=/|$)`;
        return [{ from, ...server(name, port), rewrite: [{ pattern, to: to.replace(/\/$/, '') }] }];
      });
    });
}

const server = (name: unknown, port: unknown): { to?: string } =>
  typeof name === 'string' ? { to: `http://${name}${typeof port === 'number' ? `:${port}` : ''}` } : {};

/** IngressRoute and Middleware objects as labels. */
function labelsOf(all: readonly Record<string, unknown>[]): Labels {
  const labels: Labels = new Map();
  all.forEach(({ kind, metadata, spec }, i) => {
    if (kind === 'Middleware') flatten(spec, `http.middlewares.${String(record(metadata).name).toLowerCase()}`, labels);
    if (kind !== 'IngressRoute') return;
    list(record(spec).routes)
      .map(record)
      .forEach(({ match, middlewares, services }, j) => {
        const { name, port } = record(list(services)[0]);
        const at = `${i}-${j}`;
        const used = list(middlewares).map((one) => String(record(one).name));
        flatten({ rule: match, middlewares: used, service: at }, `http.routers.${at}`, labels);
        flatten({ servers: [{ url: server(name, port).to }] }, `http.services.${at}.loadbalancer`, labels);
      });
  });
  return labels;
}
