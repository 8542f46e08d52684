/** Positions: every literal and name is where the layout says, and facts hold none. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources under test are templates
import assert from 'node:assert/strict';
import type { Extracted } from '../../server/src/facts/facts';
import { extractWeb } from '../../server/src/facts/web/index';
import { initSyntax } from '../../server/src/syntax/parser';
import { codeFacts } from '../support/print-facts';

/** One of each kind, with text beyond ASCII, carriage returns and a byte that takes two units. */
const SOURCES: Record<string, string> = {
  'm.tsx':
    'const é = "😀";\r\nfunction f(a: string) { return fetch("/x/😀" + a) }\r\nexport const v = <a href="/y" onClick={() => f("z")}>t</a>;\n',
  'm.js': 'var a = `p/${"q"}/r`, o = { "k": "v", m() { return "w" } };\n/* "c" */ class A { b = "u"; }\n',
  'a.vue':
    '<template>\n <a :href="`/x/${id}`" @click="go(\'y\')" b=\'w\'>é {{ f("z") }}</a>\n</template>\n<script setup>\nconst id = "1";\n</script>\n',
  'a.svelte':
    '<script>let a = "é";</script>\n<a href="/x/{a}" on:click={() => f("y")} {a} b={"z"}>t</a>{#each g("w") as q}{q("v")}{/each}\n',
  'p.html':
    '<a href="/é/{{ b(\'c\') }}/d" onclick="f(\'e\')" (x)="g(\'h\')">{% url \'i\' %}</a>\n<script>\nvar j = "k{{ l }}m"; n("o");\n</script>\n',
};

/** What a `str` must look like in the text: itself in quotes, or bare as a part of something. */
function literals({ facts, layout }: Extracted, text: string): [string, string][] {
  return Object.entries(codeFacts(facts).chunks).flatMap(([id, chunk]) =>
    chunk.arena.flatMap((e, x) => {
      const spans = layout.spans[id]!;
      return e.kind === 'str' ? [[e.value, text.slice(spans[2 * x], spans[2 * x + 1])] as [string, string]] : [];
    }),
  );
}

describe('web layout', () => {
  before(() => initSyntax());

  for (const [path, text] of Object.entries(SOURCES)) {
    it(`the span of a literal is the literal: ${path}`, () => {
      const found = literals(extractWeb(path, text), text);
      assert.ok(found.length >= 4, `${found.length} literals`);
      for (const [value, written] of found)
        assert.ok([value, `"${value}"`, `'${value}'`].includes(written), `${value} is not ${written}`);
    });

    it(`references stand on their names: ${path}`, () => {
      const { facts, layout } = extractWeb(path, text);
      for (const [id, chunk] of Object.entries(codeFacts(facts).chunks)) {
        chunk.arena.forEach((e, x) => {
          if (e.kind !== 'ref' && e.kind !== 'free') return;
          const written = text.slice(layout.spans[id]![2 * x], layout.spans[id]![2 * x + 1]);
          assert.equal(written, e.name.replace(/[{}]/g, ''));
        });
      }
    });

    it(`facts do not move: ${path}`, () => {
      const above = path.endsWith('.tsx') || path.endsWith('.js') ? '\n\n  // moved\n' : '\n\n<!-- moved -->\n';
      const moved = extractWeb(path, above + text);
      assert.deepEqual(moved.facts, extractWeb(path, text).facts);
      assert.deepEqual(JSON.parse(JSON.stringify(moved)), moved);
    });
  }

  it('declarations, parameters and keys', () => {
    const text = 'export const go = async (id, { a }) => ({ one: 1, two, ["three"]: 3 });\n';
    const { layout } = extractWeb('m.js', text);
    const { from, to, nameFrom, nameTo, bodyFrom } = layout.decls.go!;
    assert.deepEqual(
      [text.slice(nameFrom, nameTo), text.slice(from, to).slice(0, 9), text.slice(bodyFrom, bodyFrom + 6)],
      ['go', 'async (id', '({ one'],
    );
    const pairs = (spans: readonly number[]) => spans.flatMap((at, i) => (i % 2 === 0 ? [text.slice(at, spans[i + 1])] : []));
    assert.deepEqual(pairs(layout.params?.go ?? []), ['id', '{ a }']);
    assert.deepEqual(Object.values(layout.keys ?? {}).map(pairs), [['one', 'two', '["three"]']]);
  });

  it('ids do not change when a function of another name is added above', () => {
    const text = 'f(() => 1); function a() { g(() => 2) }';
    const more = extractWeb('m.js', `h(() => 0); function z() {}\n${text}`);
    for (const id of Object.keys(codeFacts(extractWeb('m.js', text).facts).chunks))
      assert.ok(id in codeFacts(more.facts).chunks, id);
  });

  it('ignore comments', () => {
    const text =
      '<!-- crosswire-ignore missing-endpoint: elsewhere -->\n<a>\n<script>\n// crosswire-ignore wrong-method: b\nf();\n</script>\n{# crosswire-ignore x: y #}';
    const { layout } = extractWeb('p.html', text);
    assert.deepEqual(layout.ignores?.map((i) => [i.rules[0], i.reason, i.line]).sort(), [
      ['missing-endpoint', 'elsewhere', 1],
      ['wrong-method', 'b', 4],
      ['x', 'y', 6],
    ]);
  });
});
