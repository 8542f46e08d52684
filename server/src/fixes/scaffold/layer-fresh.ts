/**
 * The layers below a router module that is new itself: a function in a module that all things share, else a module or class like that of
 * the things beside it, with what makes one of it: `RefundService`, `get_refund_service`.
 */
import { dirname, stem } from '../../base/uri';
import { findModule } from '../../values/modules/python-modules';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { addImports, importsOf, type NewImport } from '../python/imports';
import { isOwnModule, moduleName } from '../python/modules';
import { blanked } from '../python/rename';
import { statementsIn } from '../python/statements';
import { WantedImports } from '../python/wanted-imports';
import { styleOf } from '../style';
import type { Answer } from './answer';
import { callOf, carriedBy, functionsOf, type Handing, type Level, levelsBelow } from './layer-call';
import type { Passed } from './layer-existing';
import { existingName, layerName } from './layer-names';
import { functionText, type Work, writeFunction } from './layer-write';
import { identifier, singular } from './names';
import type { Parts, Plan } from './plan';
import { type Reword, rewording, speaksOf } from './reworded';
import type { ParameterText } from './siblings';

interface Fresh extends Work {
  /** Its own module; undefined where it is written into one that is there. */
  module: string | undefined;
}

export function handDownFresh(
  project: Project,
  edit: EditBuilder,
  plan: Plan,
  parts: Parts,
  path: readonly ParameterText[],
): Handing | undefined {
  const { home } = plan;
  const like = home.siblings[0]!;
  if (!home.fresh || like.chunk.parent || dirname(home.file) !== dirname(like.file)) return undefined;
  const plural = { from: stem(like.file), to: identifier(home.fresh.resource) };
  const thing = singular(plural.from);
  const reword = rewording(thing, singular(plural.to), plural);
  const levels = levelsLike(project, plan);
  const modules = levels.map((level) => moduleFor(project, level, thing, reword));
  if (!levels.length || modules.some((m) => m === null)) return undefined;
  const works = levels.map((level, i) => workOf(project, plan, parts, level, { module: modules[i] ?? undefined, reword, path }));
  const made = new Map(works.flatMap((w) => (w.module === undefined ? [] : [[w.layer.file, w.module] as const])));
  const passes = works[0]!.carried.map((c): Passed => [c.name, c.name]);
  const bodies = works.map((work, i) => {
    const next = works[i + 1];
    return next
      ? { ...work, below: callOf({ ...next, layer: { ...next.layer, receiver: reword(next.layer.receiver) } }, passes) }
      : work;
  });
  const texts = bodies.map((work) =>
    work.module === undefined ? undefined : moduleText(project, plan, parts, work, { thing, reword, made }),
  );
  if (texts.some((text, i) => text === undefined && works[i]!.module !== undefined)) return undefined;
  const handed = handing(project, plan, works[0]!, { passes, reword, made });
  if (!handed) return undefined;
  parts.imports.add(home.file, handed.imports);
  bodies.forEach((work, i) => {
    if (work.module === undefined) writeFunction(project, edit, plan, parts, work);
    else
      edit.create(
        work.module,
        texts[i]!,
        work.layer.file,
        work.below === undefined ? 'where the work is done' : 'the layer below the route',
      );
  });
  return handed.handing;
}

/** The layers that the siblings of a new module have. */
const levelsLike = (project: Project, plan: Plan): Level[] => {
  const like = plan.home.siblings[0]!;
  return levelsBelow(project, { ...plan, path: like.route.path, intent: { ...plan.intent, thing: singular(stem(like.file)) } });
};

export const handsDownFresh = (project: Project, plan: Plan): boolean => levelsLike(project, plan).length > 0;

/** Where the new one stands: undefined for a layer of all things, null where it would have to stand where something stands already. */
function moduleFor(project: Project, { layer }: Level, thing: string, reword: Reword): string | undefined | null {
  const { file, owner } = layer;
  if (!speaksOf(stem(file), thing)) return speaksOf(owner, thing) ? null : undefined;
  const module = `${dirname(file)}/${reword(stem(file))}.py`;
  return module === file || project.text(module) !== undefined ? null : module;
}

interface About {
  module: string | undefined;
  reword: Reword;
  path: readonly ParameterText[];
}

function workOf(project: Project, plan: Plan, parts: Parts, level: Level, { module, reword, path }: About): Fresh {
  const all = functionsOf(project, level.layer);
  const isBare = level.layer.receiver === '';
  const names = module === undefined && !isBare ? all : all.map(reword);
  const { answer } = parts;
  const gives = {
    annotation: answer.head === undefined || answer.isSaid ? 'None' : answer.type,
    from: plan.home.siblings[0]!.file,
  };
  const taken = isBare ? [plan.handler, ...(module === undefined ? all : [])] : module === undefined ? all : [];
  const known = module === undefined ? undefined : existingName(plan.intent, names, names);
  const name = known !== undefined && !taken.includes(known) ? known : layerName(plan.intent, names, taken, isBare);
  return { ...level, module, name, carried: carriedBy(project, plan, parts, path, false), gives };
}

