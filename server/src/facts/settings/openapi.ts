/**
 * OpenAPI 3.0 and 3.1 and Swagger 2.0, as JSON or YAML: which operations there are, with their parameters, and where the API is served.
 * References within the file are followed; of a path in another file it is said where, and that file is read as a part of a description.
 */
import { escapedName, unescapedName } from '../../base/pointer';
import type { OpenApiFacts, OpenApiOperation } from '../config';
import { entries, type JsonNode, parseJsonTree } from './json-tree';
import { none, type Read, type SettingsKind } from './kind';
import { parseYamlTree } from './yaml-tree';

export const openapi: SettingsKind = {
  is: (name) => /\.(?:json|ya?ml)$/i.test(name),
  read(text, path) {
    const isJson = /\.json$/i.test(path);
    if (!isJson && text.length > MAX_YAML) return none('too large for YAML; give it as JSON');
    const { root, errors } = isJson ? parseJsonTree(text) : parseYamlTree(text);
    const [error] = errors;
    if (!root) return none(error ? `it cannot be read: ${error.message}` : 'it is empty');
    const version = textOf(get(root, 'openapi')) ?? textOf(get(root, 'swagger'));
    const part = version === undefined ? new Reader(root, false).readPart() : undefined;
    if (part) return part;
    if (version === undefined)
      return none(error ? `it cannot be read: ${error.message}` : 'neither "openapi" nor "swagger" is in it');
    return new Reader(root, version.startsWith('2')).read(error?.message);
  },
};

const MAX_YAML = 4_000_000;
const MAX_OPERATIONS = 20_000;
const MAX_REFERENCES = 20;
const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head'];

class Reader {
  private readonly operations: OpenApiOperation[] = [];
  private readonly spans: number[] = [];
  private readonly elsewhere: { path: string; ref: string }[] = [];

  constructor(
    private readonly root: JsonNode,
    private readonly isSwagger: boolean,
  ) {}

  read(damaged: string | undefined): Read {
    for (const { key: path, value } of entries(get(this.root, 'paths'))) if (path.startsWith('/')) this.pathItem(path, value);
    const title = textOf(get(get(this.root, 'info'), 'title'));
    const facts: OpenApiFacts = {
      kind: 'settings',
      of: 'openapi',
      ...(title === undefined ? {} : { title }),
      servers: this.isSwagger ? this.swaggerServers() : serversOf(get(this.root, 'servers')),
      operations: this.operations,
      ...(this.elsewhere.length ? { elsewhere: this.elsewhere } : {}),
      ...(damaged === undefined ? {} : { damaged }),
    };
    return { facts, spans: this.spans };
  }

  /** Path items wherever they stand in the upper floors of the file; undefined where there are none. */
  readPart(): Read | undefined {
    this.search(this.root, '', 0);
    if (!this.operations.length) return undefined;
    return { facts: { kind: 'settings', of: 'openapi-part', operations: this.operations }, spans: this.spans };
  }

  private search(node: JsonNode, pointer: string, depth: number): void {
    const isItem = entries(node).some(({ key, value }) => VERBS.includes(key) && get(value, 'responses') !== undefined);
    if (isItem) this.pathItem(pointer, node);
    else if (depth < 3)
      for (const { key, value } of entries(node)) this.search(value, `${pointer}/${escapedName(key)}`, depth + 1);
  }

  private pathItem(path: string, written: JsonNode): void {
    const ref = textOf(get(written, '$ref'));
    if (ref !== undefined && !ref.startsWith('#')) this.elsewhere.push({ path, ref });
    const item = this.resolved(written);
    const verbs = entries(item).filter(({ key }) => VERBS.includes(key));
    for (const { key, from, to, value } of verbs) {
      // HEAD is answered wherever GET is.
      if ((key === 'head' && verbs.some((v) => v.key === 'get')) || this.operations.length >= MAX_OPERATIONS) continue;
      this.operations.push(this.operation(key, path, this.resolved(value), item));
      this.spans.push(from, to);
    }
  }

