/** A query parameter that the handler requires is sent: beside the others where they are written, else at the end of the address. */

import type { Call } from '../../model/calls/calls';
import type { Difference } from '../../model/contract/compare';
import type { Site } from '../../values/value';
import { EditBuilder, type TextEdit } from '../edit';
import type { Fix, Offer } from '../fix';
import type { Project, Span } from '../project';
import { hasOtherUse } from './at-the-call';
import { addEntries, differencesOf, literalAround } from './contract';
import { addAppended, appendedAt } from './contract-form';
import { assumeGiven, asText, type Given, givenFor, isTyped } from './contract-values';

export const contractQuery: Fix = {
  rules: ['query-parameter'],
  offers(project, problem) {
    const { call } = problem.about;
    const missing = differencesOf(project, problem).filter((d) => d.kind === 'missing');
    if (!call || !missing.length || missing.some((d) => d.near !== undefined)) return [];
    const written = Object.values(project.api.contracts.asked(call).query.fields);
    const sites = written.flatMap(({ site }) => site ?? []).reverse();
    const make = beside(project, sites, missing) ?? inAddress(project, call, written.length, missing);
    return make
      ? [{ id: 'send', title: `Send ${missing.map((d) => d.path).join(', ')}`, safe: false, preferred: true, make }]
      : [];
  },
};

const WHY = 'the handler requires it';
type All = readonly [Difference, Given][];

function allGiven(project: Project, at: Site, missing: readonly Difference[]): All | undefined {
  const all = missing.flatMap((d): [Difference, Given][] => {
    const given = givenFor(project, at, d);
    return given ? [[d, given]] : [];
  });
  return all.length === missing.length ? all : undefined;
}

/** `params: { page }`, `new URLSearchParams({ page })`, `params.append("page", page)` */
function beside(project: Project, sites: readonly Site[], missing: readonly Difference[]): Offer['make'] | undefined {
  for (const site of sites) {
    const literal = literalAround(project, site);
    const form = literal ? undefined : appendedAt(project, site);
    const all = literal || form ? allGiven(project, site, missing) : undefined;
    if (!all) continue;
    return () => {
      const edit = new EditBuilder(project.text);
      if (literal) {
        const isText = /\bURLSearchParams\(\s*$/.test(project.text(literal.file)!.slice(0, literal.from));
        const entries = all.map(([{ path }, given]) => {
          const value = isText ? asText(project, literal.file, given) : given.text;
          return value === path ? path : `${key(path)}: ${value}`;
        });
        addEntries(project, edit, literal, entries, WHY);
      } else if (form) addAppended(project, edit, form, all, WHY);
      for (const [d, given] of all) assumeGiven(edit, d, given);
      return edit.done();
    };
  }
  return undefined;
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);

interface Address extends Span {
  site: Site;
  text: string;
}

/** `?status=…` behind the path, `&status=…` behind what is asked already. `others`: keys that are asked, in the address or not. */
function inAddress(project: Project, call: Call, others: number, missing: readonly Difference[]): Offer['make'] | undefined {
  const at = addressAt(project, call.site);
  if (!at || hasOtherUse(project, call.site) || /#/.test(at.text)) return undefined;
  const isAsked = at.text.includes('?');
  // What is asked elsewhere is put behind the address by code that is not seen here.
  if (others > 0 && !isAsked) return undefined;
  const all = allGiven(project, at.site, missing);
  const change = all && extended(project, at, isAsked, all);
  if (!all || !change) return undefined;
  return () => {
    const edit = new EditBuilder(project.text);
    edit.replace(at.site.file, change.from, change.to, change.text, WHY);
    for (const [d, given] of all) assumeGiven(edit, d, given);
    return edit.done();
  };
}

/** The whole text of which the path's literal is a part: a template, or texts and variables with `+` between them. */
function addressAt(project: Project, site: Site): Address | undefined {
  const arena = project.chunk(site.file, site.chunk)?.arena ?? [];
  let { x } = site;
  for (let outer = x; outer >= 0; outer = arena.findIndex((e) => e.kind === 'cat' && e.parts.includes(x))) x = outer;
  const whole = { ...site, x };
  const span = project.span(whole);
  const text = project.source(whole);
  return span && text !== undefined ? { ...span, site: whole, text } : undefined;
}

function extended(project: Project, { from, to, text, site }: Address, isAsked: boolean, all: All): TextEdit | undefined {
  const begin = isAsked ? (/[?&]["'`]?$/.test(text) ? '' : '&') : '?';
  const asked = (hole: (given: Given) => string) => begin + all.map(([d, given]) => `${d.path}=${hole(given)}`).join('&');
  const plain = (given: Given) => encodeURIComponent(given.text.replace(/^'(.*)'$/, '$1'));
  const hole = (given: Given) => (given.name === undefined ? plain(given) : `\${${encoded(project, site.file, given)}}`);
  const isVariable = all.some(([, { name }]) => name !== undefined);
  const quote = /^(["'`])(?:(?!\1).)*\1$/s.exec(text)?.[1];
  if (quote === '`' || (quote && !isVariable)) return { from: to - 1, to: to - 1, text: asked(hole) };
  if (quote) return /[`\\]|\$\{/.test(text) ? undefined : { from, to, text: `\`${text.slice(1, -1)}${asked(hole)}\`` };
  if (!/ ?\+ ?/.test(text)) return undefined;
  const mark = text.includes("'") ? "'" : '"';
  const joined = (given: Given) =>
    given.name === undefined ? plain(given) : `${mark} + ${encoded(project, site.file, given)} + ${mark}`;
  return { from: to, to, text: ` + ${mark}${asked(joined)}${mark}`.replace(` + ${mark}${mark}`, '') };
}

/** Text is encoded; of what may be something else the type checker decides. */
const encoded = (project: Project, file: string, { text, isText }: Given): string =>
  isText || !isTyped(project, file) ? `encodeURIComponent(${text})` : text;
