/**
 * Comments that silence findings, and what is said of the comments themselves: `crosswire-ignore <rule>: <reason>` needs a reason, and must
 * silence something. A comment that names no rule means all of them.
 */
import type { Layout } from '../facts/facts';
import { ignoreWithoutReason, unusedIgnore } from '../rules/meta-rules';
import { rules } from '../rules/registry';
import type { Meta } from '../rules/rule';
import type { Draft } from './findings';
import type { Positions } from './positions';

type Ignore = NonNullable<Layout['ignores']>[number];

export interface Heard {
  kept: Draft[];
  silenced: Draft[];
  /** Findings about the comments. */
  about: Draft[];
}

const known = new Set(rules.map((r) => r.meta.id));

export function silence(found: readonly Draft[], positions: Positions, isTest: (file: string) => boolean): Heard {
  const used = new Set<Ignore>();
  const silenced: Draft[] = [];
  const kept = found.filter((one) => {
    const layout = positions.layout(one.file);
    const here = (layout?.ignores ?? []).filter(
      (i) => i.line + 1 === one.line && (!i.rules.length || i.rules.includes(one.rule)),
    );
    for (const ignore of here) used.add(ignore);
    if (here.length > 0) silenced.push(one);
    return here.length === 0;
  });
  const about: Draft[] = [];
  for (const [file, ignores] of positions.ignores()) {
    if (isTest(file)) continue;
    for (const ignore of ignores) about.push(...spoken(file, ignore, used.has(ignore), positions));
  }
  return { kept, about, silenced };
}

function spoken(file: string, ignore: Ignore, isUsed: boolean, positions: Positions): Draft[] {
  const named = ignore.rules.join(', ') || 'every rule';
  const subject = `${named}: ${ignore.reason}`;
  const say = (meta: Meta, message: string): Draft => {
    const { from: _from, to: _to, ...place } = positions.range(file, ignore.from, ignore.to);
    return { rule: meta.id, severity: meta.severity, ...place, message, related: [], subject, data: { rules: ignore.rules } };
  };
  if (!isUsed) {
    const strange = ignore.rules.find((rule) => !known.has(rule));
    const why = strange === undefined ? 'the line that it is about has no such finding' : `there is no rule ${strange}`;
    return [say(unusedIgnore, `This comment silences nothing: ${why}. Remove it, or correct it.`)];
  }
  if (ignore.reason !== '') return [];
  return [
    say(
      ignoreWithoutReason,
      `This comment silences ${named} and does not say why. Add the reason: crosswire-ignore ${ignore.rules[0] ?? 'rule'}: because….`,
    ),
  ];
}
