/** How a project tells people that something went well or wrong: what it calls with a message where requests fail, most often. */
import { dirname, join } from '../../base/uri';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Project } from '../project';
import { moduleFrom } from './manner';

export interface Imported {
  name: string;
  module: string;
  isDefault: boolean;
}

export interface Feedback {
  good: string;
  bad: string;
  /** `import { toast } from "sonner"`, where the file does not have the name already. */
  from?: Imported;
  /** `const toast = useToast()`: what the component itself has to say first. */
  hook?: string;
  /** `toast({ title: "Saved", status: "success" })`: the message is one entry of an object. */
  entry?: { key: string; good?: Marked; bad?: Marked };
}
interface Marked {
  key: string;
  value: string;
}

interface Told extends Imported {
  /** What is called where it is not what is imported: `toast` of `const { toast } = useToast()`. */
  hook?: { name: string; isMember: boolean };
  count: number;
  members: Set<string>;
  entry?: NonNullable<Feedback['entry']>;
}

const TELLS = /toast|notif|message|alert|snack|flash|banner|swal/i;
const TEXTS = ['title', 'summary', 'message', 'description', 'detail', 'text', 'content'];
const BAD = /^(error|danger|destructive|fail\w*|negative|critical)$/i;
const GOOD = /^(success|ok|positive|done)$/i;

/** `alert` where the project has nothing of its own; `mayHook`: the file is a component in which hooks can be called. */
export function feedbackIn(project: Project, file: string, mayHook: boolean): Feedback {
  const told = new Map<string, Told>();
  for (const other of project.api.ctx.world.files('web')) {
    if (project.api.isTestFile(other) || !isAlike(file, other)) continue;
    const head = project.chunk(other, '');
    for (const id of project.api.ctx.world.chunkIds(other)) {
      const chunk = project.chunk(other, id);
      if (head && chunk) tellings(project, other, head, chunk, other === file ? 100 : 1, told);
    }
  }
  // A page imports nothing but what its own script does.
  const mayImport = (name: string) => !/\.html?$/.test(file) || project.chunk(file, '')?.vars[name] !== undefined;
  const all = [...told.values()].filter((one) => (mayHook || !one.hook) && mayImport(one.name));
  const best = all.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))[0];
  return best ? written(project, file, best) : { good: 'alert', bad: 'alert' };
}

const kindOf = (file: string): string | undefined => /\.([jt]sx|vue|svelte)$/.exec(file)?.[1]?.replace(/^js/, 'ts');

/** What one framework's components tell people by, those of another cannot use. */
const isAlike = (file: string, other: string): boolean => kindOf(other) === undefined || kindOf(other) === kindOf(file);

function written(project: Project, file: string, best: Told): Feedback {
  const { hook, entry } = best;
  const name = hook?.name ?? best.name;
  const has = (member: string) => best.members.has(member);
  const bad = has('error') ? `${name}.error` : has('') ? name : `${name}.${[...best.members][0]}`;
  const isOfPackage = !best.module.startsWith('/') && !best.module.startsWith('.');
  const isGood = has('success') || (has('error') && isOfPackage);
  const good = isGood ? `${name}.success` : has('error') ? '' : bad;
  const isBound = project.chunk(file, '')?.vars[best.name] !== undefined;
  const from = { name: best.name, module: moduleFrom(file, best.module), isDefault: best.isDefault };
  return {
    good,
    bad,
    ...(isBound ? {} : { from }),
    ...(hook ? { hook: `const ${hook.isMember ? `{ ${hook.name} }` : hook.name} = ${best.name}()` } : {}),
    ...(entry ? { entry } : {}),
  };
}

/** Calls with a message of functions that come from a module, in code that catches or follows an `await`. */
function tellings(project: Project, file: string, head: Chunk, chunk: Chunk, weight: number, told: Map<string, Told>): void {
  if (!chunk.blocks.some((block) => block.kind === 'except')) return;
  for (const e of chunk.arena) {
    const first = e.kind === 'call' ? e.args[0] : undefined;
    if (e.kind !== 'call' || !first) continue;
    const callee = chunk.arena[e.callee];
    const of = callee?.kind === 'get' ? chunk.arena[callee.object] : callee;
    const entry = entryOf(chunk, first.x);
    const given = chunk.arena[first.x]?.kind;
    if ((given !== 'str' && given !== 'cat' && !entry) || of?.kind !== 'ref') continue;
    const source = of.chunk === '' ? importedAs(head, of.name) : undefined;
    const hook = source ? undefined : hookOf(project, file, head, of);
    const found = source ?? hook?.from;
    if (!found || !TELLS.test(`${found.name} ${found.module}`)) continue;
    const module = found.module.startsWith('.') ? join(dirname(file), found.module) : found.module;
    const key = `${found.name} ${of.name} ${module}`;
    const before = told.get(key) ?? { ...found, module, count: 0, members: new Set<string>() };
    before.count += weight;
    before.members.add(callee?.kind === 'get' ? callee.name : '');
    if (hook) before.hook = { name: of.name, isMember: hook.isMember };
    if (entry) before.entry = { ...before.entry, ...entry };
    told.set(key, before);
  }
}

function importedAs(head: Chunk, name: string): Imported | undefined {
  const from = head.arena[head.vars[name]?.[0]?.x ?? -1];
  return from?.kind === 'import' ? { name, module: from.module, isDefault: from.name === 'default' } : undefined;
}

/** `const toast = useToast()`, `const { toast } = useToast()` */
function hookOf(project: Project, file: string, head: Chunk, of: Expr & { kind: 'ref' }) {
  const home = project.chunk(file, of.chunk);
  const bound = home?.arena[home.vars[of.name]?.[0]?.x ?? -1];
  const isMember = bound?.kind === 'get' && bound.name === of.name;
  const call = isMember ? home?.arena[bound.object] : bound;
  const hook = call?.kind === 'call' && !call.args.length ? home?.arena[call.callee] : undefined;
  const from = hook?.kind === 'ref' && /^use[A-Z]/.test(hook.name) ? importedAs(head, hook.name) : undefined;
  return from && { from, isMember };
}

/** `{ title: "Not saved", status: "error" }`: where the message stands, and what says how it is meant. */
function entryOf(chunk: Chunk, x: X): Told['entry'] | undefined {
  const e = chunk.arena[x];
  if (e?.kind !== 'obj') return undefined;
  const key = TEXTS.find((one) => e.entries.some((n) => n.key === one));
  if (key === undefined) return undefined;
  const marks = e.entries.flatMap((n): Marked[] => {
    const value = chunk.arena[n.x];
    return n.key !== undefined && n.key !== key && value?.kind === 'str' ? [{ key: n.key, value: value.value }] : [];
  });
  const bad = marks.find((one) => BAD.test(one.value));
  const good = marks.find((one) => GOOD.test(one.value));
  return { key, ...(bad ? { bad } : {}), ...(good ? { good } : {}) };
}
