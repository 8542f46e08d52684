/** Components of Vue and Svelte: scripts and what the markup makes of their names. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources under test are templates
import assert from 'node:assert/strict';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, printBlocks, printCalls, printExpr } from '../support/print-facts';
import { calls, said, webFacts } from '../support/web-facts';

/** The element with this tag. */
function element(facts: ReturnType<typeof webFacts>, tag: string): string {
  const x = chunkOf(facts, '#template').arena.findIndex((e) => e.kind === 'elem' && e.tag === tag);
  assert.ok(x >= 0, `no <${tag}>`);
  return printExpr(facts, '#template', x);
}

describe('web vue', () => {
  before(() => initSyntax());

  it('setup: names of the template are the script’s', () => {
    const facts = webFacts(
      'a.vue',
      '<template><a :href="`/x/${id}`" @click.prevent="save(id)" v-bind="rest" :title>{{ f(id) }} {{ id }}</a></template>',
      '<script setup lang="ts">const id: string = "1"; function save(x: string) {} const f = () => 1</script>',
    );
    assert.equal(
      element(facts, 'a'),
      '<a href: cat("/x/", ref :id) on:click: fn #template/click$0 **get(this, "rest") title: get(this, "title")>',
    );
    assert.deepEqual(calls(facts, '#template/click$0'), ['call ref :save(ref :id)']);
    assert.deepEqual(printCalls(facts, '#template'), ['call ref :f(ref :id)']);
    assert.deepEqual(facts.component, { style: 'setup' });
    assert.equal(facts.damaged, undefined);
  });

  it('options: names of the template are members of the component', () => {
    const facts = webFacts(
      'a.vue',
      '<script>import Row from "./Row.vue"; const id = 1;',
      'export default defineComponent({ methods: { save() { this.load("/x") } } })</script>',
      '<template><task-row :a="id" @done="save"/><Row @x="() => save(1)"/><p @y="n = 1; go"/></template>',
    );
    assert.equal(element(facts, 'task-row'), '<task-row a: get(this, "id") on:done: get(this, "save")>');
    assert.equal(element(facts, 'Row'), '<Row on:x: fn #template/x$0>');
    assert.deepEqual(said(facts, '#template/y$0'), ['this.n = 1']);
    assert.equal(facts.component?.style, 'options');
    assert.equal(printExpr(facts, '', facts.component?.options ?? -1), '{methods: {save: fn save}}');
    const components = chunkOf(facts, '#template').arena.flatMap((e) =>
      e.kind === 'elem' && e.component !== undefined ? [e.tag] : [],
    );
    assert.deepEqual(components, ['Row']);
  });

  it('kebab-case is the import in PascalCase', () => {
    const facts = webFacts('a.vue', '<script setup>import TaskRow from "./TaskRow.vue"</script><template><task-row/></template>');
    const row = chunkOf(facts, '#template').arena.find((e) => e.kind === 'elem' && e.tag === 'task-row');
    assert.ok(row?.kind === 'elem' && row.component !== undefined);
    assert.equal(printExpr(facts, '#template', row.component), 'ref :TaskRow');
  });

  it('loops and branches are blocks', () => {
    const facts = webFacts(
      'a.vue',
      '<template><li v-for="({ id }, i) in list()" :key="id"><b v-if="a(id)"/><i v-else-if="c"/><u v-else/></li><p v-if="a(1)"/></template>',
    );
    assert.deepEqual(printBlocks(facts, '#template'), [
      '1 loop list() < 0',
      '2 if a(id) < 1',
      '3 else a(id) < 1',
      '4 if c < 3',
      '5 else c < 3',
      '6 if a(1) < 0',
    ]);
    assert.deepEqual(said(facts, '#template'), ['id = get(each 1 of call get(this, "list")(), "id") in 1', 'i = ?index in 1']);
  });

  it('slots bind names', () => {
    const facts = webFacts('a.vue', '<template><t><template #item="{ row }"><a :href="row.url"/></template></t></template>');
    assert.equal(element(facts, 'a'), '<a href: get(ref row, "url")>');
  });

  it('a fragment without a script', () => {
    const facts = webFacts('a.vue', '<template id="page-x"><q-btn @click="go(1)" label="a"></q-btn></template>');
    assert.deepEqual(calls(facts, '#template/click$0'), ['call get(this, "go")(1)']);
    assert.equal(facts.component, undefined);
  });
});

describe('web svelte', () => {
  before(() => initSyntax());

  it('names of the markup are the script’s', () => {
    const facts = webFacts(
      'a.svelte',
      '<script lang="ts">import Row from "./Row.svelte"; export let id: string; const load = () => 1; import { s } from "s"</script>',
      '<a href="/x/{id}?y" on:click={load} onkeyup={() => load(1)} {id} {...$s}>{load(2)}</a><Row bind:id a="b"/>',
    );
    assert.equal(
      element(facts, 'a'),
      '<a href: cat("/x/", ref :id, "?y") on:click: ref :load on:keyup: fn #template/keyup$0 id: ref :id **ref :s>',
    );
    assert.equal(element(facts, 'Row'), '<Row id: ref :id a: "b">');
    assert.deepEqual(printCalls(facts, '#template'), ['call ref :load(2)']);
    assert.deepEqual(facts.component, { style: 'svelte' });
  });

  it('blocks', () => {
    const facts = webFacts(
      'a.svelte',
      '{#each f(1) as { id }, i (id)}{#if id}<a b={id}/>{:else if g(2)}<i/>{:else}<u/>{/if}{:else}<p/>{/each}',
      '{#await h(3) then v}{v.k(4)}{/await}{@const w = id}{@html m(w)}',
    );
    assert.deepEqual(printBlocks(facts, '#template'), [
      '1 loop f(1) < 0',
      '2 if id < 1',
      '3 else id < 1',
      '4 if g(2) < 3',
      '5 else g(2) < 3',
    ]);
    assert.deepEqual(calls(facts, '#template'), [
      'call free f(1)',
      'call free g(2)',
      'call free h(3)',
      'call get(ref v, "k")(4)',
      'call free m(ref w)',
    ]);
    assert.equal(said(facts, '#template')[0], 'id = get(each 1 of call free f(1), "id") in 1');
  });
});
