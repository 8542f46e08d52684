/** Functions, classes, modules and types. */
import assert from 'node:assert/strict';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, printCalls, printExpr } from '../support/print-facts';
import { said, webFacts } from '../support/web-facts';

describe('web functions', () => {
  before(() => initSyntax());

  const table: [source: string, ids: string[]][] = [
    ['function a() { function b() {} }', ['a', 'a/b']],
    ['const a = () => 1, b = function () {};', ['a', 'b']],
    ['f(() => 1).then(x => x, y => y)', ['f$0', 'then$0', 'then$1']],
    ['x.y.on("z", function () {}); new P(() => 1)', ['on$0', 'P$0']],
    ['const o = { a() {}, b: () => 1, "c d": function () {} }', ['a', 'b', 'c d']],
    ['window.a = () => 1; o["b"] = function () {}; this.c.d = () => 2', ['a', 'b', 'd']],
    ['(() => 1)()', ['fn$0']],
    ['function a() {} { function a() {} }', ['a', 'a~2']],
    ['export default () => 1', ['default']],
    ['export default function () {}', ['default']],
    [
      'class A { b() { return () => 1 } static c = () => 2; get d() {} constructor() {} }',
      ['A', 'A.b', 'A.b/fn$0', 'A.c', 'A.d', 'A.constructor'],
    ],
    ['const A = class { b() {} }; f(class {})', ['A', 'A.b', 'f$0']],
  ];
  for (const [source, ids] of table) {
    it(source, () => assert.deepEqual(Object.keys(webFacts('m.js', source).chunks), ['', ...ids]));
  }

  it('what is returned, thrown and yielded, and in which block', () => {
    const facts = webFacts(
      'm.js',
      'async function* f(a) { if (a) return "x"; else throw new E("y"); yield a; return await g(); }',
    );
    assert.deepEqual(said(facts, 'f').slice(1), ['return "x" in 1', 'return await call free g()']);
    const { raises = [], yields = [], async: isAsync } = chunkOf(facts, 'f');
    assert.deepEqual(
      [...raises, ...yields.map(({ x }) => x)].map((x) => printExpr(facts, 'f', x)),
      ['new free E("y")', 'ref a'],
    );
    assert.equal(isAsync, true);
  });

  it('an arrow returns its expression', () => {
    assert.deepEqual(said(webFacts('m.js', 'const f = id => ({ id })'), 'f'), ['id = param 0', 'return {id: ref id}']);
  });
});

describe('web classes', () => {
  before(() => initSyntax());

  it('members, fields, private names and bases', () => {
    const facts = webFacts(
      'm.ts',
      'class A extends B.C<T> {',
      'private base = "/a"; #p = 1; static s: string;',
      'get url() { return this.base + this.#p }',
      '}',
    );
    assert.deepEqual(said(facts, 'A'), ['base = "/a"', '#p = 1', 's = ', 'url = fn A.url']);
    assert.deepEqual(said(facts, 'A.url'), ['return cat(get(this, "base"), get(this, "#p"))']);
    assert.deepEqual(
      chunkOf(facts, 'A').bases?.map((x) => printExpr(facts, '', x)),
      ['get(free B, "C")'],
    );
    assert.equal(chunkOf(facts, 'A.url').getter, true);
    assert.deepEqual(chunkOf(facts, 'A').varTypes, { s: { kind: 'prim', name: 'string' } });
  });

  it('parameter properties are members', () => {
    const facts = webFacts('m.ts', 'class A { constructor(private readonly http: HttpClient, other: string) { super(other) } }');
    assert.deepEqual(said(facts, 'A.constructor'), ['http = param 0', 'other = param 1', 'this.http = param 0']);
    assert.deepEqual(chunkOf(facts, 'A.constructor').params?.[0]?.type, { kind: 'name', name: 'HttpClient' });
  });

  it('decorators are calls, on classes, methods and fields', () => {
    const facts = webFacts('m.ts', '@Injectable({ a: 1 })', 'export class A { @Get("/x") b() {} @Input() c: string; }');
    assert.deepEqual(printCalls(facts, ''), ['call free Injectable({a: 1})', 'decorate call free Injectable({a: 1})(class A)']);
    assert.ok(printCalls(facts, 'A').includes('decorate call free Get("/x")(fn A.b)'));
    assert.equal(chunkOf(facts, 'A').decorators?.length, 1);
  });
});

