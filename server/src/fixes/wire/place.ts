/** Where a dead control stands in its file: its tag, its handler if it has one, the names that are there to be used. */
import type { Expr } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { ControlFact } from '../../model/controls/controls';
import type { Project, Span } from '../project';
import { singular } from '../scaffold/names';
import { camel, parametersOf } from './request';

export interface Spot {
  control: ControlFact;
  text: string;
  chunk: Chunk;
  e: Expr & { kind: 'elem' };
  /** The whole element. */
  span: Span;
}

export function spotOf(project: Project, control: ControlFact): Spot | undefined {
  const { file, chunk: id, x } = control.site;
  const chunk = project.chunk(file, id);
  const e = chunk?.arena[x];
  const span = project.span(control.site);
  const text = project.text(file);
  return chunk && e?.kind === 'elem' && span && text !== undefined ? { control, text, chunk, e, span } : undefined;
}

/** Links and other elements have no `disabled`. */
export const isEnabling = ({ control: { kind } }: Spot): boolean => kind === 'button' || kind === 'component';

/** Behind the name of the tag, where an attribute can be put. */
export const afterTag = ({ span, e }: Spot): number => span.from + 1 + e.tag.length;

/** In a form behind the tag of the button that sends it, where that has no `disabled` of its own. */
export function submitButton(project: Project, { control, chunk, e, text }: Spot): number | undefined {
  const queue = [...e.children];
  for (let x = queue.shift(); x !== undefined; x = queue.shift()) {
    const one = chunk.arena[x];
    if (one?.kind !== 'elem') continue;
    queue.push(...one.children);
    const span = project.span({ ...control.site, x });
    const open = span && /^<[\w.-]+/.exec(text.slice(span.from))?.[0];
    const is = (key: string) => one.props.some((p) => p.key === key);
    if (span && open && one.tag.toLowerCase() === 'button' && !is('disabled') && !is('on:click')) return span.from + open.length;
  }
  return undefined;
}

/** An attribute as it is written, name and value; `names` are as in the source. */
export function attribute({ text, span, e }: Spot, names: RegExp): Span | undefined {
  const from = span.from + 1 + e.tag.length;
  let depth = 0;
  let quote = '';
  for (let at = from; at < span.to; at++) {
    const unit = text[at]!;
    if (quote) {
      if (unit === quote) quote = '';
    } else if (unit === '{') depth++;
    else if (unit === '}') depth--;
    else if (depth === 0 && (unit === '"' || unit === "'")) quote = unit;
    else if (depth === 0 && unit === '>') return undefined;
    else if (depth === 0 && /\s/.test(text[at - 1] ?? '') && names.test(/^[^\s=>/]+/.exec(text.slice(at))?.[0] ?? '')) {
      return { from: at, to: endOfAttribute(text, at, span.to) };
    }
  }
  return undefined;
}

function endOfAttribute(text: string, from: number, to: number): number {
  const name = /^[^\s=>/]+\s*(=\s*)?/.exec(text.slice(from, to))![0];
  let at = from + name.length;
  if (!name.includes('=')) return from + name.trimEnd().length;
  const open = text[at]!;
  if (open === '"' || open === "'") return text.indexOf(open, at + 1) + 1;
  if (open !== '{') return at + /^[^\s>]*/.exec(text.slice(at))![0].length;
  let depth = 0;
  for (; at < to; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return to;
}

/**
 * What in scope a path's parameters may be: `name` itself, `task.id` for `task_id` and for the `id` of /tasks/{id}. `near`: names of the
 * callbacks in which the element stands, whose things come first. Undefined where one has no value here.
 */
export function valuesFor(
  path: string,
  names: ReadonlySet<string>,
  near: ReadonlySet<string> = new Set(),
): Map<string, string> | undefined {
  const out = new Map<string, string>();
  for (const parameter of parametersOf(path)) {
    const last = /(id|name|slug|key)$/i.exec(parameter)?.[1]?.toLowerCase();
    const before =
      path
        .slice(0, path.indexOf(`{${parameter}`))
        .split('/')
        .filter(Boolean)
        .at(-1) ?? '';
    const things = [parameter.replace(/_?(id|name|slug|key)$/i, ''), singular(before)].map((t) =>
      t.replace(/[_-]/g, '').toLowerCase(),
    );
    const owner = (of: ReadonlySet<string>) => last && [...of].find((name) => things.includes(name.toLowerCase()));
    const held = (name: string | undefined | '') => (name ? `${name}.${last}` : undefined);
    const value = held(owner(near)) ?? [parameter, camel(parameter)].find((name) => names.has(name)) ?? held(owner(names));
    if (value === undefined) return undefined;
    out.set(parameter, value);
  }
  return out;
}
