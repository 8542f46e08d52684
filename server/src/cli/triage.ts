/** `crosswire triage`: what a person decides of one finding, written to the backlog; without a decision, the one that is worth doing next. */
import { resolve } from 'node:path';
import type { Finding } from '../analysis/types';
import { relative } from '../base/uri';
import { visible } from '../base/visible';
import { blockersOf } from '../report/audited';
import { faultInWords } from '../report/words';
import type { Entry } from '../triage/backlog';
import type { Focus } from '../triage/focus';
import { focusOf } from '../triage/focus';
import { recordDecision } from '../triage/record';
import { isState, STATES, type Subject } from '../triage/states';
import { goneFrom } from '../workspace/record';
import { knownOf, readBaseline } from './baseline';
import { type Command, nearest, UsageError } from './command';
import { folderOptions } from './open';
import { decidedOf, materialOf, momentNow, openRecord, written } from './record';
import { withSeen } from './seen';
import type { Terminal } from './terminal';

export const triage: Command = {
  name: 'triage',
  takes: '[id state]',
  summary: 'Keeps what a person decides of a finding; without an id, says which open finding to look at next, and why.',
  about: [
    'States: open, accepted (it will be done), intentional (it is meant to be so; needs --reason) and done.',
    'What is intentional is no problem any more, and stays counted. All is kept in .crosswire/backlog.yaml, to be committed and reviewed.',
  ],
  options: {
    reason: { type: 'string', value: 'text', help: 'why; needed for intentional' },
    folder: { type: 'string', value: 'folder', help: 'the audited folder; the one you are in if not said' },
    baseline: { type: 'string', value: 'file', help: 'findings listed there are known, and none to look at next' },
    ...folderOptions,
  },
  examples: [
    ['crosswire triage', 'the open finding of the highest value'],
    ['crosswire triage dRvPbIlAYzXt accepted', 'it is planned'],
    ['crosswire triage dRvPbIlAYzXt intentional --reason "the gateway answers it"', 'it is no problem any more'],
  ],
  async run(args, terminal) {
    const [id, state, ...rest] = args.folders;
    if (rest.length > 0) throw new UsageError('triage: one finding at a time: crosswire triage <id> <state>');
    if (id !== undefined && !isState(state)) throw new UsageError(wrongState(id, state));
    const folders = { ...args, folders: [args.text('folder') ?? '.'] };
    const path = args.text('baseline');
    const baseline = path === undefined ? undefined : readBaseline(resolve(terminal.cwd, path), path, 'triage');
    return withSeen(folders, terminal, (seen) => {
      const all = seen.snapshot.audit();
      const named = (some: readonly Finding[]) => some.map((f) => ({ ...f, file: relative(seen.root, f.file) }));
      const found = { findings: named(all.findings), silenced: named(all.silenced), isGone: goneFrom(seen.root) };
      const record = openRecord(seen.root);
      if (record.broken.length > 0) throw new UsageError(`triage: ${record.broken.map(faultInWords).join('; ')}`);
      const entries = decidedOf(record, all);
      const material = materialOf(seen, all, entries, knownOf(baseline, seen.root, all).ids);
      const known = new Set(material.heaps.known.map((f) => f.id));
      if (id === undefined || !isState(state)) {
        const left = found.findings.filter((f) => !known.has(f.id));
        return tellFocus(focusOf(left, entries), terminal);
      }
      const decision = { id, state, reason: args.text('reason') };
      const audited = { blockers: blockersOf(material), known };
      const outcome = written(record, (texts) => recordDecision(texts, decision, found, momentNow(), audited));
      if ('refused' in outcome) throw new UsageError(`triage: ${outcome.refused}`);
      terminal.note(said(found.findings, record.entries.get(id), { id, state }, outcome.events.length > 0));
      return 0;
    });
  },
};

function wrongState(id: string, state: string | undefined): string {
  if (state === undefined) return `triage: what becomes of ${id}? One of ${STATES.join(', ')}`;
  const meant = nearest(state, STATES);
  return `triage: a state is ${STATES.join(', ')}, not ${state}${meant ? `; did you mean ${meant}?` : ''}`;
}

function said(
  findings: readonly Subject[],
  entry: Entry | undefined,
  { id, state }: { id: string; state: string },
  isNew: boolean,
): string {
  const finding = findings.find((f) => f.id === id);
  const gone = entry?.about ? `${entry.rule}, ${entry.about} in ${entry.file}` : id;
  const what = finding
    ? `${finding.rule}, ${finding.subject} in ${finding.file}:${finding.line}`
    : `${gone}, which is not found any more`;
  return `${what}: ${isNew ? '' : 'already '}${state}`;
}

function tellFocus(focus: Focus | undefined, terminal: Terminal): number {
  if (!focus) {
    terminal.out('No finding is open.\n');
    return 0;
  }
  const { id, rule, file, line, about, why } = focus;
  const what = visible(`${file}:${line}  ${rule}  ${about}`);
  terminal.out(`${what}\n${why}\nTo decide: crosswire triage ${id} <${STATES.join('|')}>\n`);
  return 0;
}
