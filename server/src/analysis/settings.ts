/** What is wrong in crosswire.json files: entries that cannot be read, and names that mean nothing here. */

import { isTypo } from '../base/distance';
import { compareText } from '../base/text';
import { join } from '../base/uri';
import { brokenSettings, metaRules } from '../rules/meta-rules';
import { rules } from '../rules/registry';
import { backendsFor, type ConfigFile, configFiles } from '../values/config';
import type { Context } from '../values/context';
import type { Draft } from './draft';
import type { Positions } from './positions';

const known = [...rules.map((r) => r.meta.id), ...metaRules.map((m) => m.id)];

export function settingsFindings(ctx: Context, positions: Positions): Draft[] {
  const found: Draft[] = [];
  const say = (file: string, chunk: string, x: number, message: string) => {
    const { from: _from, to: _to, ...place } = positions.of({ file, chunk, x });
    const { id: rule, severity } = brokenSettings;
    found.push({ rule, severity, ...place, message, related: [], subject: message, data: {}, lines: [place.line] });
  };
  for (const file of ctx.world.files('settings').filter((path) => /\/crosswire\.jsonc?$/.test(path))) {
    const facts = ctx.world.settings(file);
    if (facts?.of === 'none') say(file, '', 0, `This file does not count: ${facts.why}.`);
    else if (facts?.of === 'crosswire') for (const [x, problem] of facts.problems.entries()) say(file, '', x, problem);
    const beside = file.replace(/c$/, '');
    if (beside !== file && ctx.world.exists(beside))
      say(file, '', -1, 'This file does not count: a crosswire.json stands beside it.');
  }
  for (const one of configFiles(ctx)) {
    for (const [x, message] of ruleNames(one)) say(one.file, 'rules', x, message);
    for (const [x, message] of backends(ctx, one)) say(one.file, 'backends', x, message);
    for (const [x, message] of userInterfaces(ctx, one)) say(one.file, 'ui', x, message);
  }
  return found.sort((a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column);
}

type Told = [x: number, message: string];

function ruleNames({ config }: ConfigFile): Told[] {
  return config.rules.flatMap(({ rule }, x): Told[] => {
    if (known.includes(rule)) return [];
    return [[x, `There is no rule "${rule}"${suggestion(rule, known) ?? `; there is ${known.join(', ')}.`}`]];
  });
}

function suggestion(name: string, names: readonly string[]): string | undefined {
  const meant = names.find((one) => isTypo(name.toLowerCase(), one.toLowerCase()));
  return meant && `. Did you mean "${meant}"?`;
}

function backends(ctx: Context, one: ConfigFile): Told[] {
  return one.backends.flatMap(({ name, folder, openapi }, x): Told[] => {
    const { folder: dir, openapi: described } = one.config.backends[x]!;
    if (folder !== undefined)
      return ctx.world.listing(folder)
        ? []
        : [[x, `The backend "${name}" has no source: ${dir} does not exist, or nothing in it is read.`]];
    const facts = ctx.world.settings(openapi!);
    if (facts?.of === 'openapi')
      return facts.damaged ? [[x, `The OpenAPI file of the backend "${name}" is broken: ${facts.damaged}.`]] : [];
    const why =
      facts?.of === 'none' ? facts.why : ctx.world.exists(openapi!) ? 'it is another kind of file' : 'there is no such file';
    return [[x, `${described} cannot be read as the OpenAPI file of the backend "${name}": ${why}.`]];
  });
}

function userInterfaces(ctx: Context, one: ConfigFile): Told[] {
  const names = backendsFor(ctx, one.file).map((b) => b.name);
  return one.config.ui.flatMap(({ folder, backends: asked }, x): Told[] => {
    const unknown = asked.filter((name) => !names.includes(name));
    const there = names.length ? `; there is ${names.join(', ')}.` : ': name it under "backends".';
    const wrong = unknown.map((name): Told => [x, `There is no backend "${name}"${suggestion(name, names) ?? there}`]);
    if (ctx.world.listing(join(one.folder, folder.replaceAll('\\', '/')))) return wrong;
    return [...wrong, [x, `There is no folder "${folder}" here in which anything is read.`]];
  });
}
