/** What findings about calls share: which calls can be wrong, where their finding stands, and what led there. */
import { basename } from '../base/uri';
import type { Call } from '../model/calls/calls';
import type { Route } from '../model/routes/routes';
import { patternOf } from '../values/pattern';
import { alternatives, type Site, sameSite } from '../values/value';
import type { Api } from './api';
import { named, type RelatedSite, type RuleFinding } from './rule';

/**
 * The same path behind another base, as environments give it: `/tasks` beside `/api/tasks`. Wrong is only what no base makes right, and that is
 * said once.
 */
export function isOtherBase(call: Call, inFile: readonly Call[]): boolean {
  return inFile.some((other) => {
    if (
      other === call ||
      !sameSite(other.site, call.site) ||
      other.method !== call.method ||
      other.path === null ||
      other.path === call.path
    )
      return false;
    if (isWider(other.path, call.path!)) return true;
    const [long, short] = other.path.length > call.path!.length ? [other, call] : [call, other];
    if (!long.path!.endsWith(short.path!)) return false;
    return other.match.status !== call.match.status || other === long;
  });
}

/** '/api/{}/tasks' beside '/api/default/tasks' */
function isWider(path: string, than: string): boolean {
  const [wide, narrow] = [path.split('/'), than.split('/')];
  return wide.length === narrow.length && wide.every((s, i) => s === narrow[i] || s === '{}');
}

/** The wrapper through which the call goes, and the base that is put in front of its path. */
function ledBy(call: Call): RelatedSite[] {
  const out: RelatedSite[] = [];
  const bases = call.address.literals.filter((p) => p.site && p.text && /\w/.test(p.text));
  const base = bases[0];
  if (base?.site && bases.length > 1 && (base.site.file !== call.site.file || base.site.chunk !== call.site.chunk))
    out.push({ message: `its base, ${base.text}, is written here`, site: base.site });
  else {
    const given = call.data.base && alternatives(call.data.base)[0]?.value;
    const site = given && patternOf(given).find((p) => p.site && p.text)?.site;
    if (site && !sameSite(site, call.site)) out.push({ message: 'its base is written here', site });
  }
  if (!sameSite(call.origin, call.callSite))
    out.push({ message: `the request is sent here, by ${call.client}`, site: call.origin });
  return out;
}

/** The whole template or sum of which the path's first text is a part: `/streams/${name}/pause`, not `/streams/`. */
function pathSite(api: Api, { site }: Call): Site {
  const arena = api.ctx.world.chunk(site.file, site.chunk)?.arena ?? [];
  let x = site.x;
  for (let up = x; up >= 0; up = arena.findIndex((e) => e.kind === 'cat' && e.parts.includes(x))) x = up;
  return { ...site, x };
}

export function finding(
  api: Api,
  call: Call,
  message: string,
  related: RelatedSite[],
  data: Record<string, unknown> = {},
  route?: Route,
): RuleFinding {
  const subject = `${call.method ?? '?'} ${call.path}`;
  return {
    site: pathSite(api, call),
    message,
    related: [...related, ...ledBy(call)],
    around: call.callSite,
    subject,
    data: { method: call.method, path: call.path, ...data },
    about: { call: named(call), ...(route ? { route: named(route) } : {}) },
  };
}

export const verb = (call: Call): string => call.method ?? 'any method';
export const at = (file: string): string => basename(file);
