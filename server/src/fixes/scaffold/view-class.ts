/**
 * A class of its own for a path that no class-based view answers: named and made like the one that is nearest on the tree of paths, and
 * registered beside it: `app.add_url_rule("/rooms/<int:room_id>/keys", view_func=RoomKeys.as_view("room_keys"))`.
 */
import { lineOf, type Project } from '../project';
import { splitItems } from '../python/items';
import { styleOf } from '../style';
import { identifier, pascal, singular } from './names';
import { bracketed } from './printer';
import type { Sibling } from './siblings';

export interface ViewClass {
  name: string;
  /** `class RoomKeys(MethodView):` with what stands above it. */
  head: string[];
  /** The statement that registers it, and where that goes; undefined where a decorator of the class does. */
  registered?: { at: number; text: string };
}

export interface Registered {
  /** How its path is written: '/rooms/<int:room_id>/keys'. */
  path: string;
  /** The same as segments, '{room_id}'. */
  segments: readonly string[];
  isList: boolean;
}

/** Undefined where the sibling's registration is not understood. */
export function viewClassLike(project: Project, like: Sibling, all: readonly Sibling[], to: Registered): ViewClass | undefined {
  const text = project.text(like.file);
  const owner = like.chunk.parent ?? '';
  const decl = project.decl(like.file, owner);
  if (!text || !decl || project.chunk(like.file, owner)?.kind !== 'class') return undefined;
  const old = project.chunk(like.file, owner)!.name;
  const classes = [...new Set(all.flatMap((s) => project.chunk(s.file, s.chunk.parent ?? '')?.name ?? []))];
  const name = nameLike(classes, to);
  if (Object.hasOwn(project.chunk(like.file, '')?.vars ?? {}, name)) return undefined;
  const bare = text.slice(decl.from, decl.nameFrom);
  const header = text.slice(decl.from, classEnd(text, decl.nameFrom));
  const site = project.span(like.route.site);
  const statement = site && like.route.site.file === like.file ? text.slice(site.from, site.to) : undefined;
  const isAbove = site !== undefined && site.from >= decl.from && site.to <= decl.from + bare.length + 1;
  const written = statement === undefined ? undefined : reregistered(statement, { old, name, own: like.own }, to);
  // What is said of the other class's answers and parameters is not true of the new one.
  const renamed = (code: string) =>
    code
      .replace(new RegExp(`^class ${old}\\b`, 'm'), `class ${name}`)
      .replace(/^@[\w.]+\.(?:response|param)\([^\n]*\)\r?\n/gm, '');
  if (!like.isView) return { name, head: renamed(header).split(/\r?\n/) };
  if (statement === undefined || written === undefined || !site) return undefined;
  if (isAbove) return { name, head: renamed(header.replace(statement, () => written)).split(/\r?\n/) };
  const { start, end, indent } = lineOf(text, site.from);
  if (text.slice(start, site.from).trim() !== '') return undefined;
  const after = lineOf(text, Math.max(site.from, site.to - 1)).end;
  return {
    name,
    head: renamed(header).split(/\r?\n/),
    registered: { at: Math.max(end, after), text: `${laid(project, like.file, indent, written)}\n` },
  };
}

function laid(project: Project, file: string, indent: string, call: string): string {
  const { width, indent: step } = styleOf(project, file);
  const open = call.indexOf('(') + 1;
  return bracketed(indent, call.slice(0, open), splitItems(call.slice(open, -1)), ')', width, step);
}

/** Past the colon of the class line. */
function classEnd(text: string, from: number): number {
  const m = /^[^:(]*(?:\([^)]*\))?\s*:/.exec(text.slice(from));
  return from + (m?.[0].length ?? 0);
}

/** The call with the path, the class and the endpoint of the new one. */
function reregistered(
  call: string,
  { old, name, own }: { old: string; name: string; own: string },
  to: Registered,
): string | undefined {
  const literal = /(["'])(\/[^"'\n]*)\1/.exec(call);
  if (
    !literal ||
    literal[2]!.replace(/<(?:[^<>:]*:)?(\w+)>/g, '{$1}').replace(/\/$/, '') !== own.replace(/:\w+\}/g, '}').replace(/\/$/, '')
  )
    return undefined;
  const endpoint = endpointOf(to.segments, to.isList);
  return call
    .replace(literal[0], () => literal[1] + to.path + literal[1])
    .replace(new RegExp(`\\b${old}\\b`), name)
    .replace(
      /(as_view\(\s*|endpoint\s*=\s*)(["'])[^"'\n]*\2/g,
      (_all, before: string, quote: string) => before + quote + endpoint + quote,
    );
}

const literalsOf = (segments: readonly string[]) => segments.filter((s) => !s.startsWith('{')).map(identifier);

/** 'room_keys' of /rooms/{room_id}/keys, without what all paths begin with. */
function endpointOf(segments: readonly string[], isList: boolean): string {
  const words = wordsOf(segments);
  return [...words.slice(0, -1).map(singular), isList ? words.at(-1)! : singular(words.at(-1)!)].join('_');
}

/** The last two literals where a parameter stands between them. */
function wordsOf(segments: readonly string[]): string[] {
  const all = literalsOf(segments);
  const hasOwner = segments.some((s, i) => s.startsWith('{') && i < segments.length - 1);
  return all.slice(hasOwner ? -2 : -1);
}

/** 'RoomKeyList' beside 'RoomList', 'RoomKeysView' beside 'RoomView'. */
function nameLike(classes: readonly string[], { segments, isList }: Registered): string {
  const words = wordsOf(segments);
  const hasKinds = classes.some((c) => /List$/.test(c)) && isList;
  const usual = ['View', 'Views', 'Resource', 'API', 'Api', 'Endpoint', 'Controller'];
  const suffix = hasKinds ? 'List' : (usual.find((u) => classes.filter((c) => c.endsWith(u)).length * 2 > classes.length) ?? '');
  const last = suffix === '' && isList ? words.at(-1)! : singular(words.at(-1)!);
  const base = [...words.slice(0, -1).map(singular), last].map(pascal).join('');
  return base + (suffix || (isList ? '' : classes.some((c) => /Item$/.test(c)) ? 'Item' : ''));
}
