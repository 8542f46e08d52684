/**
 * Handlers that frameworks and hosting services find by the names of their files, and know by what these export: SolidStart, Qwik City,
 * TanStack Start, Vercel, Netlify, Cloudflare Pages. Here as a path with [parameters].
 */
import { own } from '../../base/own';
import { dirname } from '../../base/uri';
import { packageFolder, valuesAt } from '../../values/bundler-config';
import type { Context } from '../../values/context';
import { textOf } from '../../values/value';

export interface Handler {
  path: string;
  /** Absent: any. */
  verbs?: string[];
}

interface Convention {
  /** Its first group is the path. */
  file: RegExp;
  /** What a file exports that answers. */
  exports: RegExp;
  /** The package that goes with it, or a settings file beside the package. */
  of?: RegExp;
  beside?: string;
  path?: (written: string) => string;
}

const VERBS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';
const ANY_VERB = new RegExp(`^(?:${VERBS})$`);
const ON_VERB = /^on(?:Request)?(?:Get|Head|Post|Put|Patch|Delete|Options)?$/;

const CONVENTIONS: readonly Convention[] = [
  { file: /\/src\/routes\/(.+)\.[jt]sx?$/, exports: ANY_VERB, of: /^@solidjs\/start$/ },
  { file: /\/src\/routes\/((?:.+\/)?index)\.[jt]sx?$/, exports: ON_VERB, of: /^@(?:builder\.io\/qwik-city|qwik\.dev\/router)$/ },
  {
    file: /\/(?:app|src)\/routes\/(.+)\.[jt]sx?$/,
    exports: /^(?:API|Server)?Route$/,
    of: /^@tanstack\/(?:\w+-)?start$/,
    path: (written) =>
      written
        .replaceAll('.', '/')
        .replace(/_(?=\/|$)/g, '')
        .replace(/\$(\w*)/g, (_, name: string) => `[${name || '...rest'}]`),
  },
  { file: /\/functions\/(.+)\.[jt]sx?$/, exports: /^onRequest/, path: (written) => written.replace(/\[\[(\w+)\]\]/g, '[...$1]') },
  {
    file: /\/(api\/.+)\.[mc]?[jt]s$/,
    exports: new RegExp(`^(?:default|${VERBS})$`),
    of: /^(?:@vercel\/|vercel$)/,
    beside: 'vercel.json',
  },
  {
    file: /\/netlify\/(functions\/(?:[^/]+\/index|[^/]+\/[^/]+|[^/]+))\.[mc]?[jt]s$/,
    exports: /^(?:default|handler)$/,
    path: (written) => `.netlify/${written.split('/').slice(0, 2).join('/')}`,
  },
];

const EDGE = /\/netlify\/(?:edge-)?functions\/.+\.[mc]?[jt]s$/;

export function handlersIn(ctx: Context, file: string): Handler[] {
  const found = CONVENTIONS.filter((one) => one.file.test(file) && belongs(ctx, file, one));
  const told = EDGE.test(file) ? toldPaths(ctx, file) : [];
  if (!found.length && !told.length) return [];
  const exported = Object.keys(ctx.world.head(file)?.exports ?? {});
  const named = found.flatMap((one): Handler[] => {
    const answering = exported.filter((name) => one.exports.test(name));
    const written = one.file.exec(file)![1]!;
    if (!answering.length || /(?:^|\/)_/.test(written)) return [];
    return [{ path: one.path ? one.path(written) : written, ...verbsOf(answering) }];
  });
  return [...told, ...named];
}

/** `export const config = { path: '/geo' }` */
function toldPaths(ctx: Context, file: string): Handler[] {
  if (own(ctx.world.head(file)?.exports ?? {}, 'config') === undefined) return [];
  const paths = valuesAt(ctx, ctx.exported(file, 'config'), 'path').flatMap((v) => (v.kind === 'list' ? v.items : [v]));
  return paths.flatMap((v) => {
    const path = textOf(v);
    return path?.startsWith('/')
      ? [
          {
            path: path
              .slice(1)
              .replace(/:(\w+)/g, '[$1]')
              .replace(/\*$/, '[...rest]'),
          },
        ]
      : [];
  });
}

/** `GET`, `onPost`, `onRequestDelete`; all where one takes any. */
function verbsOf(names: readonly string[]): { verbs?: string[] } {
  const verbs = names.map((name) => name.replace(/^on(?:Request)?/, '').toUpperCase());
  return verbs.every((verb) => ANY_VERB.test(verb)) ? { verbs: verbs.includes('GET') ? [...verbs, 'HEAD'] : verbs } : {};
}

function belongs(ctx: Context, file: string, { of, beside, file: pattern }: Convention): boolean {
  if (!of) return true;
  const folder = packageFolder(ctx, dirname(file));
  const facts = ctx.world.settings(`${folder}/package.json`);
  const isDependent = facts?.of === 'package' && facts.dependencies.some((name) => of.test(name));
  if (beside === undefined) return isDependent;
  const isAtRoot = pattern.exec(file.slice(folder.length))?.index === 0;
  return isAtRoot && (isDependent || ctx.world.exists(`${folder}/${beside}`));
}
