/**
 * The backlog: what was decided about each finding, as text that people review and edit. One finding is one entry on one line, with an empty line
 * between entries, so that git merges what different people said of different findings, neighbours included:
 *
 *     findings:
 *
 *       - {id: 0R1x2mFqk3Zs, state: intentional, since: 2026-11-21, rule: missing-endpoint, file: ui/a.js, about: "GET /api/x", reason: "…"}
 *
 * A file that is not understood in every part is never written: its faults are told, with their places.
 */
import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { type Fault, isState, STATES, type State } from './states';

export interface Entry {
  id: string;
  state: State;
  /** '2026-11-21': when it came to be so. */
  since: string | undefined;
  /** Of what is done: what it was before, if not open. Kept when it returns. */
  was?: State | undefined;
  reason: string | undefined;
  rule: string;
  file: string;
  /** 'GET /api/x' */
  about: string;
  /** 'TaskList.load': the functions and classes around it. */
  in?: string | undefined;
  line: number;
}

export interface Backlog {
  entries: ReadonlyMap<string, Entry>;
  /** Not empty: the entries are what could be understood, and nothing may be written. */
  faults: readonly Fault[];
  /** Two people decided of one finding on one day, and not alike: what counts, told at the line that does not. */
  contested: readonly Fault[];
}

/** An entry as it stands in the text. */
export interface Written {
  entry: Entry;
  node: YAMLMap;
}

export interface Parsed extends Backlog {
  written: readonly Written[];
  /** The list of entries; undefined where the file has none yet. */
  list: { flow: boolean; range: [number, number] } | undefined;
}

const none: Parsed = { entries: new Map(), faults: [], contested: [], written: [], list: undefined };

let last: { text: string; parsed: Parsed } = { text: '', parsed: none };

/** A pure function, asked of one and the same text several times in a row: of thousands of entries that would be felt. */
export function parseBacklog(text: string): Parsed {
  if (text !== last.text) last = { text, parsed: parsed(text) };
  return last.parsed;
}

function parsed(text: string): Parsed {
  const conflict = /^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$/m.exec(text);
  if (conflict) {
    const message =
      'A merge left conflict marks here. Keep the lines that are right and remove the marks; until then no triage is used.';
    return { ...none, faults: [{ line: text.slice(0, conflict.index).split('\n').length, column: 1, message }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, keepSourceTokens: true, prettyErrors: false });
  const at = (offset: number, message: string): Fault => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), message };
  };
  // What follows the first is most often its consequence.
  const [broken] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (broken) {
    return {
      ...none,
      faults: [at(broken.pos[0], `This is not YAML: ${broken.message}. Until it is, no triage is used.`)],
    };
  }
  return understood(document, at);
}

type At = (offset: number, message: string) => Fault;

function understood(document: Document, at: At): Parsed {
  const top = document.contents;
  if (top === null) return none;
  if (!isMap(top)) return { ...none, faults: [at(0, 'A backlog is a map with "version" and "findings".')] };
  const version = top.get('version');
  if (version !== undefined && version !== 1) {
    return { ...none, faults: [at(0, `This backlog is of version ${String(version)}, which this Crosswire does not know.`)] };
  }
  const found = top.get('findings');
  if (version === undefined && !top.has('findings') && top.items.length > 0)
    return { ...none, faults: [at(0, 'This is no backlog: it has neither "version" nor "findings".')] };
  if (found === undefined || found === null) return none;
  if (!isSeq(found)) return { ...none, faults: [at(0, '"findings" is a list, one entry a finding.')] };
  const faults: Fault[] = [];
  const contested: Fault[] = [];
  const entries = new Map<string, Entry>();
  const written: Written[] = [];
  for (const node of found.items) {
    const entry = isMap(node) ? entryOf(node, at, faults) : undefined;
    if (!isMap(node)) faults.push(at(rangeOf(node)?.[0] ?? 0, 'Each entry of "findings" is a map with "id" and "state".'));
    if (!entry || !isMap(node)) continue;
    const before = entries.get(entry.id);
    const kept = before ? either(before, entry) : entry;
    entries.set(entry.id, kept);
    if (before && isContested(before, entry)) contested.push(odds(kept, kept === entry ? before : entry));
    written.push({ entry, node });
  }
  const range: [number, number] = [found.range?.[0] ?? 0, found.range?.[1] ?? 0];
  return { entries, faults, contested, written, list: { flow: found.flow === true, range } };
}

