/**
 * What an audit promises, checked on an audit that was made: for each promise whether it held, where that can be seen, and what to do. Pure: what was
 * tried and counted is given.
 */
import type { CallRow, Finding, RouteRow } from '../analysis/types';
import { relative } from '../base/uri';
import type { Heaps } from '../triage/heaps';
import { type Bucket, linesOf, mismatches } from '../triage/runs';
import { several } from './words';

/** A line of the table. */
export interface Check {
  item: string;
  passed: boolean;
  /** '62 found: 38 read, 20 need not be read, 4 left out' */
  result: string;
  /** 'ui/src/client.js:53'; '' where there is nothing to look at. */
  evidence: string;
  followUp: string;
}

/** What became of a file that was found. A folder that is left out stands for all in it. */
export interface FileFate {
  path: string;
  state: 'read' | 'idle' | 'failed' | 'left out';
  /** Why it is not read. */
  reason: string;
}

/** What a fix did when it was applied in memory, and offered again. */
export interface Trial {
  finding: Pick<Finding, 'file' | 'line' | 'rule'>;
  offer: string;
  outcome: 'gone' | 'unchanged' | 'changes again' | 'differs' | 'fails';
  detail: string;
}

export interface SelfCheckMaterial {
  root: string;
  found: number;
  files: readonly FileFate[];
  routes: readonly RouteRow[];
  calls: readonly CallRow[];
  heaps: Heaps<Finding>;
  trials: readonly Trial[];
  buckets: readonly Bucket[];
  /** Of a second run, from nothing and without a cache. */
  second: { buckets: readonly Bucket[]; differing: readonly string[] };
  /** A line of a file of the audited folder, from 1. */
  line(file: string, line: number): string | undefined;
}

export function checksOf(material: SelfCheckMaterial): Check[] {
  return [files, routes, calls, findings, once, fixes, sums, again].map((check) => check(material));
}

const REPORT = 'a fault of Crosswire: please report it';
const at = (root: string, { file, line }: { file: string; line: number }) => `${relative(root, file)}:${line}`;

/** `wrong` decides; where nothing is wrong the evidence is `shown`. */
function judged(
  item: string,
  all: { told: string; shown: string; followUp?: string },
  wrong: readonly { place: string; why: string }[],
): Check {
  const [first] = wrong;
  if (!first) return { item, passed: true, result: all.told, evidence: all.shown, followUp: all.followUp ?? '' };
  return { item, passed: false, result: `${wrong.length} wrong: ${first.why}`, evidence: first.place, followUp: REPORT };
}

function files({ root, found, files }: SelfCheckMaterial): Check {
  const count = (state: FileFate['state']) => files.filter((file) => file.state === state).length;
  const name = ({ path }: FileFate) => relative(root, path);
  const wrong = files
    .filter(({ state, reason }) => state !== 'read' && reason.trim() === '')
    .map((file) => ({ place: name(file), why: 'it is not read, and no reason is given' }));
  if (files.length !== found) wrong.push({ place: '', why: `${found} were found, ${files.length} are accounted for` });
  const failed = files.filter(({ state }) => state === 'failed');
  const told = `${found} found: ${count('read')} read, ${count('idle')} need not be read, ${count('failed')} could not be read, ${count('left out')} left out`;
  const [shown] = [...failed, ...files.filter(({ state }) => state === 'left out'), ...files];
  const followUp = failed.length > 0 ? 'what is in files that could not be read is not known: mend them, or exclude them' : '';
  return judged('every file is read, or listed with a reason', { told, shown: shown ? name(shown) : '', followUp }, wrong);
}

function routes({ root, routes }: SelfCheckMaterial): Check {
  const unknown = routes.filter((route) => route.path === null || route.partial || !route.registered);
  const wrong = unknown.filter(({ reason }) => !reason?.trim());
  const [first] = [...unknown, ...routes];
  return judged(
    'every route has its path, or says why not',
    {
      told: `${several(routes.length, 'route')}, ${unknown.length} with a reason`,
      shown: first ? at(root, first) : '',
      followUp: unknown.length > 0 ? 'crosswire routes --why <route> tells how far each was followed' : '',
    },
    wrong.map((route) => ({ place: at(root, route), why: 'its path is not known, and no reason is given' })),
  );
}