interface Words {
  thing: string;
  reword: Reword;
  /** The new modules, by those that they are like. */
  made: ReadonlyMap<string, string>;
  /** Names that are imported already. */
  has?: ReadonlySet<string | undefined>;
}

/** A module like the one that the siblings have, with this function alone; undefined where what it is made of cannot be had. */
function moduleText(project: Project, plan: Plan, parts: Parts, work: Fresh, words: Words): string | undefined {
  const { layer } = work;
  const source = (project.text(layer.file) ?? '').replace(/\r\n/g, '\n');
  const own = new WantedImports();
  const kept = layer.owner === '' ? [] : keptOf(source, layer.owner);
  const answer = work.below === undefined ? stored(parts.answer, kept) : parts.answer;
  const written = functionText(project, plan, { ...parts, answer, imports: own }, work);
  if (!written) return undefined;
  const item = /^[lL]ist\[(.+)\]$/.exec(answer.type ?? '')?.[1];
  const frame = kept.map((s) => typedAs(words.reword(s), item));
  const at = frame.findIndex((s) => isClass(s, words.reword(layer.owner)));
  if (layer.owner !== '' && at < 0) return undefined;
  if (at >= 0) frame[at] += `${/:\s*$/.test(frame[at]!.split('\n').at(-1)!) ? '\n' : '\n\n'}${written.text.trimEnd()}`;
  const pieces = at >= 0 ? frame : [written.text.trimEnd()];
  const has = new Set(own.of(layer.file).map((i) => i.as ?? i.name));
  const used = usedImports(project, layer.file, pieces.join('\n'), { ...words, has });
  if (!used) return undefined;
  const all = [...own.of(layer.file), ...used];
  const root = /^(?:await )?(\w+)\./.exec(work.below ?? '')?.[1];
  const known = [...all.map((i) => i.as ?? i.name), ...work.leads.map((l) => l.parameter.name), 'self', 'cls'];
  if (root !== undefined && !known.includes(root)) return undefined;
  const head = addImports('', all, isOwnModule(project, layer.file), styleOf(project, layer.file).width).map((e) => e.text);
  const body = pieces.map((p, i) => (i === 0 || (isPlain(p) && isPlain(pieces[i - 1]!)) ? p : `\n\n${p}`)).join('\n');
  return `${head.join('').trimEnd()}${all.length ? '\n\n\n' : ''}${body}\n`;
}

/** All that a class holds is what there is of them: `self.rows = {}`. */
function stored(answer: Answer, kept: readonly string[]): Answer {
  const [, name, open] = /\n\s+(self\.\w+)\s*(?::[^=\n]+)?=\s*([{[])[}\]]/.exec(kept.join('\n')) ?? [];
  if (name === undefined || !answer.isList || answer.head === undefined) return answer;
  return { ...answer, head: answer.head.replace('[]', open === '{' ? `list(${name}.values())` : name), open: [] };
}

/** What it holds are the new things. */
const typedAs = (code: string, item: string | undefined) =>
  code.replace(
    /(self\.\w+)(: *(?:[dD]ict\[\w+, *|[lL]ist\[))[\w.]+(\] = [{[][}\]])/g,
    (_all, name: string, open: string, close: string) =>
      item === undefined ? name + close.slice(1) : name + open + item + close,
  );

const isPlain = (statement: string) => !/^(?:@|class\b|def\b|async def\b)/.test(statement);
const isClass = (statement: string, name: string) => new RegExp(`^(?:@.*\\n)*class ${name}\\b`).test(statement);

/** The class with nothing but what makes one of it, and the statements of the module that make one. */
function keptOf(source: string, owner: string): string[] {
  const all = statementsIn(source).filter((s) => !/^(?:from|import)\b/.test(s));
  const uses = (code: string, name: string) => new RegExp(`(?<![.\\w])${name}\\b`).test(blanked(code));
  const kept = new Set(all.filter((s) => isClass(s, owner) || (!/^class\b/.test(s) && uses(s, owner))));
  const assigned = (s: string) => /^(\w+)\s*(?::[^=\n]+)?=(?!=)/.exec(s)?.[1];
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    for (const s of all) {
      const name = assigned(s);
      if (name && [...kept].some((k) => uses(isClass(k, owner) ? bare(k) : k, name))) kept.add(s);
    }
  }
  return all.filter((s) => kept.has(s)).map((s) => (isClass(s, owner) ? bare(s) : s));
}

