/**
 * What a rule is: `meta`, from which its documentation, settings and tests are made, and `check`, which reads the model and nothing else.
 * A rule says what is wrong and where; whether that is shown (severity, comments that silence it) is decided above.
 */
import type { Site } from '../values/value';
import type { Api } from './api';

export type Severity = 'error' | 'warning' | 'hint';

export interface Meta {
  /** 'missing-endpoint': also the name of its file, its page and its fixture. */
  id: string;
  severity: Severity;
  /** Silent unless somebody asks for it: everywhere, or in the editor alone. */
  byDefault?: 'off';
  inEditor?: 'off';
  /** One line, for tables. */
  summary: string;
  /** Why it matters: a paragraph or two of Markdown. */
  why: string;
  /** What the rule does not report, and why. */
  limits?: string;
  /** How it is put right, and whether that can be done without a look. */
  fix: { how: string; safe: boolean };
  /** Whole files; the rule finds something in the bad ones and nothing in the good ones. */
  examples: { bad: Example; good: Example };
}
/** Text by path, in the order in which it is shown. */
export type Example = Record<string, string>;

export interface RelatedSite {
  message: string;
  site: Site;
}

export interface RuleFinding {
  site: Site;
  /** What of it is marked, in offsets from its start: the tag of an element. The whole where absent. */
  part?: readonly [from: number, to: number];
  message: string;
  related: RelatedSite[];
  /** The call or registration around the site: a comment above its first line silences the finding too. */
  around?: Site;
  /** Where it weighs more or less than others of its rule. */
  severity?: Severity;
  /** What it is about, for its identity: method and path. */
  subject: string;
  /** For fixes: plain data. */
  data: Record<string, unknown>;
  /** What of the model it speaks of. */
  about?: About;
  /** The finding of another rule without which there would be none: silenced or off, it takes this one with it. */
  because?: RuleFinding;
}

/** By name, so that two findings are equal when they say the same. */
export interface About {
  call?: Named;
  /** The route itself, or the one that was probably meant. */
  route?: Named;
  /** The route that stands in its way, or beside which it belongs. */
  other?: Named;
  /** Where the router is made that nobody includes. */
  router?: Site;
  /** The button, link or form. */
  control?: Site;
}
/** A call or route: where it is written, and what it asks for or answers. */
export interface Named {
  site: Site;
  method: string | null;
  path: string | null;
}
export const named = ({ site, method, path }: Named): Named => ({ site, method, path });

export interface Rule {
  meta: Meta;
  /** The server refuses what it reports: the request as a whole fails. */
  refused?: true;
  /** It reads which requests the others say that the server refuses. */
  restsOnOthers?: true;
  check(api: Api): RuleFinding[];
}