/** Which of two decisions of one day counts: what hides less. */
const OPENNESS: readonly State[] = ['done', 'intentional', 'accepted', 'open'];

/**
 * Of two entries of one finding, as git leaves them that keeps the lines of both branches: what a person decided before what an audit wrote, the later
 * before the earlier, what hides less before what hides more, and the lower line before the upper.
 */
function either(a: Entry, b: Entry): Entry {
  if (isDecided(a) !== isDecided(b)) return isDecided(a) ? a : b;
  const [first = '', second = ''] = [a.since, b.since];
  if (first !== second) return first < second ? b : a;
  return OPENNESS.indexOf(a.state) > OPENNESS.indexOf(b.state) ? a : b;
}

/** By a person. That something is done, or open again, an audit says as well, and would say again. */
const isDecided = ({ state, reason, was }: Entry): boolean =>
  state === 'accepted' || state === 'intentional' || (state === 'open' && reason !== undefined && was === undefined);

const isContested = (a: Entry, b: Entry): boolean =>
  isDecided(a) && isDecided(b) && a.state !== b.state && (a.since ?? '') === (b.since ?? '');

function odds(kept: Entry, other: Entry): Fault {
  const message = `${kept.id} is ${kept.state} in line ${kept.line} and ${other.state} here, both since one day: ${kept.state} counts, which hides less. Remove one of the lines, or decide anew: crosswire triage ${kept.id} <state>.`;
  return { line: other.line, column: 1, message };
}

/** Of an entry that says no more than an id that no finding has. */
export const strayFault = ({ id, line }: Entry): Fault => ({
  line,
  column: 1,
  message: `No finding has the id ${id}: it is mistyped, or its finding is gone. Correct it or remove the entry; crosswire audit --format json lists the ids.`,
});

function entryOf(node: YAMLMap, at: At, faults: Fault[]): Entry | undefined {
  const start = node.range?.[0] ?? 0;
  const text = (key: string): string | undefined => {
    const value = pairOf(node, key)?.value;
    return isScalar(value) && value.value !== null ? String(value.source ?? value.value) : undefined;
  };
  const id = text('id');
  const state = text('state');
  const place = (key: string) => rangeOf(pairOf(node, key)?.value)?.[0] ?? start;
  if (id === undefined || id === '') {
    faults.push(at(start, 'This entry has no "id", so it is about no finding.'));
    return undefined;
  }
  if (!isState(state)) {
    faults.push(
      at(place('state'), `"state" is ${STATES.slice(0, -1).join(', ')} or ${STATES.at(-1)}${state ? `, not ${state}` : ''}.`),
    );
    return undefined;
  }
  const reason = text('reason');
  const was = text('was');
  if (state === 'intentional' && !reason?.trim()) {
    faults.push(at(place('state'), 'What is intentional needs a "reason": whoever comes next must know why.'));
    return undefined;
  }
  const since = text('since');
  if (since !== undefined && !/^\d{4}-\d\d-\d\d$/.test(since)) {
    faults.push(at(place('since'), `"since" is a day such as 2026-11-21, not ${since}.`));
    return undefined;
  }
  const { line } = at(start, '');
  return {
    id,
    state,
    since,
    was: isState(was) ? was : undefined,
    reason,
    rule: text('rule') ?? '',
    file: text('file') ?? '',
    about: text('about') ?? '',
    in: text('in') || undefined,
    line,
  };
}

export function pairOf(node: YAMLMap, key: string): Pair | undefined {
  return node.items.find((pair) => isPair(pair) && isScalar(pair.key) && pair.key.value === key);
}

/** From where to where a node's own text stands. */
export function rangeOf(node: unknown): [number, number] | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' && typeof range[1] === 'number' ? [range[0], range[1]] : undefined;
}
