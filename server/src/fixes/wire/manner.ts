/** How a file of the interface is written, and how its project tells people that something went well or wrong. */
import { dirname, join } from '../../base/uri';
import type { Chunk } from '../../facts/facts';
import type { Project } from '../project';

export interface Manner {
  quote: '"' | "'";
  semi: ';' | '';
  /** One step of indentation. */
  step: string;
  isTyped: boolean;
}

export function mannerOf(project: Project, file: string): Manner {
  const text = project.text(file) ?? '';
  const singles = (text.match(/'[^'\n]*'/g) ?? []).length;
  const doubles = (text.replace(/=\s*"[^"\n]*"/g, '').match(/"[^"\n]*"/g) ?? []).length;
  const ends = (text.match(/;[ \t]*$/gm) ?? []).length;
  const open = (text.match(/[)\w'"`][ \t]*$/gm) ?? []).length;
  const indents = [...text.matchAll(/^([ \t]+)\S/gm)].map((m) => m[1]!);
  const step = indents.some((i) => i.startsWith('\t')) ? '\t' : ' '.repeat(shortest(indents));
  return {
    quote: doubles > singles ? '"' : "'",
    semi: ends * 4 >= open ? ';' : '',
    step,
    isTyped: /\.tsx?$/.test(file) || /<script[^>]*\blang=["']ts/.test(text),
  };
}

const shortest = (indents: readonly string[]): number => Math.min(4, ...indents.map((i) => i.length).filter((n) => n > 1)) || 2;

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
}

interface Told {
  name: string;
  module: string;
  isDefault: boolean;
  count: number;
  members: Set<string>;
}

/** What is called with a message where requests fail, most often; `alert` where nothing is. */
export function feedbackIn(project: Project, file: string): Feedback {
  const told = new Map<string, Told>();
  for (const other of project.api.ctx.world.files('web')) {
    if (project.api.isTestFile(other)) continue;
    const head = project.chunk(other, '');
    for (const id of project.api.ctx.world.chunkIds(other)) {
      const chunk = project.chunk(other, id);
      if (head && chunk) tellings(other, head, chunk, other === file ? 100 : 1, told);
    }
  }
  const best = [...told.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))[0];
  if (!best) return { good: '', bad: 'alert' };
  const has = (member: string) => best.members.has(member);
  const bad = has('error') ? `${best.name}.error` : has('') ? best.name : `${best.name}.${[...best.members][0]}`;
  const good = has('success') ? `${best.name}.success` : has('error') ? '' : bad;
  const isBound = project.chunk(file, '')?.vars[best.name] !== undefined;
  return {
    good,
    bad,
    ...(isBound ? {} : { from: { name: best.name, module: moduleFrom(file, best.module), isDefault: best.isDefault } }),
  };
}

/** Calls with a text of functions that come from a module, in code that catches or follows an `await`. */
function tellings(file: string, head: Chunk, chunk: Chunk, weight: number, told: Map<string, Told>): void {
  if (!chunk.blocks.some((block) => block.kind === 'except')) return;
  for (const e of chunk.arena) {
    if (e.kind !== 'call' || !e.args[0]) continue;
    const given = chunk.arena[e.args[0].x]?.kind;
    const callee = chunk.arena[e.callee];
    const of = callee?.kind === 'get' ? chunk.arena[callee.object] : callee;
    if ((given !== 'str' && given !== 'cat') || of?.kind !== 'ref' || of.chunk !== '') continue;
    const from = head.arena[head.vars[of.name]?.[0]?.x ?? -1];
    if (from?.kind !== 'import' || !/toast|notif|message|alert|snack|flash|banner|swal/i.test(`${of.name} ${from.module}`))
      continue;
    const module = from.module.startsWith('.') ? join(dirname(file), from.module) : from.module;
    const key = `${of.name} ${module}`;
    const before = told.get(key) ?? {
      name: of.name,
      module,
      isDefault: from.name === 'default',
      count: 0,
      members: new Set(),
    };
    before.count += weight;
    before.members.add(callee?.kind === 'get' ? callee.name : '');
    told.set(key, before);
  }
}

/** What a file writes to import this, the path of a file or the name of a package. */
export function moduleFrom(file: string, target: string): string {
  if (!target.startsWith('/')) return target;
  const from = dirname(file).split('/');
  const to = target.split('/');
  while (from.length && from[0] === to[0]) {
    from.shift();
    to.shift();
  }
  return from.length ? [...from.map(() => '..'), ...to].join('/') : `./${to.join('/')}`;
}
