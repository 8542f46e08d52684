/** Members that are set on a thing after it was made. */
import assert from 'node:assert/strict';
import { textWorld } from '../support/world';

describe('members set later', () => {
  const cases: [what: string, source: string, expected: string][] = [
    ['on an object', "const api = {}\napi.url = '/api'\nexport const probe = api.url", '"/api"'],
    ['by a function', "const api = {}\nfunction setup() { api.url = '/api' }\nexport const probe = api.url", '"/api"'],
    ['on a function', "function Api() {}\nApi.url = '/api'\nexport const probe = Api.url", '"/api"'],
    ['on a class', "class Api {}\nApi.url = '/api'\nexport const probe = Api.url", '"/api"'],
    [
      'a function that uses its object',
      "const api = { base: '/api' }\napi.load = function () { return this.base }\nexport const probe = api.load()",
      '"/api"',
    ],
    [
      'another name of another function',
      "function a() { const o = {}\no.url = '/a' }\nfunction b() { const o = {}\nreturn o.url }\nexport const probe = b()",
      'null',
    ],
    ['a variable set elsewhere', "let base = '/a'\nfunction change() { base = '/b' }\nexport const probe = base", '"/a" | "/b"'],
    [
      'a variable set to a parameter',
      "let base = '/a'\nexport function change(to) { base = to }\nexport const probe = base",
      '"/a" | unknown(set by a call)',
    ],
  ];
  for (const [what, source, expected] of cases) {
    it(what, async () => {
      const w = await textWorld({ 'a.ts': source });
      assert.equal(w.exported('a.ts', 'probe'), expected);
    });
  }
});
