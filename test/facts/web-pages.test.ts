/** Pages: elements, scripts, event attributes, and the tags of server templates in all of them. */
import assert from 'node:assert/strict';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, printCalls, printVar } from '../support/print-facts';
import { calls, said, webFacts } from '../support/web-facts';

/** The elements of a page, the outermost first. */
function elements(...lines: string[]): string {
  return printVarOf(webFacts('p.html', ...lines));
}
function printVarOf(facts: ReturnType<typeof webFacts>): string {
  const chunk = chunkOf(facts, '#template');
  const children = new Set(chunk.arena.flatMap((e) => (e.kind === 'elem' ? e.children : [])));
  const roots = chunk.arena.flatMap((e, x) => (e.kind === 'elem' && !children.has(x) ? [x] : []));
  const shown = { ...facts, chunks: { ...facts.chunks, '#template': { ...chunk, vars: { shown: roots.map((x) => ({ x })) } } } };
  return roots.length === 0 ? '' : printVar(shown, '#template', 'shown');
}

describe('web pages', () => {
  before(() => initSyntax());

  const table: [source: string, lowered: string][] = [
    [
      '<form action="/a" method=post><input name=b disabled></form>',
      '<form action: "/a" method: "post"><input name: "b" disabled: true>',
    ],
    ['<ul><li>a<li>b</ul>', '<ul ><li ><li >'],
    ['<p><b></p></b><i></i>', '<p ><b > | <i >'],
    ['<!-- <a> --><br/>', '<br >'],
    ['<a title="a &gt; b"></a>', '<a title: "a > b">'],
    ['<textarea><a></textarea><style>a > b {}</style>', '<textarea >'],
    [
      `<a href="{{ url_for('b.c', id=d.e, _external=True) }}"></a>`,
      '<a href: call free url_for("b.c", id=get(free {{d}}, "e"), _external=true)>',
    ],
    [
      `<a href="{% url 'b' c d='e' %}?f={{ g|urlencode }}"></a>`,
      '<a href: cat(call free url("b", free {{c}}, d="e"), "?f=", free {{g}})>',
    ],
    ['<a {% if b %}class="c"{% else %}id=d{% endif %} {{ e }}></a>', '<a class: "c" id: "d" **free {{e}}>'],
    [
      `<a href="{{ '/x' ~ y if z else w|default('/v') }}"></a>`,
      '<a href: if(cat("/x", free {{y}}), or(free {{w}}, "/v") ; template)>',
    ],
    ['{% raw %}<a b="{{ c }}"></a>{% endraw %}', '<a b: "{{ c }}">'],
    ['<p hx-get="/x/{{ id }}" x-data="{}"></p>', '<p hx-get: cat("/x/", free {{id}}) x-data: "{}" :x-data: {}>'],
    ['<p :title="a + 1" @click="go(b)"></p>', '<p title: cat(get(this, "a"), 1) on:click: fn #template/click$0 @click: "go(b)">'],
    ['<p (click)="go(b)" [src]="c" *ngFor="let d of e"></p>', '<p on:click: fn #template/click$0 src: get(this, "c")>'],
  ];
  const angular: [source: string, lowered: string][] = [
    ['<a (x)="y" href="/t/{{ id }}"></a>', '<a on:x: get(this, "y") href: cat("/t/", get(this, "id"))>'],
    ['<p *ngIf="a as b; else c"><i [d]="b"></i></p>', '<p ><i d: ref b>'],
  ];
  for (const [source, lowered] of [...table, ...angular]) {
    it(source, () => assert.equal(elements(source), lowered));
  }

  it('handlers see the page’s scripts', () => {
    const facts = webFacts(
      'p.html',
      `<a onclick="return del('{{ id }}', &quot;b&quot;)" href="javascript:open(1)">`,
      '<script>function del() {}</script>',
    );
    assert.deepEqual(said(facts, '#template/click$0'), ['return call ref :del(cat(free {{id}}), "b")']);
    assert.deepEqual(calls(facts, '#template/click$1'), ['call free open(1)']);
  });

  it('classic scripts share one scope, module scripts see it', () => {
    const facts = webFacts(
      'p.html',
      '<script>f(late); (function () {})()</script><script type="text/javascript">var late = "{{ a }}/b"</script>',
      '<script type=module>import x from "./m.js"; x(late)</script><script type="application/json">{"a": 1}</script>',
    );
    assert.deepEqual(calls(facts).slice(0, 1), ['call free f(ref late)']);
    assert.equal(printVar(facts, '', 'late'), 'cat(free {{a}}, "/b")');
    assert.deepEqual(
      [...said(facts, '#script'), ...calls(facts, '#script')],
      ['x = import ./m.js#default', 'call ref x(ref :late)'],
    );
    assert.equal(facts.damaged, undefined);
  });

  it('tags in scripts are values, statements among them are nothing', () => {
    const facts = webFacts(
      'p.html',
      '<script>',
      '{% if a %}',
      'const b = {{ c|tojson }};',
      '{% endif %}',
      `const d = "{% url 'e' %}";`,
      '</script>',
    );
    assert.deepEqual(said(facts), ['b = free {{c}}', 'd = cat(call free url("e"))']);
  });

  it('names that tags bind, templates and scripts that they name', () => {
    const facts = webFacts(
      'p.html',
      `{% extends "base.html" %}{% include 'part.html' %}{% set api = url_for('api') %}{% url 'x' as y %}`,
      `<a href="{{ api }}/b"><script src="{{ url_for('static', filename='js/a.js') }}"></script><script src="/b.js"></script>`,
    );
    assert.deepEqual(facts.templates, ['base.html', 'part.html']);
    assert.deepEqual(facts.scripts, ['js/a.js', '/b.js']);
    assert.deepEqual(said(facts, '#template'), ['api = call free url_for("api")', 'y = call free url("x")']);
    assert.match(elements(`{% set api = '/x' %}<a href="{{ api }}/b">`), /cat\(ref api, "\/b"\)/);
  });

  it('calls in text', () => {
    const facts = webFacts('p.html', `<p>{{ a }} {{ link(url_for('b')) }} {% url 'c' %} {% custom %}{% endcustom %}</p>`);
    assert.deepEqual(printCalls(facts, '#template'), [
      'call free url_for("b")',
      'call free link(call free url_for("b"))',
      'call free url("c")',
    ]);
  });

  it('text of an element', () => {
    const facts = webFacts('p.html', `<button> Save &amp;\n go {{ now }} ${'x'.repeat(200)}</button>`);
    const button = chunkOf(facts, '#template').arena.find((e) => e.kind === 'elem');
    assert.ok(button?.kind === 'elem');
    assert.equal(button.text?.slice(0, 16), 'Save & go … xxxx');
    assert.equal(button.text?.length, 80);
  });
});
