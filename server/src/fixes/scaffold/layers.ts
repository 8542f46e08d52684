/**
 * The layers that a project has below its handlers: the service, repository or crud module to whose functions siblings hand their work.
 * One is told by what calls it, not by its name: different callers call different functions of the same class or module.
 */
import { basename } from '../../base/uri';
import type { ChunkId, X } from '../../facts/expression';
import { present, typeAt } from '../../model/details/python-types';
import { type Class, classEnv } from '../../values/classes';
import type { Place } from '../../values/context';
import type { Value } from '../../values/value';
import type { Project } from '../project';
import { singular } from './names';
import { most, type WrittenParameter, writtenParameters } from './siblings';

export interface FunctionAt {
  file: string;
  chunk: ChunkId;
}

export interface LayerCall {
  caller: FunctionAt;
  fn: FunctionAt;
  /** What stands before the function's name: 'service.', 'crud.', 'self.repository.', ''. */
  receiver: string;
  args: { name?: string; text: string }[];
  /** The value of the caller, not a step on its way. */
  isResult: boolean;
}

export interface Layer {
  file: string;
  /** The class whose methods they are; '' for functions of the module. */
  owner: ChunkId;
  receiver: string;
  calls: LayerCall[];
}

/** The layer right below these functions; undefined where they do their work themselves. */
export function layerBelow(project: Project, callers: readonly FunctionAt[], thing: string): Layer | undefined {
  const groups = new Map<string, LayerCall[]>();
  const owners = new Map<string, FunctionAt>();
  for (const caller of callers)
    for (const { call, owner } of callsIn(project, caller)) {
      if ((owner.chunk === '' && owner.file === caller.file) || isProtocol(project, owner)) continue;
      const key = `${owner.file}#${owner.chunk}`;
      owners.set(key, owner);
      groups.set(key, [...(groups.get(key) ?? []), call]);
    }
  const count = (calls: readonly LayerCall[], of: (c: LayerCall) => FunctionAt) => new Set(calls.map((c) => keyOf(of(c)))).size;
  const ranked = [...groups]
    .map(([key, calls]) => {
      const isAbout = aboutThing(project, owners.get(key)!, calls, thing);
      return { key, calls, isAbout, functions: count(calls, (c) => c.fn), users: count(calls, (c) => c.caller) };
    })
    .sort((a, b) => Number(b.isAbout) - Number(a.isAbout) || b.functions - a.functions || b.users - a.users);
  const best = ranked.find(
    (g) =>
      // Functions that are called by their bare names say themselves what they are about.
      (g.isAbout || g.calls.some((c) => c.receiver !== '')) &&
      g.users >= Math.min(3, callers.length / 2) &&
      (g.functions > 1 ||
        (callers.length <= 2 && g.calls.some((c) => c.isResult || (g.isAbout && c.receiver.startsWith('self.'))))),
  );
  if (!best) return undefined;
  const { file, chunk } = owners.get(best.key)!;
  return { file, owner: chunk, receiver: commonest(best.calls.map((c) => c.receiver)), calls: best.calls };
}

/** What it says others have to do. */
const isProtocol = (project: Project, { file, chunk }: FunctionAt): boolean =>
  chunk !== '' && new RegExp(`^class ${chunk}\\([^)]*\\b(?:Protocol|ABC|ABCMeta)\\b`, 'm').test(project.text(file) ?? '');

/** The class, the module or most of the functions are named for the thing. */
function aboutThing(project: Project, { file, chunk }: FunctionAt, calls: readonly LayerCall[], thing: string): boolean {
  const word = singular(thing).replaceAll('_', '');
  const says = (name: string) => name.replaceAll('_', '').toLowerCase().includes(word);
  const names = calls.map((c) => project.chunk(c.fn.file, c.fn.chunk)?.name ?? '');
  return says(chunk) || says(basename(file)) || most(names, says);
}

const keyOf = ({ file, chunk }: FunctionAt) => `${file}#${chunk}`;

export function commonest(texts: readonly string[]): string {
  const count = (text: string) => texts.filter((t) => t === text).length;
  return [...texts].sort((a, b) => count(b) - count(a))[0] ?? '';
}

/** Calls of functions of the project, each with the class or module that a new function like it would stand in. */
export function callsIn(project: Project, caller: FunctionAt): { call: LayerCall; owner: FunctionAt }[] {
  const { ctx } = project.api;
  const place = ctx.place(caller.file, caller.chunk, ctx.genericEnv(caller.file, caller.chunk));
  if (!place) return [];
  const { arena } = place.chunk;
  const results = new Set((place.chunk.returns ?? []).map((r) => bare(place, r.x)));
  return arena.flatMap((e, x) => {
    if (e.kind !== 'call' || e.decorator) return [];
    const found = calleeOf(project, place, e.callee);
    if (!found || project.api.isTestFile(found.fn.file) || keyOf(found.fn) === keyOf(caller)) return [];
    const callee = project.source({ ...caller, x: e.callee });
    const args = e.args.flatMap((a) => {
      const text = project.source({ ...caller, x: a.x });
      return text === undefined || a.spread ? [] : [{ text, ...(a.name === undefined ? {} : { name: a.name }) }];
    });
    if (callee === undefined || !/^[\w.]+$/.test(callee) || args.length !== e.args.length) return [];
    const receiver = callee.slice(0, callee.lastIndexOf('.') + 1);
    return [{ call: { caller, fn: found.fn, receiver, args, isResult: results.has(x) }, owner: found.owner }];
  });
}

