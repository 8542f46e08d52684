/** Findings as plain data: what the rules say, with places, identity and severity, less what comments silence. */

import { own } from '../base/own';
import type { Query } from '../base/query';
import { compareText } from '../base/text';
import { innermost, isInside, relative } from '../base/uri';
import type { Expr } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import { Api } from '../rules/api';
import { rules } from '../rules/registry';
import type { About, Meta, RuleFinding, Severity } from '../rules/rule';
import { Hashes, identify } from '../triage/identity';
import { isRuled, levelFor } from '../values/config';
import type { Site } from '../values/value';
import type { World } from '../values/world';
import type { Draft } from './draft';
import { silence } from './ignores';
import type { Positions } from './positions';
import { RowCache } from './row-cache';
import { spanOf } from './rows';
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

/** Rules that say nothing unless they are asked to. */
const silent: ReadonlySet<string> = new Set(rules.filter((r) => r.meta.byDefault === 'off').map((r) => r.meta.id));

/** A file as the folder that holds it knows it, and which of the folders that is. */
interface Home {
  file: string;
  folder: number;
}

/** A rule is asked anew when something that it read has changed. */
export class Judge {
  private readonly hashes = new Hashes();
  private readonly homes = new Map<string, Home>();
  private readonly answers: Query<string, { meta: Meta; said: RuleFinding[] }>;

  constructor(
    private readonly api: Api,
    readonly roots: readonly string[],
  ) {
    const byId = new Map(rules.map((rule) => [rule.meta.id, rule]));
    this.answers = api.ctx.world.db.query(
      'findings of rule',
      (id: string) => ({ meta: byId.get(id)!.meta, said: byId.get(id)!.check(api) }),
      (id) => ({ meta: byId.get(id)!.meta, said: [] }),
    );
  }

  /** What of the model a finding speaks of can be asked here. */
  get model(): Api {
    return this.api;
  }

  /** What the server refuses, of what rules report. */
  refusals(): RuleFinding[] {
    const own = rules.filter(({ refused }) => refused);
    return own.flatMap(({ meta: { id } }) => this.answers.get(id, id).said);
  }

  findings(positions: Positions, severities: Severities): Findings {
    const byFinding = new Map<RuleFinding, Draft>();
    const found = rules.flatMap((rule) => {
      if (this.isUnheard(rule.meta, positions, severities)) return [];
      const { meta, said } = this.answers.get(rule.meta.id, rule.meta.id);
      return said.map((one) => {
        const draft = drafts.get(one, positions, (at) => placed(one, meta.id, meta.severity, at));
        byFinding.set(one, draft);
        return draft;
      });
    });
    const { kept, about, silenced } = silence(sorted(found), positions, (file) => this.api.isTestFile(file));
    const { ctx } = this.api;
    const hidden = new Set<Draft>(silenced);
    const stands = ({ because }: Draft): boolean => {
      const cause = because && byFinding.get(because);
      return !because || (cause !== undefined && !hidden.has(cause) && this.levelOf(cause, severities) !== 'off');
    };
    const told = [...kept, ...about, ...settingsFindings(ctx, positions), ...silenced].filter(stands);
    return parted(caused(this.finished(told, severities), byFinding), hidden);
  }

  /** Off wherever it may find something, and spoken of by no comment: then nobody needs its answer. */
  private isUnheard({ id }: Meta, positions: Positions, severities: Severities): boolean {
    const { ctx } = this.api;
    if ((severities[id] ?? (silent.has(id) ? 'off' : 'on')) !== 'off' || isRuled(ctx, id)) return false;
    return !positions.ignores().some(([, all]) => all.some(({ rules: named }) => !named.length || named.includes(id)));
  }

  /** As far as no calls are asked for; a rule that asks for them waits until they are known. */
  early(positions: Positions, severities: Severities): Findings {
    const found = rules.flatMap(({ meta, check }) => {
      let waits = false;
      const none = (): never[] => {
        waits = true;
        return [];
      };
      const compared = { all: none, differences: none, readers: () => new Map<string, number>(none()) };
      const reached = { has: () => none().length > 0 };
      const unseen = { requests: { all: none, inFile: none }, reached, asked: { said: none }, compared, actions: { all: none } };
      const said = check(new Api({ ...this.api.model, ...unseen }));
      return waits ? [] : said.map((one) => placed(one, meta.id, meta.severity, positions));
    });
    const { kept, silenced } = silence(sorted(found), positions, (file) => this.api.isTestFile(file));
    return parted(this.finished([...kept, ...silenced], severities), new Set(silenced));
  }

  private finished(every: readonly Draft[], severities: Severities): Finished[] {
    // A backend outside of the workspace is read for its routes; what is wrong in it is told where it is at home.
    const own = every.filter((d) => this.roots.some((root) => isInside(d.file, root)));
    const levelOf = (d: Draft) => this.levelOf(d, severities);
    const ordered = sorted(own).filter((d) => levelOf(d) !== 'off');
    const facts = ordered.map((d) => ({ rule: d.rule, subject: d.subject, ...this.homeOf(d.file) }));
    const { world } = this.api.ctx;
    const within = ({ site }: Draft) => (site && namesAround(world, site)) || undefined;
    return finished(ordered, identify(facts, this.hashes), within, levelOf);
  }

