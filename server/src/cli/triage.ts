/** `crosswire triage`: what a person decides of one finding, written to the backlog; without a decision, the one that is worth doing next. */
import type { Finding } from '../analysis/types';
import { relative } from '../base/uri';
import { blockersOf } from '../report/audited';
import { faultInWords } from '../report/words';
import type { Entry } from '../triage/backlog';
import type { Focus } from '../triage/focus';
import { focusOf } from '../triage/focus';
import { recordDecision } from '../triage/record';
import { isState, STATES, type Subject } from '../triage/states';
import { goneFrom } from '../workspace/record';
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
    return withSeen(folders, terminal, (seen) => {
      const all = seen.snapshot.audit();
      const named = (some: readonly Finding[]) => some.map((f) => ({ ...f, file: relative(seen.root, f.file) }));
      const found = { findings: named(all.findings), silenced: named(all.silenced), isGone: goneFrom(seen.root) };
      const record = openRecord(seen.root);
      if (record.broken.length > 0) throw new UsageError(`triage: ${record.broken.map(faultInWords).join('; ')}`);
      if (id === undefined || !isState(state)) return tellFocus(focusOf(found.findings, decidedOf(record, all)), terminal);
      const decision = { id, state, reason: args.text('reason') };
      const blockers = blockersOf(materialOf(seen, all, record.entries, undefined));
      const outcome = written(record, (texts) => recordDecision(texts, decision, found, momentNow(), { blockers }));
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
  terminal.out(`${file}:${line}  ${rule}  ${about}\n${why}\nTo decide: crosswire triage ${id} <${STATES.join('|')}>\n`);
  return 0;
}
