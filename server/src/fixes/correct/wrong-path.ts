/**
 * Uses the path of the near route: the segment that differs is written anew where it stands (a constant or part of a template included),
 * one that is missing is put in, one too many is taken out. A missing parameter is put in where a variable of its name is at hand.
 */

import type { Call } from '../../model/calls/calls';
import { answers } from '../../model/matching/match';
import type { Site } from '../../values/value';
import { atHand } from '../at-hand';
import { type Edit, EditBuilder } from '../edit';
import type { Fix } from '../fix';
import { isOtherVersion } from '../own-word';
import type { Project } from '../project';
import { hasOtherUse, writtenOut } from './at-the-call';
import { isShared, rewriteSegment, type WrittenPath, writtenPath } from './written-path';

export const wrongPath: Fix = {
  rules: ['wrong-path'],
  offers(project, { about: { call, route } }) {
    if (!call || !route?.path || !answers(route, call.method ?? route.method)) return [];
    if (project.isNew(route) || isOtherVersion(project, call.path ?? '', route.path)) return [];
    const written = writtenPath(project, call);
    const change = written && changeOf(project, call, written, route.path);
    const builder = new EditBuilder(project.text);
    const edit = change?.(builder) ? builder.done() : undefined;
    // What another call has right is not to be changed under it.
    const own = edit && isTaken(project, call, edit) ? alone(project, call, edit) : edit;
    if (!own) return [];
    return [{ id: `path:${route.path}`, title: `Use ${route.path}`, safe: false, preferred: true, make: () => own }];
  },
};

const isTaken = (project: Project, call: Call, edit: Edit): boolean =>
  isShared(project, call, edit) || literalsIn(project, call, edit).some((site) => hasOtherUse(project, site));

const literalsIn = (project: Project, { address }: Call, { files }: Edit): Site[] =>
  address.literals.flatMap(({ site }) => {
    const span = site && project.span(site);
    const edits = files.find((f) => f.file === site?.file)?.edits ?? [];
    return site && span && edits.some((e) => e.from >= span.from && e.to <= span.to) ? [site] : [];
  });

/** The same at the call alone, where all that changes is one constant that others need as it is. */
function alone(project: Project, call: Call, edit: Edit): Edit | undefined {
  const [file, ...more] = edit.files;
  const [literal, ...others] = literalsIn(project, call, edit);
  const out = file && literal && !more.length && !others.length ? writtenOut(project, call, literal, file.edits) : undefined;
  if (!out || !file) return undefined;
  const builder = new EditBuilder(project.text);
  builder.replace(out.file, out.edit.from, out.edit.to, out.edit.text, file.edits[0]?.why);
  builder.assume(`${out.name} stays as it is: it is used elsewhere, too.`);
  return builder.done();
}

type Change = (edit: EditBuilder) => boolean;
const isParameter = (s: string) => /^\{[^{}]*\}$/.test(s);
const fits = (asked: string, own: string) => asked === own || (asked.includes('{}') && isParameter(own));
const split = (path: string) => path.split('/').filter((s) => s !== '');

function changeOf(project: Project, call: Call, written: WrittenPath, path: string): Change | undefined {
  const asked = written.segments.map((s) => s.text);
  const seen = split(call.path ?? '').map((s) => s.replace(/\{[^{}]*\}/g, '{}'));
  // What a proxy puts in front is not written in the call.
  const front = seen.length - asked.length;
  if (front < 0 || !asked.every((s, i) => s === seen[front + i])) return undefined;
  const all = split(path);
  if (!seen.slice(0, front).every((s, i) => fits(s, all[i] ?? ''))) return undefined;
  const own = all.slice(front);
  const why = `${path} is what the server has`;
  const slash = slashChange(call, written, path, why);
  if (own.length === asked.length) {
    const wrong = asked.flatMap((s, i) => (fits(s, own[i]!) || isParameter(own[i]!) ? [] : [i]));
    if (!wrong.length) return slash;
    return (edit) => wrong.every((i) => rewriteSegment(edit, written.segments[i]!, own[i]!, why));
  }
  if (own.length > asked.length) return missing(project, written, asked, own, why);
  return tooMuch(written, asked, own, why);
}

/** Flask answers only without the slash. */
function slashChange(call: Call, written: WrittenPath, path: string, why: string): Change | undefined {
  if (path.endsWith('/') === (call.path ?? '').endsWith('/')) return undefined;
  return (edit) => {
    if (path.endsWith('/') && written.end) edit.insert(written.end.file, written.end.at, '/', why);
    else if (written.slash) edit.replace(written.slash.file, written.slash.from, written.slash.from + 1, '', why);
    else return false;
    return true;
  };
}

/** Puts in what is missing, before the segment that follows it or after the one before. */
function missing(project: Project, written: WrittenPath, asked: string[], own: string[], why: string): Change | undefined {
  const count = own.length - asked.length;
  const at = asked.findIndex((s, i) => !fits(s, own[i]!));
  const from = at < 0 ? asked.length : at;
  if (!asked.slice(from).every((s, i) => fits(s, own[from + count + i]!))) return undefined;
  const texts = own.slice(from, from + count).map((s) => (isParameter(s) ? variable(project, written, s) : s));
  if (texts.some((t) => t === undefined)) return undefined;
  const next = written.segments[from]?.pieces[0];
  const before = written.segments[from - 1]?.pieces.at(-1);
  return (edit) => {
    if (next && 'text' in next) edit.insert(next.file, next.from, `${texts.join('/')}/`, why);
    else if (before && 'text' in before) edit.insert(before.file, before.from + before.text.length, `/${texts.join('/')}`, why);
    else return false;
    return true;
  };
}

/** `${taskId}` for {task_id}, where the path is a template and such a variable is at hand. */
function variable(project: Project, written: WrittenPath, parameter: string): string | undefined {
  const site = written.segments.flatMap((s) => s.pieces).find((p) => 'site' in p);
  if (!site || !('site' in site)) return undefined;
  const text = project.text(site.file);
  const span = project.span(site.site);
  // Parts of a template stand without quotes.
  if (!text || !span || /^["'`]/.test(text.slice(span.from, span.to))) return undefined;
  const name = atHand(project, site.site, parameter.slice(1, -1).replace(/:.*/, ''))?.name;
  return name && `\${${name}}`;
}

function tooMuch(written: WrittenPath, asked: string[], own: string[], why: string): Change | undefined {
  const count = asked.length - own.length;
  const at = asked.findIndex((_, i) => own.every((s, j) => fits(asked[j < i ? j : j + count]!, s)));
  if (at < 0) return undefined;
  const out = written.segments.slice(at, at + count);
  const [first] = out[0]!.pieces;
  const last = out.at(-1)!.pieces.at(-1);
  if (!first || !last || 'hole' in first || 'hole' in last || first.file !== last.file || first.site.x !== last.site.x)
    return undefined;
  const isLast = at + count >= written.segments.length;
  return (edit) => {
    const end = last.from + last.text.length;
    edit.replace(first.file, isLast ? first.from - 1 : first.from, isLast ? end : end + 1, '', why);
    return true;
  };
}
