/**
 * A table of any length: only the rows in sight exist. It is a grid to a screen reader, with one stop for the keyboard: arrows, Page Up and Down, Home
 * and End move the row that is current, Enter or a click chooses it.
 */
import { button, freshId, h, set } from './dom';

export interface Column<T> {
  name: string;
  /** In parts of the width that is left; or in characters, with `ch`. */
  width: string;
  /** What is shown, sorted and read aloud. */
  text(row: T): string;
  /** Numbers sort as such. */
  number?(row: T): number;
  /** Beside or instead of the text. */
  fill?(cell: HTMLElement, row: T): void;
  numeric?: boolean;
}

export interface GridOptions<T> {
  label: string;
  columns: readonly Column<T>[];
  chosen?(row: T): void;
  /** Shown where there is no row. */
  empty: string;
  /** A row that stands over others: its text fills the width. */
  heading?(row: T): string | undefined;
}

const ROW = 26;
const MORE = 6;

export class Grid<T> {
  readonly element: HTMLElement;
  private readonly space: HTMLElement;
  private readonly headings: HTMLElement[] = [];
  private readonly nothing: HTMLElement;
  private readonly shown = new Map<number, HTMLElement>();
  private readonly id = freshId();
  private given: readonly T[] = [];
  private rows: readonly T[] = [];
  private current = 0;
  private order: { column: number; down: boolean } | undefined;
  private waits = false;

  constructor(private readonly options: GridOptions<T>) {
    const { label, columns } = options;
    const head = h(
      'div',
      { role: 'row', class: 'row head', 'aria-rowindex': 1 },
      ...columns.map((column, i) => this.header(column, i)),
    );
    this.space = h('div', { class: 'space', role: 'rowgroup' });
    this.nothing = h('p', { class: 'nothing' }, options.empty);
    const attributes = { role: 'grid', tabindex: 0, class: 'grid', 'aria-label': label, 'aria-colcount': columns.length };
    this.element = h('div', attributes, h('div', { role: 'rowgroup', class: 'heads' }, head), this.space, this.nothing);
    this.element.style.setProperty('--columns', columns.map((column) => column.width).join(' '));
    this.element.addEventListener('scroll', () => this.soon());
    new ResizeObserver(() => this.draw()).observe(this.element);
    this.element.addEventListener('keydown', (event) => this.pressed(event));
    this.element.addEventListener('click', (event) => this.clicked(event));
  }

  /** `keep` leaves the place where the reader is. */
  show(rows: readonly T[], keep = false): void {
    this.given = rows;
    this.rows = this.sorted();
    set(this.element, { 'aria-rowcount': rows.length + 1 });
    this.space.style.height = `${rows.length * ROW}px`;
    this.nothing.hidden = rows.length > 0;
    if (!keep) {
      this.current = 0;
      this.element.scrollTop = 0;
    }
    this.current = Math.min(this.current, Math.max(0, rows.length - 1));
    this.redraw();
  }

  redraw(): void {
    for (const row of this.shown.values()) row.remove();
    this.shown.clear();
    this.draw();
  }

  /** Of what is seen of the rows: the names of the columns stay in sight. */
  private get height(): number {
    return Math.max(0, this.element.clientHeight - ROW);
  }

  /** Brings a row into sight and makes it the current one. */
  reveal(row: T): void {
    const i = this.rows.indexOf(row);
    if (i >= 0) this.move(i);
  }

  private header(column: Column<T>, i: number): HTMLElement {
    const cell = h('div', { role: 'columnheader', 'aria-colindex': i + 1, class: column.numeric ? 'number' : undefined });
    if (this.options.heading) cell.append(column.name);
    else cell.append(button(column.name, { class: 'sort' }, () => this.sort(i)));
    this.headings.push(cell);
    return cell;
  }

  private sort(column: number): void {
    this.order = { column, down: this.order?.column === column && !this.order.down };
    for (const [i, cell] of this.headings.entries())
      set(cell, { 'aria-sort': i === column ? (this.order.down ? 'descending' : 'ascending') : undefined });
    this.show(this.given);
  }

