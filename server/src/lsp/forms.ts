/**
 * Findings in the form that the protocol gives them: made once for each, and again only where a file is open under another URI than before.
 * A finding is the same object for as long as it says the same (see analysis/findings.ts), so that an edit costs the forms that it changes.
 */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Finding } from '../analysis/types';
import { fromOsPath, join, toUri } from '../base/uri';
import { pageOf } from '../rules/page';
import { locationOf, rangeOf, type UriOf } from './convert';
import type { OpenBuffer } from './session';

declare const __CROSSWIRE_DIST__: string;

const severities = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, hint: DiagnosticSeverity.Hint };

export class Forms {
  private readonly made = new WeakMap<Finding, Diagnostic>();
  /** Of files as the engine writes them, and of the pages of rules. */
  private readonly uris = new Map<string, string>();
  private readonly pages = new Map<string, string>();

  constructor(private readonly session: { buffer(path: string): OpenBuffer | undefined }) {}

  readonly uriOf: UriOf = (path) => this.session.buffer(path)?.uri ?? remembered(this.uris, path, toUri);

  of(finding: Finding): Diagnostic {
    const before = this.made.get(finding);
    const isSame = ({ file }: { file: string }, i: number) => before?.relatedInformation?.[i]?.location.uri === this.uriOf(file);
    if (before && finding.related.every(isSame)) return before;
    const form = this.formOf(finding);
    this.made.set(finding, form);
    return form;
  }

  private formOf(finding: Finding): Diagnostic {
    return {
      range: rangeOf(finding),
      severity: severities[finding.severity],
      code: finding.rule,
      codeDescription: { href: remembered(this.pages, finding.rule, pageFor) },
      source: 'crosswire',
      message: finding.message,
      relatedInformation: finding.related.map((r) => ({ message: r.message, location: locationOf(r, this.uriOf) })),
      data: { id: finding.id },
    };
  }
}

/** The rule's page, as it comes with the server. */
const pageFor = (rule: string): string => toUri(fromOsPath(join(__CROSSWIRE_DIST__, '..', pageOf(rule))));

function remembered(made: Map<string, string>, key: string, make: (key: string) => string): string {
  let one = made.get(key);
  if (one === undefined) {
    one = make(key);
    made.set(key, one);
  }
  return one;
}
