/** OpenAPI files of every version, as JSON and YAML, whole and broken: operations, parameters, servers and places. */
import assert from 'node:assert/strict';
import type { OpenApiFacts } from '../../server/src/facts/config';
import { extractSettings } from '../../server/src/facts/settings/extract';

function read(path: string, text: string): { facts: OpenApiFacts; places: string[] } {
  const { facts, layout } = extractSettings(path, text);
  assert.ok(facts.kind === 'settings' && facts.of === 'openapi', JSON.stringify(facts));
  const spans = layout.spans[''] ?? [];
  const places = spans.flatMap((from, i) => (i % 2 ? [] : [text.slice(from, spans[i + 1])]));
  return { facts, places };
}
const shown = ({ operations }: OpenApiFacts) => operations.map((o) => `${o.method} ${o.path}`);

function why(path: string, text: string): string {
  const { facts } = extractSettings(path, text);
  assert.ok(facts.kind === 'settings' && facts.of === 'none');
  return facts.why;
}

const yaml = `# 3.1, with references
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers:
  - url: https://{region}.example.org/v1
    variables: { region: { default: eu } }
  - url: /v1
paths:
  /pets:
    parameters:
      - $ref: '#/components/parameters/Limit'
    get:
      operationId: listPets
      parameters: [{ name: tag, in: query, required: true }]
    post:
      requestBody: { $ref: '#/components/requestBodies/Pet' }
  '/pets/{petId}':
    $ref: '#/components/pathItems/Pet'
  /files/{name}:
    head: {}
    servers: [{ url: https://files.example.org }]
  x-internal: { get: {} }
components:
  parameters: { Limit: { name: limit, in: query } }
  requestBodies:
    Pet: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
  schemas:
    Named: { properties: { name: { type: string } } }
    Pet: { allOf: [{ $ref: '#/components/schemas/Named' }], properties: { age: { type: integer } } }
  pathItems:
    Pet:
      get: { deprecated: true }
      head: {}
      options: {}
`;

describe('facts/openapi', () => {
  it('reads OpenAPI 3.1 in YAML, following its references', () => {
    const { facts, places } = read('/p/api.yaml', yaml);
    assert.deepEqual(facts, {
      kind: 'settings',
      of: 'openapi',
      title: 'Pets',
      servers: ['https://eu.example.org/v1', '/v1'],
      operations: [
        {
          method: 'GET',
          path: '/pets',
          id: 'listPets',
          query: [{ name: 'limit' }, { name: 'tag', required: true }],
        },
        { method: 'POST', path: '/pets', query: [{ name: 'limit' }], body: ['age', 'name'] },
        { method: 'GET', path: '/pets/{petId}', query: [], deprecated: true },
        { method: 'HEAD', path: '/files/{name}', servers: ['https://files.example.org'], query: [] },
      ],
    });
    assert.deepEqual(places, ['get', 'post', 'get', 'head']);
  });

  it('reads the same of JSON, on one line', () => {
    const text =
      '{"openapi":"3.0.3","servers":[{"url":"/"}],"paths":{"/a":{"get":{"operationId":"a"},"parameters":[]},"/b/{id}":{"put":{}}}}';
    const { facts, places } = read('/p/openapi.json', text);
    assert.deepEqual([shown(facts), facts.servers, places], [['GET /a', 'PUT /b/{id}'], ['/'], ['"get"', '"put"']]);
  });

  it('reads Swagger 2.0: host, schemes, base path, bodies and forms', () => {
    const { facts } = read(
      '/p/swagger.yml',
      `swagger: 2.0
host: api.example.org
basePath: /v2
schemes: [https, http]
paths:
  /a:
    post:
      parameters:
        - { in: body, name: body, schema: { $ref: '#/definitions/A' } }
        - { in: formData, name: file }
definitions: { A: { properties: { x: {}, y: {} } } }
`,
    );
    assert.deepEqual(facts.servers, ['https://api.example.org/v2', 'http://api.example.org/v2']);
    assert.deepEqual(facts.operations, [{ method: 'POST', path: '/a', query: [], body: ['file', 'x', 'y'] }]);
    assert.deepEqual(read('/p/s.json', '{"swagger":"2.0","basePath":"/v1","paths":{}}').facts.servers, ['/v1']);
  });

  it('keeps what can be read of a broken file, and says that it is broken', () => {
    const json = read('/p/a.json', '{"openapi": "3.0.0", "paths": {"/a": {"get": {}}, "/b" {"get": {}}, "/c": {"get": {}}');
    assert.deepEqual(shown(json.facts), ['GET /a', 'GET /c']);
    assert.match(json.facts.damaged ?? '', /':' was expected/);
    const torn = read('/p/a.yaml', 'openapi: 3.0.0\npaths:\n  /a:\n    get: {}\n  /b: [\n');
    assert.deepEqual(shown(torn.facts), ['GET /a']);
    assert.ok(torn.facts.damaged);
  });

  it('takes nothing else for one', () => {
    assert.match(why('/p/x.yaml', 'a: 1\n'), /neither "openapi" nor "swagger"/);
    assert.match(why('/p/x.yaml', ''), /empty/);
    assert.match(why('/p/x.json', '{'), /cannot be read: the file ends too early/);
    assert.match(why('/p/x.json', '[]'), /neither/);
    assert.match(why('/p/x.txt', 'openapi: 3.0.0'), /not a settings file/);
  });

  it('survives circles and aliases without end', () => {
    const circle =
      'openapi: 3.0.0\npaths:\n  /a: { $ref: "#/paths/~1b" }\n  /b: { $ref: "#/paths/~1a" }\n  /c: { $ref: "other.yaml#/x" }\n';
    assert.deepEqual(shown(read('/p/a.yaml', circle).facts), []);
    const laughs = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]`).join('\n');
    const text = `l0: &l0 [x]\n${laughs}\nopenapi: 3.0.0\npaths: { /a: { get: {} } }\n`;
    assert.deepEqual(shown(read('/p/a.yaml', text).facts), ['GET /a']);
    const schemas =
      '{"openapi":"3.0.0","paths":{"/a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/s"}}}}}}},"s":{"allOf":[{"$ref":"#/s"},{"$ref":"#/s"}],"properties":{"x":{}}}}';
    assert.deepEqual(read('/p/a.json', schemas).facts.operations[0]?.body, ['x']);
    assert.deepEqual(shown(read('/p/a.yaml', 'openapi: 3.0.0\npaths: &p\n  /a: { get: *p }\n').facts), ['GET /a']);
  });
});
