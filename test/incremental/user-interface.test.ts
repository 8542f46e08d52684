/** What calls send, what is read of their answers and what controls reach: after any series of edits as if all were read anew. */
import assert from 'node:assert/strict';
import { Analysis, type Snapshot } from '../../server/src/analysis/analysis';
import type { Change } from '../../server/src/analysis/types';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';
import { Random } from './workspace';

const ROOT = '/w';
const SERIES = Number(process.env.SERIES ?? 8);
const EDITS = 20;
const FIELDS = ['title', 'done', 'owner', 'count', 'tags'];
const TYPES = ['string', 'number', 'boolean', 'Owner', 'string[]'];

/** A small interface in TypeScript, a page with a script, and edits of what they send, read and wire. */
class Interface {
  private fields: { name: string; type: string; optional: boolean }[] = [];
  private reads: string[] = ['title'];
  private shown: string[] = ['title'];
  private handler = 0;
  private envelope = false;
  private wired = true;
  private blank = 0;
  private extra = 0;
  private helper = true;
  private hook = true;
  private served = true;

  constructor(private readonly random: Random) {
    for (let i = 0; i < 3; i++) this.fields.push(this.newField());
  }

  private newField() {
    const { random } = this;
    return { name: random.pick(FIELDS), type: random.pick(TYPES), optional: random.chance(30) };
  }

  edit(): string {
    const { random } = this;
    switch (random.below(12)) {
      case 0:
        this.fields[random.below(this.fields.length)] = this.newField();
        return 'a field of the type';
      case 1:
        this.fields.push(this.newField());
        return 'a field more';
      case 2:
        this.reads = [random.pick(FIELDS), random.pick(FIELDS)];
        return 'what the hook reads';
      case 3:
        this.shown = [random.pick(FIELDS), random.pick(FIELDS)];
        return 'what the row shows';
      case 4:
        this.handler = random.below(6);
        return 'the handler';
      case 5:
        this.envelope = !this.envelope;
        return 'the envelope of the wrapper';
      case 6:
        this.wired = !this.wired;
        return 'the listener of the page';
      case 7:
        this.blank++;
        return 'blank lines';
      case 8:
        this.extra = random.below(4);
        return 'what is sent besides';
      case 9:
        this.helper = !this.helper;
        return 'the helper deleted or restored';
      case 10:
        this.served = !this.served;
        return 'a route';
      default:
        this.hook = !this.hook;
        return 'who calls the hook';
    }
  }

  files(): Record<string, string> {
    const gap = '\n'.repeat(this.blank);
    const handlers = ['save', '() => console.log(1)', '() => remove(1)', '() => setOpen(!open)', 'undefined', 'props.onSave'];
    const extra = ['', ', at: Date.now()', ', ...more', ', [key]: 1'][this.extra];
    return {
      'ui/types.ts': `${gap}export interface Owner { id: number }\nexport interface Task {\n${this.fields
        .map((f) => `  ${f.name}${f.optional ? '?' : ''}: ${f.type};`)
        .join('\n')}\n}\n`,
      'ui/api.ts': `${gap}import type { Task } from './types';
async function send<T>(method: string, path: string, data?: unknown): Promise<T> {
  const res = await fetch('/api' + path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(data) });
  const json = await res.json();
  return ${this.envelope ? 'json.data' : 'json'};
}
export const list = () => send<Task[]>('GET', '/tasks');
export const create = (task: Omit<Task, 'id'>, more: object, key: string) => send<Task>('POST', '/tasks', { ...task${extra} });
export const patch = (change) => send('PATCH', '/tasks/1', change);
export const remove = (id: number) => send('DELETE', \`/tasks/\${id}\`);\n`,
      ...(this.helper ? { 'ui/helper.js': `${gap}export const titleOf = (task) => task.${this.reads[0]};\n` } : {}),
      'ui/useTasks.js': `import { useEffect, useState } from 'react';
import { list } from './api';
import { titleOf } from './helper';${gap}
export function useTasks() {
  const [tasks, setTasks] = useState([]);
  useEffect(() => { list().then((found) => { console.log(${this.reads.map((f) => `found[0].${f}`).join(', ')}, titleOf(found[0])); setTasks(found); }); }, []);
  return { tasks };
}\n`,
      'ui/Tasks.jsx': `${gap}import { useState } from 'react';
import { create, patch, remove } from './api';
import { useTasks } from './useTasks';
export function Tasks(props) {
  const { tasks } = ${this.hook ? 'useTasks()' : '{ tasks: [] }'};
  const [open, setOpen] = useState(false);
  const save = () => { create({ title: 'a', done: open }); patch({ ${this.reads[0]}: 1 }); };
  return <form><button type="button" onClick={${handlers[this.handler]}}>Save</button><button>Send</button>{tasks.map((t) => <Row task={t} />)}</form>;
}
function Row({ task }) { return <li>{${this.shown.map((f) => `task.${f}`).join('}{')}}</li>; }\n`,
      'ui/page.html': `<button id="go">Go</button>${gap}<button onclick="start()">Start</button><script src="page.js"></script>\n`,
      'api/main.py': `from fastapi import FastAPI\napp = FastAPI()\n@app.get("/api/tasks")\ndef tasks(): return []\n${
        this.served ? '@app.post("/api/start")\ndef start(): return {}\n@app.post("/api/tasks")\ndef add(): return {}\n' : ''
      }`,
      'ui/page.js': `${gap}function start() { fetch('/api/start', { method: 'POST', body: new URLSearchParams({ ${this.reads[0]}: 'x' }) }); }\n${
        this.wired ? "document.getElementById('go').addEventListener('click', start);\n" : ''
      }`,
    };
  }
}

