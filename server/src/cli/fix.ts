/** `crosswire fix`: applies what fixes can do without a person, one finding after the other, until none is left that they help with. */
import type { Snapshot } from '../analysis/analysis';
import type { Finding } from '../analysis/types';
import { relative } from '../base/uri';
import { fileDiff } from '../fixes/diff';
import { applied } from '../fixes/edit';
import type { Offer } from '../fixes/fix';
import { readText } from '../workspace/reader';
import type { Workspace } from '../workspace/workspace';
import { writeTexts } from '../workspace/writer';
import { type Arguments, type Command, nearest, UsageError } from './command';
import { folderOptions, type Opened, openFolder } from './open';
import type { Terminal } from './terminal';

export const fix: Command = {
  name: 'fix',
  takes: '[folder]',
  summary: 'Puts right what can be put right without a look, and prints what it changed as a unified diff.',
  about: [
    'Each fix says whether it is safe. --unsafe adds those that want a look, for errors and warnings: other verbs and paths, routes that are written anew with their models and tests. Hints are never acted on.',
    'Ends with 0 where nothing is left that a fix could help with, with 2 where it could not run.',
  ],
  options: {
    rule: { type: 'string', multiple: true, value: 'rule', help: 'only findings of this rule; may be given several times' },
    'dry-run': { type: 'boolean', help: 'print the diff and write nothing' },
    unsafe: { type: 'boolean', help: 'apply fixes that want a look, too; look at the diff' },
    'no-todos': { type: 'boolean', help: 'write no TODO(crosswire) where something had to be assumed' },
    ...folderOptions,
  },
  examples: [
    ['crosswire fix', 'what is safe, in the folder you are in'],
    ['crosswire fix --unsafe --dry-run', 'what could be written, without writing it'],
    ['crosswire fix --unsafe --rule missing-endpoint', 'write the routes that the user interface calls and nobody serves'],
  ],
  run,
};

/** One call is under one of these at a time. */
const UNMATCHED: ReadonlySet<string> = new Set(['missing-endpoint', 'wrong-method', 'wrong-path']);

/** So many of one function are fixed, in one run. */
const MAX_ALIKE = 50;

interface Edited {
  path: string;
  text: string;
}

interface Done {
  finding: Finding;
  offer: Offer;
  assumed: string[];
}

async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const opened = await openFolder(args, terminal, ['python', 'web', 'settings'], (snapshot) => void snapshot.findings());
  try {
    checkRules(args.texts('rule'), opened.snapshot);
    const session = new Fixing(opened, args);
    const done = await session.all((n) => terminal.progress(`${n} fixes`));
    terminal.exact(session.diff());
    if (!args.flag('dry-run')) session.write();
    report(terminal, opened, done, args.flag('dry-run'));
    for (const { finding, offer } of session.failed) {
      const why = offer.refused ?? `after "${offer.title}" it was still there`;
      terminal.note(`${relative(opened.root, finding.file)}:${finding.line} ${finding.rule}: not fixed: ${why}`);
    }
    return 0;
  } finally {
    await opened.workspace.dispose();
  }
}

function checkRules(only: readonly string[], snapshot: Snapshot): void {
  const known = snapshot.rules().map((meta) => meta.id);
  for (const rule of only) {
    if (known.includes(rule)) continue;
    const meant = nearest(rule, known);
    throw new UsageError(`fix: no rule ${rule}${meant ? `; did you mean ${meant}?` : `; there is ${known.join(', ')}`}`);
  }
}

function report(terminal: Terminal, { root }: Opened, done: readonly Done[], dry: boolean): void {
  for (const { finding, offer, assumed } of done) {
    terminal.note(`${relative(root, finding.file)}:${finding.line} ${finding.rule}: ${offer.title}`);
    for (const sentence of assumed) terminal.note(`  assumed: ${sentence}`);
  }
  const count = `${done.length} ${done.length === 1 ? 'finding' : 'findings'}`;
  terminal.note(done.length === 0 ? 'nothing to fix' : `${count} ${dry ? 'would be' : ''} fixed`.replace(/ {2,}/g, ' '));
}

/** The state of the folder while fixes are applied to it in memory. */
class Fixing {
  private readonly before = new Map<string, string | undefined>();
  private readonly texts = new Map<string, string>();
  private readonly workspace: Workspace<Snapshot>;
  private readonly tried = new Set<string>();
  private readonly served: ReadonlySet<string>;
  /** Those for which only a second choice is there, and the chance of an edit that makes them needless. */
  private readonly later = new Set<string>();
  private readonly repeated = new Map<string, number>();
  /** What was written for them did not help, and is not there any more; or nothing could be written. */
  readonly failed: Pick<Done, 'finding' | 'offer'>[] = [];

