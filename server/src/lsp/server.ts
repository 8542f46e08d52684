/** The language server: wires the connection to the session and to one file per feature. Speaks over stdio or IPC. */
import {
  type ClientCapabilities,
  createConnection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  ProposedFeatures,
  WatchKind,
} from 'vscode-languageserver/node';
import { fromUri } from '../base/uri';
import type { InitializationOptions, Settings } from '../protocol/messages';
import { Watcher } from '../workspace/watcher';
import { audits } from './audit';
import { asksForFindings, canRefreshFindings, capabilities, readingSupport } from './capabilities';
import { codeActions } from './code-actions';
import { Diagnostics } from './diagnostics';
import { Lenses } from './lenses';
import { navigation, shortName } from './navigation';
import { renames } from './rename';
import { Reporter } from './reporter';
import { Session, trace } from './session';
import { settingsFrom } from './settings';
import { Sync } from './sync';
import { editSupport } from './workspace-edit';

declare const __CROSSWIRE_VERSION__: string;

const connection = createConnection(ProposedFeatures.all);
let client: ClientCapabilities = {};
let options: InitializationOptions = {};
let folders: string[] = [];
let watcher: Watcher | undefined;
const reporter: Reporter = new Reporter(
  connection,
  () => session,
  () => {
    void watchOutside();
    lenses.changed();
  },
);
const session: Session = new Session(reporter);
const sync = new Sync(connection, session);
const lenses = new Lenses(connection, session, () => client.workspace?.codeLens?.refreshSupport ?? false);
navigation(connection, { session, sync, lenses, reading: () => readingSupport(client) });
audits(connection, session);
codeActions(
  connection,
  session,
  (file) => shortName(file, session.folders),
  () => editSupport(client),
);

renames(connection, session, () => editSupport(client));

connection.onInitialize((params: InitializeParams) => {
  client = params.capabilities;
  options = params.initializationOptions ?? {};
  session.cacheFolder = options.cacheFolder;
  if (params.clientInfo) session.editor = [params.clientInfo.name, params.clientInfo.version].filter(Boolean).join(' ');
  session.hasCommands = options.commands ?? false;
  const root = params.rootUri ?? null;
  folders = (params.workspaceFolders ?? (root ? [{ uri: root }] : [])).flatMap(({ uri }) => fromUri(uri) ?? []);
  const pulls = options.diagnostics !== 'push' && asksForFindings(client);
  reporter.showsProgress = client.window?.workDoneProgress ?? false;
  reporter.diagnostics = new Diagnostics(connection, session, { pulls, refreshes: canRefreshFindings(client) });
  return { capabilities: capabilities(client, pulls), serverInfo: { name: 'crosswire', version: __CROSSWIRE_VERSION__ } };
});

connection.onInitialized(async () => {
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration)
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'crosswire' });
  if (client.workspace?.workspaceFolders)
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = removed.map(({ uri }) => fromUri(uri));
      folders = [...folders.filter((path) => !gone.includes(path)), ...added.flatMap(({ uri }) => fromUri(uri) ?? [])];
      void reopen();
    });
  session.settings = await readSettings();
  await reopen();
});

connection.onDidChangeConfiguration(async ({ settings }) => {
  const before = session.settings;
  session.settings = await readSettings(settings?.crosswire);
  const selection = ({ include, exclude }: Settings) => JSON.stringify([include, exclude]);
  if (selection(before) !== selection(session.settings)) return void reopen();
  const snapshot = await session.current();
  if (!snapshot) return;
  reporter.changed(snapshot);
  lenses.refresh();
});

/** From the client where it can be asked, else as it was given. */
async function readSettings(given?: Partial<Settings>): Promise<Settings> {
  const asked: Partial<Settings> | null | undefined = client.workspace?.configuration
    ? await connection.workspace.getConfiguration('crosswire')
    : given;
  return settingsFrom({ ...options.settings, ...asked }, (line) => connection.console.warn(line));
}

async function reopen(): Promise<void> {
  await watch();
  await session.open(folders);
}

async function watch(): Promise<void> {
  if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    if (!watching) void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
    watching = true;
    return;
  }
  await watcher?.dispose();
  watcher = new Watcher(folders, (paths) => void session.update(paths));
  // What changed before it was watched is found by looking again.
  void watcher.ready().then(() => session.refresh());
}
let watching = false;

/** Backends that a crosswire.json names outside of the folders: the client does not watch there. */
async function watchOutside(): Promise<void> {
  const wanted = session.outside;
  if (wanted.join('\n') === outside.join('\n')) return;
  outside = wanted;
  await outsideWatcher?.dispose();
  outsideWatcher = wanted.length > 0 ? new Watcher(wanted, (paths) => void session.update(paths)) : undefined;
  await outsideWatcher?.ready();
  if (outsideWatcher) await session.refresh();
}
let outside: readonly string[] = [];
let outsideWatcher: Watcher | undefined;
const { Create, Change, Delete } = WatchKind;
const watchers = [
  { globPattern: '**/*.{py,js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,html,htm,jinja,jinja2,j2}', kind: Create | Change | Delete },
  {
    globPattern: '**/{.env,.env.*,*.json,*.jsonc,*.toml,*.yml,*.yaml,*.conf,Caddyfile,Dockerfile,Makefile,Procfile,.gitignore}',
    kind: Create | Change | Delete,
  },
  // A folder that goes or comes is told as one.
  { globPattern: '**/*', kind: Create | Delete },
];

connection.onShutdown(async () => {
  await session.end();
  await watcher?.dispose();
  await outsideWatcher?.dispose();
});
process.on('unhandledRejection', (error) => reporter.fault(`a fault in the server: ${trace(error)}`));
connection.listen();