/** Without its methods but `__init__`, in which what it holds is empty. */
function bare(cls: string): string {
  const [head = ''] = /^(?:@.*\n)*class [^\n]*(?:\n\s*\)[^\n]*)?/.exec(cls) ?? [];
  const indent = /\n([ \t]+)\S/.exec(cls.slice(head.length))?.[1] ?? '    ';
  const inside = statementsIn(cls.slice(head.length), indent);
  const kept = inside.filter((s) => !/^\s*(?:@|def\b|async def\b)/.test(s) || /^\s*def __init__\b/.test(s));
  const empty = kept
    .filter((s) => !/^\s*#/.test(s))
    .map((s) =>
      /^\s*def __init__\b/.test(s)
        ? s.replace(
            /(=\s*)([{[])[\s\S]*?[}\]](?=\s*(?:\n|$))/g,
            (_all, eq: string, open: string) => `${eq}${open}${open === '{' ? '}' : ']'}`,
          )
        : s,
    );
  return [head, ...empty.map((s) => (isText(s) ? s : `${empty[0] === s ? '' : '\n'}${s}`))].join('\n').replace(/:\n\n/, ':\n');
}

const isText = (statement: string) => /^\s*(?:"""|''')/.test(statement);

/** What a new module has to import of what the one that it is like imports; undefined where it speaks of a thing that there is not. */
function usedImports(project: Project, like: string, code: string, { thing, reword, made, has }: Words): NewImport[] | undefined {
  const uses = (name: string) => new RegExp(`(?<![.\\w])${name}\\b`).test(blanked(code));
  const out: NewImport[] = [];
  for (const { module, names, as } of importsOf((project.text(like) ?? '').replace(/\r\n/g, '\n'))) {
    for (const n of names ?? []) {
      const dots = /^\.*/.exec(module)![0].length;
      const find = (m: string) => findModule(project.api.ctx.world, like, m.slice(dots), dots);
      const from = made.get(find(module) ?? '');
      const whole = made.get(find(`${module}.${n.name}`) ?? '');
      const now = reword(n.as ?? n.name);
      if (from !== undefined && uses(now))
        out.push({ module: moduleName(project, like, from), name: reword(n.name), ...(n.as ? { as: now } : {}) });
      else if (whole !== undefined && uses(now)) out.push({ module, name: reword(n.name), ...(n.as ? { as: now } : {}) });
      else if (uses(n.as ?? n.name)) out.push({ module, name: n.name, ...(n.as ? { as: n.as } : {}) });
      else if (speaksOf(n.name, thing) && uses(now) && !has?.has(now) && isOwnModule(project, like)(module)) return undefined;
    }
    if (!names && uses(as ?? module)) out.push({ module, ...(as ? { as } : {}) });
  }
  return out;
}

interface Handed {
  passes: readonly Passed[];
  reword: Reword;
  made: ReadonlyMap<string, string>;
}

/** How the new handler calls the uppermost layer, and what it needs for that; undefined where nothing holds the new one. */
function handing(
  project: Project,
  plan: Plan,
  work: Fresh,
  { passes, reword, made }: Handed,
): { handing: Handing; imports: NewImport[] } | undefined {
  const { home } = plan;
  const like = home.siblings[0]!.file;
  const says = work.module === undefined ? (text: string) => text : reword;
  const receiver = says(work.layer.receiver);
  const call = callOf({ ...work, layer: { ...work.layer, receiver } }, passes);
  const used = new Set(namesOf(call));
  const all = home.siblings.flatMap((s) => s.parameters.filter((p) => p.kind === 'dependency' || p.kind === 'context'));
  const named = all.map((p) => ({ ...p, name: says(p.name), text: says(p.text) })).filter((p) => used.has(p.name));
  const needs = named.filter((p, i) => named.findIndex((q) => q.name === p.name) === i);
  const code = [call, ...needs.map((p) => p.text)].join('\n');
  const imports = usedImports(project, like, code, { thing: '', reword: says, made }) ?? [];
  if (receiver === '') imports.push({ module: moduleName(project, like, work.module ?? work.layer.file), name: work.name });
  const known = new Set([...needs.map((p) => p.name), ...imports.map((i) => i.as ?? i.name), ...passes.map(([, text]) => text)]);
  const before = new Set(namesOf([work.layer.receiver, ...all.map((p) => p.text)].join('\n')));
  const isKnown = namesOf([receiver, ...needs.map((p) => p.text)].join('\n')).every((n) => before.has(n) || known.has(n));
  const root = receiver.split('.')[0]!;
  if (!isKnown || (root !== '' && !known.has(root))) return undefined;
  return { handing: { call, needs, passes: passes.map(([, text]) => text), isKnown: false }, imports };
}

const namesOf = (code: string): string[] => blanked(code).match(/(?<![\w.])[A-Za-z_]\w*/g) ?? [];