  private operation(verb: string, path: string, operation: JsonNode | undefined, item: JsonNode | undefined): OpenApiOperation {
    const parameters = [item, operation].flatMap((at) => items(get(at, 'parameters'))).flatMap((p) => this.resolved(p) ?? []);
    const byName = new Map(parameters.map((p) => [`${textOf(get(p, 'in'))} ${textOf(get(p, 'name'))}`, p]));
    const named = (place: string) => [...byName.values()].filter((p) => textOf(get(p, 'in')) === place);
    const query = named('query').flatMap((p) => {
      const name = textOf(get(p, 'name'));
      return name === undefined ? [] : [{ name, ...(isTrue(get(p, 'required')) ? { required: true as const } : {}) }];
    });
    const id = textOf(get(operation, 'operationId'));
    const body = this.isSwagger
      ? [
          ...named('formData').flatMap((p) => textOf(get(p, 'name')) ?? []),
          ...named('body').flatMap((p) => this.keys(get(p, 'schema'))),
        ]
      : this.bodyOf(operation);
    const own = get(operation, 'servers') ?? get(item, 'servers');
    return {
      method: verb.toUpperCase(),
      path,
      ...(id === undefined ? {} : { id }),
      ...(own ? { servers: serversOf(own) } : {}),
      query,
      ...(body.length ? { body } : {}),
      ...(isTrue(get(operation, 'deprecated')) ? { deprecated: true } : {}),
    };
  }

  private bodyOf(operation: JsonNode | undefined): string[] {
    const content = entries(get(this.resolved(get(operation, 'requestBody')), 'content'));
    const form = content.find(({ key }) => /json|form/.test(key)) ?? content[0];
    return form ? this.keys(get(form.value, 'schema')) : [];
  }

  /** Properties of a schema, those of all its parts. */
  private keys(schema: JsonNode | undefined, depth = 0): string[] {
    const here = depth < 8 ? this.resolved(schema) : undefined;
    const own = entries(get(here, 'properties')).map(({ key }) => key);
    return [...new Set([...own, ...items(get(here, 'allOf')).flatMap((part) => this.keys(part, depth + 1))])];
  }

  /** { $ref: '#/components/parameters/Limit' } is what stands there. */
  private resolved(node: JsonNode | undefined): JsonNode | undefined {
    let here = node;
    for (let i = 0; i < MAX_REFERENCES; i++) {
      const target = textOf(get(here, '$ref'));
      if (target === undefined) return here;
      if (!target.startsWith('#/')) return undefined;
      const names = target.slice(2).split('/');
      here = names.reduce<JsonNode | undefined>((at, name) => get(at, unescapedName(name)), this.root);
    }
    return undefined;
  }

  private swaggerServers(): string[] {
    const base = textOf(get(this.root, 'basePath')) ?? '';
    const host = textOf(get(this.root, 'host'));
    if (host === undefined) return base === '' ? [] : [base];
    const schemes = items(get(this.root, 'schemes')).flatMap((s) => textOf(s) ?? []);
    return (schemes.length ? schemes : ['https']).map((scheme) => `${scheme}://${host}${base}`);
  }
}

/** {url: 'https://{region}.example.org/v1', variables: {region: {default: eu}}} is https://eu.example.org/v1. */
function serversOf(node: JsonNode | undefined): string[] {
  return items(node).flatMap((server) => {
    const url = textOf(get(server, 'url'));
    const variables = get(server, 'variables');
    return url === undefined
      ? []
      : [url.replace(/\{([^{}]+)\}/g, (all, name: string) => textOf(get(get(variables, name), 'default')) ?? all)];
  });
}

function get(node: JsonNode | undefined, key: string): JsonNode | undefined {
  if (node?.kind === 'array') return node.items[Number(key)];
  return node?.kind === 'object' ? node.entries.find((e) => e.key === key)?.value : undefined;
}

const items = (node: JsonNode | undefined) => (node?.kind === 'array' ? node.items : []);
const isTrue = (node: JsonNode | undefined) => node?.kind === 'scalar' && node.value === true;

/** Numbers too: YAML's `swagger: 2.0`. */
function textOf(node: JsonNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null || typeof node.value === 'boolean') return undefined;
  return String(node.value);
}
