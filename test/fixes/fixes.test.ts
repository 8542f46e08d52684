/**
 * Fixes, test/fixes/*.md: a small workspace, and for each block `fix <id>` what the offer of that id changes, as a diff, or that there is
 * none; for each block `rename <name>` what the name at the cursor becomes on both sides. After the fix its finding is gone, and there is nothing more to fix about it. UPDATE=1 writes what was found.
 */
import assert from 'node:assert/strict';
import type { Finding } from '../../server/src/analysis/types';
import { diffOf } from '../../server/src/fixes/diff';
import { applied, type Edit } from '../../server/src/fixes/edit';
import type { Offer } from '../../server/src/fixes/fix';
import { ROOT, snapshotOf } from '../support/analyse';
import { describeFixtures, type FixtureCase } from '../support/fixture';

const shown = (file: string) => file.slice(ROOT.length + 1);

async function offersIn(files: Record<string, string>): Promise<{ finding: Finding; offers: Offer[] }[]> {
  const snapshot = await snapshotOf(files);
  const text = (file: string) => files[shown(file)];
  return snapshot.findings().map((finding) => ({ finding, offers: snapshot.fixes(finding, text) }));
}

function after(files: Record<string, string>, edit: Edit): Record<string, string> {
  const out = { ...files };
  for (const { file, edits } of edit.files) out[shown(file)] = applied(out[shown(file)] ?? '', edits);
  return out;
}

async function answer(files: Record<string, string>, id: string): Promise<string> {
  const all = await offersIn(files);
  const found = all.find(({ offers }) => offers.some((o) => o.id === id));
  const offer = found?.offers.find((o) => o.id === id);
  if (!found || !offer)
    return `none: ${all.map(({ finding, offers }) => `${finding.rule} [${offers.map((o) => o.id).join(', ')}]`).join('; ')}\n`;
  if (offer.refused) return `${offer.title}\nrefused: ${offer.refused}\n`;
  const edit = offer.make();
  if (!edit) return 'changes nothing\n';
  const head = [`${offer.title}${offer.safe ? ' (safe)' : ''}`, ...edit.assumed.map((a) => `assumed: ${a}`)];
  const fixed = after(files, edit);
  const again = await offersIn(fixed);
  const like = (list: typeof all) =>
    list.filter(
      (one) =>
        one.finding.rule === found.finding.rule &&
        one.finding.data.path === found.finding.data.path &&
        one.finding.data.method === found.finding.data.method,
    ).length;
  if (like(again) >= like(all)) head.push('the finding is still there');
  return `${head.join('\n')}\n${diffOf(edit, (file) => files[shown(file)], shown)}`;
}

/** The edit, after which nobody asks for what nobody serves. */
async function renamed(files: Record<string, string>, { cursor }: FixtureCase, name: string): Promise<string> {
  assert.ok(cursor);
  const text = (file: string) => files[shown(file)];
  const file = ROOT + cursor.path;
  const snapshot = await snapshotOf(files);
  const found = snapshot.renamable(file, cursor.offset, text);
  if (!found) return 'nothing that can be renamed\n';
  const done = snapshot.rename(file, cursor.offset, name, text);
  const old = `${found.name} to ${name}`;
  if ('refused' in done) return `${old}: ${done.refused}\n`;
  if (!done.edit) return 'changes nothing\n';
  const again = await snapshotOf(after(files, done.edit));
  const count = (of: typeof snapshot) => of.calls().filter((c) => c.status === 'matched').length;
  const lost = count(snapshot) - count(again);
  const head = [old, ...done.edit.assumed, ...(lost ? [`${lost} calls find no route now`] : [])];
  return `${head.join('\n')}\n${diffOf(done.edit, text, shown)}`;
}

describeFixtures('test/fixes', async (fixture: FixtureCase) => {
  const files = Object.fromEntries(fixture.files.map((f) => [f.path.slice(1), f.text]));
  const answers: Record<string, string> = {};
  for (const info of Object.keys(fixture.answers)) {
    assert.match(info, /^(?:fix|rename) /);
    answers[info] = info.startsWith('fix ') ? await answer(files, info.slice(4)) : await renamed(files, fixture, info.slice(7));
  }
  return { answers };
});
