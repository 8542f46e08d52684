/**
 * A workspace given as text, and what its expressions are worth. Values are printed small:
 *
 *     "/api" | unknown(state)     one of two        axios.create({baseURL: "/api"})    what calling a library gives
 *     "/tasks/" + $id             text with a hole  fn load (web/api.ts)               a function, where it is written
 */
import { extract } from '../../server/src/facts/extract';
import type { Extracted } from '../../server/src/facts/facts';
import { extractWeb } from '../../server/src/facts/web/index';
import { languageOf } from '../../server/src/syntax/languages';
import { initSyntax } from '../../server/src/syntax/parser';
import { entriesIn } from '../../server/src/values/bundler-config';
import { Evaluator } from '../../server/src/values/evaluate';
import type { Args, Value } from '../../server/src/values/value';
import { World } from '../../server/src/values/world';

/** The folder in which the workspace lies. */
export const ROOT = '/w/';

export interface TextWorld {
  world: World;
  ctx: Evaluator;
  /** Adds or replaces files; undefined removes one. */
  set(files: Record<string, string | undefined>): void;
  /** What a file exports by this name (Python: its module's name of it), printed. */
  exported(file: string, name: string): string;
  /** What a name of a file's own body is worth, exported or not. */
  local(file: string, name: string): string;
  print(value: Value): string;
}

/** Paths are written without the leading slash: 'web/api.ts'. */
export async function textWorld(files: Record<string, string>): Promise<TextWorld> {
  await initSyntax();
  const world = new World();
  const ctx = new Evaluator(world);
  const set = (changes: Record<string, string | undefined>) => {
    for (const [path, text] of Object.entries(changes)) {
      if (text === undefined) world.remove(ROOT + path);
      else world.setFacts(ROOT + path, facts(ROOT + path, text).facts);
    }
    world.flush();
  };
  set(files);
  const print = (value: Value) => printed(ctx, value, 0);
  return {
    world,
    ctx,
    set,
    print,
    exported: (file, name) => print(ctx.exported(ROOT + file, name)),
    local: (file, name) => print(ctx.binding(ROOT + file, '', name, ctx.moduleEnv(ROOT + file))),
  };
}

function facts(path: string, text: string): Extracted {
  const language = languageOf(path);
  return language === undefined || language === 'python' ? extract(path, text) : extractWeb(path, text);
}

function printed(ctx: Evaluator, v: Value, depth: number): string {
  if (depth > 6) return '…';
  const inner = (value: Value) => printed(ctx, value, depth + 1);
  switch (v.kind) {
    case 'str':
      return JSON.stringify(v.text);
    case 'lit':
      return String(v.value);
    case 'cat':
      return v.parts.map(inner).join(' + ');
    case 'obj':
    case 'dict':
      return `{${entriesIn(ctx, v)
        .map((e) => `${e.key}: ${inner(e.value)}`)
        .join(', ')}}`;
    case 'list':
      return `[${v.items.map(inner).join(', ')}${v.open ? ', …' : ''}]`;
    case 'fn':
    case 'class':
      return `${v.kind} ${v.chunk} (${v.file.slice(ROOT.length)})`;
    case 'inst':
      return `new ${inner(v.cls)}`;
    case 'super':
      return 'super';
    case 'module':
      return `module ${v.file.slice(ROOT.length)}`;
    case 'package':
      return `package ${v.dir.slice(ROOT.length)}`;
    case 'ext':
      return v.path;
    case 'made':
      return `${v.isNew ? 'new ' : ''}${inner(v.callee)}(${args(v.args, inner)})`;
    case 'member':
      return `${inner(v.of)}.${v.name}`;
    case 'sym':
      return `$${v.name}`;
    case 'elem':
      return 'element';
    case 'either':
      return v.of.map((a) => inner(a.value)).join(' | ');
    case 'unknown':
      return `unknown(${v.why})`;
  }
}

function args(of: Args, inner: (value: Value) => string): string {
  const named = Object.entries(of.named).map(([key, value]) => `${key}=${inner(value)}`);
  return [...of.pos.map(inner), ...named, ...(of.open ? ['…'] : [])].join(', ');
}
