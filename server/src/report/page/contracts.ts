/** The contract of each route: what it takes and gives, and every call of it side by side with that, differences marked. */
import type { CallItem, PartItem, RouteItem } from '../../protocol/report';
import { ownRoutes } from '../overview';
import { type Context, pane, placeLink } from './detail';
import { h, search, select, several } from './dom';
import { Grid } from './grid';
import { routeColumns } from './tables';

const differencesIn = (call: CallItem): number =>
  (call.contract ?? []).reduce((n, { rows }) => n + rows.filter(([, , , note]) => note).length, 0);

export function contractsView(context: Context): HTMLElement {
  const { model } = context;
  const all = ownRoutes(model.data).filter((route) => route.callers.length > 0);
  const differing = new Map(all.map((route) => [route, model.callsOf(route).reduce((n, call) => n + differencesIn(call), 0)]));
  const rows = [...all].sort((a, b) => (differing.get(b) ?? 0) - (differing.get(a) ?? 0));
  const detail = pane(
    'The contract of the chosen route',
    'Choose a route to see what it takes and gives beside what the UI sends and reads.',
  );
  const grid = new Grid<RouteItem>({
    label: 'Contracts',
    columns: [
      ...routeColumns(context).slice(0, 2),
      { name: 'Calls', width: '8ch', numeric: true, number: (r) => r.callers.length, text: (r) => String(r.callers.length) },
      {
        name: 'Differences',
        width: '13ch',
        numeric: true,
        number: (r) => differing.get(r) ?? 0,
        text: (r) => (r.takes ? String(differing.get(r) ?? 0) : 'not known'),
      },
    ],
    chosen: (route) => detail.fill(pageOfRoute(context, route)),
    empty: 'No route fits.',
  });
  const count = h('p', { class: 'count' });
  let words: string[] = [];
  let only = '';
  const update = () => {
    const found = rows.filter((r) => model.fits(r, words) && (only === '' || (differing.get(r) ?? 0) > 0));
    grid.show(found);
    count.textContent = `${several(found.length, 'route')} of ${rows.length.toLocaleString('en')} that the UI calls`;
  };
  const searched = search('Search contracts', (value) => {
    words = value;
    update();
  });
  const kind = select(
    'Which',
    [
      ['', 'All'],
      ['differing', 'With differences'],
    ],
    (value) => {
      only = value;
      update();
    },
  );
  update();
  return h(
    'section',
    { class: 'view', 'aria-label': 'Contracts' },
    h('h2', {}, 'Contracts'),
    h(
      'p',
      { class: 'quiet' },
      'What each route takes and gives, beside what the UI sends and reads. What is not known differs from nothing.',
    ),
    h('div', { class: 'controls', role: 'group', 'aria-label': 'Which contracts' }, searched.element, kind.element),
    count,
    h('div', { class: 'split' }, grid.element, detail.element),
  );
}

function pageOfRoute(context: Context, route: RouteItem): HTMLElement[] {
  const { takes } = route;
  const said: [string, string][] = takes
    ? [
        ['Query', takes.query],
        ['Body', takes.body],
        ['Answer', takes.gives],
      ]
    : [];
  return [
    h('h2', {}, `${route.method} ${route.path}`),
    h('p', {}, route.handler, ' in ', placeLink(context, route.file, route.line)),
    ...(takes
      ? [h('dl', {}, ...said.flatMap(([name, text]) => [h('dt', {}, name), h('dd', {}, h('code', {}, text))]))]
      : [h('p', {}, 'What it takes and gives is not known.')]),
    ...context.model
      .callsOf(route)
      .slice(0, MOST)
      .flatMap((call) => callSection(context, call)),
  ];
}

/** Nobody reads more tables of one route. */
const MOST = 60;

function callSection(context: Context, call: CallItem): HTMLElement[] {
  const n = differencesIn(call);
  const title = h('h3', {}, 'Called in ', placeLink(context, call.file, call.line), n ? ` – ${several(n, 'difference')}` : '');
  if (!call.contract?.length) return [title, h('p', { class: 'quiet' }, 'It sends and reads nothing that is known.')];
  return [title, ...call.contract.map(tableOf)];
}

function tableOf({ head, rows }: PartItem): HTMLElement {
  const [name, here, there] = head;
  const columns = [name, `${here} by the UI`, `${there} by the route`, 'Difference'];
  const body = rows.map(([field, left, right, note]) =>
    h(
      'tr',
      note ? { class: 'differs' } : {},
      h('th', { scope: 'row' }, h('code', {}, field || 'the whole')),
      ...[left, right].map((text) => h('td', {}, text === '?' ? 'not known' : text ? h('code', {}, text) : '–')),
      h('td', {}, note ? h('span', { class: 'badge error' }, note) : 'none'),
    ),
  );
  return h(
    'table',
    { class: 'contract' },
    h('thead', {}, h('tr', {}, ...columns.map((text) => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...body),
  );
}
