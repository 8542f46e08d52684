/**
 * npm run bench:coverage -- --repos <folder of checkouts> [--only <names, by comma>] [--show 3]: of how many matched calls both sides are known, so
 * that they can be compared, and what stops the others, the commonest first.
 */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { coverageOf } from '../../server/src/model/contract/coverage';
import { isTestIn } from '../../server/src/model/routes/naming';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';
import { loadFolder } from './engine';
import { cleanUp, table } from './processes';

const say = (text: string) => process.stdout.write(`${text}\n`);
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};

interface Tally {
  calls: number;
  /** Of which something is sent or read. */
  telling: number;
  both: number;
  tellingBoth: number;
  sent: number;
  read: number;
  stops: Map<string, string[]>;
}

async function tallied(root: string): Promise<Tally> {
  const { snapshot } = await loadFolder(root);
  const tally: Tally = { calls: 0, telling: 0, both: 0, tellingBoth: 0, sent: 0, read: 0, stops: new Map() };
  for (const row of snapshot.calls()) {
    const view = row.status === 'matched' && !isTestIn(row.file, [root]) ? snapshot.contract(row) : undefined;
    if (!view) continue;
    const { sent, read, empty } = coverageOf(view.asked, view);
    const isBoth = sent === undefined && read === undefined;
    tally.calls++;
    tally.telling += empty ? 0 : 1;
    tally.both += isBoth ? 1 : 0;
    tally.tellingBoth += isBoth && !empty ? 1 : 0;
    tally.sent += sent === undefined ? 1 : 0;
    tally.read += read === undefined ? 1 : 0;
    for (const [part, why] of Object.entries({ sent, read })) {
      if (why === undefined) continue;
      const key = `${part}, ${why}`;
      tally.stops.set(key, [
        ...(tally.stops.get(key) ?? []),
        `${row.method} ${row.path} ${row.file.slice(root.length + 1)}:${row.line}`,
      ]);
    }
  }
  return tally;
}

const percent = (part: number, whole: number): string => (whole ? `${Math.round((part / whole) * 100)} %` : '–');

async function main(): Promise<void> {
  const folder = resolve(option('repos') ?? '.');
  const only = option('only')?.split(',');
  const show = Number(option('show') ?? 0);
  await initSyntax(resolve('dist/wasm'));
  await loadLanguages(['python', 'javascript', 'typescript', 'tsx', 'vue', 'svelte', 'html']);
  const repos = readdirSync(folder).filter((name) => (only ? only.includes(name) : statSync(join(folder, name)).isDirectory()));
  const rows: string[][] = [];
  const stops = new Map<string, string[]>();
  for (const name of repos) {
    const t = await tallied(join(folder, name));
    const cells = [t.calls, t.sent, t.read, t.both].map(String);
    rows.push([name, ...cells, percent(t.both, t.calls), String(t.telling), percent(t.tellingBoth, t.telling)]);
    for (const [why, where] of t.stops) stops.set(why, [...(stops.get(why) ?? []), ...where.map((w) => `${name}: ${w}`)]);
  }
  say(table([['in', 'matched calls', 'sent known', 'answer known', 'both', '', 'that say something', 'both'], ...rows]));
  say('\nWhat stops the others:');
  for (const [why, where] of [...stops].sort((a, b) => b[1].length - a[1].length)) {
    say(`  ${String(where.length).padStart(4)}  ${why}`);
    for (const one of where.slice(0, show)) say(`          ${one}`);
  }
  cleanUp();
}

void main();
