/** The JSON schema of crosswire.json says what the engine says: the same files are good, the same are not, and every rule is known. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { extractSettings } from '../server/src/facts/settings/extract';
import { metaRules } from '../server/src/rules/meta-rules';
import { rules } from '../server/src/rules/registry';

const path = 'server/docs/crosswire.schema.json';
const schema = JSON.parse(readFileSync(path, 'utf8'));

describe('the schema of crosswire.json', () => {
  it('is where package.json says, and knows every rule with its severity', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.equal(contributes.jsonValidation[0].url, './server/docs/crosswire.schema.json');
    const all = [...rules.map((r) => r.meta), ...metaRules].sort((a, b) => (a.id < b.id ? -1 : 1));
    const levels = ['error', 'warning', 'hint', 'off'];
    const told = all.map((m) => [m.id, { enum: levels, description: `${m.summary}. ${m.byDefault ?? m.severity} if not said.` }]);
    assert.deepEqual(schema.properties.rules.properties, Object.fromEntries(told), 'npm run gen writes them');
  });

  const samples: unknown[] = [
    {},
    { include: ['a'], exclude: [] },
    { include: 'a' },
    { exclude: [''] },
    { backends: { a: 'services/a', b: { folder: '../b', url: '/b' }, c: { openapi: 'c.YAML', url: ['//h/v1', ''] } } },
    { backends: { a: '' } },
    { backends: { a: {} } },
    { backends: { a: { folder: 'a', openapi: 'b.json' } } },
    { backends: { a: { openapi: 'b.txt' } } },
    { backends: { a: { folder: 'a', url: 'ftp://x' } } },
    { backends: { a: { folder: 'a', url: 'HTTPS://x:1/y' } } },
    { backends: { a: { folder: 'a', port: 1 } } },
    { backends: { '': 'a' } },
    { backends: [] },
    { ui: { a: 'b', c: ['d'] } },
    { ui: { a: 1 } },
    { ui: { a: ['b', 2] } },
    { baseUrls: { A: '/api', B: '' } },
    { baseUrls: { A: 'api' } },
    { baseUrls: { A: ['/api'] } },
    { rules: { 'missing-endpoint': 'off' } },
    { rules: { 'missing-endpoint': 'never' } },
    { rules: { 'missing-endpoint': null } },
    { record: 'docs' },
    { record: { backlog: 'b.yaml' } },
    { record: { folder: 'docs', journal: 'j.md' } },
    { record: { folder: 1 } },
    { record: '' },
    { record: { other: 'b.yaml' } },
    { record: ['x'] },
    { $schema: 'x' },
    { $schema: 1 },
    { other: 1 },
    [],
    null,
  ];
  const validate = new Ajv({ strict: false }).compile(schema);
  for (const sample of samples) {
    const text = JSON.stringify(sample);
    it(`agrees about ${text}`, () => {
      const { facts } = extractSettings('/p/crosswire.json', text);
      assert.ok(facts.kind === 'settings' && facts.of === 'crosswire');
      assert.equal(validate(sample), facts.problems.length === 0, facts.problems.join(' '));
    });
  }
});
