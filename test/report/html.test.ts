/** The page as text: what its policy lets run, that data stays data, and what it is told. How it looks and works is tested in a browser, in e2e. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { PageData } from '../../server/src/protocol/report';
import { html } from '../../server/src/report/html';
import { finding, hostile, report } from './reports';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function dataOf(page: string): PageData {
  const [, text] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(text ?? '');
}

const route = {
  ...{ method: 'GET', path: '/api/tasks', handler: 'tasks', file: 'api/main.py', line: 5, column: 2, endLine: 5, endColumn: 20 },
  ...{ handlerAt: null, app: 'main:app', registered: true, test: false, condition: null, partial: false, reason: null },
  trace: [{ text: 'registered here', file: 'api/main.py', line: 5 }],
};
const call = {
  ...{
    method: 'GET',
    path: '/api/tasks',
    status: 'matched' as const,
    file: 'ui/a.js',
    line: 3,
    column: 7,
    endLine: 3,
    endColumn: 19,
  },
  ...{ callLine: null, client: 'fetch', kind: 'request' as const, reason: null, queryKeys: [] },
  routes: [{ method: 'GET', path: '/api/tasks', file: 'api/main.py', line: 5 }],
  trace: [{ text: 'registered here', file: 'api/main.py', line: 5 }],
};

describe('report/html', () => {
  it('has a script that asks for nothing that a browser has not', () => {
    const script = /<script>(.*?)<\/script>/s.exec(html(report([finding()])))?.[1] ?? '';
    assert.ok(script.length > 10_000);
    assert.doesNotMatch(script, /\b(?:process|Buffer|global|__dirname)\.|\brequire\(/);
  });

  it('lets nothing run but its own script, and names nothing outside', () => {
    const page = html(report([finding()]));
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) => hash(text));
    const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text = '']) => hash(text));
    assert.equal(
      policy,
      `default-src 'none'; script-src ${scripts.join()}; style-src ${styles.join()}; base-uri 'none'; form-action 'none'`,
    );
    const markup = page.replace(/<script[^>]*>.*?<\/script>|<style>.*?<\/style>/gs, '');
    assert.doesNotMatch(markup, /\son\w+=|\sstyle=|javascript:|\ssrc=|<link|<img|<iframe/);
  });

  it('keeps hostile names, paths, messages and code inside the data', () => {
    const page = html(hostile());
    const [before = '', rest = ''] = page.split('<script type="application/json" id="data">');
    const [data = '', after = ''] = rest.split('</script>\n<script>');
    assert.doesNotMatch(data, /[<>&]/);
    assert.doesNotMatch(before.replace(/<style>.*?<\/style>/s, ''), /<img|onerror=alert\(1\)>/);
    assert.doesNotMatch(after, /onerror/);
    const [one] = dataOf(page).findings;
    assert.equal(one?.message, hostile().findings[0]?.message);
  });

  it('links calls with routes, names every file and step once, and gives evidence', () => {
    const body = { kind: 'object' as const, fields: { title: { shape: { kind: 'string' as const } } } };
    const nothing = { kind: 'object' as const, fields: {} };
    const differences = [{ part: 'body' as const, kind: 'unknown' as const, path: 'title', near: 'titel' }];
    const sides = {
      asked: { query: nothing, body, response: nothing },
      query: nothing,
      body: nothing,
      answer: nothing,
      differences,
    };
    const evidence = {
      guards: [['admin (router)']],
      tested: [true],
      pages: () => ['ui/index.html'],
      addresses: () => ['/'],
      contract: (i: number) => (i === 0 ? sides : undefined),
    };
    const made = report([finding({ file: 'ui/a.js' })], {
      routes: [route],
      calls: [call, { ...call, line: 9 }],
      evidence: () => evidence,
    });
    const data = dataOf(html(made));
    assert.deepEqual(data.routes[0]?.callers, [0, 1]);
    assert.deepEqual(
      data.calls.map((c) => c.routes),
      [[0], [0]],
    );
    assert.deepEqual([data.routes[0]?.guards, data.routes[0]?.tested], [['admin (router)'], true]);
    assert.deepEqual(data.calls[0]?.contract, [{ head: ['Body', 'sent', 'taken'], rows: [['title', 'string', '', 'titel?']] }]);
    assert.deepEqual([data.calls[1]?.contract, data.routes[0]?.takes?.body], [undefined, '{}']);
    assert.equal(data.steps.length, 1);
    assert.equal(new Set(data.files).size, data.files.length);
    const [one] = data.findings;
    assert.deepEqual([one?.trace, one?.pages.map((i) => data.files[i])], [[0], ['ui/index.html']]);
    assert.deepEqual(
      data.addresses.map(([page, at]) => [data.files[page], at]),
      [['ui/index.html', ['/']]],
    );
    assert.equal(one?.code.slice(...(one?.mark ?? [0, 0])), '`/api/tasks/');
  });

  it('shows what is wrong with a route on the pages that call it', () => {
    const pages = (file: string) => (file === call.file ? ['ui/tasks.html'] : []);
    const evidence = { guards: [null], tested: [null], pages, addresses: () => [], contract: () => undefined };
    const { file, line } = route;
    const made = report([finding({ file, line, column: 1 })], { routes: [route], calls: [call], evidence: () => evidence });
    const data = dataOf(html(made));
    assert.deepEqual(
      data.findings[0]?.pages.map((i) => data.files[i]),
      ['ui/tasks.html'],
    );
  });

  it('is the same, byte for byte, for the same report', () => {
    assert.equal(html(report([finding()])), html(report([finding()])));
  });
});
