/** Reading the code through the protocol: each request waits for the edits before it and is answered by one file of `features`. */
import {
  type CancellationToken,
  type Connection,
  type DocumentSymbol,
  LSPErrorCodes,
  type MarkupContent,
  type Position,
  ResponseError,
  type SymbolInformation,
  SymbolKind,
} from 'vscode-languageserver/node';
import type { Snapshot } from '../analysis/analysis';
import { basename, fromUri, isInside, relative, toUri } from '../base/uri';
import { apiMapOf } from '../features/api-map';
import { definitionsAt } from '../features/definition';
import { hoverAt } from '../features/hover';
import { referencesAt } from '../features/references';
import { type ApiSymbol, findSymbols, symbolsOf } from '../features/symbols';
import { API_MAP } from '../protocol/messages';
import type { Reading } from './capabilities';
import { completionItems } from './completion-items';
import { locationOf, rangeOf } from './convert';
import type { Lenses } from './lenses';
import type { Session } from './session';
import type { Sync } from './sync';

interface Asked {
  snapshot: Snapshot;
  path: string;
  point: { line: number; column: number };
  lines: readonly string[];
}

export interface Readers {
  session: Session;
  sync: Sync;
  lenses: Lenses;
  reading: () => Reading;
}

export function navigation(connection: Connection, { session, sync, lenses, reading }: Readers): void {
  /** Undefined where nothing is known, or the file is none of ours. */
  const ask = async (
    params: { textDocument: { uri: string }; position?: Position },
    token: CancellationToken,
  ): Promise<Asked | undefined> => {
    const snapshot = await unlessCancelled(session.current(), token);
    const path = fromUri(params.textDocument.uri);
    if (!snapshot || path === undefined) return undefined;
    const { line, character } = params.position ?? { line: 0, character: 0 };
    const lines =
      sync
        .get(params.textDocument.uri)
        ?.getText()
        .split(/\r\n|\n|\r/) ?? [];
    return { snapshot, path, point: { line: line + 1, column: character + 1 }, lines };
  };

  connection.onHover(async (params, token) => {
    const asked = await ask(params, token);
    const answer = asked && session.answer((snapshot) => hoverAt(snapshot, asked.path, asked.point, linkTo));
    const hover = answer && (await unlessCancelled(answer, token));
    return hover ? { contents: contentOf(hover.markdown, reading().markdown), range: rangeOf(hover.span) } : null;
  });
  connection.onDefinition(async (params, token) => {
    const asked = await ask(params, token);
    if (!asked) return null;
    return definitionsAt(asked.snapshot, asked.path, asked.point, asked.lines).map((place) => locationOf(place));
  });
  connection.onReferences(async (params, token) => {
    const asked = await ask(params, token);
    if (!asked) return null;
    return referencesAt(asked.snapshot, asked.path, asked.point, params.context.includeDeclaration).map((place) =>
      locationOf(place),
    );
  });
  connection.onCompletion(async (params, token) => {
    const asked = await ask(params, token);
    return asked ? completionItems(asked.snapshot, asked, reading().snippets) : null;
  });
  connection.onCodeLens(async (params, token) => {
    const asked = session.settings.codeLens ? await ask(params, token) : undefined;
    return asked ? lenses.answer(asked.snapshot, params.textDocument.uri) : [];
  });
  connection.onDocumentSymbol(async (params, token) => {
    const asked = await ask(params, token);
    const symbols = asked ? symbolsOf(asked.snapshot, asked.path) : undefined;
    return symbols ? (reading().tree ? symbols.map(documentSymbol) : symbols.map(symbolInformation)) : null;
  });
  connection.onWorkspaceSymbol(async ({ query }, token) => {
    const snapshot = await unlessCancelled(session.current(), token);
    if (!snapshot) return [];
    return findSymbols(snapshot, query).map(symbolInformation);
  });
  connection.onRequest(API_MAP, async () => {
    const snapshot = await session.current();
    if (!snapshot) return { broken: [], groups: [] };
    return apiMapOf(snapshot, { uri: toUri, short: (file) => shortName(file, session.folders) });
  });
}

/** A request that is cancelled is answered at once, though what it waits for goes on. */
async function unlessCancelled<T>(wait: Promise<T>, token: CancellationToken): Promise<T> {
  const stop = () => new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  if (token.isCancellationRequested) throw stop();
  let listening: { dispose(): void } | undefined;
  const cancelled = new Promise<never>((_, reject) => {
    listening = token.onCancellationRequested(() => reject(stop()));
  });
  try {
    return await Promise.race([wait, cancelled]);
  } finally {
    listening?.dispose();
  }
}

/** Relative to its folder, under the folder's name where there are several. */
export function shortName(file: string, folders: readonly string[]): string {
  const folder = folders.find((one) => isInside(file, one));
  if (folder === undefined) return file;
  return folders.length > 1 ? `${basename(folder)}/${relative(folder, file)}` : relative(folder, file);
}

const linkTo = ({ file, line }: { file: string; line: number }) => `[${basename(file)}:${line}](${toUri(file)}#L${line})`;

const kindOf = ({ kind }: ApiSymbol) => (kind === 'route' ? SymbolKind.Interface : SymbolKind.Event);

function documentSymbol(symbol: ApiSymbol): DocumentSymbol {
  const range = rangeOf(symbol.place);
  return { name: symbol.name, detail: symbol.detail, kind: kindOf(symbol), range, selectionRange: range };
}

function symbolInformation(symbol: ApiSymbol): SymbolInformation {
  return { name: symbol.name, containerName: symbol.detail, kind: kindOf(symbol), location: locationOf(symbol.place) };
}

function contentOf(markdown: string, isShown: boolean): MarkupContent {
  if (isShown) return { kind: 'markdown', value: markdown };
  const plain = markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|(?<!\\)`+/g, '')
    .replace(/^\|[-|]+\|\n/gm, '');
  return { kind: 'plaintext', value: plain.replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1') };
}