  private sorted(): readonly T[] {
    const column = this.order && this.options.columns[this.order.column];
    if (!column || !this.order) return this.given;
    const sign = this.order.down ? -1 : 1;
    const { number } = column;
    const keys = new Map<T, string | number>(
      this.given.map((row) => [row, number ? number(row) : column.text(row).toLowerCase()]),
    );
    const key = (row: T) => keys.get(row) ?? '';
    return [...this.given].sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
  }

  private soon(): void {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.draw();
    });
  }

  private draw(): void {
    const height = this.height;
    const first = Math.max(0, Math.floor(this.element.scrollTop / ROW) - MORE);
    const last = Math.min(this.rows.length, Math.ceil((this.element.scrollTop + height) / ROW) + MORE);
    for (const [i, row] of this.shown) {
      if (i >= first && i < last) continue;
      row.remove();
      this.shown.delete(i);
    }
    for (let i = first; i < last; i++) if (!this.shown.has(i)) this.drawRow(i);
    this.markCurrent();
  }

  private drawRow(i: number): void {
    const row = this.rows[i];
    if (row === undefined) return;
    const heading = this.options.heading?.(row);
    const element = h('div', {
      role: 'row',
      class: heading === undefined ? 'row' : 'row heading',
      id: `${this.id}-${i}`,
      'aria-rowindex': i + 2,
    });
    if (heading !== undefined)
      element.append(h('div', { role: 'gridcell', 'aria-colindex': 1, 'aria-colspan': this.options.columns.length }, heading));
    else for (const [c, column] of this.options.columns.entries()) element.append(cellOf(column, row, c));
    element.style.top = `${i * ROW}px`;
    this.shown.set(i, element);
    // A screen reader goes through rows as they stand in the document.
    const after = [...this.shown.keys()].filter((other) => other > i);
    const next = after.length > 0 ? this.shown.get(Math.min(...after)) : undefined;
    this.space.insertBefore(element, next ?? null);
  }

  private markCurrent(): void {
    for (const [i, row] of this.shown) row.classList.toggle('current', i === this.current);
    for (const [i, row] of this.shown) set(row, { 'aria-selected': i === this.current ? 'true' : undefined });
    set(this.element, { 'aria-activedescendant': this.shown.has(this.current) ? `${this.id}-${this.current}` : undefined });
  }

  private move(to: number): void {
    if (this.rows.length === 0) return;
    this.current = Math.max(0, Math.min(this.rows.length - 1, to));
    const top = this.current * ROW;
    const height = this.height;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + ROW > this.element.scrollTop + height) this.element.scrollTop = top + ROW - height;
    this.draw();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.target !== this.element || event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.height / ROW) - 1);
    const steps: Record<string, number> = {
      ArrowDown: this.current + 1,
      ArrowUp: this.current - 1,
      PageDown: this.current + page,
      PageUp: this.current - page,
      Home: 0,
      End: this.rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) this.move(to);
    else if (event.key === 'Enter' || event.key === ' ') this.choose();
    else return;
    event.preventDefault();
  }

  private clicked(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    if (!target || target.closest('a, button')) return;
    const element = target.closest('.row');
    const found = [...this.shown].find(([, row]) => row === element);
    if (!found) return;
    this.move(found[0]);
    this.choose();
  }

  private choose(): void {
    const row = this.rows[this.current];
    if (row !== undefined && this.options.heading?.(row) === undefined) this.options.chosen?.(row);
  }
}

function cellOf<T>(column: Column<T>, row: T, i: number): HTMLElement {
  const text = column.text(row);
  const cell = h('div', { role: 'gridcell', 'aria-colindex': i + 1, class: column.numeric ? 'number' : undefined, title: text });
  if (column.fill) column.fill(cell, row);
  else cell.append(text);
  return cell;
}

/** 'streams.py:44 backend/routers': of a long place its end tells most, and must not be what is cut off. */
export function fillPlace(cell: HTMLElement, place: string): void {
  const slash = place.lastIndexOf('/');
  cell.append(place.slice(slash + 1));
  if (slash > 0) cell.append(' ', h('span', { class: 'quiet' }, place.slice(0, slash)));
}
