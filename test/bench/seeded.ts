/**
 * npm run bench:seeded -- --repos <folder of checkouts> [--only <names, by comma>] [--faults <words, by comma>] [--each 25]: puts faults into copies
 * of the texts of real projects, one at a time, and counts how many are found, and what is found besides that was not there before. Nothing is
 * written to the checkouts.
 */
import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Analysis } from '../../server/src/analysis/analysis';
import type { Finding } from '../../server/src/analysis/types';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';
import { loadFolder } from './engine';
import { cleanUp, table } from './processes';
import { contractKinds } from './seeds/contract';
import type { Kind, Seed } from './seeds/seed';
import { unwire } from './seeds/unwire';

const KINDS: readonly Kind[] = [unwire, ...contractKinds];

const say = (text: string) => process.stdout.write(`${text}\n`);
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};

interface Tally {
  tried: number;
  caught: number;
  missed: string[];
  besides: string[];
}

async function main(): Promise<void> {
  const folder = resolve(option('repos') ?? '.');
  const only = option('only')?.split(',');
  const each = Number(option('each') ?? 25);
  const faults = option('faults')?.split(',');
  const kinds = KINDS.filter(({ name }) => !faults || faults.some((word) => name.includes(word)));
  await initSyntax(resolve('dist/wasm'));
  await loadLanguages(['python', 'javascript', 'typescript', 'tsx', 'vue', 'svelte', 'html']);
  const repos = readdirSync(folder).filter((name) => (only ? only.includes(name) : statSync(join(folder, name)).isDirectory()));
  const tallies = new Map<Kind, Tally>(kinds.map((kind) => [kind, { tried: 0, caught: 0, missed: [], besides: [] }]));
  const rows: string[][] = [];
  for (const name of repos) {
    const { analysis, snapshot, texts } = await loadFolder(join(folder, name));
    const before = new Map(snapshot.findings().map((f) => [f.id, f]));
    for (const [kind, tally] of tallies) {
      const seeds = drawn(
        kind.seeds(snapshot, (file) => texts.get(file) ?? '', texts),
        each,
      );
      const own = seeds.map((seed) => tried(analysis, texts, before, seed));
      tally.tried += own.length;
      tally.caught += own.filter((o) => o.caught).length;
      tally.missed.push(
        ...own.flatMap((o, i) => (o.caught ? [] : [`${name}: ${told(seeds[i]!, join(folder, name))} (${o.why})`])),
      );
      tally.besides.push(
        ...own.flatMap((o, i) =>
          o.besides.map((f) => `${name}: ${told(seeds[i]!, join(folder, name))} → ${f.rule} ${basename(f.file)}:${f.line}`),
        ),
      );
      rows.push([
        kind.name,
        name,
        String(own.length),
        String(own.filter((o) => o.caught).length),
        String(own.reduce((n, o) => n + o.besides.length, 0)),
      ]);
    }
  }
  say(table([['fault', 'in', 'tried', 'found', 'found besides'], ...rows]));
  for (const [kind, { tried: n, caught, missed, besides }] of tallies) {
    say(
      `\n${kind.name}: ${caught} of ${n} found (${n ? Math.round((caught / n) * 100) : 0} %), ${besides.length} findings besides`,
    );
    for (const line of missed) say(`  missed   ${line}`);
    for (const line of besides) say(`  besides  ${line}`);
  }
  cleanUp();
}

const told = ({ what, at }: Seed, root: string) => `${what}, ${at.file.slice(root.length + 1)}:${at.line}`;

/** The same every time: spread evenly over all there are. */
function drawn(seeds: readonly Seed[], each: number): Seed[] {
  if (seeds.length <= each) return [...seeds];
  return Array.from({ length: each }, (_, i) => seeds[Math.floor((i * seeds.length) / each)]!);
}

function tried(analysis: Analysis, texts: ReadonlyMap<string, string>, before: ReadonlyMap<string, Finding>, seed: Seed) {
  const text = texts.get(seed.file)!;
  const apply = (now: string) => analysis.apply([{ path: seed.file, extracted: extract(seed.file, now) }]);
  const seeded = apply(text.slice(0, seed.from) + seed.text + text.slice(seed.to));
  const found = seeded.findings();
  const control = seeded.controls().find((c) => c.file === seed.at.file && c.line === seed.at.line);
  const why = control
    ? `${control.tag}: ${control.reaches}, ${control.why ?? `by ${control.handler ? `${basename(control.handler.file)}:${control.handler.line}` : 'itself'}`}`
    : 'no control';
  apply(text);
  const fresh = found.filter((f) => !before.has(f.id));
  const isThere = (f: Finding) =>
    seed.subject === undefined ? f.file === seed.at.file && f.line === seed.at.line : f.subject.startsWith(seed.subject);
  const isIt = (f: Finding) => seed.rules.includes(f.rule) && isThere(f);
  return { caught: fresh.some(isIt), why, besides: fresh.filter((f) => !isIt(f) && !seed.follows.includes(f.rule)) };
}

void main();
