// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the files in these tests hold template literals
/** Methods of texts: what is known of a text stays known. */
import assert from 'node:assert/strict';
import { textWorld } from '../support/world';

const web: [expression: string, expected: string][] = [
  ["'/tasks/{id}'.replace('{id}', state)", '"/tasks/" + $state'],
  ["'/tasks/:id/x'.replace(/:id/, state)", '"/tasks/" + $state + "/x"'],
  ["'https://x/api//'.replace(/\\/+$/, '')", '"https://x/api"'],
  ["`${state}/api/`.replace(/\\/$/, '')", '$state + "/api"'],
  ["state.replace(/\\/+$/, '') + '/tasks'", '$state + "/tasks"'],
  ["'/a-b-c'.replace(/-/g, '/')", '"/a/b/c"'],
  ["'/api/x'.replace(/^\\/api/, () => state)", 'unknown(computed text) + "/x"'],
  ["'http://x/'.slice(0, -1) + '/api'", '"http://x" + "/api"'],
  ["'/tasks?a=1'.split('?')[0]", '"/tasks"'],
  ["`/tasks/${state}?a=${state}`.split('?')[0]", '"/tasks/" + $state'],
  ["['api', state, 'x'].join('/')", '"api" + "/" + $state + "/" + "x"'],
];
const python: [expression: string, expected: string][] = [
  ["TEMPLATE.format('v1', name=state)", '"/" + "v1" + "/" + $state'],
  ["'/api/'.rstrip('/')", '"/api"'],
  ["'/api'.removeprefix('/')", '"api"'],
];

describe('texts', () => {
  for (const [expression, expected] of web) {
    it(expression, async () => {
      const w = await textWorld({ 'a.ts': `export function probe(state) { return ${expression} }` });
      const place = w.ctx.exported('/w/a.ts', 'probe');
      assert.ok(place.kind === 'fn');
      assert.equal(w.print(w.ctx.returnOf(place, { ...w.ctx.moduleEnv('/w/a.ts'), id: 'probe', chunk: 'probe' })), expected);
    });
  }
  for (const [expression, expected] of python) {
    it(expression, async () => {
      const w = await textWorld({ 'a.py': `TEMPLATE = "/{}/{name}"\ndef probe(state):\n    return ${expression}\n` });
      const fn = w.ctx.binding('/w/a.py', '', 'probe', w.ctx.moduleEnv('/w/a.py'));
      assert.ok(fn.kind === 'fn');
      assert.equal(w.print(w.ctx.returnOf(fn, { ...w.ctx.moduleEnv('/w/a.py'), id: 'probe', chunk: 'probe' })), expected);
    });
  }
});
