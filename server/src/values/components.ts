/**
 * Single-file components as functions of their properties: the module chunk of `Chart.vue` runs anew for every `<Chart url="/a" />`.
 * In the activation that nobody specified the properties are a symbol, as any parameter is.
 */
import { own } from '../base/own';
import { MAX_CALLS } from './activations';
import type { Context } from './context';
import { entriesOf } from './elements';
import { type Env, makeEnv, textOf, type Value } from './value';

/** The file of a component; undefined for what is none. */
export function componentFile(ctx: Context, value: Value): string | undefined {
  if (value.kind === 'module') return ctx.world.head(value.file)?.component ? value.file : undefined;
  if (value.kind !== 'obj' || value.site.chunk !== '') return undefined;
  return ctx.world.head(value.site.file)?.component?.options === value.site.x ? value.site.file : undefined;
}

/** The activation of a component that is given these properties; undefined where components nest too deep. */
export const componentEnv = (file: string, props: Value, caller: Env): Env | undefined =>
  caller.depth >= MAX_CALLS
    ? undefined
    : makeEnv({ file, chunk: '', parent: null, depth: caller.depth + 1, args: { pos: [props], named: {} } });

/** The module's activation around another. */
export function rootEnv(env: Env): Env {
  let root = env;
  while (root.parent) root = root.parent;
  return root;
}

/** The properties of the component of a file, as they are in an activation. */
export function propsIn(file: string, env: Env): Value {
  const root = rootEnv(env);
  const given = root.file === file && root.chunk === '' ? root.args?.pos[0] : undefined;
  return given ?? { kind: 'sym', file, chunk: '', index: 0, name: 'props' };
}

/** Vue's withDefaults(defineProps(), { size: 5 }): what is given, and the defaults of what is not. */
export function withDefaults(ctx: Context, given: Value, defaults: Value | undefined): Value {
  const e = given.kind === 'elem' ? ctx.world.chunk(given.site.file, given.site.chunk)?.arena[given.site.x] : undefined;
  const table = defaults && entriesOf(ctx, defaults);
  if (e?.kind !== 'elem' || !table) return given;
  const names = e.props.flatMap(({ key }) => (key === undefined || key.includes(':') ? [] : [camelCased(key)]));
  const entries = [
    ...table.map(([name, value]) => [textOf(name) ?? '', value] as const),
    ...names.map((name) => [name, ctx.member(given, name)] as const),
  ];
  return { kind: 'dict', entries: Object.fromEntries(entries), ...(e.props.some((p) => p.spread) ? { open: true } : {}) };
}

const camelCased = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A property by its bare name: in templates of `<script setup>`, and Svelte's `export let name`. */
export function bareProperty(ctx: Context, file: string, env: Env, name: string): Value | undefined {
  const head = ctx.world.head(file);
  const isOne = head?.component?.style === 'svelte' ? own(head.exports, name) !== undefined : declared(ctx, file).has(name);
  return isOne ? ctx.member(propsIn(file, env), name) : undefined;
}

/** The names given to defineProps. */
function declared(ctx: Context, file: string): Set<string> {
  const out = new Set<string>();
  const arena = ctx.world.head(file)?.component?.style === 'setup' ? (ctx.world.chunk(file, '')?.arena ?? []) : [];
  for (const e of arena) {
    const callee = e.kind === 'call' ? arena[e.callee] : undefined;
    if (e.kind !== 'call' || callee?.kind !== 'free' || callee.name !== 'defineProps') continue;
    const given = e.args[0] && arena[e.args[0].x];
    if (given?.kind === 'obj') for (const entry of given.entries) out.add(entry.key ?? '');
    if (given?.kind === 'list')
      for (const { x } of given.items) {
        const item = arena[x];
        if (item?.kind === 'str') out.add(item.value);
      }
    for (const type of e.types ?? []) if (type.kind === 'obj') for (const field of type.fields) out.add(field.name);
  }
  return out;
}
