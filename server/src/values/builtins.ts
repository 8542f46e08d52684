/**
 * What the languages' own functions and methods give: texts, tables, lists, environment defaults, partial application.
 * Only what prefixes, URLs and registries are made of; everything else stays `made`.
 */

import { getattr } from './attributes';
import { propsIn, withDefaults } from './components';
import type { Context } from './context';
import { emptyCollection, entriesOf } from './elements';
import { automatic } from './enums';
import { loadedEnv, runtimeConfig } from './environment';
import { flaskSetting } from './flask-config';
import { contextValue, injected } from './handed-down';
import { functionMethod } from './indirect';
import { joinedText, withoutEmpty } from './joined';
import { folded, merged, tableFrom } from './lists';
import { mapItem } from './maps';
import { importPython } from './modules/python-modules';
import { LISTING, listingCall } from './modules/python-packages';
import { placeMethod } from './modules/python-places';
import { ownersOf } from './openness';
import { pythonListCall } from './python-lists';
import { stateOf } from './state';
import { subclassesOf } from './subclasses';
import { openText, substituted, textMethod } from './texts';
import { urlText, withPathSet } from './urls';
import { type Args, cat, type Env, each, either, NULL, preset, type Site, str, textOf, unknown, type Value } from './value';
import { NAMED_LATE } from './words';

export function builtinCall(ctx: Context, callee: Value, args: Args, site: Site, env: Env): Value | undefined {
  if (callee.kind === 'ext') return externalCall(ctx, callee.path, args, site, env);
  if (callee.kind === 'made') return calledResult(ctx, callee, args, site, env);
  if (callee.kind !== 'member') return undefined;
  const { of, name } = callee;
  switch (of.kind) {
    case 'str':
    case 'cat':
      return textMethod(ctx, of, name, args);
    case 'list':
      return listMethod(ctx, of, name, args, site, env);
    case 'obj':
    case 'dict':
      return tableMethod(ctx, of, name, args);
    case 'fn':
      return functionMethod(of, name, args);
    case 'class':
      return name === '__subclasses__' ? { kind: 'list', items: subclassesOf(ctx, of) } : undefined;
    case 'ext':
      return placeMethod(ctx, of, name, args);
    case 'made':
      return emptyCollection(of) === 'table'
        ? tableMethod(ctx, of, name, args)
        : (mapItem(ctx, of, name, args) ?? openText(of, name, args));
    case 'member': {
      const key = name === 'get' ? textOf(args.pos[0]) : undefined;
      return (key === undefined ? undefined : flaskSetting(ctx, of, key)) ?? openText(of, name, args);
    }
    case 'sym':
    case 'unknown':
      return openText(of, name, args);
    default:
      return undefined;
  }
}

function listMethod(
  ctx: Context,
  of: Value & { kind: 'list' },
  name: string,
  args: Args,
  site: Site,
  env: Env,
): Value | undefined {
  const items = ctx.elements(of);
  // What callers give, as they give it.
  if (!items && of.items.length && !of.alike && of.items.every((item) => item.kind === 'sym')) return undefined;
  if (name === 'join') return joinedText(ctx, of, args.pos[0]);
  if (name === 'filter' && args.pos[0]?.kind === 'ext' && args.pos[0].path === 'global:Boolean') return withoutEmpty(ctx, of);
  if (name === 'concat')
    return {
      kind: 'list',
      items: [...(items ?? []), ...args.pos.flatMap((a) => ctx.elements(a) ?? [a])],
      ...(items ? {} : { open: true }),
    };
  if (name === 'filter' || name === 'sort' || name === 'reverse' || name === 'slice') return of;
  if (name === 'reduce') return items && folded(ctx, items, args, site, env);
  if (name === 'map' || name === 'flatMap') {
    const fn = args.pos[0];
    return items && fn
      ? { kind: 'list', items: items.map((item) => ctx.call(fn, { pos: [item], named: {} }, site, env)) }
      : undefined;
  }
  if (name === 'find' || name === 'at' || name === 'pop') return items ? either(items.map((value) => ({ value }))) : undefined;
  return undefined;
}

