/** The findings: grouped by severity, rule, folder, page or state, filtered and searched, each with its evidence beside the list. */
import type { FindingItem } from '../../protocol/report';
import { folderOf, pageGroups } from '../overview';
import { type Context, detailOfFinding, pane } from './detail';
import { announce, h, search, select, several } from './dom';
import { fillPlace, Grid } from './grid';
import type { Model } from './model';

type Row = { finding: FindingItem; group?: undefined } | { group: string; finding?: undefined };

const SEVERITIES = ['error', 'warning', 'hint'] as const;
const STATES = ['open', 'accepted', 'done', 'intentional'] as const;

type Grouping = (finding: FindingItem, model: Model) => string[];
const GROUPINGS: [name: string, text: string, of: Grouping][] = [
  ['severity', 'Severity', (f) => [f.severity]],
  ['rule', 'Rule', (f) => [f.rule]],
  ['folder', 'Folder', (f, model) => [folderOf(model.file(f.file))]],
  ['page', 'UI page', (f, model) => pageGroups(f, model.page)],
  ['state', 'State', (f) => [f.state]],
  ['none', 'No groups', () => ['']],
];

export class FindingsView {
  readonly element: HTMLElement;
  private readonly grid: Grid<Row>;
  private readonly detail = pane('The chosen finding', 'Choose a finding to see its evidence.');
  private grouping: Grouping = GROUPINGS[0]![2];
  private words: string[] = [];
  private severity = '';
  private state = '';
  private chosen: FindingItem | undefined;

  constructor(private readonly context: Context) {
    this.grid = this.table();
    const count = h('p', { class: 'count', id: 'finding-count' });
    this.element = h(
      'div',
      { class: 'view' },
      this.controls(),
      count,
      h('div', { class: 'split' }, this.grid.element, this.detail.element),
    );
    this.update();
  }

  /** What a person decided in the editor. */
  changed(finding: FindingItem): void {
    this.update(true);
    if (this.chosen === finding) this.detail.fill(detailOfFinding(this.context, finding));
    announce(`${finding.subject} is ${finding.state}`);
  }

  private table(): Grid<Row> {
    const { model } = this.context;
    const of = (text: (finding: FindingItem) => string) => (row: Row) => (row.finding ? text(row.finding) : row.group);
    return new Grid<Row>({
      label: 'Findings',
      empty: 'No finding fits.',
      heading: (row) => row.group,
      columns: [
        {
          name: 'Severity',
          width: '9ch',
          text: of((f) => f.severity),
          fill: (cell, row) => row.finding && marked(cell, row.finding),
        },
        { name: 'Finding', width: 'minmax(0, 3fr)', text: of((f) => f.message) },
        {
          name: 'Place',
          width: 'minmax(0, 1.5fr)',
          text: of((f) => model.place(f)),
          fill: (cell, row) => row.finding && fillPlace(cell, model.place(row.finding)),
        },
        { name: 'Rule', width: 'minmax(0, 1.2fr)', text: of((f) => f.rule) },
        { name: 'State', width: '11ch', text: of((f) => f.state) },
      ],
      chosen: ({ finding }) => {
        if (!finding) return;
        this.chosen = finding;
        this.detail.fill(detailOfFinding(this.context, finding));
        announce(finding.message);
      },
    });
  }

  private controls(): HTMLElement {
    const any = ['', 'Any'] as const;
    const changed = (set: (value: string) => void) => (value: string) => {
      set(value);
      this.update();
    };
    return h(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Which findings' },
      search('Search', (words) => {
        this.words = words;
        this.update();
      }).element,
      select(
        'Group by',
        GROUPINGS.map(([name, text]) => [name, text] as const),
        changed((value) => (this.grouping = (GROUPINGS.find(([name]) => name === value) ?? GROUPINGS[0]!)[2])),
      ).element,
      select(
        'Severity',
        [any, ...SEVERITIES.map((s) => [s, s] as const)],
        changed((value) => (this.severity = value)),
      ).element,
      select(
        'State',
        [any, ...STATES.map((s) => [s, s] as const)],
        changed((value) => (this.state = value)),
      ).element,
    );
  }

  private update(keep = false): void {
    const { model } = this.context;
    const found = model.data.findings.filter(
      (f) =>
        (!this.severity || f.severity === this.severity) && (!this.state || f.state === this.state) && model.fits(f, this.words),
    );
    this.grid.show(this.grouped(found), keep);
    const count = this.element?.querySelector('#finding-count');
    const text = `${several(found.length, 'finding')} of ${model.data.findings.length.toLocaleString('en')}`;
    if (count) count.textContent = text;
    else queueMicrotask(() => this.update(keep));
    announce(text);
  }

  private grouped(found: readonly FindingItem[]): Row[] {
    const groups = new Map<string, FindingItem[]>();
    for (const finding of found) {
      for (const name of this.grouping(finding, this.context.model)) {
        const group = groups.get(name);
        if (group) group.push(finding);
        else groups.set(name, [finding]);
      }
    }
    return [...groups].sort(byWorth).flatMap(([name, own]): Row[] => {
      const rows = own.map((finding) => ({ finding }));
      return name === '' ? rows : [{ group: `${name} (${own.length})` }, ...rows];
    });
  }
}

const order = [...SEVERITIES, ...STATES] as readonly string[];
/** The worst first, then the most. */
function byWorth([a, one]: [string, FindingItem[]], [b, other]: [string, FindingItem[]]): number {
  const known = order.indexOf(a) - order.indexOf(b);
  if (order.includes(a) && order.includes(b)) return known;
  return other.length - one.length || (a < b ? -1 : 1);
}

function marked(cell: HTMLElement, { severity }: FindingItem): void {
  cell.append(h('span', { class: `dot ${severity}`, 'aria-hidden': 'true' }), severity);
}
