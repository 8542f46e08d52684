/** x */
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';

it('d', async () => {
  await initSyntax();
  await loadLanguages(new Set(['vue', 'typescript', 'javascript', 'svelte', 'tsx', 'html'] as never));
  const show = (p: string, t: string) => {
    const f: any = extract(p, t).facts;
    for (const [id, c] of Object.entries<any>(f.chunks)) {
      console.log('##', p, id, JSON.stringify(c.vars));
      c.arena.forEach((e: any, i: number) => console.log(i, JSON.stringify(e)));
    }
  };
  show(
    '/a/Row.vue',
    `<script setup>
const props = defineProps({ task: Object });
</script>
<template><li>{{ task.title }}</li></template>`,
  );
  show(
    '/a/Old.vue',
    `<template><li v-for="t in tasks">{{ t.title }}</li></template>
<script>
export default { data() { return {} } };
</script>`,
  );
  show(
    '/a/T.svelte',
    `<script>
  let tasks = [];
</script>
{#each tasks as task}<li>{task.title}</li>{/each}`,
  );
  show('/a/a.js', `async function inline() { return (await (await fetch('/api/inline')).json()).title; }`);
});
