/** What the server offers, as far as the client can use it. */
import {
  type ClientCapabilities,
  CodeActionKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { FIX_ALL } from './code-actions';

const everything = { filters: [{ scheme: 'file', pattern: { glob: '**', matches: undefined } }] };

export function capabilities(client: ClientCapabilities, pulls: boolean): ServerCapabilities {
  const operations = client.workspace?.fileOperations;
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    completionProvider: { triggerCharacters: ['/', '"', "'", '`'] },
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL],
      resolveProvider: true,
    },
    renameProvider: client.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
    codeLensProvider: {},
    documentSymbolProvider: { label: 'Crosswire' },
    workspaceSymbolProvider: true,
    ...(pulls
      ? { diagnosticProvider: { identifier: 'crosswire', interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: {
        ...(operations?.didCreate ? { didCreate: everything } : {}),
        ...(operations?.didRename ? { didRename: everything } : {}),
        ...(operations?.didDelete ? { didDelete: everything } : {}),
      },
    },
  };
}

export const canRefreshFindings = ({ workspace }: ClientCapabilities): boolean => workspace?.diagnostics?.refreshSupport ?? false;

/** One that cannot be told when to ask again would keep what an edit elsewhere has changed: it is sent them, if it takes them. */
export const asksForFindings = (client: ClientCapabilities): boolean =>
  client.textDocument?.diagnostic !== undefined && (canRefreshFindings(client) || !client.textDocument.publishDiagnostics);

/** What the client can show of what it reads. */
export interface Reading {
  snippets: boolean;
  markdown: boolean;
  /** Symbols of a file as a tree, which also have a detail. */
  tree: boolean;
}

export function readingSupport({ textDocument }: ClientCapabilities): Reading {
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? true,
    tree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false,
  };
}