describe('web modules', () => {
  before(() => initSyntax());

  it('imports are bound', () => {
    const facts = webFacts(
      'm.ts',
      'import a, { b as c, type D } from "m"; import * as e from "./n"; import f = require("o"); import type { G } from "p";',
    );
    assert.deepEqual(said(facts), [
      'a = import m#default',
      'c = import m#b',
      'D = import m#D',
      'e = import ./n',
      'f = import o',
      'G = import p#G',
    ]);
  });

  const table: [source: string, exports: Record<string, string>][] = [
    ['export const a = 1, { b } = c;', { a: 'ref a', b: 'ref b' }],
    ['const a = 1; export { a as b, a as default }', { b: 'ref a', default: 'ref a' }],
    ['export { a as b } from "m"', { b: 'import m#a' }],
    ['export { default } from "m"; export { default as b } from "n"', { default: 'import m#default', b: 'import n#default' }],
    ['export default { a: 1 }', { default: '{a: 1}' }],
    ['export default class A {}', { default: 'ref A' }],
    ['export function f() {} export class C {}', { f: 'ref f', C: 'ref C' }],
    ['module.exports = { a, b: 2 }', { default: '{a: free a, b: 2}', 'export=': '{a: free a, b: 2}', a: 'free a', b: '2' }],
    ['exports.a = 1; module.exports.b = 2', { a: '1', b: '2' }],
  ];
  for (const [source, exports] of table) {
    it(source, () => {
      const facts = webFacts('m.js', source);
      const printed = Object.entries(facts.exports ?? {}).map(([name, x]) => [name, printExpr(facts, '', x)]);
      assert.deepEqual(Object.fromEntries(printed), exports);
    });
  }

  it('stars', () => {
    assert.deepEqual(webFacts('m.js', 'export * from "a"; export * as b from "c"').stars, [
      { module: 'a' },
      { module: 'c', as: 'b' },
    ]);
  });
});

describe('web types', () => {
  before(() => initSyntax());

  it('interfaces, merged and extended', () => {
    const { types } = webFacts(
      'm.ts',
      'interface A<T> extends B { id: number; name?: string; [k: string]: T }',
      'interface A { more: Date[] }',
    );
    assert.deepEqual(types?.A, {
      params: ['T'],
      form: {
        kind: 'obj',
        fields: [
          { name: 'id', type: { kind: 'prim', name: 'number' } },
          { name: 'name', type: { kind: 'prim', name: 'string' }, optional: true },
          { name: 'more', type: { kind: 'list', of: { kind: 'name', name: 'Date' } } },
        ],
        index: { kind: 'name', name: 'T' },
        extends: [{ kind: 'name', name: 'B' }],
      },
    });
  });

  it('aliases', () => {
    const { types } = webFacts('m.ts', 'type A = "a" | 2 | null; type B = Promise<C.D[]> & [string]; type E = keyof F');
    assert.deepEqual(types?.A?.form, {
      kind: 'union',
      of: [
        { kind: 'lit', value: 'a' },
        { kind: 'lit', value: 2 },
        { kind: 'prim', name: 'null' },
      ],
    });
    assert.deepEqual(types?.B?.form, {
      kind: 'inter',
      of: [
        { kind: 'name', name: 'Promise', args: [{ kind: 'list', of: { kind: 'name', name: 'C.D' } }] },
        { kind: 'tuple', of: [{ kind: 'prim', name: 'string' }] },
      ],
    });
    assert.deepEqual(types?.E?.form, { kind: 'opaque', text: 'keyof F' });
  });

  it('enums are types and objects', () => {
    const facts = webFacts('m.ts', 'export enum Role { Admin = "admin", User = 3, Guest }');
    assert.deepEqual(said(facts), ['Role = {Admin: "admin", User: 3, Guest: 4}']);
    assert.deepEqual(facts.types?.Role?.form, { kind: 'union', of: ['admin', 3, 4].map((value) => ({ kind: 'lit', value })) });
  });

  it('of results, parameters and variables', () => {
    const facts = webFacts('m.ts', 'async function f(a?: A): Promise<B> { const c: C = d }');
    const { params, returnType, varTypes } = chunkOf(facts, 'f');
    assert.deepEqual(params, [{ name: 'a', kind: 'plain', type: { kind: 'name', name: 'A' }, optional: true }]);
    assert.deepEqual(returnType, { kind: 'name', name: 'Promise', args: [{ kind: 'name', name: 'B' }] });
    assert.deepEqual(varTypes, { a: { kind: 'name', name: 'A' }, c: { kind: 'name', name: 'C' } });
  });
});