function tableMethod(ctx: Context, of: Value, name: string, args: Args): Value | undefined {
  const pair = ([key, value]: [Value, Value]): Value => ({ kind: 'list', items: [key, value] });
  const entries = () => entriesOf(ctx, of);
  if (name === 'items') return listOr(entries()?.map(pair));
  if (name === 'values') return listOr(entries()?.map(([, v]) => v));
  if (name === 'keys') return listOr(entries()?.map(([k]) => k));
  if (name === 'copy') return of;
  if (name === 'get' || name === 'pop' || name === 'setdefault') {
    const key = textOf(args.pos[0]);
    const found = key === undefined ? undefined : ctx.member(of, key);
    const missing = !found || (found.kind === 'lit' && found.value === null) || found.kind === 'member';
    if (missing && key === undefined)
      return either([...(entries() ?? []).map(([, value]) => ({ value })), { value: args.pos[1] ?? NULL }]);
    return missing ? (args.pos[1] ?? NULL) : found;
  }
  return undefined;
}

const listOr = (items: Value[] | undefined): Value => (items ? { kind: 'list', items } : { kind: 'list', items: [], open: true });

/** What an external decorator makes of a function is called with the same arguments. */
function calledResult(ctx: Context, callee: Value & { kind: 'made' }, args: Args, site: Site, env: Env): Value | undefined {
  const inner = callee.args.pos[0];
  return inner?.kind === 'fn' && callee.callee.kind === 'ext' ? ctx.call(inner, args, site, env) : undefined;
}

const SAME_AS_FIRST = new Set([
  'builtins.str',
  'builtins.list',
  'builtins.tuple',
  'builtins.sorted',
  'builtins.reversed',
  'builtins.set',
  'builtins.frozenset',
  'builtins.dict',
  'builtins.iter',
  'builtins.staticmethod',
  'builtins.classmethod',
  'typing.cast',
  'copy.copy',
  'gradio.mount_gradio_app',
  'fastapi_pagination.add_pagination',
  'copy.deepcopy',
  'pathlib.PurePosixPath',
  'global:String',
  'global:String.raw',
  'global:Object.freeze',
  'global:Object.seal',
  'global:structuredClone',
  'global:Promise.resolve',
  'react.useCallback',
  'react.useMemo',
  'react.memo',
  'react.forwardRef',
  'react-router.generatePath',
  'react-router-dom.generatePath',
  'global:$derived',
  'global:$bindable',
  'vue.ref',
  'vue.shallowRef',
  'vue.reactive',
  'vue.unref',
  'vue.toRef',
  'vue.toValue',
  'vue.markRaw',
  'vue.defineComponent',
  'functools.lru_cache',
  'functools.cache',
]);

/** Vue's functions, which Nuxt and plugins of bundlers bring in without an import. */
const OF_VUE = /^global:(?=(?:ref|shallowRef|reactive|unref|toRef|toValue|markRaw|computed|inject)$)/;

