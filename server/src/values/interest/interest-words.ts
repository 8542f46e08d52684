/** The first glance at a file: its words, its imports, and whether anything in it matters by its form. */
import type { Expr, X } from '../../facts/expression';
import type { Chunk, CodeFacts, SetMember } from '../../facts/facts';
import type { DirectInterest } from './interest-knowledge';

interface Glance {
  words: ReadonlySet<string>;
  imports: ReadonlySet<string>;
}
const glances = new WeakMap<CodeFacts, Glance>();

/**
 * Every word by which something in a file may be meant, or by which others may mean it; most files need no more than this glance. '=name': it
 * sets a member of that name. 'from:flask': it imports from that module.
 */
export const wordsOf = (facts: CodeFacts): ReadonlySet<string> => glanceOf(facts).words;

/** The first parts of the names of imported modules. */
export const importsOf = (facts: CodeFacts): ReadonlySet<string> => glanceOf(facts).imports;

function glanceOf(facts: CodeFacts): Glance {
  const before = glances.get(facts);
  if (before) return before;
  const words = new Set<string>();
  const imports = new Set<string>();
  for (const chunk of Object.values(facts.chunks)) {
    words.add(chunk.name);
    for (const name in chunk.vars) words.add(plain(name));
    for (const e of chunk.arena) {
      if ('name' in e && e.name !== undefined) words.add(plain(e.name));
      if (e.kind === 'obj') for (const entry of e.entries) if (entry.key !== undefined) words.add(entry.key);
      if (e.kind === 'import' && !e.level) imports.add(firstPart(e.module));
    }
    for (const set of chunk.sets ?? []) if (set.name !== undefined) words.add(set.name).add(`=${set.name}`);
  }
  for (const name in facts.exports) words.add(name);
  for (const star of facts.stars ?? []) if (!star.level) imports.add(firstPart(star.module));
  for (const module of imports) words.add(`from:${module}`);
  const glance = { words, imports };
  glances.set(facts, glance);
  return glance;
}

function firstPart(module: string): string {
  const dot = module.indexOf('.');
  return dot < 0 ? module : module.slice(0, dot);
}

/** The name as written: of 'load~2', a variable of a block inside, it is 'load'. */
export const plain = (name: string): string => (name.includes('~') ? name.replace(/~\d+$/, '') : name);

/** Whether anything in a file matters by its form. */
export function isSeeded(facts: CodeFacts, words: ReadonlySet<string>, knowledge: DirectInterest): boolean {
  if (knowledge.words && !knowledge.words.some((word) => words.has(word))) return false;
  if (knowledge.callees?.some((word) => words.has(word))) return true;
  const imports = importsOf(facts);
  return Object.values(facts.chunks).some(
    (chunk) => hasSeed(chunk, knowledge, imports) || chunk.sets?.some((set) => isSet(chunk, set, knowledge)),
  );
}

/** Which calls have their results called is worked out only where it matters. */
function hasSeed(chunk: Chunk, knowledge: DirectInterest, imports: ReadonlySet<string>): boolean {
  let called: Set<X> | undefined;
  for (let x = 0; x < chunk.arena.length; x++) {
    const e = chunk.arena[x]!;
    if (e.kind !== 'call' && e.kind !== 'new' && e.kind !== 'elem') continue;
    if (knowledge.direct(chunk, e, false, imports) || knowledge.returned?.(chunk, e, imports)) return true;
    if (knowledge.lang === 'web' && e.kind !== 'elem' && knowledge.stored?.(chunk, e, imports)) return true;
    if (!knowledge.direct(chunk, e, true, imports) && !handsFactory(chunk, e, knowledge)) continue;
    called ??= calleesOf(chunk);
    if (called.has(x)) return true;
  }
  return knowledge.taken !== undefined && takes(chunk, knowledge, imports);
}

/** `get = router.get`: named, and not called there. */
function takes(chunk: Chunk, knowledge: DirectInterest, imports: ReadonlySet<string>): boolean {
  let used: Set<X> | undefined;
  return chunk.arena.some((e, x) => {
    if ((e.kind !== 'get' && (e.kind !== 'free' || knowledge.lang === 'python')) || !knowledge.taken?.(e.name, imports))
      return false;
    used ??= usedIn(chunk);
    return !used.has(x);
  });
}

/** What is called, and what cannot be a method: it is awaited, looped over or indexed. */
function usedIn(chunk: Chunk): Set<X> {
  const out = calleesOf(chunk);
  for (const e of chunk.arena) {
    if (e.kind === 'await' || e.kind === 'each') out.add(e.of);
    if (e.kind === 'at' || e.kind === 'get') out.add(e.object);
  }
  return out;
}

function calleesOf(chunk: Chunk): Set<X> {
  const out = new Set<X>();
  for (const e of chunk.arena) if (e.kind === 'call') out.add(e.callee);
  return out;
}

const isSet = (chunk: Chunk, set: SetMember, knowledge: DirectInterest): boolean =>
  (set.name !== undefined && knowledge.fields?.has(set.name) === true) ||
  (set.index !== undefined && knowledge.items?.(chunk, set.object) === true);

/** protect(app.get, "/x"): what it gives is a factory of decorators, wherever the helper is. */
const handsFactory = (chunk: Chunk, e: Expr, { factories }: DirectInterest): boolean =>
  factories !== undefined && e.kind === 'call' && e.args.some((a) => isFactory(chunk.arena[a.x], factories));
const isFactory = (e: Expr | undefined, factories: ReadonlySet<string>) => e?.kind === 'get' && factories.has(e.name);

/** The word by which other files may mean what goes by a name of a graph: of '/w/pkg/users.py#load(0' it is 'load'. */
export function wordOf(name: string): string {
  const bracket = name.indexOf('(');
  const whole = bracket < 0 ? name : name.slice(0, bracket);
  return whole.slice(Math.max(whole.lastIndexOf('#'), whole.lastIndexOf('.')) + 1);
}

/** Methods of JavaScript's lists that call what they are given with each element. */
export const ITERATING: ReadonlySet<string> = new Set(['map', 'forEach', 'flatMap']);
