/** What becomes of an object that is handed to a call: known of the language's own functions, of the project's, and of requests. */
import type { Expr } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { rootOf } from '../../values/openness';
import { alternatives, type Value } from '../../values/value';
import { externalName } from '../requests/request';
import { requests } from '../requests/requests';
import { calledName, isSetterOfState, STATE } from './setters';

/**
 * functions: the project's own, to be followed. same: the call gives it back, or a copy of it. kept: what the method belongs to has it. merged: more is put
 * into it. read: it is only looked at. unseen: anything may be done to it.
 */
export type Fate =
  | { kind: 'functions'; of: (Value & { kind: 'fn' })[] }
  | { kind: 'same'; under?: string; copy?: true }
  | { kind: 'kept' | 'merged' | 'read' | 'unseen' };

const SAME =
  /^(Object\.(freeze|seal|preventExtensions)|Promise\.(resolve|all|race|any)|Array\.(of|from)|toRaw|unref|toValue|markRaw|(shallow)?(reactive|readonly)|toRef|identity|\$(state|derived)|useMemo)$/i;
/** What holds it under a key: `ref(body).value`. */
const HOLDERS: Record<string, string> = {
  ref: '.value',
  shallowRef: '.value',
  customRef: '.value',
  useRef: 'current',
  signal: '.value',
};
const COPYING = /^(structuredClone|clone|cloneDeep)$/;
const MERGING = /^(Object\.assign|\$?\.?extend)$/;
const CHANGING = /^(Object\.(define\w+|setPrototypeOf)|Reflect\.(set|define|delete)\w*)$/;
/** The platform's own: they look at what they are given, or copy it. */
const PLATFORM =
  /^(JSON|console|Object|Array|String|Number|Boolean|Math|Date|Promise|Reflect|Symbol|Map|Set|WeakMap|WeakSet|fetch|Request|Response|Headers|URL|URLSearchParams|FormData|Blob|File|XMLHttpRequest|EventSource|WebSocket|localStorage|sessionStorage|navigator|location|history|document|alert|confirm|prompt|setTimeout|setInterval|btoa|atob|encodeURI(Component)?|isNaN|parseInt|parseFloat|Intl|Error|TypeError|performance|crypto|Event|TextEncoder)(\.|$)/;
/** Of lodash: those that change what they are given first. */
const LODASH = /^(?:lodash(?:-es|\.\w+)?|underscore|global:_)(?:[./]fp)?[./](\w+)$/;
const LODASH_CHANGES = /^(assign|extend|merge|defaults|set|update|unset|pull|remove|fill|mixin|bindAll)/;
const KEEPING = /^(push|unshift|add|set|append)$/;

export function fateOf(ctx: Context, place: Place, x: number, e: Expr & { kind: 'call' | 'new' }, arg: number): Fate {
  const callee = ctx.evaluate(place, e.callee);
  const all = alternatives(callee).map((a) => a.value);
  const functions = all.map((v) => (v.kind === 'class' ? ctx.member({ kind: 'inst', cls: v }, 'constructor') : v));
  const own = functions.filter((v) => v.kind === 'fn');
  if (own.length) return own.length === all.length ? { kind: 'functions', of: own } : { kind: 'unseen' };
  if (isSetterOfState(ctx, place, e.callee) || isRequest(ctx, place, x, e, callee)) return { kind: 'read' };
  return ofLibrary(place, e, callee, arg);
}

function ofLibrary(place: Place, e: Expr & { kind: 'call' | 'new' }, callee: Value, arg: number): Fate {
  const path = externalName(callee)?.replace(/^global:(window\.)?/, '') ?? '';
  const last = path.split('.').at(-1)!;
  const lodash = LODASH.exec(externalName(callee) ?? '')?.[1];
  if (MERGING.test(path)) return { kind: arg === 0 ? 'merged' : 'read' };
  if (CHANGING.test(path)) return { kind: arg === 0 ? 'unseen' : 'read' };
  if (SAME.test(path) || SAME.test(last)) return { kind: 'same' };
  if (COPYING.test(last)) return { kind: 'same', copy: true };
  const under = STATE.test(calledName(place, e) ?? '') ? '0' : HOLDERS[last];
  if (under) return { kind: 'same', under };
  if (lodash) return { kind: LODASH_CHANGES.test(lodash) && arg === 0 ? 'unseen' : 'read' };
  const called = place.chunk.arena[e.callee];
  if (called?.kind === 'get' && /^(call|apply|bind)$/.test(called.name)) return { kind: 'unseen' };
  if (PLATFORM.test(path)) return { kind: 'read' };
  const root = rootOf(callee);
  if (called?.kind === 'get' && root.kind !== 'ext' && KEEPING.test(called.name)) return { kind: 'kept' };
  const isOfPlatform = root.kind === 'made' && PLATFORM.test((externalName(root.callee) ?? '').replace('global:', ''));
  return { kind: isOfPlatform || root.kind === 'list' || root.kind === 'str' || root.kind === 'cat' ? 'read' : 'unseen' };
}

/** Whether the call sends it, or makes something of which a request is made. */
function isRequest(ctx: Context, place: Place, x: number, e: Expr & { kind: 'call' | 'new' }, callee: Value): boolean {
  const site = { file: place.file, chunk: place.id, x };
  return requests.read({ ctx, place, callee, args: ctx.args(place, e.args), site, decorator: false }).length > 0;
}
