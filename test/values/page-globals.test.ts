/** What the scripts of a page share through window. */
import assert from 'node:assert/strict';
import { textWorld } from '../support/world';

async function value(expression: string, files: Record<string, string>): Promise<string> {
  const w = await textWorld({ 'static/page.js': `var probe = ${expression}`, ...files });
  return w.local('static/page.js', 'probe');
}

describe('page globals', () => {
  const cases: [what: string, expression: string, files: Record<string, string>, expected: string][] = [
    ['assigned to window', 'BASE', { 'static/base.js': "window.BASE = '/api'" }, '"/api"'],
    ['read from window', 'window.BASE', { 'static/base.js': "globalThis.BASE = '/api'" }, '"/api"'],
    ['assigned in a function', 'BASE', { 'static/base.js': "(function () { window.BASE = '/api' })()" }, '"/api"'],
    [
      'a variable of a classic script',
      'BASE + path()',
      { 'static/base.js': "const BASE = '/api'\nfunction path() { return '/x' }" },
      '"/api" + "/x"',
    ],
    [
      'a variable of a module is its own',
      'BASE',
      { 'static/base.js': "const BASE = '/api'\nexport default BASE" },
      'global:BASE',
    ],
    ['several at once', 'B', { 'static/base.js': "Object.assign(window, { A: '/a', B: '/b' })" }, '"/b"'],
    ['the namespace idiom', 'App.base', { 'static/base.js': "window.App = window.App || { base: '/api' }" }, '"/api"'],
    [
      'a member set by another script',
      'App.base',
      { 'static/app.js': 'window.App = {}', 'static/base.js': "App.base = '/api'" },
      '"/api"',
    ],
    [
      'a member of a member',
      'App.api.url',
      { 'static/app.js': 'var App = { }', 'static/api.js': 'App.api = { }', 'static/url.js': "App.api.url = '/api'" },
      '"/api"',
    ],
    [
      'through a local name',
      'App.base',
      { 'static/app.js': "(function () { const App = (window.App = window.App || {}); App.base = '/api' })()" },
      '"/api"',
    ],
    [
      'a jQuery plugin',
      '$.fn.tree',
      { 'static/tree.js': "$.fn.tree = function () { return '/tree' }" },
      'fn tree (static/tree.js)',
    ],
    ['two that differ', 'BASE', { 'static/a.js': "window.BASE = '/a'", 'static/b.js': "window.BASE = '/b'" }, '"/a" | "/b"'],
    ['the nearest of two', 'BASE', { 'static/a.js': "window.BASE = '/a'", 'other/b.js': "window.BASE = '/b'" }, '"/a"'],
    ['what is a library', '$', { 'static/jquery.js': 'window.$ = window.jQuery = function () {}' }, 'global:$'],
    [
      'a library under its usual name',
      'axios.get',
      { 'src/boot.js': "import axios from 'axios'\nwindow.axios = axios" },
      'axios.get',
    ],
    ['the platform stays what it is', 'fetch', { 'static/patch.js': 'window.fetch = function () {}' }, 'global:fetch'],
    ['where the page is', 'location.href', { 'static/go.js': "location.href = '/login'" }, 'global:location.href'],
    [
      'a circle',
      'ONE',
      { 'static/one.js': "window.ONE = window.TWO || '/one'", 'static/two.js': 'window.TWO = window.ONE' },
      '"/one"',
    ],
    ['bound nowhere', 'NOTHING', {}, 'global:NOTHING'],
  ];
  for (const [what, expression, files, expected] of cases) {
    it(what, async () => assert.equal(await value(expression, files), expected));
  }

  it('every Vue component has what is set on the prototype', async () => {
    const w = await textWorld({
      'web/main.js': "import Vue from 'vue'\nimport axios from 'axios'\nVue.prototype.$http = axios",
      'web/a.js':
        'export default { methods: { load() { return this.$http } } }\nexport const a = { methods: { load() { return this.$http } } }.methods.load()',
    });
    assert.equal(w.exported('web/a.js', 'a'), 'axios');
  });

  it('an edit that changes no global recomputes none', async () => {
    const w = await textWorld({ 'a.js': "window.BASE = '/api'", 'b.js': 'var probe = BASE + NOTHING', 'c.js': 'var other = 1' });
    assert.equal(w.local('b.js', 'probe'), '"/api" + global:NOTHING');
    const before = w.world.db.counts.get('binding')!.recomputed;
    w.set({ 'c.js': 'var other = 2' });
    w.local('b.js', 'probe');
    assert.equal(w.world.db.counts.get('binding')!.recomputed, before);
    w.set({ 'c.js': "window.NOTHING = '/now'" });
    assert.equal(w.local('b.js', 'probe'), '"/api" + "/now"');
    w.set({ 'c.js': undefined });
    assert.equal(w.local('b.js', 'probe'), '"/api" + global:NOTHING');
  });
});
