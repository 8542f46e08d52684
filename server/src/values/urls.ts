/** `new URL(path, base)` as the text that it becomes, with the path that is set on it later. */
import type { Context } from './context';
import { cat, type Env, each, RECURSIVE, type Site, str, unknown, type Value } from './value';

const HERE = /^global:(document\.)?(location(\.(href|origin))?|baseURI)$/;

/** Undefined where the address is one of a file that is bundled, not of a server. */
export function urlText(path: Value, base: Value | undefined): Value | undefined {
  if (!base) return path;
  if (base.kind === 'ext' && base.path.startsWith('global:import.meta')) return undefined;
  return each(base, (b) => each(path, (p) => resolved(p, b)));
}

/** `const url = new URL(base); url.pathname = '/api' + path` */
export function withPathSet(ctx: Context, whole: Value, site: Site, env: Env): Value {
  const place = ctx.place(site.file, site.chunk, env);
  const { arena, vars, sets } = place?.chunk ?? {};
  const isIt = (name: string) => vars !== undefined && Object.hasOwn(vars, name) && vars[name]!.some((a) => a.x === site.x);
  const found = (sets ?? []).filter(({ object, name }) => {
    const e = name === 'pathname' || name === 'href' ? arena![object] : undefined;
    return e?.kind === 'ref' && e.chunk === site.chunk && isIt(e.name);
  });
  if (!place || !found.length) return whole;
  const paths = found.every((set) => set.name === 'pathname' && !set.block) ? found.map((set) => ctx.evaluate(place, set.x)) : [];
  if (!paths.length || paths.includes(RECURSIVE)) return unknown('an address of which the path is set later', site);
  return paths.reduce((address, path, i) => (found[i]!.augmented ? cat([address, path]) : withPath(address, path)), whole);
}

const withPath = (address: Value, path: Value): Value =>
  each(path, (p) => cat([originOf(address), ...(startOf(p)?.startsWith('/') === false ? [str('/')] : []), p]));

/** `url.pathname`: an address without its host and query. */
export function pathnameOf(address: Value): Value {
  const [first, ...rest] = address.kind === 'cat' ? address.parts : [address];
  if (first?.kind !== 'str') return address;
  const text = first.text.replace(/^(?:[a-z][a-z\d+.-]*:)?\/\/[^/]*/i, '');
  const parts = [str(text, first.site), ...rest];
  const query = parts.findIndex((part) => part.kind === 'str' && part.text.includes('?'));
  const last = parts[query];
  if (last?.kind !== 'str') return cat(parts);
  return cat([...parts.slice(0, query), str(last.text.slice(0, last.text.indexOf('?')), last.site)]);
}

function resolved(path: Value, base: Value): Value {
  const first = startOf(path);
  if (first !== undefined && /^([a-z][a-z\d+.-]*:)?\/\//i.test(first)) return path;
  const here = base.kind === 'ext' && HERE.test(base.path);
  if (first?.startsWith('/') || here) return here ? path : cat([originOf(base), path]);
  return cat([folderOf(base), path]);
}

/** The text with which a value begins. */
function startOf(value: Value): string | undefined {
  const first = value.kind === 'cat' ? value.parts[0]! : value;
  return first.kind === 'str' ? first.text : undefined;
}

/** 'https://host/v1/' without its path; what is not known stays as it is. */
function originOf(base: Value): Value {
  const first = base.kind === 'cat' ? base.parts[0]! : base;
  if (first.kind !== 'str') return first;
  const origin = /^(?:[a-z][a-z\d+.-]*:)?\/\/[^/]*/i.exec(first.text)?.[0];
  if (origin === undefined) return str('');
  return origin === first.text && base.kind === 'cat' ? base : str(origin, first.site);
}

/** What a relative path is put behind: all up to the last slash. */
function folderOf(base: Value): Value {
  return base.kind === 'str' ? str(base.text.replace(/(?<![/:])\/[^/]*$/, '/'), base.site) : base;
}
