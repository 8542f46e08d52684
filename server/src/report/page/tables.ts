/** Routes and calls side by side: choosing a route shows its callers, choosing a call the routes that answer it. */
import type { CallItem, RouteItem } from '../../protocol/report';
import { type Context, detailOfCall, detailOfRoute, pane } from './detail';
import { announce, button, h, search, select, several } from './dom';
import { type Column, fillPlace, Grid } from './grid';
import { STATUS_WORDS } from './model';

const ROUTE_FILTERS = [
  ['', 'All'],
  ['called', 'Called by the UI'],
  ['orphaned', 'Called by nothing'],
  ['untested', 'Untested'],
  ['unregistered', 'Never included'],
  ['partial', 'Partly unknown'],
  ['test', 'In tests and examples'],
] as const;

const routeFits: Record<string, (route: RouteItem) => boolean> = {
  '': (r) => !r.test,
  called: (r) => !r.test && r.callers.length > 0,
  orphaned: (r) => !r.test && r.registered && r.callers.length === 0,
  untested: (r) => !r.test && r.tested === false,
  unregistered: (r) => !r.test && !r.registered,
  partial: (r) => !r.test && r.partial,
  test: (r) => r.test,
};

export class TablesView {
  readonly element: HTMLElement;
  private readonly routes: Grid<RouteItem>;
  private readonly calls: Grid<CallItem>;
  private readonly detail = pane(
    'The chosen route or call',
    'Choose a route to see its callers, or a call to see what answers it.',
  );
  private readonly counts = { routes: h('p', { class: 'count' }), calls: h('p', { class: 'count' }) };
  private readonly only = h('div', { class: 'only' });
  private routeWords: string[] = [];
  private callWords: string[] = [];
  private routeKind = '';
  private callStatus = '';
  private focus: RouteItem | CallItem | undefined;

  constructor(private readonly context: Context) {
    const { model } = context;
    this.routes = new Grid({
      label: 'Routes',
      columns: routeColumns(context),
      chosen: (route) => this.choose(route),
      empty: 'No route fits.',
    });
    this.calls = new Grid({
      label: 'Calls',
      columns: callColumns(context),
      chosen: (call) => this.choose(call),
      empty: 'No call fits.',
    });
    this.element = h(
      'div',
      { class: 'view' },
      this.only,
      h('div', { class: 'beside' }, this.routeSide(), this.callSide()),
      this.detail.element,
    );
    this.detail.element.classList.add('below');
    if (model.data.routes.some((route) => route.tested !== null)) this.element.classList.add('with-tests');
    this.update();
  }

  choose(item: RouteItem | CallItem): void {
    this.focus = item;
    this.detail.fill('handler' in item ? detailOfRoute(this.context, item) : detailOfCall(this.context, item));
    this.update();
    if ('handler' in item) this.routes.reveal(item);
    else this.calls.reveal(item);
  }

  private routeSide(): HTMLElement {
    const changed = (words: string[]) => {
      this.routeWords = words;
      this.update();
    };
    const kind = select('Which', ROUTE_FILTERS, (value) => {
      this.routeKind = value;
      this.update();
    });
    const controls = h(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Which routes' },
      search('Search routes', changed).element,
      kind.element,
    );
    return h('section', { 'aria-label': 'Routes' }, h('h2', {}, 'Routes'), controls, this.counts.routes, this.routes.element);
  }

  private callSide(): HTMLElement {
    const changed = (words: string[]) => {
      this.callWords = words;
      this.update();
    };
    const words = Object.entries(STATUS_WORDS);
    const status = select('Status', [['', 'All'], ...words], (value) => {
      this.callStatus = value;
      this.update();
    });
    const controls = h(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Which calls' },
      search('Search calls', changed).element,
      status.element,
    );
    return h('section', { 'aria-label': 'Calls' }, h('h2', {}, 'Calls'), controls, this.counts.calls, this.calls.element);
  }

  private update(): void {
    const { model } = this.context;
    const { focus } = this;
    const callers = focus && 'handler' in focus ? new Set(model.callsOf(focus)) : undefined;
    const answers = focus && !('handler' in focus) ? new Set(model.routesOf(focus)) : undefined;
    const fits = routeFits[this.routeKind] ?? (() => true);
    const routes = model.data.routes.filter((r) => (answers ? answers.has(r) : fits(r) && model.fits(r, this.routeWords)));
    const calls = model.data.calls.filter((c) =>
      callers ? callers.has(c) : (!this.callStatus || c.status === this.callStatus) && model.fits(c, this.callWords),
    );
    this.routes.show(routes, callers !== undefined);
    this.calls.show(calls, answers !== undefined);
    this.counts.routes.textContent = several(routes.length, 'route');
    this.counts.calls.textContent = several(calls.length, 'call');
    this.sayFocus();
  }

  private sayFocus(): void {
    const { focus } = this;
    if (!focus) return this.only.replaceChildren();
    const what = `${focus.method} ${focus.path}`;
    const text = 'handler' in focus ? `Calls that ${what} answers.` : `Routes that answer ${what}.`;
    this.only.replaceChildren(
      h('span', {}, text),
      button('Show all', {}, () => {
        this.focus = undefined;
        this.update();
      }),
    );
    announce(text);
  }
}

export function routeColumns({ model }: Context): Column<RouteItem>[] {
  return [
    { name: 'Verb', width: '8ch', text: (r) => r.method },
    { name: 'Path', width: 'minmax(0, 2fr)', text: (r) => r.path },
    { name: 'Callers', width: '9ch', text: (r) => String(r.callers.length), number: (r) => r.callers.length, numeric: true },
    { name: 'Handler', width: 'minmax(0, 1fr)', text: (r) => r.handler },
    { name: 'Place', width: 'minmax(0, 1.2fr)', text: (r) => model.place(r), fill: (cell, r) => fillPlace(cell, model.place(r)) },
  ];
}

function callColumns({ model }: Context): Column<CallItem>[] {
  return [
    { name: 'Verb', width: '8ch', text: (c) => c.method },
    { name: 'Path', width: 'minmax(0, 2fr)', text: (c) => c.path },
    {
      name: 'Status',
      width: '11ch',
      text: (c) => STATUS_WORDS[c.status],
      fill: (cell, c) => cell.append(h('span', { class: `status ${c.status}` }, STATUS_WORDS[c.status])),
    },
    { name: 'Place', width: 'minmax(0, 1.4fr)', text: (c) => model.place(c), fill: (cell, c) => fillPlace(cell, model.place(c)) },
  ];
}
