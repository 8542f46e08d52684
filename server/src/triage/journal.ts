/**
 * The journal: a person's timeline of the triage, appended and never rewritten, so that git may unite what two branches wrote:
 *
 *     - 2026-11-21 14:03 intentional: missing-endpoint, GET /api/x in ui/src/a.js: the gateway answers it
 */
import { visible } from '../base/visible';
import type { Event } from './reconcile';

const TITLE = '# Crosswire journal';
const HEAD = `${TITLE}\n\nWhat became of the findings, oldest first. Lines are only ever added.\n\n`;

/** Whether a text is a journal, or the beginning of one that nobody wrote to yet. */
export const isJournal = (text: string): boolean => text.trim() === '' || text.trimStart().startsWith(TITLE);

const WORDS: Record<Event['kind'], (event: Event) => string> = {
  found: () => 'found',
  vanished: () => 'done, it is no longer found',
  returned: ({ was, reason }) =>
    `open again, it is found again${was ? `; it was ${was}${reason ? ` (${inline(reason)})` : ''}` : ''}`,
  held: ({ state, because = [] }) => `still ${state}: it is not found, but ${unknown(because)}`,
  set: ({ state }) => state,
};

/** More than this of one kind at once are told as a number: a first audit finds hundreds. */
const MANY = 20;

/** `now` is '2026-11-21T14:03:12.000Z'; gives what is to be appended to a journal that says `text` now. */
export function journalled(text: string, events: readonly Event[], now: string): string {
  if (events.length === 0) return '';
  const time = now.slice(0, 16).replace('T', ' ');
  const kinds = [...new Set(events.map((event) => event.kind))];
  const lines = kinds.flatMap((kind) => {
    const own = events.filter((event) => event.kind === kind);
    const [one] = own;
    if (own.length > MANY && one) return [`- ${time} ${own.length} findings: ${WORDS[kind]({ ...one, was: undefined })}`];
    return own.map((event) => `- ${time} ${WORDS[kind](event)}: ${aboutOf(event)}`);
  });
  const gap = text === '' ? HEAD : text.endsWith('\n') ? '' : '\n';
  return `${gap}${lines.join('\n')}\n`;
}

/** 'ui/a.js and 3 other files cannot be read in full' */
function unknown([first = '', ...others]: readonly string[]): string {
  const rest = others.length > 0 ? ` and ${others.length} other${others.length === 1 ? ' file' : ' files'}` : '';
  return `${inline(first)}${rest} cannot be read in full`;
}

const aboutOf = ({ rule, about, file, reason, kind }: Event) =>
  [rule, [inline(about), inline(file)].filter(Boolean).join(' in ')].filter(Boolean).join(', ') +
  (reason && kind === 'set' ? `: ${inline(reason)}` : '');

/** On one line, with nothing that Markdown takes for markup, nor a terminal for a command. */
const inline = (text: string) => visible(text.replace(/\s+/g, ' ')).replace(/[\\`*_[\]<>]/g, '\\$&');
