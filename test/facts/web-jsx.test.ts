/** Elements in JavaScript and TypeScript. */
import assert from 'node:assert/strict';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, printVar } from '../support/print-facts';
import { calls, webFacts } from '../support/web-facts';

describe('web jsx', () => {
  before(() => initSyntax());

  const table: [source: string, lowered: string][] = [
    ['<a href="/x" download/>', '<a href: "/x" download: true>'],
    ['<a href={"/x/" + id} {...rest}>go</a>', '<a href: cat("/x/", free id) **free rest>'],
    ['<button onClick={save}/>', '<button on:click: free save>'],
    ['<Button onClick={save}/>', '<Button onClick: free save>'],
    ['<A.B c="d"><e/></A.B>', '<A.B c: "d"><e >'],
    ['<><a/>{b}</>', '< ><a >free b'],
    ['<p>{ok && <a/>}{/* nothing */}</p>', '<p >and(<a > ; ok)'],
    ['<p>{xs.map(x => <li key={x}/>)}</p>', '<p >call get(free xs, "map")(fn map$0)'],
  ];
  for (const [source, lowered] of table) {
    it(source, () => {
      for (const path of ['m.js', 'm.tsx'])
        assert.equal(printVar(webFacts(path, `x = ${source}`.replace('x =', 'const x =')), '', 'x'), lowered);
    });
  }

  it('text is folded, components are expressions', () => {
    const facts = webFacts('m.jsx', 'import Link from "l"; const x = <Link>', '  Save  it', '  {" now"} &amp; then', '</Link>');
    const elem = chunkOf(facts, '').arena.find((e) => e.kind === 'elem');
    assert.ok(elem?.kind === 'elem');
    assert.equal(elem.text, 'Save it now & then');
    assert.deepEqual(elem.component === undefined ? undefined : chunkOf(facts, '').arena[elem.component], {
      kind: 'ref',
      chunk: '',
      name: 'Link',
    });
  });

  it('a bare & in text is no damage', () => {
    const facts = webFacts('m.jsx', 'const x = <p onClick={() => f(1)}>a & b</p>; g()');
    assert.equal(facts.damaged, undefined);
    assert.deepEqual(calls(facts), ['call free g()']);
    assert.deepEqual(calls(facts, 'onClick$0'), ['call free f(1)']);
  });
});
