/** The page of the report: takes the data that stands in it, and shows it in tabs. */
import type { CallItem, HostMessage, PageData, RouteItem } from '../../protocol/report';
import { contractsView } from './contracts';
import type { Context } from './detail';
import { h, labelled, set } from './dom';
import { FindingsView } from './findings';
import { keepLinks, linksOf, tell } from './host';
import { gapsView, guardsView, routersView, unresolvedView } from './lists';
import { Model } from './model';
import { PictureView } from './picture';
import { TablesView } from './tables';
import { Tabs } from './tabs';

function start(): void {
  const source = document.getElementById('data');
  const data: PageData = JSON.parse(source?.textContent ?? '');
  const model = new Model(data);
  let tables: TablesView | undefined;
  const show = (item: RouteItem | CallItem) => {
    tabs.open('api');
    tables?.choose(item);
  };
  const context: Context = { model, links: linksOf(data.root), show };
  const findings = new FindingsView(context);
  const tabs = new Tabs([
    { id: 'findings', title: `Findings (${data.findings.length.toLocaleString('en')})`, make: () => findings.element },
    {
      id: 'api',
      title: 'Routes and calls',
      make: () => {
        tables = new TablesView(context);
        return tables.element;
      },
    },
    { id: 'picture', title: 'Who calls what', make: () => new PictureView(context).element },
    { id: 'contracts', title: 'Contracts', make: () => contractsView(context) },
    { id: 'routers', title: 'Coverage', make: () => routersView(context) },
    { id: 'guards', title: 'Guards', make: () => guardsView(context) },
    { id: 'gaps', title: 'Uncalled and untested', make: () => gapsView(context) },
    { id: 'unresolved', title: 'Unresolved', make: () => unresolvedView(context) },
  ]);
  document.body.append(header(data), tabs.element, ...(tell ? [] : [footer(data, context)]));
  window.addEventListener('message', ({ data: message }: MessageEvent<HostMessage>) => decided(model, findings, message));
  tell?.({ kind: 'ready' });
  document.documentElement.dataset.ready = 'true';
}

function header(data: PageData): HTMLElement {
  const more = [
    data.silenced ? `${data.silenced} silenced by comments` : '',
    data.known ? `${data.known} known from the baseline` : '',
  ].filter(Boolean);
  return h(
    'header',
    {},
    h('h1', {}, `Crosswire audit: ${data.name}`),
    h('p', { class: 'tally' }, data.tally, ...(more.length > 0 ? [`; ${more.join(', ')}`] : [])),
    h('p', { class: 'error-bar' }, data.errorBar),
    states(data),
    ...data.notes.map((note) => h('p', { class: 'note' }, note)),
  );
}

/** How the triage stands. */
function states(data: PageData): HTMLElement {
  const count = (state: string) => data.findings.filter((f) => f.state === state).length;
  const words = (['open', 'accepted', 'intentional'] as const).map((state) => `${count(state).toLocaleString('en')} ${state}`);
  return h('p', { class: 'quiet', id: 'states' }, `Triage: ${words.join(', ')}`);
}

function decided(model: Model, view: FindingsView, message: HostMessage): void {
  if (message?.kind !== 'triaged') return;
  const finding = model.data.findings.find(({ id }) => id === message.id);
  if (!finding) return;
  finding.state = message.state;
  finding.reason = message.reason;
  document.getElementById('states')?.replaceWith(states(model.data));
  view.changed(finding);
}

/** In a browser the reader says which editor the links open, and where the folder lies on this machine. */
function footer(data: PageData, context: Context): HTMLElement {
  const scheme = h(
    'select',
    {},
    ...['vscode', 'vscode-insiders', 'vscodium', 'cursor', 'windsurf', 'none'].map((name) => h('option', { value: name }, name)),
  );
  const folder = h('input', { type: 'text', spellcheck: 'false' });
  scheme.value = context.links.scheme;
  folder.value = context.links.folder;
  const changed = () => {
    Object.assign(context.links, { scheme: scheme.value, folder: folder.value });
    keepLinks(data.root, context.links);
  };
  for (const field of [scheme, folder]) field.addEventListener('change', changed);
  set(folder, { size: 40 });
  return h(
    'footer',
    {},
    h(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Links to code' },
      labelled('Links open', scheme),
      labelled('Folder on this machine', folder),
    ),
    h('p', { class: 'quiet' }, `Crosswire ${data.version}`),
  );
}

start();