function calls({ root, calls }: SelfCheckMaterial): Check {
  const unknown = calls.filter(({ status }) => status === 'dynamic');
  const wrong = calls.flatMap((call) => {
    const why = misclassified(call);
    return why === undefined ? [] : [{ place: at(root, call), why }];
  });
  const kinds = ['matched', 'missing', 'wrong-method', 'external', 'dynamic'] as const;
  const parts = kinds.map((kind) => [kind, calls.filter(({ status }) => status === kind).length] as const);
  const [first] = [...unknown, ...calls];
  const told = parts.flatMap(([kind, n]) => (n > 0 ? `${n} ${kind === 'dynamic' ? 'unknown' : kind}` : []));
  return judged(
    'every call is classified',
    {
      told: [several(calls.length, 'call'), told.join(', ')].filter(Boolean).join(': '),
      shown: first ? at(root, first) : '',
      followUp: unknown.length > 0 ? 'crosswire calls lists the unknown ones with the reason' : '',
    },
    wrong,
  );
}

function misclassified({ status, routes, reason, path }: CallRow): string | undefined {
  if (status === 'matched') return routes.length > 0 ? undefined : 'it is matched by no route';
  if (status === 'missing' || status === 'wrong-method') return path === null ? 'it has no path, yet an answer' : undefined;
  return reason?.trim() ? undefined : `it is ${status}, and no reason is given`;
}

const every = ({ problems, intentional, silenced, known }: Heaps<Finding>) => [
  ...problems,
  ...intentional,
  ...silenced,
  ...known,
];

function findings({ root, heaps, line }: SelfCheckMaterial): Check {
  const all = every(heaps);
  const wrong = all.flatMap((finding) => {
    const places = [finding, ...finding.related];
    const lost = places.find((place) => !isCode(line(relative(root, place.file), place.line), place.column));
    if (lost) return [{ place: at(root, lost), why: 'there is no code at the place that a finding names' }];
    return finding.message.trim() && finding.subject.trim() ? [] : [{ place: at(root, finding), why: 'it says nothing' }];
  });
  const told = `${several(all.length, 'finding')}, ${several(all.flatMap((f) => f.related).length, 'related place')}`;
  return judged('every finding has evidence', { told, shown: all[0] ? at(root, all[0]) : '' }, wrong);
}

/** The end of a line is a place, too: what is missing there is told there. */
const isCode = (text: string | undefined, column: number) => text !== undefined && column <= text.length + 1;

function once({ root, heaps }: SelfCheckMaterial): Check {
  const seen = new Map<string, Finding>();
  const wrong = every(heaps).flatMap((finding) => {
    const other = seen.get(finding.id);
    seen.set(finding.id, finding);
    return other ? [{ place: at(root, finding), why: `it has the id of the finding at ${at(root, other)}` }] : [];
  });
  const { problems, silenced, intentional, known } = heaps;
  const told = `${problems.length} open or accepted, ${silenced.length} silenced by a comment, ${intentional.length} intentional, ${known.length} in the baseline`;
  const [shown] = [...silenced, ...intentional, ...known, ...problems];
  return judged('every finding is counted once', { told, shown: shown ? at(root, shown) : '' }, wrong);
}

const WRONG: Partial<Record<Trial['outcome'], string>> = {
  'changes again': 'applied twice, it changes the code twice',
  differs: 'asked twice, it makes two different edits',
  fails: 'it fails',
};

function fixes({ root, trials }: SelfCheckMaterial): Check {
  const wrong = trials.flatMap(({ finding, offer, outcome, detail }) => {
    const why = WRONG[outcome];
    return why
      ? [
          {
            place: at(root, finding),
            why: `${offer}: ${why}${detail ? `: ${outcome === 'changes again' ? relative(root, detail) : detail}` : ''}`,
          },
        ]
      : [];
  });
  const gone = trials.filter(({ outcome }) => outcome === 'gone').length;
  const told = `${several(trials.length, 'fix').replace('fixs', 'fixes')} tried in memory, ${gone} of which end their finding`;
  return judged('every fix is idempotent', { told, shown: trials[0] ? at(root, trials[0].finding) : '' }, wrong);
}

function sums({ buckets }: SelfCheckMaterial): Check {
  const wrong = mismatches(linesOf({ ts: '', id: '', buckets }));
  const told = `${several(buckets.length, 'total')} equal the sums of their parts`;
  return judged(
    'all counts add up',
    { told, shown: '' },
    wrong.map((why) => ({ place: '', why })),
  );
}

function again({ buckets, second }: SelfCheckMaterial): Check {
  const said = (list: readonly Bucket[]) => list.map((bucket) => JSON.stringify(bucket));
  const [before, after] = [said(buckets), said(second.buckets)];
  const wrong = before.flatMap((text, i) =>
    text === after[i] ? [] : [{ place: '', why: `${buckets[i]?.what} by ${buckets[i]?.bucket} were counted otherwise` }],
  );
  for (const format of second.differing) wrong.push({ place: '', why: `the report as ${format} has other bytes` });
  const told = 'a second run from nothing counts the same, and its reports have the same bytes';
  return judged('a second run is equal', { told, shown: '' }, wrong);
}
