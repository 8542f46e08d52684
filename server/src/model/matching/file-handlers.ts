/**
 * Handlers and pages that frameworks and hosts of the user interface find by the names of their files, as two tables: Next, SvelteKit, Nuxt and their
 * like; functions of Vercel, Netlify and Cloudflare. A new one is an entry here.
 */
import { own } from '../../base/own';
import { capital, literally } from '../../base/text';
import { basename, dirname } from '../../base/uri';
import { packageFolder } from '../../values/bundler-config';
import type { Context } from '../../values/context';
import { exportedVerbs } from '../../values/rewrites/next';

interface Kind {
  /** A package that the folder's package.json names, or a file beside it; absent: the path and the exports say enough. */
  of?: RegExp;
  /** Of the path below the folder of the package; its group is what the handler's path is made of. */
  file: RegExp;
  /** The group in the way of Next: 'tasks/[id]/edit'. */
  path?(written: string): string;
  verbs(ctx: Context, file: string): Verbs;
}
/** `any`: it answers whatever verb; `none`: it is no handler. */
type Verbs = readonly string[] | 'any' | 'none';

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const nextVerbs = (ctx: Context, file: string): Verbs => exportedVerbs(ctx, file) ?? 'any';

/** By the names that a file exports: one for each verb, or one for all. */
function exporting(name: (verb: string) => string, ...any: string[]): Kind['verbs'] {
  return (ctx, file) => {
    const { exports = {} } = ctx.world.head(file) ?? {};
    const has = (one: string) => own(exports, one) !== undefined;
    if (any.some(has)) return 'any';
    const verbs = VERBS.filter((verb) => has(name(verb)) || (verb === 'HEAD' && has(name('GET'))));
    return verbs.length ? verbs : 'none';
  };
}
const plainly = (verb: string): string => verb;
const named = (front: string) => (verb: string) => `${front}${capital(verb.toLowerCase())}`;

/** TanStack Start: `createFileRoute('/api/x')({ server: { handlers: { GET } } })`, and the API routes of old. */
function tanstackVerbs(ctx: Context, file: string): Verbs {
  const { exports = {} } = ctx.world.head(file) ?? {};
  if (['APIRoute', 'ServerRoute'].some((name) => own(exports, name) !== undefined)) return 'any';
  const { arena = [] } = ctx.world.chunk(file, '') ?? {};
  const table = arena.flatMap((e) => (e.kind === 'obj' ? e.entries.filter(({ key }) => key === 'handlers') : []))[0];
  const handlers = table && arena[table.x];
  if (handlers?.kind !== 'obj') return table ? 'any' : 'none';
  const keys = handlers.entries.flatMap(({ key }) => key ?? 'ANY');
  return keys.includes('ANY') ? 'any' : keys;
}

/** 'users.$id_.edit', 'users/$id/edit' are users/[id]/edit; '_auth.login' is login. */
const dotted = (name: string): string =>
  name
    .split(/[./]/)
    .filter((s) => !s.startsWith('_'))
    .map((s) => (s === '$' ? '[...rest]' : s.replace(/_$/, '').replace(/^\$(.+)$/, '[$1]')))
    .join('/');

const HANDLERS: Kind[] = [
  { file: /\/(?:src\/)?app\/((?:.+\/)?)route\.[jt]sx?$/, verbs: nextVerbs },
  { file: /\/(?:src\/)?pages\/(api\/.+)\.[jt]sx?$/, verbs: nextVerbs },
  { file: /\/src\/routes\/((?:.+\/)?)\+server\.[jt]s$/, verbs: nextVerbs },
  { file: /\/server\/(?:routes\/|(?=api\/))(.+?)(?:\.(?:get|post|put|patch|delete|head|options))?\.[jt]s$/, verbs: nextVerbs },
  {
    of: /^nitro(?:pack)?$/,
    file: /^\/(?:routes\/|(?=api\/))(.+?)(?:\.(?:get|post|put|patch|delete|head|options))?\.[jt]s$/,
    verbs: nextVerbs,
  },
  { of: /^(?:@solidjs\/start|solid-start)$/, file: /^\/src\/routes\/(.+)\.[jt]sx?$/, verbs: exporting(plainly) },
  {
    of: /^(?:@builder\.io\/qwik-city|@qwik\.dev\/router)$/,
    file: /^\/src\/routes\/((?:.+\/)?)index(?:@[^/]*)?\.[jt]sx?$/,
    verbs: exporting(named('on'), 'onRequest'),
  },
  {
    of: /^@tanstack\/(?:react|solid)-start$/,
    file: /^\/(?:src|app)\/routes\/(.+?)(?:[./](?:index|route))?\.[jt]sx?$/,
    path: dotted,
    verbs: tanstackVerbs,
  },
  {
    of: /^(?:vercel\.json|vercel|@vercel\/node)$/,
    file: /^\/(api\/(?!.*\/?_).+)\.[mc]?[jt]sx?$/,
    verbs: exporting(plainly, 'default'),
  },
  {
    file: /\/netlify(\/functions\/[^/]+?)(?:\/[^/]+?)?\.[mc]?[jt]sx?$/,
    path: (name) => `.netlify${name}`,
    verbs: () => 'any',
  },
  { file: /^\/functions\/((?!.*_middleware\.).+)\.[jt]sx?$/, verbs: exporting(named('onRequest'), 'onRequest') },
];

