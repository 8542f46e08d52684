/**
 * Which pages of the UI hold a file: documents and templates, files that a framework serves by their place, views of a router. A file that is none of these
 * belongs to the pages that import it, over any number of files between; where none does, to the entries that do.
 */
import type { Context } from '../values/context';
import { resolveWeb } from '../values/web-files';
import { filesBelow, isWeb } from './below';
import { isTestPath } from './naming';

/** By their kind; app/tasks/page.tsx, src/routes/+page.svelte, pages/index.vue, views/Tasks.vue, screens/Home.tsx, Tasks.page.ts */
const PAGE =
  /\.(?:html?|jinja2?|j2)$|(?:^|\/)(?:\+page|page)\.[\w.]+$|(?:^|\/)(?:pages|views|screens)\/[^.]*\.(?:[jt]sx?|vue|svelte)$|(?:Page|View|Screen|\.page)\.(?:[jt]sx?|vue|svelte)$/;

export class Pages {
  private readonly importers = new Map<string, Set<string>>();
  private readonly known = new Map<string, readonly string[]>();

  constructor(ctx: Context, roots: readonly string[]) {
    const isTest = (file: string) => roots.some((root) => file.startsWith(`${root}/`) && isTestPath(file, root));
    for (const file of filesBelow(ctx.world, roots, (path) => isWeb(path) && !isTest(path))) {
      for (const specifier of specifiersOf(ctx, file)) {
        const resolution = resolveWeb(ctx, file, specifier);
        if (!('file' in resolution) || resolution.file === file) continue;
        const importers = this.importers.get(resolution.file) ?? new Set();
        this.importers.set(resolution.file, importers.add(file));
      }
    }
  }

  /** In the order of their names. */
  of(file: string): readonly string[] {
    const known = this.known.get(file);
    if (known) return known;
    const pages = this.above(file);
    this.known.set(file, pages);
    return pages;
  }

  private above(file: string): string[] {
    const seen = new Set([file]);
    const pages = new Set<string>();
    const entries = new Set<string>();
    for (const one of seen) {
      const importers = this.importers.get(one) ?? new Set();
      if (PAGE.test(one)) pages.add(one);
      else if (importers.size === 0) entries.add(one);
      else for (const importer of importers) seen.add(importer);
    }
    return [...(pages.size > 0 ? pages : entries)].sort();
  }
}

function specifiersOf(ctx: Context, file: string): Set<string> {
  const facts = ctx.world.code(file);
  const found = new Set<string>();
  for (const { module } of facts?.stars ?? []) found.add(module);
  for (const script of facts?.scripts ?? []) found.add(/^[./]/.test(script) ? script : `./${script}`);
  for (const chunk of Object.values(facts?.chunks ?? {}))
    for (const expr of chunk.arena) if (expr.kind === 'import' && expr.module !== '') found.add(expr.module);
  return found;
}