function externalCall(ctx: Context, written: string, args: Args, site: Site, env: Env): Value | undefined {
  const path = written.replace(OF_VUE, 'vue.');
  const listing = LISTING.test(path) ? listingCall(ctx, site.file, path, args) : pythonListCall(ctx, path, args, site, env);
  if (listing) return listing;
  const [first, second, third] = args.pos;
  if (SAME_AS_FIRST.has(path)) {
    if (path === 'typing.cast') return second;
    if (path === 'builtins.dict' && !first) return { kind: 'dict', entries: args.named, ...(args.open ? { open: true } : {}) };
    if ((path === 'react.useMemo' || path === 'vue.toValue') && first?.kind === 'fn')
      return ctx.call(first, { pos: [], named: {} }, site, env);
    if ((path === 'builtins.str' || path === 'global:String') && first && first.kind === 'lit') return str(String(first.value));
    // What a ref begins with is not what it holds later; an address is meant.
    if ((path === 'vue.ref' || path === 'vue.shallowRef') && (!first || first.kind === 'lit')) return unknown('state', site);
    return first;
  }
  switch (path) {
    case 'builtins.getattr':
      return getattr(ctx, args);
    case 'builtins.enumerate':
      return listOr(first && ctx.elements(first)?.map((v): Value => ({ kind: 'list', items: [unknown('index'), v] })));
    case 'builtins.super':
      return undefined;
    case 'os.environ.get':
    case 'os.getenv':
    case 'environ.get':
    case 'decouple.config':
      return preset(
        second ?? args.named.default ?? (path === 'decouple.config' ? unknown('setting without default', site) : NULL),
      );
    case 'vite.loadEnv':
      return loadedEnv(site.file, textOf(second));
    case 'react.useContext':
    case 'react.use':
      return contextValue(ctx, first);
    case 'vue.inject':
      return injected(ctx, first, second);
    case 'global:defineProps':
    case 'global:$props':
      return propsIn(site.file, env);
    case 'global:withDefaults':
      return first && second ? withDefaults(ctx, first, second) : first;
    case 'global:useRuntimeConfig':
      return runtimeConfig(ctx, site.file);
    case 'importlib.import_module':
    case 'builtins.__import__':
      return importNamed(ctx, args, site);
    case 'importlib.metadata.entry_points':
    case 'importlib_metadata.entry_points':
    case 'pkg_resources.iter_entry_points':
      return unknown(NAMED_LATE, site);
    case 'enum.auto':
      return automatic(ctx, site);
    case 're.sub':
      return substituted(args);
    case 'types.MethodType':
      return first?.kind === 'fn' && second ? { ...first, self: second } : undefined;
    case 'functools.partial':
      return first?.kind === 'fn' ? { ...first, bound: { pos: args.pos.slice(1), named: args.named } } : undefined;
    case 'pydantic.Field':
    case 'pydantic_settings.Field':
    case 'dataclasses.field':
    case 'attrs.field':
    case 'attr.ib': {
      const factory = args.named.default_factory ?? args.named.factory;
      const start = args.named.default ?? (path.startsWith('pydantic') ? first : undefined);
      return start ?? (factory && ctx.call(factory, { pos: [], named: {} }, site, env));
    }
    case 'global:$derived.by':
    case 'vue.computed':
      return first?.kind === 'fn' ? ctx.call(first, { pos: [], named: {} }, site, env) : undefined;
    case 'react.useState':
      return stateOf(ctx, first?.kind === 'fn' ? ctx.call(first, { pos: [], named: {} }, site, env) : first, site, env);
    case 'global:Object.keys':
      return first ? tableMethod(ctx, first, 'keys', args) : undefined;
    case 'global:Object.values':
      return first ? tableMethod(ctx, first, 'values', args) : undefined;
    case 'global:Object.entries':
      return first ? tableMethod(ctx, first, 'items', args) : undefined;
    case 'global:Object.fromEntries':
      return first && tableFrom(ctx, first);
    case 'global:Object.assign':
      return merged(ctx, args.pos);
    case 'lodash.replace':
    case 'lodash.default.replace':
      return first && textMethod(ctx, first, 'replace', { pos: args.pos.slice(1), named: {} });
    case 'global:$.extend':
    case 'global:jQuery.extend':
    case 'jquery.extend':
    case 'jquery.default.extend':
    case 'lodash.assign':
    case 'lodash.merge':
    case 'lodash.extend':
    case 'lodash.default.extend':
      return merged(ctx, first?.kind === 'lit' ? args.pos.slice(1) : args.pos);
    case 'global:URL': {
      const whole = first && urlText(first, second);
      return whole && withPathSet(ctx, whole, site, env);
    }
    case 'global:encodeURIComponent':
    case 'global:encodeURI':
      return first && textOf(first) !== undefined ? first : unknown('encoded text', site);
    case 'os.path.join':
    case 'posixpath.join':
      return cat(args.pos.flatMap((v, i) => (i ? [str('/'), v] : [v])));
    default:
      return third === undefined && path.endsWith('.useCallback') && first?.kind === 'fn' ? first : undefined;
  }
}

function importNamed(ctx: Context, args: Args, site: Site): Value | undefined {
  const [given, ...more] = args.pos;
  if (given?.kind === 'either')
    return each(given, (one) => importNamed(ctx, { ...args, pos: [one, ...more] }, site) ?? unknown(NAMED_LATE, site));
  const name = textOf(given);
  // What a caller gives is for its calls to say.
  if (name === undefined) return ownersOf(ctx, args.pos).length ? undefined : unknown(NAMED_LATE, site);
  const anchor = textOf(args.pos[1] ?? args.named.package);
  if (!name.startsWith('.')) return importPython(ctx, site.file, name, 0);
  const dots = /^\.+/.exec(name)![0].length;
  return anchor === undefined
    ? importPython(ctx, site.file, name.slice(dots), dots)
    : importPython(ctx, site.file, `${anchor}${name.slice(dots - 1)}`, 0);
}
