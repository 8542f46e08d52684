/**
 * Comments that silence findings, and what is said of the comments themselves: `crosswire-ignore <rule>: <reason>` needs a reason, and must
 * silence something. A comment that names no rule means all of them.
 */
import { isTypo } from '../base/distance';
import type { Layout } from '../facts/facts';
import { ignoreWithoutReason, unusedIgnore } from '../rules/meta-rules';
import { rules } from '../rules/registry';
import type { Draft } from './draft';
import type { Positions } from './positions';

type Ignore = NonNullable<Layout['ignores']>[number];

export interface Heard {
  kept: Draft[];
  silenced: Draft[];
  /** Findings about the comments. */
  about: Draft[];
}

const known = [...rules.map((r) => r.meta.id)];

export function silence(found: readonly Draft[], positions: Positions, isTest: (file: string) => boolean): Heard {
  /** What each comment silences. */
  const used = new Map<Ignore, Draft[]>();
  const silenced: Draft[] = [];
  const kept = found.filter((one) => {
    const about = (positions.layout(one.file)?.ignores ?? []).filter((i) => one.lines.includes(i.line + 1));
    const here = about.filter((i) => !i.rules.length || i.rules.includes(one.rule));
    for (const ignore of here) used.set(ignore, [...(used.get(ignore) ?? []), one]);
    if (here.length > 0) silenced.push(one);
    return here.length === 0;
  });
  const about: Draft[] = [];
  for (const [file, ignores] of positions.ignores()) {
    if (isTest(file)) continue;
    for (const ignore of ignores) {
      const message = used.has(ignore) ? unexplained(ignore, used.get(ignore)!) : idle(file, ignore, kept);
      if (message !== undefined) about.push(spoken(file, ignore, used.has(ignore), message, positions));
    }
  }
  return { kept, about, silenced };
}

function spoken(file: string, ignore: Ignore, isUsed: boolean, message: string, positions: Positions): Draft {
  const { id: rule, severity } = isUsed ? ignoreWithoutReason : unusedIgnore;
  const { from: _from, to: _to, ...place } = positions.range(file, ignore.from, ignore.to);
  const subject = `${ignore.rules.join(', ') || 'every rule'}: ${ignore.reason}`;
  const lines = [place.line];
  return { rule, severity, ...place, message, related: [], subject, data: { rules: ignore.rules }, lines };
}

const distinct = (drafts: readonly Draft[]) => [...new Set(drafts.map((d) => d.rule))].join(', ');

function unexplained({ rules: named, reason }: Ignore, found: readonly Draft[]): string | undefined {
  if (reason !== '') return undefined;
  const what = named.length ? named.join(', ') : distinct(found);
  return `This comment silences ${what} and does not say why. Give the reason behind a colon: crosswire-ignore ${what}: <why>`;
}

function idle(file: string, { rules: named, line }: Ignore, kept: readonly Draft[]): string {
  const say = (why: string) => `This comment silences nothing: ${why}. Remove it, or correct it.`;
  const strange = named.find((rule) => !known.includes(rule));
  if (strange !== undefined) {
    const meant = known.find((rule) => isTypo(rule, strange));
    return say(`there is no rule ${strange}${meant === undefined ? '' : `; ${meant} was probably meant`}`);
  }
  const others = distinct(kept.filter((d) => d.file === file && d.lines.includes(line + 1)));
  const none = `line ${line + 1} has no ${named.length ? `${named.join(', ')} finding` : 'finding'}`;
  return say(others === '' ? none : `${none}, but ${others}`);
}
