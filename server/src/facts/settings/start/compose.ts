/** The services of a compose file: under which name others reach them, what they are built from, which ports they publish. */

import type { ComposeService, StartedApp } from '../../facts';
import type { JsonNode } from '../json-tree';
import { entries } from '../json-tree';
import { parseYamlTree } from '../yaml-tree';

export function servicesOf(text: string, apps: readonly StartedApp[]): ComposeService[] {
  const { root } = parseYamlTree(text);
  const services = entries(root).find(({ key }) => key === 'services')?.value;
  return entries(services).flatMap(({ key: name, value }): ComposeService[] => {
    const get = (key: string) => entries(value).find((e) => e.key === key)?.value;
    const build = get('build');
    const context = textOf(build) ?? textOf(entries(build).find((e) => e.key === 'context')?.value);
    const list = get('ports');
    const ports = list?.kind === 'array' ? list.items.flatMap(published) : [];
    const own = apps.flatMap(({ from }, i) => (from >= value.from && from < value.to ? [i] : []));
    if (context === undefined && own.length === 0) return [];
    return [{ name, ports, apps: own, ...(context === undefined ? {} : { build: context }) }];
  });
}

/** '8001:8000', '127.0.0.1:8001:8000', 8000, {published: 8001, target: 8000}: the port of this machine. */
function published(port: JsonNode): number[] {
  const said = entries(port).find(({ key }) => key === 'published')?.value ?? port;
  const text = textOf(said)
    ?.replace(/\/\w+$/, '')
    .replace(/\$\{\w+:?-(\d+)\}/g, '$1');
  const parts = text?.split(':') ?? [];
  const host = parts.length > 1 ? parts.at(-2) : said === port ? undefined : parts[0];
  return host !== undefined && /^\d+$/.test(host) ? [Number(host)] : [];
}

const textOf = (node: JsonNode | undefined) => (node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined);
