/**
 * What proxies and rewrites hold of a path that is renamed: the key under which they pass it on, the path under which the backend gets it.
 *
 *     '/api': { target: 'http://localhost:8000' }      location /api/ { proxy_pass http://backend/api/; }
 */

import { type Rewrite, rewritesFor, rewritten, rulesFor } from '../../values/rewrites';
import type { WrittenPath } from '../correct/written-path';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { segmentsOf } from '../segments';
import type { Missed } from './missed';

export interface WrittenCall extends WrittenPath {
  /** How many segments the backend sees more than the call writes: what a proxy puts before it, less what it takes off. */
  front: number;
  /** So many segments at the end are the same on both sides. */
  same: number;
}

/** A request before and after: as the page asks, as the backend sees it. */
export interface Passed {
  file: string;
  page: { old: string; now: string };
  backend: { old: string; now: string };
  /** The path up to the segment, on either side. */
  fronts: readonly string[];
}

/** The rules that a proxy has for the path of a page. */
export const passingOn = (project: Project, file: string, path: string): Rewrite[] =>
  rulesFor(path, rewritesFor(project.api.ctx, file)).filter((rule) => !rule.local && !rule.vague);

/** `at`: the segment, counted as the backend does. */
export function passedOn(
  call: { path: string | null; site: { file: string } },
  written: WrittenCall,
  at: number,
  name: string,
): Passed {
  const own = written.segments.map((s) => s.text);
  const backend = segmentsOf(call.path ?? '');
  const index = at - written.front;
  const isWritten = index >= own.length - written.same;
  const path = (segments: readonly string[]) => `/${segments.join('/')}`;
  return {
    file: call.site.file,
    page: { old: path(own), now: path(isWritten ? own.with(index, name) : own) },
    backend: { old: path(backend), now: path(backend.with(at, name)) },
    fronts: [...(isWritten ? [path(own.slice(0, index + 1))] : []), path(backend.slice(0, at + 1))],
  };
}

/** True where every proxy passes the new path on to where it is served now. */
export function renameInProxies(project: Project, edit: EditBuilder, passed: Passed, name: string, missed: Missed): boolean {
  const { page, backend, fronts } = passed;
  return passingOn(project, passed.file, page.old)
    .filter((rule) => rewritten(page.old, rule) === backend.old)
    .filter((rule) => !passesOn(project, passed, rule))
    .map((rule) => {
      const places = [...new Set(fronts)].flatMap((front) => placesOf(project.text(rule.file) ?? '', front));
      for (const { from, to } of places) edit.replace(rule.file, from, to, name, 'the proxy in front of it');
      if (!places.length) missed.add(rule.file, rule.site && project.span(rule.site)?.from, `it passes on ${rule.from}`);
      return places.length > 0;
    })
    .every(Boolean);
}

const passesOn = (project: Project, { file, page, backend }: Passed, rule: Rewrite): boolean =>
  passingOn(project, file, page.now).includes(rule) && rewritten(page.now, rule) === backend.now;

/** Where a file writes the last segment of this path: in a text, an expression, behind a server's name. */
function placesOf(text: string, front: string): { from: number; to: number }[] {
  const segments = segmentsOf(front).map((s) => (s === '{}' ? '[^/\\s\'"`;]+' : s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  const before = '(?:(?<![\\w./\\\\-])|(?<=\\w+://[^\\s\'"`/;]+))';
  const slash = '\\\\?/';
  const all = new RegExp(
    `${before}(${segments
      .slice(0, -1)
      .map((s) => slash + s)
      .join('')}${slash})(${segments.at(-1)})(?![\\w.-])`,
    'g',
  );
  return [...text.matchAll(all)].map((m) => ({ from: m.index + m[1]!.length, to: m.index + m[0].length }));
}
