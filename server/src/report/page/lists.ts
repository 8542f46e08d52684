/** Views that are one list: coverage per router, guards per route, routes that nothing calls or tests, and what could not be resolved. */
import type { RouteItem } from '../../protocol/report';
import { ownRoutes, percent, type RouterRow, routersOf, uncalled, unresolvedOf, untested } from '../overview';
import { type Context, fillLink, placeLink } from './detail';
import { h, search, select, several } from './dom';
import { type Column, Grid } from './grid';
import { routeColumns } from './tables';

/** How much of each router the UI uses. */
export function routersView(context: Context): HTMLElement {
  const { model } = context;
  const rows = routersOf(model.data);
  const hasTests = model.data.routes.some((route) => route.tested !== null);
  const counted = (name: string, number: (row: RouterRow) => number): Column<RouterRow> => ({
    name,
    width: '9ch',
    numeric: true,
    number,
    text: (row) => String(number(row)),
  });
  const share = (name: string, part: (row: RouterRow) => number): Column<RouterRow> => ({
    name,
    width: 'minmax(14ch, 1fr)',
    number: (row) => part(row) / row.routes.length,
    text: (row) => percent(part(row), row.routes.length),
    fill: (cell, row) => cell.append(bar(part(row), row.routes.length)),
  });
  return oneList(context, {
    title: 'Coverage per router',
    about: 'How many of the routes of each file the UI calls, and tests ask for.',
    rows,
    textOf: (row) => model.file(row.file),
    columns: [
      {
        name: 'Router',
        width: 'minmax(0, 3fr)',
        text: (row) => model.file(row.file),
        fill: (cell, row) => cell.append(placeLink(context, row.file, 1)),
      },
      counted('Routes', (row) => row.routes.length),
      counted('Called', (row) => row.called),
      counted('Calls', (row) => row.calls),
      share('Called by the UI', (row) => row.called),
      ...(hasTests ? [share('Tested', (row) => row.tested)] : []),
    ],
  });
}

function bar(part: number, whole: number): HTMLElement {
  const fill = h('span', { class: 'fill' });
  fill.style.width = `${whole === 0 ? 0 : (100 * part) / whole}%`;
  return h('span', { class: 'share' }, h('span', { class: 'bar', 'aria-hidden': 'true' }, fill), percent(part, whole));
}

export function guardsView(context: Context): HTMLElement {
  const { model } = context;
  const names = [...new Set(ownRoutes(model.data).flatMap((route) => route.guards ?? []))].sort();
  const options = [['', 'All routes'], ['none', 'Without a guard'], ...names.map((name) => [`=${name}`, name] as const)] as const;
  return oneList(context, {
    title: 'Guards per route',
    about: 'What must agree before a route answers: dependencies and decorators, with where they are declared.',
    rows: ownRoutes(model.data),
    textOf: (route) => `${route.method} ${route.path} ${(route.guards ?? []).join(' ')} ${model.place(route)}`,
    choices: {
      label: 'Guard',
      options,
      fits: (route, value) => (value === 'none' ? route.guards?.length === 0 : (route.guards ?? []).includes(value.slice(1))),
    },
    columns: [
      ...routeColumns(context).slice(0, 2),
      { name: 'Guards', width: 'minmax(0, 2fr)', text: (r) => (r.guards === null ? 'not known' : r.guards.join(', ') || 'none') },
      {
        name: 'Place',
        width: 'minmax(0, 1fr)',
        text: (r) => model.place(r),
        fill: (cell, r) => fillLink(cell, context, r.file, r.line),
      },
    ],
  });
}

/** Routes that nothing in the workspace calls, and routes that no test asks for. */
export function gapsView(context: Context): HTMLElement {
  const { model } = context;
  const columns: Column<RouteItem>[] = [
    ...routeColumns(context).filter(({ name }) => name === 'Verb' || name === 'Path' || name === 'Handler'),
    {
      name: 'Place',
      width: 'minmax(0, 1fr)',
      text: (r) => model.place(r),
      fill: (cell, r) => fillLink(cell, context, r.file, r.line),
    },
  ];
  const textOf = (route: RouteItem) => `${route.method} ${route.path} ${route.handler} ${model.place(route)}`;
  return h(
    'div',
    { class: 'beside' },
    oneList(context, {
      title: 'Routes that nothing calls',
      about: 'Nothing in this workspace calls them; something else may.',
      rows: uncalled(model.data),
      columns,
      textOf,
    }),
    oneList(context, {
      title: 'Routes that no test asks for',
      about: 'As far as the tests in this workspace tell.',
      rows: untested(model.data),
      columns,
      textOf,
    }),
  );
}

export function unresolvedView(context: Context): HTMLElement {
  const { model } = context;
  const rows = unresolvedOf(model.data).map(({ kind, item, reason }) => ({
    what: `${kind === 'call' ? 'Call' : 'Route'} ${item.method} ${item.path}`,
    ...{ reason, file: item.file, line: item.line },
  }));
  const unread = model.data.unread.map(({ file, reason }) => h('li', {}, h('code', {}, file), ` ${reason}`));
  return h(
    'div',
    { class: 'view' },
    oneList(context, {
      title: 'What could not be resolved',
      about: 'Nothing is guessed: these count as unknown in the figures, and raise no alarm.',
      rows,
      textOf: (row) => `${row.what} ${row.reason} ${model.place(row)}`,
      columns: [
        { name: 'What', width: 'minmax(0, 2fr)', text: (row) => row.what },
        { name: 'Why', width: 'minmax(0, 2fr)', text: (row) => row.reason },
        {
          name: 'Place',
          width: 'minmax(0, 1fr)',
          text: (row) => model.place(row),
          fill: (cell, row) => fillLink(cell, context, row.file, row.line),
        },
      ],
    }),
    ...(unread.length > 0 ? [h('h3', {}, 'Files that could not be read'), h('ul', {}, ...unread)] : []),
  );
}

interface OneList<T> {
  title: string;
  about: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  textOf(row: T): string;
  choices?: { label: string; options: readonly (readonly [string, string])[]; fits(row: T, value: string): boolean };
}

function oneList<T>(_context: Context, { title, about, rows, columns, textOf, choices }: OneList<T>): HTMLElement {
  const grid = new Grid<T>({ label: title, columns, empty: 'There is none.' });
  const count = h('p', { class: 'count' });
  const texts = new Map(rows.map((row) => [row, textOf(row).toLowerCase()]));
  let words: string[] = [];
  let choice = '';
  const update = () => {
    const found = rows.filter(
      (row) => words.every((word) => texts.get(row)?.includes(word)) && (choice === '' || choices?.fits(row, choice)),
    );
    grid.show(found);
    count.textContent = `${several(found.length, 'row')} of ${rows.length.toLocaleString('en')}`;
  };
  const controls = h(
    'div',
    { class: 'controls' },
    search(`Search: ${title.toLowerCase()}`, (value) => {
      words = value;
      update();
    }).element,
  );
  if (choices)
    controls.append(
      select(choices.label, choices.options, (value) => {
        choice = value;
        update();
      }).element,
    );
  update();
  return h(
    'section',
    { class: 'view', 'aria-label': title },
    h('h2', {}, title),
    h('p', { class: 'quiet' }, about),
    controls,
    count,
    grid.element,
  );
}
