/** What an open file says while it cannot be parsed: its last good facts where it is broken, its own elsewhere, all where the text has them now. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { extract } from '../../server/src/facts/extract';
import type { Extracted } from '../../server/src/facts/facts';
import { initSyntax } from '../../server/src/syntax/parser';
import { StandIns } from '../../server/src/workspace/stand-ins';

const ui = `import { api } from './api';

export const list = () => api('GET', '/tasks');
export const stop = (id) => {
  // crosswire-ignore missing-endpoint: soon
  return api('POST', \`/tasks/\${id}/stop\`);
};
export const purge = () => api('DELETE', '/purge');
`;
const python = `from fastapi import APIRouter

router = APIRouter()


@router.get("/one")
def one():
    return []


@router.get("/two")
def two():
    return []
`;

/** Every literal that is a path, with what the text has where the layout says it stands. */
function paths({ facts, layout }: Extracted, text: string): Record<string, string> {
  assert.equal(facts.kind, 'code');
  const found: Record<string, string> = {};
  for (const [id, chunk] of Object.entries(facts.chunks))
    chunk.arena.forEach((x, i) => {
      const spans = layout.spans[id] ?? [];
      if (x.kind === 'str' && x.value.startsWith('/')) found[x.value] = text.slice(spans[i * 2], spans[i * 2 + 1]);
    });
  return found;
}

describe('an open file that cannot be parsed', () => {
  let standIns: StandIns;
  before(() => initSyntax(resolve('dist/wasm')));
  beforeEach(() => {
    standIns = new StandIns(() => undefined);
  });
  const look = (path: string, text: string) => standIns.of(path, text, extract(path, text));

  it('says what it said before the line that is being typed, with everything where it stands now', () => {
    const good = look('/ui.js', ui);
    const text = ui.replace('export const stop', "export const half = () => api('GET', '/ha\nexport const stop");
    assert.ok((extract('/ui.js', text).layout.errors ?? 0) > 0, 'the text is broken');
    const held = look('/ui.js', text);
    assert.deepEqual(held.facts, good.facts);
    assert.deepEqual(paths(held, text), paths(good, ui));
    const [before, after] = [good.layout.ignores?.[0], held.layout.ignores?.[0]];
    assert.equal(after && text.slice(after.from, after.to), before && ui.slice(before.from, before.to));
    assert.equal(after?.line, (before?.line ?? 0) + 1);
  });

  it('says anew what is changed elsewhere meanwhile', () => {
    look('/ui.js', ui);
    const text = ui.replace("'/tasks')", "'/tasks'").replace('/purge', '/clear').replace('/stop`', '/halt`');
    const held = look('/ui.js', text);
    const { '/tasks': list, '/clear': clear, '/halt': halt, '/purge': purge } = paths(held, text);
    assert.deepEqual([list, clear, halt, purge], ["'/tasks'", "'/clear'", '/halt', undefined]);
  });

  it('keeps the routes below a decorator that is not closed', () => {
    const good = look('/api.py', python);
    const text = python.replace('@router.get("/two")', '@router.post("/new"\n\n\n@router.get("/two")');
    const held = look('/api.py', text);
    assert.deepEqual(held.facts, good.facts);
    assert.deepEqual(paths(held, text), { '/one': '"/one"', '/two': '"/two"' });
  });

  it('keeps a literal that is being retyped, as far as it is still there', () => {
    look('/ui.js', ui);
    const text = ui.replace("api('DELETE', '/purge')", "api('DELETE', '/pur");
    assert.equal(paths(look('/ui.js', text), text)['/purge'], "'/pur");
  });

  it('begins with the saved text where the buffer was never whole', () => {
    standIns = new StandIns(() => ui);
    const text = ui.replace("'/tasks')", "'/tasks'");
    assert.deepEqual(look('/ui.js', text).facts, extract('/ui.js', ui).facts);
    standIns.forget('/ui.js');
    standIns = new StandIns(() => text);
    assert.deepEqual(look('/ui.js', text).facts, extract('/ui.js', text).facts);
  });

  it('is taken as it is again once it is no worse than before, also where the grammar never knows it whole', () => {
    const odd = `${ui}const x = #nothing;\n`;
    assert.ok((look('/ui.js', odd).layout.errors ?? 0) > 0);
    const more = odd.replace('/purge', '/clear');
    assert.ok('/clear' in paths(look('/ui.js', more), more));
    const broken = more.replace("'/clear')", "'/clear'").replace("'/tasks'", "'/all'");
    const held = paths(look('/ui.js', broken), broken);
    assert.deepEqual(['/clear' in held, '/all' in held], [true, true]);
    const whole = more.replace('/clear', '/done');
    assert.ok('/done' in paths(look('/ui.js', whole), whole));
  });

  it('is the same from the last good text, whatever came between', () => {
    look('/ui.js', ui);
    const steps = ["api('GET'", "api('GET', '/x", "api('GET', '/x'", "api('GET', '/x'\nlet y = "];
    const text = (step: string) => ui.replace("api('GET', '/tasks')", step).replace('/purge', `/purge${step.length}`);
    for (const step of steps) look('/ui.js', text(step));
    const last = text(steps.at(-1) ?? '');
    const long = look('/ui.js', last);
    standIns = new StandIns(() => ui);
    assert.deepEqual(look('/ui.js', last), long);
  });
});
