/**
 * npm run bench [-- --repos <folder of checkouts>] [--only routes|audit|many|growth|typing] [--edits 500]: how long the tool takes, beside other ways to do the same, in one run.
 * Ratios are what counts: machines differ, and what else they do changes by the minute.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';
import { addCall, addDeclaration, edit, hubAndLeaf, type Loaded, load, loadFolder } from './engine';
import { generate, HUB, LEAF, write } from './generate';
import type { Typed } from './keystroke';
import { cleanUp, fastapiLsp, inTurn, NoResult, node, run, scratch, table, tableOf } from './processes';

const CLI = 'dist/cli.js';
const SCAN = 'out/bench/scan.js';
const KEYSTROKE = 'out/bench/keystroke.js';
const COMPARED = ['lnbits', 'frigate', 'vandalizer/backend'];
/** Nothing new is begun later than this. */
const LIMIT = 150_000;

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const say = (text: string) => process.stdout.write(`${text}\n`);
const ms = (n: number) => `${n < 10 ? n.toFixed(1) : Math.round(n)} ms`;
const times = (a: number, b: number) => `${(a / b).toFixed(1)}×`;

async function main(): Promise<void> {
  const folder = option('repos');
  const repos = folder === undefined ? undefined : resolve(folder);
  await initSyntax(resolve('dist/wasm'));
  await loadLanguages(['python', 'javascript', 'typescript', 'tsx', 'vue', 'svelte', 'html']);
  const made = scratch('made');
  write(made, generate({ routes: 600, calls: 1500, fillers: 400 }));
  const big = repos ? await largest(repos) : [made];
  const known = repos ? COMPARED.map((name) => join(repos, name)).filter((path) => existsSync(path)) : [];
  const roots = known.length ? known : big;
  const steps: [name: string, step: () => void | Promise<void>][] = [
    ['routes', () => routesBeside(roots)],
    ['audit', () => auditBeside(big)],
    ['many', () => manyFiles()],
    ['growth', () => growth()],
    ['typing', () => typing(repos ? big[0] : undefined, option('edits') ?? '500')],
  ];
  const only = option('only');
  const chosen = steps.filter(([name]) => only === undefined || name === only);
  for (const [, step] of chosen) if (performance.now() < LIMIT) await step();
  say(`\n${(performance.now() / 1000).toFixed(0)} s in all`);
  cleanUp();
}

const named = (folder: string): [string, string] => [basename(folder), folder];

/** Whole processes, cold: nothing kept from before. */
async function routesBeside(roots: readonly string[]): Promise<void> {
  const peer = fastapiLsp();
  say('crosswire routes, whole processes, best of 5 in turn, ms of wall (of CPU):');
  const head = ['', 'read+regex', 'crosswire', 'fastapi-lsp', 'over regex', 'over fastapi-lsp', 'peak'];
  const rows = await tableOf(head, roots.map(named), (root) => {
    const commands = [
      { command: node(SCAN, root) },
      { command: node(CLI, 'routes', '--no-cache', root) },
      ...(peer ? [{ command: [peer, 'routes', '.'], cwd: root }] : []),
    ];
    const [scan, own, other] = inTurn(commands, 5);
    const cell = (took: { wall: number; cpu: number } | undefined) =>
      took ? `${Math.round(took.wall)} (${Math.round(took.cpu)})` : '-';
    const beside = other ? times(own!.wall, other.wall) : '-';
    return [cell(scan), cell(own), cell(other), times(own!.wall, scan!.wall), beside, `${Math.round(own!.memory)} MB`];
  });
  say(rows);
}

/** The two checkouts with the most text to read; what holds none of it, or is no checkout, is passed over. */
async function largest(repos: string): Promise<string[]> {
  const { discover } = await import('../../server/src/workspace/discovery');
  const sized: [string, number][] = [];
  for (const name of readdirSync(repos)) {
    if (!existsSync(join(repos, name, '.git')) && !existsSync(join(repos, name, 'README.md'))) continue;
    const { files } = await discover([join(repos, name)], () => ({}));
    if (files.length > 0) sized.push([join(repos, name), files.reduce((sum, file) => sum + file.size, 0)]);
  }
  return sized
    .sort((a, b) => b[1] - a[1])
    .slice(0, 2)
    .map(([path]) => path);
}

async function auditBeside(roots: readonly string[]): Promise<void> {
  const command = run(node(CLI, '--help')).output.includes('audit') ? 'audit' : 'calls';
  say(`\ncrosswire ${command}, whole processes, best of 3 in turn, and its stages on one thread:`);
  const stages = ['discover', 'read', 'extract', 'routes', 'calls', 'match'];
  const head = ['', 'read+regex', command, 'ratio', 'again', 'ratio', 'peak MB', ...stages, 'edit of a hub', 'of a leaf'];
  const rows = await tableOf(head, roots.map(named), async (root) => {
    const kept = ['--cache-dir', scratch('cache')];
    run(node(CLI, command, ...kept, root));
    const [scan, own, again] = inTurn(
      [{ command: node(SCAN, root) }, ...[['--no-cache'], kept].map((how) => ({ command: node(CLI, command, ...how, root) }))],
      3,
    );
    const loaded = await loadFolder(root);
    const { stages: s } = loaded;
    const took = [s.discover, s.read, s.extract, s.routes, s.calls, s.match];
    const over = ({ wall }: { wall: number }) => [wall, times(wall, scan!.wall)];
    return [scan!.wall, ...over(own!), ...over(again!), own!.memory, ...took, ...editsOf(loaded, hubAndLeaf(loaded))];
  });
  say(rows);
}

