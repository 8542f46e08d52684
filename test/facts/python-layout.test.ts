/** Where things stand in Python source, and that facts do not depend on it. */
import assert from 'node:assert/strict';
import { extract } from '../../server/src/facts/extract';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, printExpr } from '../support/print-facts';

const sample = `"""Doc."""
from .db import get as fetch
PREFIX = f"/api/{VERSION}"  # é😀

@router.get("/x/{id}", tags=["a"])
@login
async def read(id: int = Path(1), *rest: str):
    return {"a": fetch(id), **more, KEY: [x.y for x in rest]}

class Task(Base):
    name: str = "n"
    handler = lambda self: 1
`;

/** 'text of the source' of every expression, after what it is lowered to. */
function spans(text: string, id: string): string[] {
  const { facts, layout } = extract('m.py', text);
  const at = layout.spans[id]!;
  return chunkOf(facts, id).arena.map((_, x) => `${printExpr(facts, id, x)} @ ${text.slice(at[2 * x], at[2 * x + 1])}`);
}

describe('python layout', () => {
  before(() => initSyntax());

  it('has a span for every expression of every chunk', () => {
    const { facts, layout } = extract('m.py', sample);
    const ids = ['', 'read', 'Task', 'Task.handler$0'];
    assert.deepEqual(Object.keys(layout.spans), ids);
    for (const id of ids) assert.equal(layout.spans[id]!.length, 2 * chunkOf(facts, id).arena.length);
  });

  it('points at the source of an expression', () => {
    const found = spans(sample, '').concat(spans(sample, 'read'));
    const expected = [
      'import .db#get @ get as fetch',
      'cat("/api/", free VERSION) @ f"/api/{VERSION}"',
      '"/api/" @ /api/',
      '"/x/{id}" @ "/x/{id}"',
      'call get(free router, "get")("/x/{id}", tags=["a"]) @ router.get("/x/{id}", tags=["a"])',
      'decorate free login(fn read) @ @login',
      'free int @ int',
      'param 1 @ rest',
      'call free Path(1) @ Path(1)',
      'get(each 1 of ref rest, "y") @ x.y',
    ];
    for (const line of expected) assert.ok(found.includes(line), `${line}\n  is not among\n${found.join('\n')}`);
  });

  it('points at declarations, names, parameters and bodies', () => {
    const { layout } = extract('m.py', sample);
    const slices = (id: string) => {
      const d = layout.decls[id]!;
      return [sample.slice(d.from, d.from + 12), sample.slice(d.nameFrom, d.nameTo), sample.slice(d.bodyFrom, d.bodyFrom + 8)];
    };
    assert.deepEqual(slices('read'), ['@router.get(', 'read', 'return {']);
    assert.deepEqual(slices('Task'), ['class Task(B', 'Task', 'name: st']);
    assert.deepEqual(slices('Task.handler$0'), ['lambda self:', 'lambda', '1\n']);
    const [idFrom, idTo, restFrom, restTo] = layout.params!.read!;
    assert.deepEqual([sample.slice(idFrom, idTo), sample.slice(restFrom, restTo)], ['id', 'rest']);
  });

  it('points at the keys of dicts', () => {
    const text = 'a = {"k": 1, **b, c: 2}\nd = dict(e=1, **f)\n';
    const { layout } = extract('m.py', text);
    const keys = Object.values(layout.keys!).map((at) => at.flatMap((from, i) => (i % 2 ? [] : [text.slice(from, at[i + 1])])));
    assert.deepEqual(keys, [
      ['"k"', '**b', 'c'],
      ['e', '**f'],
    ]);
  });

  it('counts lines as editors do', () => {
    assert.deepEqual(extract('m.py', 'a\r\nb\nc\rd').layout.lines, [0, 3, 5, 7]);
  });

  it('keeps positions after a byte order mark', () => {
    const text = '\ufeffx = f("a")\n';
    const { facts, layout } = extract('m.py', text);
    const [value] = chunkOf(facts, '').vars.x!;
    assert.equal(text.slice(layout.spans['']![2 * value!.x], layout.spans['']![2 * value!.x + 1]), 'f("a")');
  });
});

describe('python facts', () => {
  before(() => initSyntax());

  const moved: [title: string, edit: (text: string) => string][] = [
    ['blank lines above', (text) => text.replace('\nPREFIX', '\n\n\n\nPREFIX')],
    ['comments', (text) => text.replaceAll('\n@', '\n# why\n@').replace('return {', '# what\n    return { # here\n')],
    ['white space', (text) => text.replaceAll(', ', ' ,\\\n   ').replaceAll(' = ', '  =  ')],
    ['line ends', (text) => text.replaceAll('\n', '\r\n')],
    ['redundant brackets', (text) => text.replace('fetch(id)', '(fetch)((id))').replace('"n"', '("n")')],
    ['quotes', (text) => text.replaceAll('"a"', "'''a'''")],
  ];
  for (const [title, edit] of moved) {
    it(`do not change with ${title}`, () => {
      const text = edit(sample);
      assert.notEqual(text, sample);
      const [before, after] = [extract('m.py', sample), extract('m.py', text)];
      assert.deepEqual(after.facts, before.facts);
      assert.notDeepEqual(after.layout, before.layout);
    });
  }

  it('survive JSON', () => {
    const extracted = extract('m.py', sample);
    assert.deepEqual(JSON.parse(JSON.stringify(extracted)), extracted);
  });

  it('are the same for the same text', () => {
    assert.equal(JSON.stringify(extract('m.py', sample)), JSON.stringify(extract('other/n.py', sample)));
  });
});
