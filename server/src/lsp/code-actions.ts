/** What can be done about a finding: so far, saying that it is wrong. */
import { type CodeAction, CodeActionKind, type Connection } from 'vscode-languageserver/node';
import { fromUri } from '../base/uri';
import { reportAt } from '../features/report';
import { REPORT } from '../protocol/messages';
import { findingsOf } from './findings';
import type { Session } from './session';

declare const __CROSSWIRE_VERSION__: string;

interface ReportParams {
  uri: string;
  line: number;
  character: number;
}

export function codeActions(connection: Connection, session: Session, short: (file: string) => string): void {
  connection.onCodeAction(({ textDocument: { uri }, context }): CodeAction[] => {
    const own = context.diagnostics.filter((diagnostic) => diagnostic.source === 'crosswire');
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
  });
  connection.onRequest(REPORT, async ({ uri, line, character }: ReportParams): Promise<string | null> => {
    const snapshot = await session.current();
    const file = fromUri(uri);
    if (!snapshot || file === undefined) return null;
    const findings = findingsOf(snapshot, session.settings).filter(
      (finding) => finding.file === file && finding.line === line + 1,
    );
    const point = { line: line + 1, column: character + 1 };
    return reportAt(snapshot, {
      file,
      point,
      findings,
      version: __CROSSWIRE_VERSION__,
      short,
      line: (path, n) => session.lines(path)?.[n - 1],
    });
  });
}
