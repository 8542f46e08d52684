/** The view "API Map": calls that no route answers first, then the routes by the file that holds them, each with its callers. */
import * as vscode from 'vscode';
import type { ApiMap, MapCall, MapGroup, MapPlace, MapRoute, Status } from '../../../server/src/protocol/messages';
import type { Server } from '../server';

type Node =
  | { kind: 'broken'; calls: MapCall[] }
  | { kind: 'group'; group: MapGroup }
  | { kind: 'route'; route: MapRoute }
  | { kind: 'call'; call: MapCall };

export class ApiMapView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<Node>;
  private map: ApiMap | undefined;
  private shown = '';
  private filter = '';
  readonly onDidChangeTreeData = this.emitter.event;

  constructor(private readonly server: Server) {
    this.view = vscode.window.createTreeView('crosswire.apiMap', { treeDataProvider: this, showCollapseAll: true });
  }

  /** Asks anew only where a figure has moved or the index is new. */
  changed(news: Status): void {
    const figures = JSON.stringify(news);
    if (news.state !== 'ready' || figures === this.shown) return;
    this.shown = figures;
    this.refresh();
  }

  refresh(): void {
    this.map = undefined;
    this.emitter.fire();
  }

  async askForFilter(): Promise<void> {
    const value = await vscode.window.showInputBox({
      title: 'Filter the API Map',
      prompt: 'A part of a path, a verb, a handler or a file; several words must all fit. Empty shows everything.',
      placeHolder: 'post tasks',
      value: this.filter,
    });
    if (value !== undefined) this.setFilter(value);
  }

  setFilter(value: string): void {
    this.filter = value.trim().toLowerCase();
    this.view.message = this.filter ? `Filter: ${value.trim()}` : undefined;
    void vscode.commands.executeCommand('setContext', 'crosswire.apiMapFiltered', this.filter !== '');
    this.emitter.fire();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.top();
    if (node.kind === 'broken') return node.calls.map((call) => ({ kind: 'call', call }));
    if (node.kind === 'group') return node.group.routes.map((route) => ({ kind: 'route', route }));
    if (node.kind === 'route') return node.route.callers.map((call) => ({ kind: 'call', call }));
    return [];
  }

  private async top(): Promise<Node[]> {
    this.map ??= await this.server.apiMap();
    const words = this.filter.split(/\s+/).filter(Boolean);
    const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
    const calls = this.map.broken.filter((call) => fits(`${call.method} ${call.path} ${call.where}`));
    const groups = this.map.groups.flatMap((group): Node[] => {
      const routes = group.routes.filter((r) => fits(`${r.method} ${r.path} ${r.handler ?? ''} ${r.where}`));
      return routes.length > 0 ? [{ kind: 'group', group: { ...group, routes } }] : [];
    });
    return [...(calls.length > 0 ? [{ kind: 'broken' as const, calls }] : []), ...groups];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'broken') return brokenItem(node.calls);
    if (node.kind === 'group') return groupItem(node.group, this.filter !== '');
    return node.kind === 'route' ? routeItem(node.route) : callItem(node.call);
  }

  dispose(): void {
    this.emitter.dispose();
    this.view.dispose();
  }
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

function brokenItem(calls: readonly MapCall[]): vscode.TreeItem {
  const item = new vscode.TreeItem('Calls without a route', Expanded);
  item.description = String(calls.length);
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  return item;
}

function groupItem(group: MapGroup, open: boolean): vscode.TreeItem {
  const [name = '', ...folders] = group.name.split('/').reverse();
  const item = new vscode.TreeItem(name, open ? Expanded : Collapsed);
  const count = group.routes.length === 1 ? '1 route' : `${group.routes.length} routes`;
  // Of a long path the end tells files of one name apart; the rest is in the tooltip.
  item.description = [count, folders[0] ?? ''].filter(Boolean).join(' · ');
  item.iconPath = new vscode.ThemeIcon('symbol-module');
  item.tooltip = group.name;
  return item;
}

function routeItem(route: MapRoute): vscode.TreeItem {
  const item = new vscode.TreeItem(`${route.method} ${route.path}`, route.callers.length > 0 ? Collapsed : None);
  const callers = route.callers.length === 1 ? '1 caller' : `${route.callers.length} callers`;
  item.description = [callers, ...route.marks].join(' · ');
  item.tooltip = [`${route.method} ${route.path}`, route.handler ?? '', route.where].filter(Boolean).join('\n');
  item.iconPath = new vscode.ThemeIcon(iconOf(route.method), new vscode.ThemeColor(colourOf(route.method)));
  item.contextValue = 'route';
  item.command = reveal(route);
  return item;
}

function callItem(call: MapCall): vscode.TreeItem {
  const item = new vscode.TreeItem(`${call.method} ${call.path}`, None);
  item.description = call.where;
  item.tooltip = [call.where, call.reason ?? ''].filter(Boolean).join('\n');
  item.iconPath = new vscode.ThemeIcon(call.status === 'matched' ? 'references' : 'debug-disconnect');
  item.contextValue = 'call';
  item.command = reveal(call);
  return item;
}

function reveal({ uri, line, column }: MapPlace): vscode.Command {
  const at = new vscode.Position(line, column);
  return { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.parse(uri), { selection: new vscode.Range(at, at) }] };
}

function iconOf(method: string): string {
  const icons: Record<string, string> = {
    GET: 'arrow-down',
    HEAD: 'arrow-down',
    POST: 'add',
    PUT: 'edit',
    PATCH: 'edit',
    DELETE: 'trash',
    WS: 'radio-tower',
  };
  return icons[method] ?? 'symbol-method';
}

function colourOf(method: string): string {
  const colours: Record<string, string> = {
    GET: 'charts.green',
    HEAD: 'charts.green',
    DELETE: 'charts.red',
    WS: 'charts.purple',
    ANY: 'charts.purple',
  };
  return colours[method] ?? 'charts.blue';
}