  constructor(
    private readonly opened: Opened,
    private readonly args: Arguments,
  ) {
    this.workspace = opened.workspace;
    this.served = new Set(opened.snapshot.routes().map(({ method, path }) => `${method} ${path}`));
  }

  async all(progress: (done: number) => void): Promise<Done[]> {
    const done: Done[] = [];
    for (let next = await this.next(); next; next = await this.next()) {
      done.push(next);
      progress(done.length);
    }
    return done;
  }

  /**
   * Fixes the first finding that can be fixed and was not tried yet. What is preferred goes first: a field that is made optional hides
   * that another call has its name wrong.
   */
  private async next(): Promise<Done | undefined> {
    return (await this.firstOf((id) => !this.later.has(id), true)) ?? (await this.firstOf((id) => this.later.has(id), false));
  }

  private async firstOf(is: (id: string) => boolean, preferred: boolean): Promise<Done | undefined> {
    const only = this.args.texts('rule');
    const findings = this.workspace.snapshot.findings().filter((f) => only.length === 0 || only.includes(f.rule));
    for (const { id, severity } of findings) {
      if (this.tried.has(id) || !is(id)) continue;
      const found = await this.workspace.answer((snapshot) => this.offered(snapshot, id, severity));
      if (found && preferred && !found.offer.preferred && !UNMATCHED.has(found.finding.rule)) {
        this.later.add(id);
        continue;
      }
      this.tried.add(id);
      if (found && (await this.applied(found))) {
        if (this.takenOver(id)) this.tried.delete(id);
        return found;
      }
    }
    return undefined;
  }

  /** Several of one function are told apart by their order alone: the next takes the place of the one that is gone. */
  private takenOver(id: string): boolean {
    const times = (this.repeated.get(id) ?? 0) + 1;
    this.repeated.set(id, times);
    this.later.delete(id);
    return times < MAX_ALIKE && this.workspace.snapshot.findings().some((f) => f.id === id);
  }

  /** False, and as it was before, where the finding is still there afterwards. */
  private async applied({ finding, offer, edits }: Done & { edits: readonly Edited[] }): Promise<boolean> {
    const before = edits.map(({ path }) => ({ path, text: this.read(path) }));
    const rules = UNMATCHED.has(finding.rule) ? UNMATCHED : new Set([finding.rule]);
    const alike = () => this.workspace.snapshot.findings().filter((f) => rules.has(f.rule) && f.file === finding.file);
    const count = alike().length;
    await this.workspace.editAll(edits);
    // The next of its kind may have taken its place.
    if (alike().length < count || (!UNMATCHED.has(finding.rule) && !alike().some((f) => f.id === finding.id))) {
      for (const { path, text } of edits) this.texts.set(path, text);
      return true;
    }
    await this.workspace.editAll(before.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }])));
    for (const { path, text } of before) if (text === undefined) await this.workspace.close(path);
    this.failed.push({ finding, offer });
    return false;
  }

  private offered(snapshot: Snapshot, id: string, severity: Finding['severity']) {
    const finding = snapshot.findings().find((f) => f.id === id);
    const unsafe = this.args.flag('unsafe') && severity !== 'hint';
    if (!finding) return undefined;
    const all = snapshot.fixes(finding, this.read, { todos: !this.args.flag('no-todos'), served: this.served });
    const refused = unsafe && all.find((o) => o.refused !== undefined);
    if (refused && !this.later.has(id)) this.failed.push({ finding, offer: refused });
    const offers = all.filter((o) => !o.manual && (o.safe || unsafe));
    for (const offer of offers.sort((a, b) => Number(b.preferred ?? false) - Number(a.preferred ?? false))) {
      const edit = offer.make();
      if (!edit) continue;
      const edits = edit.files.map(({ file, edits }) => ({ path: file, text: applied(this.read(file) ?? '', edits) }));
      return { finding, offer, assumed: edit.assumed, edits };
    }
    return undefined;
  }

  private readonly read = (file: string): string | undefined => {
    const text = this.texts.get(file);
    if (text !== undefined) return text;
    if (!this.before.has(file)) {
      const read = readText(file);
      this.before.set(file, 'text' in read ? read.text : undefined);
    }
    return this.before.get(file);
  };

  diff(): string {
    const name = (file: string) => relative(this.opened.root, file);
    const files = [...this.texts].sort(([a], [b]) => (a < b ? -1 : 1));
    return files.map(([file, text]) => fileDiff(name(file), this.before.get(file), text)).join('');
  }

  write(): void {
    writeTexts(this.texts);
  }
}
