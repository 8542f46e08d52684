/** What a project puts around each of its answers: `ok(task)`, `Envelope(data=task)`, `jsonify(ok=True, data=task)`. */

import type { Shape } from '../../model/shapes/shape';
import { findModule } from '../../values/modules/python-modules';
import type { Project } from '../project';
import { importsOf } from '../python/imports';
import { splitItems } from '../python/items';
import { blanked } from '../python/rename';
import type { Sibling } from './siblings';
import { statementsOf } from './siblings';

export interface Envelope {
  /** 'ok(' and ')', 'jsonify(ok=True, data=' and ')' */
  open: string;
  close: string;
  /** 'data': under which the answer is found. */
  key: string;
  /** 'Envelope' of `-> Envelope[TaskOut]` */
  generic?: string;
}

interface Wrapped {
  sibling: Sibling;
  open: string;
  close: string;
  key: string | undefined;
  inner: string;
}

const known = new WeakMap<Project, Map<string, Envelope | undefined>>();

/** Undefined where siblings answer with the things themselves. */
export function envelopeOf(project: Project, siblings: readonly Sibling[]): Envelope | undefined {
  const found = known.get(project) ?? new Map<string, Envelope | undefined>();
  known.set(project, found);
  const file = siblings[0]?.file ?? '';
  if (!found.has(file)) found.set(file, read(project, siblings));
  return found.get(file);
}

function read(project: Project, siblings: readonly Sibling[]): Envelope | undefined {
  const everywhere = project.api.served.length;
  const all = siblings.flatMap((s) => wrappedBy(project, s) ?? []);
  const [first] = all;
  const same = all.filter((w) => w.open === first?.open && w.close === first.close);
  // One handler alone shows no custom; of a small module the first of its kind may.
  const others = siblings.filter((s) => !all.some((w) => w.sibling === s) && answersSomething(project, s));
  if (!first || same.length <= all.length - same.length + others.length || (same.length < 2 && everywhere < 3)) return undefined;
  const key = first.key ?? keyIn(project, first.sibling.file, first.open.slice(0, -1));
  if (key === undefined) return undefined;
  const types = same.map((w) => w.sibling.options.find(([n]) => n === 'response_model')?.[1] ?? w.sibling.returns ?? '');
  const generics = new Set(types.map((t) => /^([A-Z]\w*)\[.+\]$/.exec(t)?.[1]));
  const [generic] = generics.size === 1 ? generics : [];
  const isTyped = types.some((t) => t !== '');
  if (isTyped && !generic) return undefined;
  return { open: first.open, close: first.close, key, ...(generic ? { generic } : {}) };
}

const CONSTANT = /^(?:True|False|None|\d+|"[^"]*"|'[^']*')$/;