  /** 'ui/src/api.ts', from the folder that holds it. */
  private homeOf(file: string): Home {
    let home = this.homes.get(file);
    if (!home) {
      const folder = innermost(file, this.roots);
      const root = this.roots[folder];
      home = root === undefined ? { file, folder: 0 } : { file: relative(root, file), folder };
      this.homes.set(file, home);
    }
    return home;
  }

  private levelOf({ file, rule, severity }: Draft, severities: Severities): Severity | 'off' {
    return levelFor(this.api.ctx, file, rule) ?? severities[rule] ?? (silent.has(rule) ? 'off' : severity);
  }
}

interface Finished {
  draft: Draft;
  finding: Finding;
}

function parted(all: readonly Finished[], hidden: ReadonlySet<Draft>): Findings {
  const pick = (wanted: boolean) => all.flatMap(({ draft, finding }) => (hidden.has(draft) === wanted ? [finding] : []));
  return { findings: pick(false), silenced: pick(true) };
}

const meant = new WeakMap<Finding, About>();
/** What of the model a finding speaks of, for its fixes. */
export const aboutOf = (finding: Finding): About => meant.get(finding) ?? {};

function placed(one: RuleFinding, rule: string, severity: Severity, positions: Positions): Draft {
  const at = (site: Site, part?: RuleFinding['part']) => spanOf(part ? positions.part(site, part) : positions.of(site));
  const related = one.related.map(({ message, site }) => ({ message, ...at(site) }));
  const own = at(one.site, one.part);
  const around = one.around && at(one.around);
  const lines = around && around.file === own.file ? [own.line, around.line] : [own.line];
  return {
    rule,
    severity: one.severity ?? severity,
    ...own,
    message: one.message,
    related,
    subject: one.subject,
    data: one.data,
    site: one.site,
    lines,
    ...(one.about ? { about: one.about } : {}),
    ...(one.because ? { because: one.because } : {}),
  };
}

/** What follows from another finding names it. */
function caused(all: readonly Finished[], byFinding: ReadonlyMap<RuleFinding, Draft>): Finished[] {
  const ids = new Map(all.map(({ draft, finding }) => [draft, finding.id]));
  return all.map(({ draft, finding }) => {
    const cause = draft.because && byFinding.get(draft.because);
    const because = cause && ids.get(cause);
    if (because === undefined) return { draft, finding };
    const before = lastCaused.get(finding);
    const named = before?.because === because ? before : { ...finding, because };
    if (named !== before) meant.set(named, aboutOf(finding));
    lastCaused.set(finding, named);
    return { draft, finding: named };
  });
}
const lastCaused = new WeakMap<Finding, Finding>();

function sorted<T extends { file: string; line: number; column: number; rule: string; message: string }>(
  found: readonly T[],
): T[] {
  return [...found].sort(
    (a, b) =>
      compareText(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.rule, b.rule) ||
      compareText(a.message, b.message),
  );
}

/** A finding is the same object for as long as it says the same: whoever makes something of it need not make that again. */
const lastTold = new WeakMap<Draft, Finding>();

/** Those that are silenced have their identity with the others: taking a comment away makes no finding another one. */
function finished(
  ordered: readonly Draft[],
  ids: readonly string[],
  withinOf: (draft: Draft) => string | undefined,
  levelOf: (draft: Draft) => Severity | 'off',
): Finished[] {
  return ordered.map((draft, i) => {
    const { rule, file, line, column, endLine, endColumn, message, related, subject, data, about } = draft;
    const level = levelOf(draft);
    const severity = level === 'off' ? draft.severity : level;
    const within = withinOf(draft);
    const before = lastTold.get(draft);
    if (before?.id === ids[i] && before?.severity === severity && before.within === within) return { draft, finding: before };
    const around = within === undefined ? {} : { within };
    const place = { file, line, column, endLine, endColumn };
    const finding = { id: ids[i]!, rule, severity, ...place, message, related, subject, data, ...around };
    if (about) meant.set(finding, about);
    lastTold.set(draft, finding);
    return { draft, finding };
  });
}

/** 'TaskList.load', 'load.#form': names of the functions and classes around a place, the outermost first, and the id of its element. */
function namesAround(world: World, { file, chunk: inner, x }: Site): string {
  const chunks = world.code(file)?.chunks;
  const arena = own(chunks, inner)?.arena;
  const element = arena && elementIdsIn(arena).get(x);
  const names = element === undefined ? [] : [`#${element}`];
  for (let id: string | undefined = inner; id; ) {
    const chunk: Chunk | undefined = own(chunks, id);
    if (chunk?.name) names.unshift(chunk.name);
    id = chunk?.parent;
  }
  return names.join('.');
}

const elementIds = new WeakMap<readonly Expr[], ReadonlyMap<number, string>>();

/** As they are written, of the elements in whose attributes something stands. */
function elementIdsIn(arena: readonly Expr[]): ReadonlyMap<number, string> {
  const before = elementIds.get(arena);
  if (before) return before;
  const ids = new Map<number, string>();
  for (const one of arena) {
    if (one.kind !== 'elem') continue;
    const id = arena[one.props.find(({ key }) => key === 'id')?.x ?? -1];
    if (id?.kind === 'str') for (const { x } of one.props) ids.set(x, id.value);
  }
  elementIds.set(arena, ids);
  return ids;
}
