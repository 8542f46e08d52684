/** What can be done about findings, as code actions: their edits are made when one is chosen, or looked at. */
import { type CodeAction, CodeActionKind, type CodeActionParams, type Connection } from 'vscode-languageserver/node';
import type { Snapshot } from '../analysis/analysis';
import type { Finding } from '../analysis/types';
import { fromUri } from '../base/uri';
import { reportAt } from '../features/report';
import { applied, type Edit } from '../fixes/edit';
import type { Offer } from '../fixes/fix';
import { REPORT, type TriageParams } from '../protocol/messages';
import { rangeOf } from './convert';
import { findingsOf } from './findings';
import type { Session } from './session';
import { type EditSupport, workspaceEdit } from './workspace-edit';

declare const __CROSSWIRE_VERSION__: string;

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.crosswire`;

interface ReportParams {
  uri: string;
  line: number;
  character: number;
}

/** What a client sends back to have the edit made. */
interface Chosen {
  finding: string;
  offer: string;
}

export function codeActions(
  connection: Connection,
  session: Session,
  short: (file: string) => string,
  support: () => EditSupport,
): void {
  connection.onCodeAction(async (params) => {
    const file = fromUri(params.textDocument.uri);
    if (file === undefined) return [];
    const found = await session.answer((snapshot) => offersIn(snapshot, session, file, params));
    const actions = (found ?? []).flatMap(({ finding, offers }) =>
      offers
        .filter((offer) => offer.refused === undefined || support().disabled)
        .map((offer) => action(finding, offer, params, session, support())),
    );
    const all = wants(params, FIX_ALL) ? await fixAll(session, file, support()) : [];
    return [...actions, ...all, ...(session.hasCommands ? [...decisions(params), ...reports(params)] : [])];
  });
  connection.onCodeActionResolve(async (asked) => {
    const data = asked.data as Chosen | undefined;
    if (!data) return asked;
    const made = await session.answer((snapshot) => make(snapshot, session, data));
    return made ? { ...asked, edit: workspaceEdit(made.edit, made.title, session, support()) } : asked;
  });
  connection.onRequest(REPORT, (params: ReportParams) => report(session, params, short));
}

function wants({ context: { only } }: CodeActionParams, kind: string): boolean {
  return only?.some((o) => kind === o || kind.startsWith(`${o}.`)) ?? false;
}

function offersIn(snapshot: Snapshot, session: Session, file: string, params: CodeActionParams) {
  const { context, range } = params;
  if ((context.only && !wants(params, CodeActionKind.QuickFix)) || session.isUnfinished(file)) return [];
  const own = findingsOf(snapshot, session.settings).filter((finding) => {
    const at = rangeOf(finding);
    const before =
      at.end.line < range.start.line || (at.end.line === range.start.line && at.end.character < range.start.character);
    const after =
      at.start.line > range.end.line || (at.start.line === range.end.line && at.start.character > range.end.character);
    return finding.file === file && !before && !after;
  });
  return own.map((finding) => ({ finding, offers: offersOf(snapshot, session, finding) }));
}

function offersOf(snapshot: Snapshot, session: Session, finding: Finding): Offer[] {
  const offers = snapshot.fixes(finding, (path) => session.text(path), { todos: session.settings.todos });
  // Nothing is written into a file that is being typed and cannot be parsed.
  const make = (offer: Offer) => () => {
    const edit = offer.make();
    return edit?.files.some(({ file }) => session.isUnfinished(file)) ? undefined : edit;
  };
  return offers.map((offer) => ({ ...offer, make: make(offer) }));
}

function action(
  finding: Finding,
  offer: Offer,
  { context }: CodeActionParams,
  session: Session,
  support: EditSupport,
): CodeAction {
  const diagnostics = context.diagnostics.filter((d) => (d.data as { id?: string } | undefined)?.id === finding.id);
  const shown = { title: offer.title, kind: CodeActionKind.QuickFix, ...(diagnostics.length ? { diagnostics } : {}) };
  if (offer.refused !== undefined) return { ...shown, disabled: { reason: offer.refused } };
  const data: Chosen = { finding: finding.id, offer: offer.id };
  const made = support.lazily ? undefined : offer.make();
  return {
    ...shown,
    ...(offer.preferred ? { isPreferred: true } : {}),
    ...(made ? { edit: workspaceEdit(made, offer.title, session, support) } : { data }),
  };
}

function make(
  snapshot: Snapshot,
  session: Session,
  { finding: id, offer: name }: Chosen,
): { edit: Edit; title: string } | undefined {
  const finding = findingsOf(snapshot, session.settings).find((f) => f.id === id);
  const offer = finding && offersOf(snapshot, session, finding).find((o) => o.id === name);
  const edit = offer?.make();
  return offer && edit && { edit, title: offer.title };
}

/** Everything safe about the findings of a file, as far as it is one edit: what overlaps waits for the next time. */
async function fixAll(session: Session, file: string, support: EditSupport): Promise<CodeAction[]> {
  const title = 'Fix all that Crosswire can fix safely';
  const edit = await session.answer((snapshot) => {
    const parts = findingsOf(snapshot, session.settings)
      .filter((finding) => finding.file === file)
      .flatMap(
        (finding) =>
          offersOf(snapshot, session, finding)
            .find((o) => o.safe)
            ?.make() ?? [],
      );
    return parts.reduce<Edit>((all, part) => together(all, part, (path) => session.text(path)), { files: [], assumed: [] });
  });
  if (!edit?.files.length) return [];
  return [{ title, kind: FIX_ALL, edit: workspaceEdit(edit, title, session, support) }];
}

/** Both edits; the first alone where they touch the same text. */
function together(all: Edit, more: Edit, text: (file: string) => string | undefined): Edit {
  const files = new Map(all.files.map((f) => [f.file, f]));
  for (const own of more.files) {
    const before = files.get(own.file);
    const edits = [...(before?.edits ?? []), ...own.edits];
    const distinct = edits.filter(
      (e, i) => edits.findIndex((o) => o.from === e.from && o.to === e.to && o.text === e.text) === i,
    );
    try {
      applied(text(own.file) ?? '', distinct);
    } catch (error) {
      if (error instanceof RangeError) return all;
      throw error;
    }
    files.set(own.file, { ...own, edits: distinct });
  }
  return { files: [...files.values()], assumed: [...all.assumed, ...more.assumed] };
}

/** A person may decide of every finding; the client asks what. */
function decisions({ context }: CodeActionParams): CodeAction[] {
  if (context.only && !context.only.includes(CodeActionKind.QuickFix)) return [];
  return context.diagnostics.flatMap((diagnostic): CodeAction[] => {
    const id = (diagnostic.data as { id?: string } | undefined)?.id;
    if (diagnostic.source !== 'crosswire' || id === undefined) return [];
    const act = (title: string, argument: object): CodeAction => {
      const command = { title, command: 'crosswire.triage', arguments: [argument] };
      return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command };
    };
    const intentional: TriageParams['state'] = 'intentional';
    return [act(`Triage ${diagnostic.code}…`, { id }), act(`Set ${diagnostic.code} intentional…`, { id, state: intentional })];
  });
}

function reports({ textDocument: { uri }, context }: CodeActionParams): CodeAction[] {
  const own = context.diagnostics.filter((diagnostic) => diagnostic.source === 'crosswire');
  if (context.only && !context.only.includes(CodeActionKind.QuickFix)) return [];
  return own.slice(0, 1).map((diagnostic) => {
    const title = 'Report a false alarm…';
    const argument: ReportParams = { uri, ...diagnostic.range.start };
    return {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title, command: 'crosswire.reportFalseAlarm', arguments: [argument] },
    };
  });
}

async function report(
  session: Session,
  { uri, line, character }: ReportParams,
  short: (file: string) => string,
): Promise<string | null> {
  const snapshot = await session.current();
  const file = fromUri(uri);
  if (!snapshot || file === undefined) return null;
  const findings = findingsOf(snapshot, session.settings).filter((finding) => finding.file === file && finding.line === line + 1);
  const point = { line: line + 1, column: character + 1 };
  return reportAt(snapshot, {
    file,
    point,
    findings,
    version: __CROSSWIRE_VERSION__,
    on: [`Node ${process.versions.node}`, `${process.platform} ${process.arch}`, session.editor],
    short,
    line: (path, n) => session.line(path, n),
  });
}