/** Without await. */
function bare(place: Place, x: X): X {
  const e = place.chunk.arena[x];
  return e?.kind === 'await' ? e.of : x;
}

/** The function that is called, and where a new one like it would stand: the class of the receiver, else the module. */
function calleeOf(project: Project, place: Place, callee: X): { fn: FunctionAt; owner: FunctionAt } | undefined {
  const { ctx } = project.api;
  const e = place.chunk.arena[callee];
  const direct = ctx.evaluate(place, callee);
  const cls = e?.kind === 'get' ? classOf(project, place, e.object) : undefined;
  const value = direct.kind === 'fn' || !cls || e?.kind !== 'get' ? direct : ctx.member(instance(cls), e.name);
  if (value.kind !== 'fn' || !value.file.endsWith('.py')) return undefined;
  const fn = { file: value.file, chunk: value.chunk };
  const parent = ctx.world.outline(fn.file, fn.chunk)?.parent ?? '';
  const owner = cls ? { file: cls.file, chunk: cls.chunk } : { file: fn.file, chunk: parent };
  const kind = ctx.world.outline(owner.file, owner.chunk)?.kind;
  return kind === 'class' || owner.chunk === '' ? { fn, owner } : undefined;
}

const instance = (cls: Class): Value => ({ kind: 'inst', cls });

/** Of what a name or a field holds: by what it is assigned, else by its annotation. */
export function classOf(project: Project, place: Place, x: X): Class | undefined {
  const { ctx } = project.api;
  const known = classOfValue(project, ctx.evaluate(place, x));
  const e = place.chunk.arena[x];
  if (known || e?.kind !== 'get') return known;
  const self = place.chunk.arena[e.object];
  const parent = place.chunk.parent;
  if (self?.kind !== 'ref' || self.name !== place.chunk.params?.[0]?.name || parent === undefined) return undefined;
  const body = ctx.place(place.file, parent, ctx.genericEnv(place.file, parent));
  if (body?.chunk.kind !== 'class') return undefined;
  const cls: Class = { kind: 'class', file: place.file, chunk: parent, env: body.env.parent ?? ctx.moduleEnv(place.file) };
  const inst: Value & { kind: 'inst' } = { kind: 'inst', cls };
  const field = ctx.field(cls, inst, e.name);
  const annotation = body.chunk.annotations?.[e.name];
  return (
    (field && classOfValue(project, field)) ??
    (annotation === undefined ? undefined : classOfType(project, { ...body, env: classEnv(cls) }, annotation))
  );
}

function classOfValue(project: Project, value: Value): Class | undefined {
  if (value.kind === 'inst') return value.cls;
  if (value.kind === 'class') return value;
  if (value.kind === 'either') {
    const all = value.of.flatMap((a) => classOfValue(project, a.value) ?? []);
    return all.length === 1 ? all[0] : undefined;
  }
  if (value.kind !== 'sym') return undefined;
  const { ctx } = project.api;
  const outline = ctx.world.outline(value.file, value.chunk);
  const annotation = outline?.params?.[value.index]?.annotation;
  const outer = outline && ctx.place(value.file, outline.parent ?? '', ctx.genericEnv(value.file, outline.parent ?? ''));
  const typed = outer && annotation !== undefined ? classOfType(project, outer, annotation) : undefined;
  return typed ?? (value.fallback && classOfValue(project, value.fallback));
}

function classOfType(project: Project, place: Place, annotation: X): Class | undefined {
  const { ctx } = project.api;
  const type = present(typeAt(ctx, place, annotation).type);
  if (type.kind !== 'model') return undefined;
  const parent = ctx.world.outline(type.file, type.chunk)?.parent ?? '';
  return { kind: 'class', file: type.file, chunk: type.chunk, env: ctx.genericEnv(type.file, parent) };
}

/** 'self' of a method, 'cls' of a class method. */
export function boundParameter(project: Project, { file, chunk }: FunctionAt): string | undefined {
  const own = project.chunk(file, chunk);
  const outer = own && project.chunk(file, own.parent ?? '');
  const text = project.text(file);
  const decl = project.decl(file, chunk);
  const isStatic = text && decl && /@staticmethod\b/.test(text.slice(decl.from, decl.nameFrom));
  return outer?.kind === 'class' && !isStatic ? own?.params?.[0]?.name : undefined;
}

export const functionIn = ({ file, owner }: Layer, name: string): FunctionAt => ({
  file,
  chunk: owner ? `${owner}.${name}` : name,
});

/** As it says, else as far as it does not raise itself. */
export function mayBeNone(project: Project, { file, chunk }: FunctionAt): boolean {
  const own = project.chunk(file, chunk);
  const decl = project.decl(file, chunk);
  if (!own || !decl) return false;
  if (own.returnsX !== undefined)
    return /\bNone\b|\bOptional\[/.test(project.source({ file, chunk: own.parent ?? '', x: own.returnsX }) ?? '');
  return !/\braise\b|\babort\(|_or_404\(/.test((project.text(file) ?? '').slice(decl.bodyFrom, decl.to));
}

/** Of the function that is called, what takes the argument of this name or at this place. */
export function parameterFor(project: Project, { fn }: LayerCall, at: string | number): WrittenParameter | undefined {
  const all = writtenParameters(project, fn.file, fn.chunk);
  const bound = boundParameter(project, fn) === undefined ? 0 : 1;
  return typeof at === 'string' ? all.find((p) => p.name === at) : all.find((p) => p.index === at + bound);
}
