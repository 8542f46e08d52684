/** JSON, SARIF, Markdown and workflow commands: valid by their schemas, and no text of an audited folder acts in any of them. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { formats } from '../../server/src/report/formats';
import { github } from '../../server/src/report/github';
import { json } from '../../server/src/report/json';
import { markdown } from '../../server/src/report/markdown';
import { sarif } from '../../server/src/report/sarif';
import { ATTACK, CODE, finding, hostile, report, whole } from './reports';

const plain = (_: string, shown: string) => shown;

/** What the schema has against it. */
function errorsOf(schemaFile: string, document: string): unknown[] {
  const { $schema: _, id: __, $id: ___, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
  const validate = ajv.compile(schema);
  validate(JSON.parse(document));
  return validate.errors ?? [];
}

const FAULT = { file: '.crosswire/backlog.yaml', line: 5, column: 3, message: 'A merge left conflict marks here.' };

describe('report/formats', () => {
  it('gives equal bytes for equal reports', () => {
    for (const [name, format] of Object.entries(formats)) assert.equal(format(hostile(), plain), format(hostile(), plain), name);
  });

  describe('json', () => {
    const own = 'server/docs/audit.schema.json';

    it('is as its schema says, whatever the text', () => {
      for (const one of [
        report([]),
        report([finding(), finding({ id: 'b', severity: 'hint' })]),
        hostile(),
        whole(ATTACK, hostile().findings),
      ])
        assert.deepEqual(errorsOf(own, json(one)), []);
    });

    it('names its schema, and the page of a rule that comes with it', () => {
      const made = JSON.parse(json(report([finding()])));
      assert.equal(JSON.parse(readFileSync(own, 'utf8')).$id, made.$schema);
      for (const { help } of made.rules) assert.ok(existsSync(help), help);
    });

    it('has what the text has: code, rule, page, related places', () => {
      const { findings, rules, version, schemaVersion } = JSON.parse(json(report([finding()])));
      assert.deepEqual([version, schemaVersion], ['1.2.3', 2]);
      assert.equal(findings[0].code, CODE);
      assert.equal(findings[0].related[0].file, 'ui/src/api.js');
      assert.deepEqual(Object.keys(rules[0]), ['id', 'severity', 'summary', 'help']);
    });

    it('tells of pages, guards, tests, callers, and of what is not known why', () => {
      const made = JSON.parse(json(whole('shop', [finding({ file: 'shop', line: 1, column: 1 })])));
      assert.deepEqual(made.findings[0].pages, ['shop']);
      assert.equal(made.findings[0].trace[0].text, 'registered here');
      const [called, idle] = made.routes;
      assert.deepEqual([called.guards, called.tested, called.callers], [['shop'], true, 1]);
      assert.deepEqual([idle.guards, idle.tested, idle.callers], [[], false, 0]);
      assert.deepEqual(
        made.unresolved.map((u: { kind: string; reason: string }) => `${u.kind} ${u.reason}`),
        ['call shop', 'route shop', 'route shop'],
      );
      assert.deepEqual(made.unread, [{ file: 'shop', reason: 'shop' }]);
    });

    it('has the table of calls, each with the routes that answer it or why none is known to', () => {
      const made = JSON.parse(json(whole('shop', [])));
      assert.deepEqual(
        made.calls.map((c: { status: string; routes: { path: string }[]; reason: string }) => [
          c.status,
          c.routes.map((r) => r.path),
          c.reason,
        ]),
        [
          ['matched', ['/shop'], null],
          ['dynamic', [], 'shop'],
        ],
      );
    });

    it('would fail on a report that is not', () => {
      const broken = { ...JSON.parse(json(report([finding()]))), counts: {} };
      assert.equal(errorsOf(own, JSON.stringify(broken)).length, 18);
    });
  });

  describe('sarif', () => {
    const official = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

    it('validates against the official schema, whatever the text', () => {
      for (const one of [report([]), report([finding()], { prefix: 'app dir', notes: ['x'] }), hostile()])
        assert.deepEqual(errorsOf(official, sarif(one)), []);
    });

    it('would fail on one that does not', () => {
      assert.notEqual(errorsOf(official, sarif(report([finding({ line: 0 })]))).length, 0);
      assert.notEqual(errorsOf(official, sarif(report([finding()])).replace('"level": "error"', '"level": "hint"')).length, 0);
    });

    it('names files from the top of the repository, with fingerprint, rule and related places', () => {
      const { runs } = JSON.parse(sarif(report([finding({ file: 'ui/a b#.js' })], { prefix: 'apps/shop' })));
      const [result] = runs[0].results;
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      assert.deepEqual(artifactLocation, { uri: 'apps/shop/ui/a%20b%23.js', uriBaseId: 'SRCROOT' });
      assert.deepEqual(region, { startLine: 3, startColumn: 7, endLine: 3, endColumn: 19 });
      assert.deepEqual(Object.keys(runs[0].originalUriBaseIds), ['SRCROOT']);
      assert.deepEqual(result.partialFingerprints, {
        'crosswireFinding/v1': 'aaaaaaaaaaaa',
      });
      assert.equal(result.relatedLocations[0].physicalLocation.artifactLocation.uri, 'apps/shop/ui/src/api.js');
      const { rules } = runs[0].tool.driver;
      assert.equal(rules[result.ruleIndex].id, 'missing-endpoint');
      for (const { helpUri, help } of rules) assert.ok(helpUri === undefined && help.markdown);
    });

    it('tells of a file of the record that is broken at its line', () => {
      const { runs } = JSON.parse(sarif(report([], { faults: [FAULT], prefix: 'app dir' })));
      const [told] = runs[0].invocations[0].toolExecutionNotifications;
      assert.deepEqual([told.level, told.message.text], ['error', FAULT.message]);
      const { artifactLocation, region } = told.locations[0].physicalLocation;
      assert.deepEqual([artifactLocation.uri, region.startLine], ['app%20dir/.crosswire/backlog.yaml', 5]);
      assert.deepEqual(errorsOf(official, sarif(report([], { faults: [FAULT] }))), []);
    });

    it('keeps braces of paths, but no placeholder or link', () => {
      const { runs } = JSON.parse(sarif(report([finding({ message: 'GET /a/{id}/{0}/[x](1)' })])));
      assert.equal(runs[0].results[0].message.text, 'GET /a/{id}/{{0}}/\\[x](1)');
    });
  });

  describe('github', () => {
    it('writes a command for each finding, errors first, from the top of the repository', () => {
      const warning = finding({ severity: 'warning', message: '100% sure\nreally', related: [] });
      const lines = github(report([warning, finding()], { prefix: 'apps/a,b' })).split('\n');
      assert.match(
        lines[0] ?? '',
        /^::error file=apps\/a%2Cb\/ui\/src\/tasks\.js,line=3,endLine=3,col=7,endColumn=19,title=missing-endpoint::No route/,
      );
      assert.match(lines[0] ?? '', /%0Aui\/src\/api\.js:1: its base/);
      assert.match(lines[1] ?? '', /^::warning .*::100%25 sure\\nreally$/);
    });

    it('tells of a file of the record that is broken at its line', () => {
      const [line] = github(report([], { faults: [FAULT], prefix: 'app' })).split('\n');
      assert.equal(
        line,
        '::error file=app/.crosswire/backlog.yaml,line=5,col=3,title=Crosswire%3A the record is broken::A merge left conflict marks here.',
      );
    });

    it('lets no text give a command of its own', () => {
      const lines = github(hostile()).trimEnd().split('\n');
      assert.equal(lines.filter((line) => line.startsWith('::')).length, 4);
      assert.equal(lines.length, 5);
      for (const line of lines.slice(0, 3)) assert.match(line, /^::\w+ file=a%3Ab%2C[^:,]*,line=3,/);
    });
  });

  describe('markdown', () => {
    it('has figures, a table of rules, and findings with code and links', () => {
      const shown = markdown(report([finding(), finding({ id: 'b', rule: 'orphaned-route', severity: 'hint', related: [] })]));
      assert.match(shown, /^# Crosswire audit of `shop`\n\n\*\*1 error and 1 hint\*\* in 12 files/);
      assert.match(shown, /\| missing-endpoint \| error \| 1 \| A call that no route answers \|/);
      assert.match(shown, /- \*\*error\*\* missing-endpoint, \[line 3\]\(ui\/src\/tasks\.js#L3\): No route answers/);
      assert.match(shown, /<summary>1 hint<\/summary>/);
      assert.doesNotMatch(shown, /https?:/);
    });

    it('counts by folder and page of the UI, and tells what guards, calls and tests each route', () => {
      const shown = markdown(whole('shop', [finding()]));
      assert.match(shown, /\| Folder \| Errors \| Warnings \| Hints \|\n.*\n\| ui\/src \| 1 \| 0 \| 0 \|/);
      assert.match(shown, /\| Page of the UI \|.*\n.*\n\| shop \(shop\) \| 1 \| 0 \| 0 \|/);
      assert.match(
        shown,
        /\| Router \| Routes \| Calls \| Called by the UI \| Tested \|\n.*\n\| shop \| 2 \| 1 \| 50 % \| 50 % \|/,
      );
      assert.match(shown, /<summary>Routes that nothing calls \(1\)<\/summary>/);
      assert.match(shown, /<summary>Guards per route \(2\)<\/summary>[\s\S]*GET \/shop, \[shop:1\]\(shop#L1\): shop\n.*: none/);
      assert.match(shown, /<summary>What could not be resolved, and why \(3\)<\/summary>[\s\S]*- call GET shop, .*: shop/);
    });

    it('shows hostile text as text', () => {
      const shown = markdown(hostile()) + markdown(whole(ATTACK, hostile().findings));
      const prose = shown.replace(/^ {2}(`{3,})\n.*\n {2}\1$/gm, '').replace(/(`+)(?!`).*?[^`]\1(?!`)/g, '');
      assert.doesNotMatch(prose, /<(?!!-- -->|\/?(details|summary)>)/);
      assert.doesNotMatch(prose, /(?<!\\)\[a\]/);
      assert.doesNotMatch(prose, /@team/);
      for (const line of shown.split('\n')) assert.doesNotMatch(line, /^(::|##\[)/);
      assert.ok(!shown.includes('\u001b') && !shown.includes('\u202e') && ATTACK.includes('\u202e'));
    });
  });
});
