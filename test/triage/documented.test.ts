/** What the record's page and schemas say of its files is so: what is written fits them, and their examples are read as they are written. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { parseBacklog } from '../../server/src/triage/backlog';
import { parseProgress } from '../../server/src/triage/progress-parse';
import { recordAudit, type Texts } from '../../server/src/triage/record';
import { applied, at, auditOf, decided, empty, everything, NOON, subject } from '../support/triage';

const page = readFileSync('server/docs/record.md', 'utf8');
const examples = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text);

function schemaOf(name: string): ValidateFunction {
  const { $schema: _, $id: __, ...schema } = JSON.parse(readFileSync(`server/docs/${name}.schema.json`, 'utf8'));
  return new Ajv({ strict: false, validateFormats: false }).compile(schema);
}

function fits(validate: ValidateFunction, value: unknown): void {
  validate(value);
  assert.deepEqual(validate.errors ?? [], [], JSON.stringify(value));
}

/** A record in which everything has happened: found, decided, vanished, held, returned, counted. */
function eventful(): Texts {
  const [a, b, c] = [subject('a1'), subject('b2', { file: 'ui/b.js' }), subject('true', { file: 'ui/c.js' })];
  const next = (texts: Texts, ...step: Parameters<typeof recordAudit> extends [Texts, ...infer Rest] ? Rest : never) =>
    applied(texts, recordAudit(texts, ...step));
  const blockers = [{ text: 'api/main.py is not read: binary', file: 'api/main.py' }, { text: '2 calls are unknown' }];
  const first = decided(next(empty, auditOf([a, b, c]), NOON), [a, b, c], 'a1', 'intentional', 'the gateway');
  const gone = next(first, auditOf([a, c]), at('2026-11-22T12:00:00.000Z'));
  const reach = { ...everything, unread: new Set(['api/main.py']) };
  const held = next(gone, auditOf([b, c], { reach, blockers }), at('2026-11-23T12:00:00.000Z'));
  assert.match(held.journal, /found[\s\S]*intentional[\s\S]*done, it is no[\s\S]*open again[\s\S]*still intentional/);
  return held;
}

describe('the documentation of the record', () => {
  it('has schemas that what is written fits', () => {
    const { backlog, progress, runs } = eventful();
    fits(schemaOf('backlog'), parse(backlog));
    fits(schemaOf('progress'), JSON.parse(progress));
    for (const key of ['focus', 'blockers/', 'held/', 'recent/', 'counts/']) assert.ok(progress.includes(` "${key}`), key);
    const line = schemaOf('runs');
    for (const text of runs.trim().split('\n')) fits(line, JSON.parse(text));
  });

  it('shows examples that fit them and are understood', () => {
    const [backlog = ''] = examples('yaml');
    const [progress = '', run = ''] = examples('json');
    fits(schemaOf('backlog'), parse(backlog));
    assert.deepEqual([parseBacklog(backlog).faults, parseBacklog(backlog).entries.size], [[], 1]);
    fits(schemaOf('progress'), JSON.parse(progress));
    const read = parseProgress(progress);
    assert.deepEqual([read.faults, read.progress?.held.length, read.progress?.recent.length], [[], 1, 1]);
    fits(schemaOf('runs'), JSON.parse(run));
  });

  it('has schemas that refuse what is not read either', () => {
    const backlog = schemaOf('backlog');
    for (const text of [
      'findings: 7',
      'findings:\n  - {id: a, state: wontfix}',
      'findings:\n  - {id: a, state: intentional, reason: " "}',
      'findings:\n  - {state: open}',
      'version: 2\nfindings: []',
    ]) {
      assert.equal(backlog(parse(text)), false, text);
      assert.notEqual(parseBacklog(text).faults.length, 0, text);
    }
    assert.equal(schemaOf('progress')({ version: 1, focus: null }), false);
    assert.equal(schemaOf('runs')({ ts: 'x' }), false);
  });
});
