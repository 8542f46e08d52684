/** The page's data with what several views ask of it: names, places, who calls what, and text to search in. */
import type { CallItem, FindingItem, PageData, RouteItem, StepItem } from '../../protocol/report';
import { pageNames } from '../overview';

export class Model {
  private readonly texts = new WeakMap<object, string>();

  private readonly addresses: ReadonlyMap<number, string[]>;
  readonly page: (i: number) => string;

  constructor(readonly data: PageData) {
    this.addresses = new Map(data.addresses);
    this.page = pageNames(data);
  }

  addressesOf(page: number): readonly string[] {
    return this.addresses.get(page) ?? [];
  }

  file(i: number): string {
    return this.data.files[i] ?? '?';
  }

  place(item: { file: number; line: number }): string {
    return `${this.file(item.file)}:${item.line}`;
  }

  steps(trace: readonly number[]): StepItem[] {
    return trace.flatMap((i) => (this.data.steps[i] ? [this.data.steps[i]] : []));
  }

  /** 'backend/app/routers/tasks.py': the file that holds the route. */
  router(route: RouteItem): string {
    return this.file(route.file);
  }

  callsOf(route: RouteItem): CallItem[] {
    return route.callers.flatMap((i) => this.data.calls[i] ?? []);
  }

  routesOf(call: CallItem): RouteItem[] {
    return call.routes.flatMap((i) => this.data.routes[i] ?? []);
  }

  /** Whether an item's text holds all the words. */
  fits(item: RouteItem | CallItem | FindingItem, words: readonly string[]): boolean {
    if (words.length === 0) return true;
    let text = this.texts.get(item);
    if (text === undefined) {
      text = this.textOf(item).toLowerCase();
      this.texts.set(item, text);
    }
    const known = text;
    return words.every((word) => known.includes(word));
  }

  private textOf(item: RouteItem | CallItem | FindingItem): string {
    const place = this.place(item);
    if ('rule' in item) return `${item.rule} ${item.severity} ${item.state} ${item.message} ${item.subject} ${place} ${item.id}`;
    if ('handler' in item)
      return `${item.method} ${item.path} ${item.handler} ${item.app} ${place} ${(item.guards ?? []).join(' ')}`;
    return `${item.method} ${item.path} ${item.status} ${item.client} ${item.reason} ${place}`;
  }
}

export const STATUS_WORDS: Record<CallItem['status'], string> = {
  matched: 'matched',
  missing: 'missing',
  'wrong-method': 'wrong method',
  external: 'external',
  dynamic: 'unknown',
};