function editsOf(loaded: Loaded, files: { hub: string; leaf: string } | undefined): string[] {
  if (!files) return ['-', '-'];
  return [ms(edit(loaded, files.hub, addDeclaration)), ms(edit(loaded, files.leaf, addCall))];
}

function manyFiles(): void {
  const folder = scratch('many');
  const files = generate({ routes: 2000, calls: 6000, fillers: 3870 });
  write(folder, files);
  const routes = run(node(CLI, 'routes', '--no-cache', folder));
  const command = run(node(CLI, '--help')).output.includes('audit') ? 'audit' : 'calls';
  const all = run(node(CLI, command, '--no-cache', folder));
  say(`\n${files.size} generated files, whole processes:`);
  say(
    table([
      ['', 'ms', 'ms of CPU', 'peak MB'],
      ['routes', routes.wall, routes.cpu, routes.memory],
      [command, all.wall, all.cpu, all.memory],
    ]),
  );
  const root = '/bench';
  const loaded = load(root, new Map([...files].map(([name, text]) => [`${root}/${name}`, text])));
  const [hub, leaf] = editsOf(loaded, { hub: `${root}/${HUB}`, leaf: `${root}/${LEAF}` });
  say(`  one edit in the file that every module imports: ${hub}; in a leaf: ${leaf}`);
}

/** Linking and matching over parsing, and how it grows. */
function growth(): void {
  say('\ngenerated calls against 2,000 routes, one thread, ms:');
  const rows: (string | number)[][] = [
    ['calls', 'parse', 'link routes', 'link calls', 'match', 'link+match of 1,000', 'over parse'],
  ];
  for (const calls of [1000, 5000, 10_000, 20_000]) {
    const root = '/bench';
    const files = generate({ routes: 2000, calls });
    const { stages: s, snapshot } = load(root, new Map([...files].map(([name, text]) => [`${root}/${name}`, text])));
    const linked = s.routes + s.calls + s.match;
    if (snapshot.calls().length !== calls) throw new Error(`${snapshot.calls().length} calls were found, not ${calls}`);
    rows.push([
      String(calls),
      s.extract,
      s.routes,
      s.calls,
      s.match,
      ((s.calls + s.match) / calls) * 1000,
      (linked / s.extract).toFixed(2),
    ]);
  }
  say(table(rows));
}

/** From a keystroke to the squiggle, over JSON-RPC: with the time that the server waits for the next keystroke before it begins, and beyond it. */
async function typing(most: string | undefined, edits: string): Promise<void> {
  const folders: [name: string, folder: string][] = [];
  for (const [name, sizes] of [
    ['500', { routes: 200, calls: 600, fillers: 385 }],
    ['2,000', { routes: 800, calls: 2400, fillers: 1550 }],
    ['10,000', { routes: 4000, calls: 12_000, fillers: 7780 }],
  ] as const) {
    const folder = scratch(`typing-${name}`);
    write(folder, generate(sizes));
    folders.push([`${name} generated`, folder]);
  }
  say(
    `\n${edits} edits over JSON-RPC, at most ${FEWER} in what is generated; median / 95th of 100, ms; and as multiples of the incremental reparse of the file:`,
  );
  const head = ['', 'files', 'edits', 'beyond the wait', 'of CPU', 'over reparse', 'whole', 'over reparse', 'reparse', 'server'];
  say(await tableOf(head, folders, (folder) => typedIn(folder, String(Math.min(FEWER, Number(edits))))));
  if (most) say(await tableOf(head, [named(most)], (folder) => typedIn(folder, edits)));
}
const FEWER = 150;

function typedIn(folder: string, edits: string): string[] {
  const last = run(node(KEYSTROKE, folder, edits))
    .output.trim()
    .split('\n')
    .at(-1);
  if (!last) throw new NoResult(`no answer in ${folder}`);
  const { files, beyond, cpu, whole, reparse, memory } = JSON.parse(last) as Typed;
  const at = (list: readonly number[], share: number) => list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
  const both = (list: readonly number[], by = 1) => [0.5, 0.95].map((share) => (at(list, share) / by).toFixed(1)).join(' / ');
  const one = at(reparse, 0.5);
  return [
    String(files),
    String(beyond.length + whole.length),
    both(beyond),
    both(cpu),
    both(beyond, one),
    both(whole),
    both(whole, one),
    both(reparse),
    `${memory} MB`,
  ];
}

void main();
