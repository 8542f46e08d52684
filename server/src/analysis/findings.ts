/** Findings as plain data: what the rules say, with places, identity and severity, less what comments silence. */
import type { Query } from '../base/query';
import { basename, isInside, relative } from '../base/uri';
import type { Api } from '../rules/api';
import { rules } from '../rules/registry';
import type { Meta, RuleFinding, Severity } from '../rules/rule';
import { identify } from '../triage/identity';
import { levelFor } from '../values/config';
import type { Site } from '../values/value';
import { silence } from './ignores';
import type { Place, Positions } from './positions';
import { RowCache } from './row-cache';
import { settingsFindings } from './settings';
import type { Finding } from './types';

/** By rule; what is not named keeps its own severity, and what a crosswire.json says wins. */
export type Severities = Readonly<Record<string, Severity | 'off' | undefined>>;

export interface Findings {
  /** In the order of files and lines. */
  findings: Finding[];
  /** What a comment silences: counted, and not shown. */
  silenced: Finding[];
}

const drafts = new RowCache<RuleFinding, Draft>();

/** A rule is asked anew when something that it read has changed. */
export class Judge {
  private readonly answers: Query<string, { meta: Meta; said: RuleFinding[] }>;

  constructor(
    private readonly api: Api,
    private readonly roots: readonly string[],
  ) {
    const byId = new Map(rules.map((rule) => [rule.meta.id, rule]));
    this.answers = api.ctx.world.db.query(
      'findings of rule',
      (id: string) => ({ meta: byId.get(id)!.meta, said: byId.get(id)!.check(api) }),
      (id) => ({ meta: byId.get(id)!.meta, said: [] }),
    );
  }

  findings(positions: Positions, severities: Severities): Findings {
    const found = rules.flatMap((rule) => {
      const { meta, said } = this.answers.get(rule.meta.id, rule.meta.id);
      return said.map((one) => drafts.get(one, positions, (at) => placed(one, meta.id, meta.severity, at)));
    });
    const { kept, about, silenced } = silence(sorted(found), positions, (file) => this.api.isTestFile(file));
    const { ctx } = this.api;
    const every = [...kept, ...about, ...settingsFindings(ctx, positions), ...silenced];
    // A backend outside of the workspace is read for its routes; what is wrong in it is told where it is at home.
    const own = every.filter((d) => this.roots.some((root) => isInside(d.file, root)));
    const all = finished(own, this.roots, (d) => levelFor(ctx, d.file, d.rule) ?? severities[d.rule] ?? d.severity);
    const hidden = new Set<Draft>(silenced);
    const pick = (wanted: boolean) => all.flatMap(({ draft, finding }) => (hidden.has(draft) === wanted ? [finding] : []));
    return { findings: pick(false), silenced: pick(true) };
  }
}

/** A finding without its identity. */
export type Draft = Omit<Finding, 'id'>;

function placed(one: RuleFinding, rule: string, severity: Severity, positions: Positions): Draft {
  const at = (site: Site) => spanOf(positions.of(site));
  const related = one.related.map(({ message, site }) => ({ message, ...at(site) }));
  return { rule, severity, ...at(one.site), message: one.message, related, subject: one.subject, data: one.data };
}

const spanOf = ({ file, line, column, endLine, endColumn }: Place) => ({ file, line, column, endLine, endColumn });

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
function sorted<T extends { file: string; line: number; column: number; rule: string; message: string }>(
  found: readonly T[],
): T[] {
  return [...found].sort(
    (a, b) =>
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

/** Those that are silenced have their identity with the others: taking a comment away makes no finding another one. */
function finished(
  drafts: readonly Draft[],
  roots: readonly string[],
  levelOf: (draft: Draft) => Severity | 'off',
): { draft: Draft; finding: Finding }[] {
  const ordered = sorted(drafts).filter((d) => levelOf(d) !== 'off');
  const ids = identify(ordered.map((d) => ({ rule: d.rule, file: shortName(d.file, roots), subject: d.subject })));
  return ordered.map((draft, i) => {
    const severity = levelOf(draft);
    return { draft, finding: { id: ids[i]!, ...draft, severity: severity === 'off' ? draft.severity : severity } };
  });
}

/** 'ui/src/api.ts' from the folder that holds it; of several folders with its name, so that equal files in two are two. */
function shortName(file: string, roots: readonly string[]): string {
  const root = roots.find((dir) => file.startsWith(`${dir}/`));
  if (root === undefined) return file;
  return roots.length > 1 ? `${basename(root)}/${relative(root, file)}` : relative(root, file);
}
