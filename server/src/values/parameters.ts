/** What parameters are worth: arguments, defaults, symbols where nobody called, instances of the classes they are declared as. */
import { own } from '../base/own';
import type { Context, Place } from './context';
import { givenByFramework } from './given-by-framework';
import { changedKeywords } from './keywords';
import { thisOf } from './self';
import { NULL, type Site, unknown, type Value } from './value';

/** What a parameter is worth: its argument, its default, or a symbol in an activation that nobody specified. */
export function parameterValue(ctx: Context, place: Place, index: number): Value {
  const params = place.chunk.params!;
  const param = params[index]!;
  const fallback = () => (param.default === undefined ? undefined : ctx.evaluate(place, param.default));
  const args = place.env.args;
  if (!args) return genericParameter(ctx, place, index, fallback());
  if (param.kind === 'rest') return { kind: 'list', items: args.pos.slice(index), ...(args.open ? { open: true } : {}) };
  if (param.kind === 'keywords') {
    const taken = new Set(params.map((p) => p.name));
    const entries = Object.fromEntries(Object.entries(args.named).filter(([key]) => !taken.has(key)));
    return changedKeywords(ctx, place, param.name, { kind: 'dict', entries, ...(args.open ? { open: true } : {}) });
  }
  const given = own(args.named, param.name) ?? (param.kind === 'keyword' ? undefined : args.pos[index]);
  if (
    given &&
    !(given.kind === 'lit' && given.value === null && ctx.world.langOfName(place.file) === 'web' && param.default !== undefined)
  )
    return given;
  return fallback() ?? (args.open ? unknown(`argument ${param.name} is not known`) : NULL);
}

/** What a method calls its instance or class; a method that calls its first parameter otherwise is a plain function of its class. */
const SELF = /^(self|cls|mcs|mcls|metacls|klass|this|_\w*)$/;

function genericParameter(ctx: Context, place: Place, index: number, fallback: Value | undefined): Value {
  const param = place.chunk.params![index]!;
  if (param.kind === 'rest') return { kind: 'list', items: restOf(ctx, place, index), open: true };
  if (param.kind === 'keywords') return { kind: 'dict', entries: {}, open: true };
  if (index === 0 && SELF.test(param.name) && ctx.world.langOfName(place.file) === 'python') {
    const self = thisOf(ctx, place);
    if (self.kind === 'inst' || self.kind === 'class') return self;
  }
  const given = givenByFramework(ctx, place, index);
  if (given) return given;
  const typed = fallback ?? declaredType(ctx, place, index);
  return { kind: 'sym', file: place.file, chunk: place.id, index, name: param.name, ...(typed ? { fallback: typed } : {}) };
}

/** How many of the arguments that a function takes as a list can be told apart: an address, options, one more. */
const TOLD = 3;

/** `(...args) => fetch(...args)` hands on what callers give, each in its place. */
function restOf(ctx: Context, place: Place, index: number): Value[] {
  if (ctx.world.langOfName(place.file) !== 'web') return [];
  const { name } = place.chunk.params![index]!;
  const { file, id: chunk } = place;
  return Array.from({ length: TOLD }, (_, i) => ({ kind: 'sym', file, chunk, index: index + i, name: `${name}[${i}]` }));
}

/** A parameter declared as a library's class is an instance of it: `constructor(private http: HttpClient)`, `def setup(app: FastAPI)`. */
function declaredType(ctx: Context, place: Place, index: number): Value | undefined {
  const param = place.chunk.params![index]!;
  let declared: Value | undefined;
  if (param.type?.kind === 'name' && own(ctx.world.chunk(place.file, '')?.vars, param.type.name)) {
    declared = ctx.binding(place.file, '', param.type.name, ctx.moduleEnv(place.file));
  } else if (param.annotation !== undefined && place.chunk.parent !== undefined) {
    const parent = ctx.place(place.file, place.chunk.parent, place.env.parent ?? ctx.moduleEnv(place.file));
    declared = parent && ctx.evaluate(parent, param.annotation);
  }
  const site: Site = { file: place.file, chunk: place.id, x: -1 - index };
  if (declared?.kind === 'ext')
    return { kind: 'made', callee: declared, args: { pos: [], named: {}, open: true }, site, env: place.env };
  if (declared?.kind === 'class') return { kind: 'inst', cls: declared };
  return undefined;
}
