/** Functions that only call what they are given, and each other, are not gone through in every combination. */
import assert from 'node:assert/strict';
import { Analysis } from '../../server/src/analysis/analysis';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';

/** Steps of which each loads each of the others, with what it is handed. */
function steps(count: number): string {
  const names = Array.from({ length: count }, (_, i) => `Step${i}`);
  const loads = (own: string) =>
    names.map((name) => `            return ${name}.load(data["${name}"], registry, links=[data, "${own}"])`).join('\n');
  return names
    .map(
      (name) => `
class ${name}:
    @classmethod
    def load(cls, data, registry, links):
        def inner(data):
${loads(name)}
        registry.get(data, "/kinds")
        return [inner(part) for part in data.get("parts")]
`,
    )
    .join('');
}

const MAIN = `
import json
from fastapi import FastAPI
from steps import Step0

app = FastAPI()

def list_kinds(): ...

class Registry:
    def get(self, kind, path):
        app.add_api_route(path, list_kinds)

Step0.load(json.load(open("kinds.json")), Registry(), links=[])
`;

describe('incremental/only asked', () => {
  before(async () => {
    await initSyntax();
    await loadLanguages(['python']);
  });

  it('does not multiply what functions do that call each other', () => {
    const work = (count: number): number => {
      const analysis = new Analysis({ roots: ['/w'] });
      const change = (path: string, text: string) => ({ path, extracted: extract(path, text) });
      const routes = analysis.apply([change('/w/main.py', MAIN), change('/w/steps.py', steps(count))]).routes();
      assert.deepEqual(
        routes.map(({ method, path }) => `${method} ${path}`),
        ['GET /kinds'],
      );
      return analysis.counters()['effects of registrations']!.recomputed;
    };
    // In every combination: 45,199.
    assert.ok(work(4) < 5_000);
  });
});