const answers = (snapshot: Snapshot) => ({
  details: snapshot.calls().map((row) => [row.method, row.path, row.line, snapshot.callDetails(row)]),
  controls: snapshot.controls(),
  findings: snapshot.findings(),
});

function changesBetween(before: Record<string, string>, after: Record<string, string>): Change[] {
  const gone = Object.keys(before).filter((path) => !(path in after));
  const changed = Object.entries(after).filter(([path, text]) => before[path] !== text);
  return [
    ...gone.map((path) => ({ path: `${ROOT}/${path}`, removed: true as const })),
    ...changed.map(([path, text]) => ({ path: `${ROOT}/${path}`, extracted: extract(`${ROOT}/${path}`, text) })),
  ];
}

describe('incremental/user-interface', () => {
  before(async () => {
    await initSyntax();
    await loadLanguages(['python', 'javascript', 'typescript', 'html', 'tsx']);
  });

  for (let seed = 1; seed <= SERIES; seed++) {
    it(`series ${seed}: increments equal a fresh analysis`, () => {
      const made = new Interface(new Random(seed * 7919));
      const analysis = new Analysis({ roots: [ROOT] });
      const done: string[] = [];
      let before: Record<string, string> = {};
      for (let step = 0; step <= EDITS; step++) {
        if (step > 0) done.push(made.edit());
        const files = made.files();
        const snapshot = analysis.apply(changesBetween(before, files));
        before = files;
        if (step % 3 === 2 && step < EDITS) continue;
        const fresh = new Analysis({ roots: [ROOT] }).apply(changesBetween({}, files));
        assert.deepEqual(answers(snapshot), answers(fresh), `after ${step} edits: ${done.join('; ')}`);
        assert.ok(answers(snapshot).details.length >= 4 && answers(snapshot).controls.length >= 3);
      }
    });
  }

  it('works out nothing of it until it is asked for', () => {
    const analysis = new Analysis({ roots: [ROOT] });
    const snapshot = analysis.apply(changesBetween({}, new Interface(new Random(1)).files()));
    snapshot.calls();
    const counters = analysis.counters();
    for (const name of ['details of call', 'controls in file', 'uses of names in file', 'wires of file'])
      assert.equal(counters[name]?.recomputed ?? 0, 0, name);
    snapshot.findings();
    const answered = snapshot.calls().filter((c) => c.status === 'matched').length;
    const worked = analysis.counters()['details of call']?.recomputed ?? 0;
    assert.ok(worked <= answered, `details of ${worked} calls, of which ${answered} have a route to compare with`);
    for (const row of snapshot.calls()) snapshot.callDetails(row);
    assert.ok(analysis.counters()['details of call']!.recomputed > 0);
  });
});
