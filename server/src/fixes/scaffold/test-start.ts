/** How a test asks where no test asks for a sibling: as tests of other things do, with a fixture of the project, else with a client of its own. */
import { basename, dirname } from '../../base/uri';
import { fieldsOf } from '../../model/details/python-types';
import { detailsOf } from '../../model/details/route-details';
import type { Project } from '../project';
import { applicationOf } from '../python/include';
import { moduleName } from '../python/modules';
import { segmentsOf } from '../segments';
import { styleOf } from '../style';
import { exampleOf } from './field-types';
import { quoted } from './printer';
import type { Sibling } from './siblings';
import { classStart } from './test-class';
import { anyExamplesIn, type Example, isGuarded, makes, type Start, saysWho, type Tested } from './test-examples';
import { testFiles } from './test-files';

/** Undefined where the project has no place for tests. */
export function startFor(project: Project, { siblings }: Tested, framework: string): Start | undefined {
  const { file } = siblings[0]!;
  const files = testFiles(project, file);
  const all = files.flatMap((one) => anyExamplesIn(project, one));
  // Who asks for what is guarded says who it is.
  const says = siblings.some(isGuarded) ? all.find(saysWho) : undefined;
  const [first] = says ? [says] : all;
  if (first) return { example: first, file: first.file };
  const folder = files[0] === undefined ? testFolder(project, file) : dirname(files[0]);
  if (folder === undefined) return undefined;
  const own = `${folder}/test_${basename(file)}`;
  const methods = classStart(project, files, own);
  if (methods) return methods;
  const there = project.text(own);
  const fixture = clientFixture(project, folder);
  if (fixture !== undefined)
    return { file: own, example: plainExample(own, fixture, fixture), ...(there === undefined ? { head: '' } : {}) };
  if (there !== undefined && /^client\s*[:=]/m.test(there)) return { file: own, example: plainExample(own, 'client', '') };
  const free = there === undefined ? own : own.replace(/\.py$/, '_routes.py');
  const head = project.text(free) === undefined ? clientHead(project, free, framework) : undefined;
  return head === undefined ? undefined : { file: free, example: plainExample(free, 'client', ''), head };
}

function testFolder(project: Project, file: string): string | undefined {
  const root = project.root(file);
  for (let dir = dirname(file); dir.length >= root.length && dir !== dirname(dir); dir = dirname(dir)) {
    const found = (project.api.ctx.world.listing(dir) ?? []).find((name) => /^tests?$/.test(name));
    if (found) return `${dir}/${found}`;
    if (dir === root) break;
  }
  return undefined;
}

/** `client` of a conftest.py that is no coroutine. */
function clientFixture(project: Project, folder: string): string | undefined {
  for (const file of [`${folder}/conftest.py`, `${dirname(folder)}/conftest.py`]) {
    const text = project.text(file) ?? '';
    const found = /^@pytest\.fixture[^\n]*\n(?:@[^\n]*\n)*def (\w*client\w*)\(/m.exec(text)?.[1];
    if (found) return found;
  }
  return undefined;
}

const plainExample = (file: string, client: string, fixture: string): Example => ({
  file,
  head: `def {name}(${fixture}):`,
  setup: [],
  before: [],
  variable: 'response',
  client,
  awaits: '',
  path: '"/"',
  extra: [],
  whole: '\n    ',
  request: '',
  isInline: false,
});

/** `client = TestClient(app)`, with what it imports. */
function clientHead(project: Project, own: string, framework: string): string | undefined {
  const app = applicationOf(project, framework);
  if (!app) return undefined;
  const { file, chunk } = app.site;
  const maker = chunk === '' ? undefined : project.chunk(file, chunk);
  if (chunk !== '' && (maker?.kind !== 'function' || maker.parent !== '' || maker.params?.some((p) => p.default === undefined)))
    return undefined;
  const name = chunk === '' ? app.name : maker!.name;
  const made = chunk === '' ? app.name : `${name}()`;
  const imported = `from ${moduleName(project, own, file)} import ${name}\n`;
  return framework === 'fastapi'
    ? `from fastapi.testclient import TestClient\n\n${imported}\nclient = TestClient(${made})\n`
    : `${imported}\nclient = ${made}.test_client()\n`;
}

/** `created = client.post("/items", json={…})` by the sibling that makes one of them; then its key in the path. */
export function madeBySibling(project: Project, { siblings, item, within }: Tested, start: Example): Example | undefined {
  const own = segmentsOf(item ?? '');
  const at = own.findLastIndex((s) => s.startsWith('{'));
  const key = /^\{(\w+)/.exec(own[at] ?? '')?.[1];
  const parent = own.slice(0, at);
  if (key === undefined || parent.some((s) => s.startsWith('{'))) return undefined;
  const maker = siblings.find(
    (s) => makes(project, s) && s.route.method === 'POST' && segmentsOf(s.route.path).join('/') === parent.join('/'),
  );
  const { quote } = styleOf(project, start.file);
  const sent = maker && sentTo(project, maker, quote, /(^|_)id$/.test(key) ? 'id' : key);
  if (!maker || sent === undefined) return undefined;
  const inner = quote === '"' ? "'" : '"';
  const step = /^[ \t]+/m.exec(start.whole)?.[0] ?? '    ';
  const request = `${start.client}.post(${[quoted(maker.route.path, quote), `json=${sent.body}`, ...start.extra].join(', ')})`;
  return {
    ...start,
    isInline: false,
    setup: [...start.setup, `${step}created = ${start.awaits}${request}`],
    path: `f${quote}/${parent.join('/')}/{created.json()${within === undefined ? '' : `[${inner}${within}${inner}]`}[${inner}${sent.field}${inner}]}${quote}`,
  };
}

/** What its model requires, and the field of its answer that is the key. */
function sentTo(
  project: Project,
  { route }: Sibling,
  quote: '"' | "'",
  field: string,
): { body: string; field: string } | undefined {
  const { ctx } = project.api;
  const { body, response: whole } = detailsOf(ctx, route);
  const response = whole?.kind === 'model' && whole.args?.length === 1 ? whole.args[0] : whole;
  const [model] = body.map((b) => b.type);
  if (route.framework !== 'fastapi' || body.length !== 1 || model?.kind !== 'model' || response?.kind !== 'model')
    return undefined;
  if (!fieldsOf(ctx, response).some((f) => (f.alias ?? f.name) === field)) return undefined;
  const required = fieldsOf(ctx, model).filter((f) => f.required);
  const items = required.map((f) => {
    const name = f.alias ?? f.name;
    const isText = f.type.kind === 'plain' && f.type.name === 'str';
    const value = isText ? quoted(name, quote) : exampleOf(f.type, quote, true);
    return value === undefined ? undefined : `${quoted(name, quote)}: ${value}`;
  });
  return items.some((i) => i === undefined) ? undefined : { body: `{${items.join(', ')}}`, field };
}