/** Not `return jsonify(ok=True, data=None)`, which fits any custom. */
const answersSomething = (project: Project, sibling: Sibling): boolean => {
  const result = /^return ([\s\S]+)$/.exec(statementsOf(project, sibling).at(-1) ?? '')?.[1] ?? '';
  return /(?<![\w.])[a-z_]\w*(?!\w*\s*[=(])(?!\w)/.test(blanked(result).replace(/\b(?:True|False|None|await)\b/g, ''));
};

/** `return jsonify(ok=True, data=tasks), 200`: one part that is no constant among those that are. */
function wrappedBy(project: Project, sibling: Sibling): Wrapped | undefined {
  const result = /^return ([\s\S]+?)(?:,\s*\d{3})?$/.exec(statementsOf(project, sibling).at(-1) ?? '')?.[1];
  const open = /^(?:[\w.]+\(\{?|\{)/.exec(result ?? '')?.[0] ?? '';
  const close = open.endsWith('({') ? '})' : open.endsWith('{') ? '}' : ')';
  if (!result || !open || !result.endsWith(close)) return undefined;
  const items = splitItems(result.slice(open.length, -close.length).trim().replace(/,$/, ''));
  const isHelper = items.length === 1 && /^[\w.]+\($/.test(open) && !/^\w+=(?!=)/.test(items[0]!);
  if (isHelper && !/^(?:jsonify|list|dict|str|int|[A-Z]\w*)\($/.test(open))
    return { sibling, open, close, key: undefined, inner: items[0]! };
  const parts = items.map((i) => /^(?:(\w+)\s*=\s*|["'](\w+)["']:\s*)([\s\S]+)$/.exec(i));
  const values = parts.flatMap((p, at) => (p && !CONSTANT.test(p[3]!) ? [at] : []));
  if (parts.some((p) => !p) || values.length !== 1) return undefined;
  const at = values[0]!;
  const part = parts[at]!;
  const before = items.slice(0, at).map((i) => `${i}, `);
  const after = items.slice(at + 1).map((i) => `, ${i}`);
  const head = items[at]!.slice(0, items[at]!.length - part[3]!.length);
  return {
    ...{ sibling, key: part[1] ?? part[2], inner: part[3]! },
    open: open + before.join('') + head,
    close: after.join('') + close,
  };
}

/** `def ok(data): return Envelope(data=data)`: where the helper puts what it is given. */
function keyIn(project: Project, from: string, helper: string): string | undefined {
  const name = helper.split('.').at(-1)!;
  const statement = importsOf(project.text(from) ?? '').find((s) =>
    s.names?.some((n) => (n.as ?? n.name) === helper.split('.')[0]),
  );
  const dots = /^\.*/.exec(statement?.module ?? '')![0].length;
  const file = statement ? findModule(project.api.ctx.world, from, statement.module.slice(dots), dots) : from;
  const text = (file === undefined ? undefined : project.text(file)) ?? '';
  const [, parameter, body] =
    new RegExp(`^(?:async )?def ${name}\\((\\w+)[^\\n]*:[^\\n]*\\n((?:[ \\t][^\\n]*\\n?|\\s*\\n)*)`, 'm').exec(text) ?? [];
  const inside = new RegExp(`(?:(\\w+)\\s*=\\s*|["'](\\w+)["']:\\s*)${parameter}\\s*[,)}]`).exec(body ?? '');
  return parameter === undefined ? undefined : (inside?.[1] ?? inside?.[2]);
}

/** What a handler answers with, out of what it puts around it. */
export function unwrapped(project: Project, siblings: readonly Sibling[], sibling: Sibling, result: string): string {
  const envelope = envelopeOf(project, siblings);
  const own = envelope && wrappedBy(project, sibling);
  return own && own.open === envelope.open && own.close === envelope.close ? own.inner : result;
}

/** The type of what is inside: 'TaskOut' of `Envelope[TaskOut]`. */
export const innerType = (envelope: Envelope | undefined, type: string | undefined): string | undefined =>
  envelope?.generic !== undefined && type?.startsWith(`${envelope.generic}[`)
    ? type.slice(envelope.generic.length + 1, -1)
    : type;
export const outerType = (envelope: Envelope | undefined, type: string): string =>
  envelope?.generic === undefined || type.startsWith(`${envelope.generic}[`) ? type : `${envelope.generic}[${type}]`;

/** What the UI takes out of the envelope, and whether it opens one. */
export function opened(envelope: Envelope | undefined, shape: Shape): { shape: Shape; isOpened: boolean } {
  const inside =
    envelope && shape.kind === 'object' && Object.hasOwn(shape.fields, envelope.key) ? shape.fields[envelope.key] : undefined;
  return inside ? { shape: inside.shape, isOpened: true } : { shape, isOpened: false };
}

/** `return task` as siblings answer; what takes several lines is held by a name first. */
export function enclosed(envelope: Envelope, lines: readonly string[]): string[] {
  const at = lines.findLastIndex((l) => /^return\b/.test(l));
  if (at < 0) return [...lines];
  const code = lines.slice(at).join('\n');
  const [, value = 'None', status = ''] = /^return\s*([\s\S]*?)((?:, \d{3})?)$/.exec(code) ?? [];
  const closing = `${envelope.close}${status}`;
  if (!value.includes('\n')) return [...lines.slice(0, at), `return ${envelope.open}${value || 'None'}${closing}`];
  return [...lines.slice(0, at), ...`result = ${value}`.split('\n'), `return ${envelope.open}result${closing}`];
}
