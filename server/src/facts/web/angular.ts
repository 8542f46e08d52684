/** Angular's template syntax: `(click)="save()"`, `[src]="url"`, `*ngFor="let t of tasks"`, `*ngIf`. */
import type { Entry } from '../expression';
import type { Attribute, OpenTag } from './markup';
import type { Template } from './template';
import { bindNames, enterEach } from './vue-directives';

export function looksAngular(text: string): boolean {
  return /\s(?:\([a-zA-Z.]+\)|\[\(?[a-zA-Z.-]+\)?\]|\*ng[A-Z]\w*)\s*=\s*["']/.test(text);
}

export function enterAngular(t: Template, tag: OpenTag): void {
  for (const { name, from, to } of tag.attributes) {
    if (from === undefined || to === undefined) continue;
    if (name === '*ngIf') enterIf(t, from, to);
    else if (name === '*ngFor') enterFor(t, from, to);
    else if (name.startsWith('let-')) bindNamed(t, name.slice(4), from, to);
  }
}

/** *ngIf="user$ | async as user; else loading" */
function enterIf(t: Template, from: number, to: number): void {
  const text = t.fragments.code.slice(from, to);
  const end = /;|\sas\s/.exec(text)?.index ?? text.length;
  const x = t.fragments.expression(t.c, from, from + end);
  t.enterBlock('if', text.slice(0, end).trim(), x);
  const alias = /\sas\s+([\w$]+)/.exec(text);
  if (alias) {
    const at = from + alias.index + alias[0].length;
    bindNames(t, at - alias[1]!.length, at, 'alias', x);
  }
}

/** *ngFor="let task of tasks; trackBy: byId; let i = index" */
function enterFor(t: Template, from: number, to: number): void {
  const text = t.fragments.code.slice(from, to);
  const match = /^\s*let\s+([\w$]+)\s+of\s+([^;|]+)/.exec(text);
  if (!match) return;
  const nameFrom = from + text.indexOf(match[1]!, text.indexOf('let') + 3);
  const ofTo = from + match[0].length;
  const of = t.fragments.expression(t.c, ofTo - match[2]!.length, ofTo);
  enterEach(t, of, match[2]!, { from: nameFrom, to: nameFrom + match[1]!.length });
  for (const more of text.slice(match[0].length).matchAll(/let\s+([\w$]+)\s*=/g)) {
    bindNamed(t, more[1]!, from, to);
  }
}

function bindNamed(t: Template, name: string, from: number, to: number): void {
  t.c.assign(t.enterScope().declare(name), t.c.addAt({ kind: 'unknown', why: 'template' }, { from, to }));
}

/** The entries of a binding or event; undefined for a plain attribute. */
export function angularAttribute(t: Template, attribute: Attribute): Entry[] | undefined {
  const { name, from, to } = attribute;
  // `<button #save>` is held by that name, as by a reference.
  if (name.startsWith('#'))
    return [
      { key: 'ref', x: t.c.addAt({ kind: 'str', value: name.slice(1) }, { from: attribute.nameFrom, to: attribute.nameTo }) },
    ];
  if (name.startsWith('*') || name.startsWith('let-')) return [];
  const event = /^\(([^)]+)\)$/.exec(name)?.[1];
  const bound = /^\[\(?([^\])]+)\)?\]$/.exec(name)?.[1];
  if (event === undefined && bound === undefined) return undefined;
  if (from === undefined || to! <= from) return [];
  if (event !== undefined) return [{ key: `on:${event}`, x: t.fragments.handler(t.c, from, to!, event) }];
  return [{ key: bound!.replace(/^attr\./, ''), x: t.fragments.expression(t.c, from, to!) }];
}
