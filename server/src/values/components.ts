/**
 * Single-file components as functions of their properties: the module chunk of `Chart.vue` runs anew for every `<Chart url="/a" />`.
 * In the activation that nobody specified the properties are a symbol, as any parameter is.
 */
import { own } from '../base/own';
import { MAX_CALLS } from './activations';
import type { Context } from './context';
import { type Alternative, type Env, isNull, makeEnv, type Value } from './value';

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

/** A property by its bare name: in templates of `<script setup>`, and Svelte's `export let name`. */
export function bareProperty(ctx: Context, file: string, env: Env, name: string): Value | undefined {
  const head = ctx.world.head(file);
  const isOne = head?.component?.style === 'svelte' ? own(head.exports, name) !== undefined : declared(ctx, file).has(name);
  return isOne ? ctx.member(propsIn(file, env), name) : undefined;
}

/** A property of Svelte that has a default: `export let kind = "list"`. In the activation that nobody specified it may be either. */
export function withItsDefault(ctx: Context, file: string, env: Env, name: string, otherwise: Alternative[]): Alternative[] {
  const head = ctx.world.head(file);
  if (head?.component?.style !== 'svelte' || own(head.exports, name) === undefined) return otherwise;
  const props = propsIn(file, env);
  const given = ctx.member(props, name);
  if (isNull(given)) return otherwise;
  return props.kind === 'sym' ? [...otherwise, { value: given }] : [{ value: given }];
}

/** `withDefaults(defineProps<{ url: string; suffix?: string }>(), { suffix: "" })` */
export function withDefaults(ctx: Context, props: Value, defaults: Value): Value {
  if (props.kind !== 'elem' || defaults.kind !== 'obj') return props;
  const e = ctx.world.chunk(props.site.file, props.site.chunk)?.arena[props.site.x];
  const others = ctx.world.chunk(defaults.site.file, defaults.site.chunk)?.arena[defaults.site.x];
  if (e?.kind !== 'elem' || others?.kind !== 'obj') return props;
  const entries: Record<string, Value> = {};
  for (const { key } of e.props) {
    const name = key?.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (name !== undefined && !name.includes(':')) entries[name] = ctx.member(props, name);
  }
  for (const { key } of others.entries) if (key !== undefined && !own(entries, key)) entries[key] = ctx.member(defaults, key);
  return { kind: 'dict', entries, ...(e.props.some((p) => p.spread) ? { open: true } : {}) };
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
