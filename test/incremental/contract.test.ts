/** After any series of edits of models, handlers and the UI, what the rules say of the contract is what a fresh analysis says. */
import assert from 'node:assert/strict';
import { Analysis } from '../../server/src/analysis/analysis';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';
import { Random } from './workspace';

const ROOT = '/w';
const NAMES = ['title', 'stream', 'owner', 'size', 'notes'];
const TYPES = ['str', 'int', 'list[str]', 'Owner', 'str | None = None'];

/** A model, a handler and a page's script, of which any part may change. */
class Contract {
  private fields = ['title', 'stream'];
  private types = ['str', 'int'];
  private sent = ['title', 'stream'];
  private read = ['title', 'stream'];
  private query = 'page';
  private forbids = false;
  private answer = 0;
  private isList = false;
  private helper = 'id';
  private blank = 0;

  constructor(private readonly random: Random) {}

  edit(): string {
    const { random } = this;
    const some = () => NAMES.filter(() => random.chance(50));
    switch (random.below(10)) {
      case 0:
        this.fields = some();
        return 'fields';
      case 1:
        this.types = this.types.map(() => random.pick(TYPES));
        return 'types';
      case 2:
        this.sent = some();
        return 'sent';
      case 3:
        this.read = some();
        return 'read';
      case 4:
        this.query = random.pick(['page', 'pages', 'limit']);
        return 'query';
      case 5:
        this.forbids = !this.forbids;
        return 'extra';
      case 6:
        this.answer = random.below(4);
        return 'answer';
      case 7:
        this.isList = !this.isList;
        return 'list';
      case 8:
        this.helper = random.pick(['id', 'title', 'owner']);
        return 'helper';
      default:
        this.blank++;
        return 'blank line';
    }
  }

  files(): Record<string, string> {
    const field = (name: string, i: number) => `    ${name}: ${this.types[i % this.types.length]}\n`;
    const config = this.forbids ? '    model_config = ConfigDict(extra="forbid")\n' : '';
    const body = this.fields.map(field).join('');
    const answers = ['-> Task: ...', ': return helper()', `: return {"title": 1}`, '-> list[Task]: ...'];
    const models = `from pydantic import BaseModel, ConfigDict\n\nclass Owner(BaseModel):\n    name: str\n\nclass Task(BaseModel):\n${config}${body}    pass\n`;
    const main = `from fastapi import FastAPI\nfrom models import Task\nfrom helpers import helper\napp = FastAPI()\n${'\n'.repeat(this.blank)}@app.post("/api/tasks")\ndef create(task: Task): return None\n@app.get("/api/tasks")\ndef get(page: int = 1) ${answers[this.answer]}\n`;
    const reads = this.read.map((name) => `  use(task.${name});`).join('\n');
    const ui = `import { send } from "./send.js";\nexport const add = (x) => send("POST", "/tasks", { ${this.sent.map((n) => `${n}: x`).join(', ')} });\nexport async function show() {\n  const data = await send("GET", "/tasks?${this.query}=1");\n  const task = ${this.isList ? 'data.find((t) => t.done)' : 'data'};\n${reads}\n}\n`;
    return {
      'models.py': models,
      'helpers.py': `def helper():\n    out = {"${this.helper}": 1}\n    out["size"] = 2\n    return out\n`,
      'main.py': main,
      'ui/send.js':
        'export const send = async (method, path, body) => (await fetch("/api" + path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();\n',
      'ui/app.js': ui,
    };
  }
}

describe('incremental/contract', () => {
  before(async () => {
    await initSyntax();
    await loadLanguages(['python', 'javascript']);
  });

  const change = ([path, text]: [string, string]) => ({ path: `${ROOT}/${path}`, extracted: extract(`${ROOT}/${path}`, text) });
  const findings = (analysis: Analysis, files: [string, string][]) => analysis.apply(files.map(change)).findings();

  for (let seed = 1; seed <= 6; seed++) {
    it(`series ${seed}: findings equal those of a fresh analysis`, () => {
      const contract = new Contract(new Random(seed));
      const analysis = new Analysis({ roots: [ROOT] });
      const done: string[] = [];
      let known: Record<string, string> = {};
      let some = 0;
      for (let step = 0; step < 20; step++) {
        if (step > 0) done.push(contract.edit());
        const files = contract.files();
        const changed = Object.entries(files).filter(([path, text]) => known[path] !== text);
        known = files;
        const found = findings(analysis, changed);
        assert.deepEqual(found, findings(new Analysis({ roots: [ROOT] }), Object.entries(files)), done.join('; '));
        some += found.filter((f) => /^(request|response|query)-/.test(f.rule)).length;
      }
      assert.ok(some > 0, 'no finding of the contract in the whole series');
    });
  }
});
