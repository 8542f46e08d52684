/** crosswire.json: what is taken, and what is said, and where, of every kind of slip. The rest of a broken file counts. */
import assert from 'node:assert/strict';
import type { CrosswireConfig } from '../../server/src/facts/config';
import { extractSettings } from '../../server/src/facts/settings/extract';
import { parseJsonTree, plainValue } from '../../server/src/facts/settings/json-tree';

const nothing: CrosswireConfig = { include: [], exclude: [], backends: [], ui: [], baseUrls: [], rules: [] };

function read(text: string): { config: CrosswireConfig; problems: string[]; spans: Record<string, string[]> } {
  const { facts, layout } = extractSettings('/p/crosswire.json', text);
  assert.ok(facts.kind === 'settings' && facts.of === 'crosswire');
  const cut = (spans: number[]) => spans.flatMap((from, i) => (i % 2 ? [] : [text.slice(from, spans[i + 1])]));
  const spans = Object.fromEntries(Object.entries(layout.spans).map(([name, all]) => [name, cut(all)]));
  return { config: facts.config, problems: facts.problems, spans };
}

describe('facts/crosswire.json', () => {
  it('takes everything that it may say, with comments and trailing commas', () => {
    const { config, problems, spans } = read(`{
      "$schema": "https://example.org/crosswire.schema.json", // checked by the editor
      "include": ["build/api"],
      "exclude": ["legacy/",],
      "backends": {
        "tasks": "services/tasks",
        "billing": { "folder": "../billing", "url": ["/billing", "http://localhost:8001/v1/"] },
        "search": { "openapi": "docs/search.yaml", "url": "https://search.example.org" },
        "mail": "mail.json", /* an OpenAPI file by its name */
      },
      "ui": { "apps/admin": "tasks", "apps/shop": ["tasks", "billing"] },
      "baseUrls": { "VITE_API_URL": "/api", "window.config.url": "//api.example.org", "ROOT": "" },
      "rules": { "orphaned-route": "off", "trailing-slash": "error" }
    }`);
    assert.deepEqual(problems, []);
    assert.deepEqual(config, {
      include: ['build/api'],
      exclude: ['legacy/'],
      backends: [
        { name: 'tasks', folder: 'services/tasks', urls: [] },
        { name: 'billing', folder: '../billing', urls: ['/billing', 'http://localhost:8001/v1/'] },
        { name: 'search', openapi: 'docs/search.yaml', urls: ['https://search.example.org'] },
        { name: 'mail', openapi: 'mail.json', urls: [] },
      ],
      ui: [
        { folder: 'apps/admin', backends: ['tasks'] },
        { folder: 'apps/shop', backends: ['tasks', 'billing'] },
      ],
      baseUrls: [
        { name: 'VITE_API_URL', url: '/api' },
        { name: 'window.config.url', url: '//api.example.org' },
        { name: 'ROOT', url: '' },
      ],
      rules: [
        { rule: 'orphaned-route', level: 'off' },
        { rule: 'trailing-slash', level: 'error' },
      ],
    });
    assert.deepEqual(spans.backends, ['"tasks"', '"billing"', '"search"', '"mail"']);
    assert.deepEqual(spans.rules, ['"orphaned-route"', '"trailing-slash"']);
  });

  const wrong: [text: string, at: string, says: RegExp, kept?: Partial<CrosswireConfig>][] = [
    ['[]', '[]', /must hold an object/],
    ['7', '7', /must hold an object/],
    ['', '', /no JSON: the file ends too early/],
    ['{"rule": {}}', '"rule"', /A crosswire.json has no entry "rule". Did you mean "rules"\?/],
    ['{"colour": 1, "exclude": ["a"]}', '"colour"', /There is include, exclude, backends/, { exclude: ['a'] }],
    ['{"exclude": "b/"}', '"b/"', /"exclude" must be a list of patterns/],
    ['{"exclude": ["a", 3, ""]}', '3', /"exclude" must hold patterns only/, { exclude: ['a'] }],
    ['{"rules": []}', '[]', /"rules" must be an object: { "orphaned-route": "off" }/],
    [
      '{"rules": {"a": "never", "b": "off"}}',
      '"never"',
      /"a" must be one of "error", "warning", "hint", "off"/,
      { rules: [{ rule: 'b', level: 'off' }] },
    ],
    ['{"rules": {"a": {"b": 1}}}', '{"b": 1}', /"a" must be one of/],
    [
      '{"rules": {"a": "off", "a": "hint"}}',
      '"a"',
      /"a" is written twice; the last one counts/,
      { rules: [{ rule: 'a', level: 'hint' }] },
    ],
    ['{"backends": {"a": 5}}', '5', /The backend "a" must be a folder/],
    ['{"backends": {"a": {}}}', '{}', /The backend "a" must be a folder/],
    ['{"backends": {"a": {"folder": "x", "openapi": "y.yml"}}}', '{"folder": "x", "openapi": "y.yml"}', /give one/],
    ['{"backends": {"a": {"openapi": "y.txt"}}}', '"y.txt"', /ends with .json, .yaml or .yml/],
    ['{"backends": {"a": {"folder": 1}}}', '1', /"folder" must be a path/],
    ['{"backends": {"a": {"foldr": "x"}}}', '"foldr"', /Did you mean "folder"\?/],
    ['{"backends": {"": "x"}}', '""', /must not be empty/],
    [
      '{"backends": {"a": {"folder": "x", "url": ["/v1", "ftp://x"]}}}',
      '"ftp://x"',
      /"url" must be an address/,
      { backends: [{ name: 'a', folder: 'x', urls: ['/v1'] }] },
    ],
    ['{"ui": {"a": 1}}', '1', /must be the name of a backend/],
    ['{"baseUrls": {"A": "api"}}', '"api"', /"A" must be an address .* or a path/],
    ['{"baseUrls": {"A": ["/a"]}}', '["/a"]', /"A" must be one address or path/],
    ['{"$schema": 1}', '1', /"\$schema" must be the address/],
  ];
  for (const [text, at, says, kept] of wrong) {
    it(`says what is wrong in ${text || 'nothing'}`, () => {
      const { config, problems, spans } = read(text);
      assert.match(problems[0] ?? '', says);
      assert.equal(spans['']?.[0], at);
      assert.deepEqual(config, { ...nothing, ...kept });
    });
  }

  const torn: [text: string, problems: number, value: unknown][] = [
    ['{"a": 1 "b": 2}', 1, { a: 1, b: 2 }],
    ['{"a": , "b": 2}', 1, { b: 2 }],
    ['{"a" 1, "b": 2}', 1, { b: 2 }],
    ['{"a": tru, "b": 2}', 1, { b: 2 }],
    ['{\'a\': 1, "b": 2}', 1, { b: 2 }],
    ['{"a": [1, ?, 3], "b": 2}', 1, { a: [1, 3], b: 2 }],
    ['{"a": "open,\n "b": 2}', 1, { b: 2 }],
    ['{"a": {"x": 1], "b": 2}', 2, { a: { x: 1, b: 2 } }],
    ['{"a": 1, "b": [2', 1, { a: 1, b: [2] }],
    ['{"a": "\\q", "b": 2}', 1, { b: 2 }],
    ['{"a": 1} trailing', 1, { a: 1 }],
    ['{"__proto__": {"x": 1}, "b": 2}', 0, JSON.parse('{"__proto__": {"x": 1}, "b": 2}')],
  ];
  for (const [text, problems, value] of torn) {
    it(`reads on behind a slip: ${JSON.stringify(text)}`, () => {
      const { root, errors } = parseJsonTree(text);
      assert.ok(root);
      assert.deepEqual([errors.length, plainValue(root)], [problems, value]);
    });
  }

  it('ends, and never throws, on any text', () => {
    const letters = '{}[]",:x1 \\\n/*tn';
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % n;
    };
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: random(40) }, () => letters[random(letters.length)]).join('');
      const { problems } = read(text);
      assert.ok(problems.length <= 30, text);
    }
    assert.ok(read('['.repeat(100_000)).problems.length > 0);
    assert.ok(read(`{"a":${'{"a":'.repeat(50_000)}`).problems.length > 0);
  });

  it('says of good JSON what JSON.parse says', () => {
    for (const text of ['{"a":[1,-2.5e3,true,false,null,"\\u00e9\\n"],"b":{}}', '"x"', '[]', ' 0 '])
      assert.deepEqual(plainValue(parseJsonTree(text).root!), JSON.parse(text));
  });
});
