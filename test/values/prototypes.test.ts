/** Classes written with functions and prototypes. */
import assert from 'node:assert/strict';
import { textWorld } from '../support/world';

const api = 'function Api(base) { this.base = base }\nApi.prototype.url = function (p) { return this.base + p }\n';

describe('prototypes', () => {
  const cases: [what: string, source: string, expected: string][] = [
    ['a method', `${api}export const probe = new Api('/api').url('/x')`, '"/api" + "/x"'],
    [
      'in a function of its own',
      `const Made = (function () { ${api} return Api })()\nexport const probe = new Made('/api').url('/x')`,
      '"/api" + "/x"',
    ],
    [
      'a method that calls another',
      `${api}Api.prototype.load = function () { return this.url('/l') }\nexport const probe = new Api('/api').load()`,
      '"/api" + "/l"',
    ],
    [
      'the prototype in a variable',
      "function Api() {}\nconst p = Api.prototype\np.url = function () { return '/x' }\nexport const probe = new Api().url()",
      '"/x"',
    ],
    [
      'a whole prototype',
      "function Api(b) { this.b = b }\nApi.prototype = { url() { return this.b } }\nexport const probe = new Api('/x').url()",
      '"/x"',
    ],
    [
      'mixed in',
      "function Api(b) { this.b = b }\nObject.assign(Api.prototype, { url() { return this.b } })\nexport const probe = new Api('/x').url()",
      '"/x"',
    ],
    [
      'this under another name',
      "function Api(b) { var self = this; self.b = b; this.url = function () { return self.b } }\nexport const probe = new Api('/x').url()",
      '"/x"',
    ],
    ['a static member beside', `${api}Api.version = '/v1'\nexport const probe = Api.version`, '"/v1"'],
    [
      'statics mixed in',
      "const service = { url: () => '/x' }\nfunction Api() {}\n_.extend(Api, service)\nexport const probe = Api.url()",
      '"/x"',
    ],
    [
      'a parameter is not this',
      "class Api { constructor() { this.url = '/a' }\n fill(item) { item.url = '/b' } }\nexport const probe = new Api().url",
      '"/a"',
    ],
    ['a function that makes an object', "function make() { return { url: '/x' } }\nexport const probe = new make().url", '"/x"'],
  ];
  it('methods that another file adds', async () => {
    const w = await textWorld({
      'api.js': `${api}export { Api }`,
      'more.js': "import { Api } from './api'\nApi.prototype.more = function () { return this.url('/more') }",
      'a.js': "import { Api } from './api'\nexport const probe = new Api('/api').more()",
    });
    assert.equal(w.exported('a.js', 'probe'), '"/api" + "/more"');
  });

  for (const [what, source, expected] of cases) {
    it(what, async () => {
      const w = await textWorld({ 'a.ts': source });
      assert.equal(w.exported('a.ts', 'probe'), expected);
    });
  }
});
