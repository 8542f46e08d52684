/**
 * The run log: what an audit counted, as JSON lines, and whether the counts add up. Every line is a bucket whose parts make up its whole;
 * where they do not, the line says so.
 *
 *     {"ts":"…","run_id":"…","phase":"calls","bucket":"status","counts":{"matched":30,"missing":4,"total":34},"status":"ok","message":""}
 */

export interface RunLine {
  ts: string;
  run_id: string;
  phase: 'files' | 'calls' | 'findings' | 'run';
  bucket: string;
  counts: Record<string, number>;
  status: 'ok' | 'mismatch';
  message: string;
}

/** What was counted: each bucket's parts, and what they should add up to, counted on its own. */
export interface Bucket {
  phase: RunLine['phase'];
  bucket: string;
  /** 'calls': what the total counts. */
  what: string;
  parts: Readonly<Record<string, number>>;
  total: number;
}

export interface Run {
  ts: string;
  id: string;
  buckets: readonly Bucket[];
}

export function linesOf({ ts, id, buckets }: Run): RunLine[] {
  const lines = buckets.map(({ phase, bucket, what, parts, total }): RunLine => {
    const sum = Object.values(parts).reduce((a, b) => a + b, 0);
    const isWhole = sum === total;
    const message = isWhole ? '' : `${total} ${what}, but their parts by ${bucket} add up to ${sum}`;
    return { ts, run_id: id, phase, bucket, counts: { ...parts, total }, status: isWhole ? 'ok' : 'mismatch', message };
  });
  const wrong = lines.filter((line) => line.status === 'mismatch').length;
  const end: RunLine = {
    ts,
    run_id: id,
    phase: 'run',
    bucket: 'all',
    counts: { buckets: lines.length, mismatches: wrong },
    status: wrong ? 'mismatch' : 'ok',
    message: wrong ? 'The counts of this run do not reconcile. This is a fault of Crosswire; please report it.' : '',
  };
  return [...lines, end];
}

export const mismatches = (lines: readonly RunLine[]): string[] =>
  lines.filter((line) => line.status === 'mismatch' && line.phase !== 'run').map((line) => line.message);

/** Whether a text is a run log, or the beginning of one that nobody wrote to yet. */
export const isRunLog = (text: string): boolean => text.trim() === '' || /^\{"ts":".*?","run_id":"/.test(text);

export const asText = (lines: readonly RunLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
