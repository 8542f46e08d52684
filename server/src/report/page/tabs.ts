/** Tabs, each of whose panels is made when it is first opened. Arrows, Home and End go from one to the next. */
import { freshId, h, set } from './dom';

interface Tab {
  id: string;
  title: string;
  make(): HTMLElement;
}

export class Tabs {
  readonly element: HTMLElement;
  private readonly buttons: HTMLButtonElement[];
  private readonly panels: HTMLElement[];
  private readonly made = new Set<number>();

  constructor(private readonly tabs: readonly Tab[]) {
    const prefix = freshId();
    this.buttons = tabs.map(({ id, title }, i) => {
      const attributes = { type: 'button', role: 'tab', id: `${prefix}-${id}`, 'aria-controls': `${prefix}-panel-${id}` };
      const button = h('button', attributes, title);
      button.addEventListener('click', () => this.select(i));
      return button;
    });
    this.panels = tabs.map(({ id }) =>
      h('div', {
        role: 'tabpanel',
        id: `${prefix}-panel-${id}`,
        'aria-labelledby': `${prefix}-${id}`,
        class: `panel ${id}`,
        hidden: true,
      }),
    );
    const list = h('div', { role: 'tablist', 'aria-label': 'The report' }, ...this.buttons);
    list.addEventListener('keydown', (event) => this.pressed(event));
    this.element = h('main', {}, list, ...this.panels);
    this.select(0);
  }

  open(id: string): void {
    this.select(this.tabs.findIndex((tab) => tab.id === id));
  }

  private select(wanted: number): void {
    const tab = this.tabs[wanted];
    if (!tab) return;
    if (!this.made.has(wanted)) this.panels[wanted]?.append(tab.make());
    this.made.add(wanted);
    for (const [i, button] of this.buttons.entries())
      set(button, { 'aria-selected': String(i === wanted), tabindex: i === wanted ? 0 : -1 });
    for (const [i, panel] of this.panels.entries()) panel.hidden = i !== wanted;
  }

  private pressed(event: KeyboardEvent): void {
    const { activeElement } = document;
    const at = activeElement instanceof HTMLButtonElement ? this.buttons.indexOf(activeElement) : -1;
    const last = this.buttons.length - 1;
    const next: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const to = next[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.select(to);
    this.buttons[to]?.focus();
  }
}