/** Pages, for those who have the package; without verbs, a page may take a form, too. */
const PAGES: Kind[] = [
  { of: /^next$/, file: /\/(?:src\/)?app\/((?:.+\/)?)page\.[jt]sx?$/, verbs: () => ['GET', 'HEAD'] },
  { of: /^next$/, file: /\/(?:src\/)?pages\/(?!api\/|_)(.+)\.[jt]sx?$/, verbs: () => ['GET', 'HEAD'] },
  { of: /^nuxt$/, file: /\/pages\/(.+)\.vue$/, verbs: () => ['GET', 'HEAD'] },
  {
    of: /^@sveltejs\/kit$/,
    file: /\/src\/routes\/((?:.+\/)?)\+page(?:\.server)?\.(?:svelte|[jt]s)$/,
    verbs: () => 'any',
  },
  {
    of: /^@remix-run\/|^@react-router\/dev$/,
    file: /\/app\/routes\/((?:[^/]+\+\/)*[^/]+?)(?:\/route)?\.[jt]sx?$/,
    path: (name) => dotted(name.replaceAll('+/', '.')),
    verbs: () => 'any',
  },
];

export interface Handled {
  /** As an expression, anchored. */
  test: string;
  verbs?: string[];
  page?: true;
}

/** What files of an application answer by their names; for one whole look at the workspace. */
export class FileHandlers {
  private readonly folders = new Map<string, string>();

  constructor(private readonly ctx: Context) {}

  of(file: string): Handled | undefined {
    const folder = this.folder(dirname(file));
    return this.first(HANDLERS, file, folder) ?? this.page(file, folder);
  }

  folder(dir: string): string {
    const known = this.folders.get(dir);
    if (known !== undefined) return known;
    const folder = packageFolder(this.ctx, dir);
    this.folders.set(dir, folder);
    return folder;
  }

  /** A page that takes any path below the root says nothing of a single one. */
  private page(file: string, folder: string): Handled | undefined {
    const found = this.first(PAGES, file, folder);
    return found && !found.test.startsWith('^(?:/.*)?') && !found.test.startsWith('^/[^/]+')
      ? { ...found, page: true }
      : undefined;
  }

  private first(kinds: readonly Kind[], file: string, folder: string): Handled | undefined {
    for (const kind of kinds) {
      const written = kind.file.exec(file.slice(folder === '/' ? 0 : folder.length))?.[1];
      if (written === undefined || (kind.of && !this.has(folder, kind.of))) continue;
      const verbs = kind.verbs(this.ctx, file);
      if (verbs === 'none') continue;
      return { test: pathTest(kind.path?.(written) ?? written), ...(verbs === 'any' ? {} : { verbs: [...verbs] }) };
    }
    return undefined;
  }

  private has(folder: string, name: RegExp): boolean {
    const facts = this.ctx.world.settings(`${folder}/package.json`);
    if (facts?.of === 'package' && facts.dependencies.some((one) => name.test(one))) return true;
    return (this.ctx.world.listing(folder) ?? []).some((one) => name.test(basename(one)));
  }
}

/** '/api/(admin)/tasks/[id]' takes '/api/tasks/5'. */
function pathTest(path: string): string {
  const segments = path.split('/').filter((s) => s !== '' && s !== 'index' && !/^(?:\(.*\)|@.*)$/.test(s));
  return `^${segments.map(segment).join('')}/?$`;
}

/** '[id]', '[...rest]', '[[...rest]]', 'plain' */
function segment(text: string): string {
  if (/^\[\[?\.\.\./.test(text) || /^\[\[.*\]\]$/.test(text)) return '(?:/.*)?';
  if (/^\[.*\]$/.test(text)) return '/[^/]+';
  return `/${literally(text)}`;
}
