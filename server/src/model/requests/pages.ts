/**
 * Which pages of the UI hold a file: what a router shows at an address; else documents and templates, files that a framework serves by their place, and views by
 * their names. A file that is none of these belongs to the pages that import it, over any number of files between, lazily or not; where none does, to the
 * entries that do.
 */
import type { Context } from '../../values/context';
import { resolveWeb } from '../../values/modules/web-files';
import { isTestPath } from '../routes/naming';
import { filesBelow, isWeb } from './below';
import { shownBy } from './router-tables';

/** By their kind; app/tasks/page.tsx, src/routes/+page.svelte, pages/index.vue, views/Tasks.vue, screens/Home.tsx, Tasks.page.ts */
const PAGE =
  /\.(?:html?|jinja2?|j2)$|(?:^|\/)(?:\+page|page)\.[\w.]+$|(?:^|\/)(?:pages|views|screens)\/[^.]*\.(?:[jt]sx?|vue|svelte)$|(?:Page|View|Screen|\.page)\.(?:[jt]sx?|vue|svelte)$/;

export class Pages {
  private readonly importers = new Map<string, Set<string>>();
  private readonly known = new Map<string, readonly string[]>();
  /** Of files that a router shows. */
  private readonly addresses = new Map<string, Set<string>>();

  constructor(ctx: Context, roots: readonly string[]) {
    const isTest = (file: string) => roots.some((root) => file.startsWith(`${root}/`) && isTestPath(file, root));
    for (const file of filesBelow(ctx.world, roots, (path) => isWeb(path) && !isTest(path))) {
      for (const specifier of specifiersOf(ctx, file)) {
        const resolution = resolveWeb(ctx, file, specifier);
        if (!('file' in resolution) || resolution.file === file) continue;
        const importers = this.importers.get(resolution.file) ?? new Set();
        this.importers.set(resolution.file, importers.add(file));
      }
      this.readTables(ctx, file);
    }
  }

  private readTables(ctx: Context, file: string): void {
    const facts = ctx.world.code(file);
    for (const { address, module } of facts ? shownBy(facts) : []) {
      const resolution = resolveWeb(ctx, file, module);
      if (!('file' in resolution)) continue;
      const known = this.addresses.get(resolution.file) ?? new Set();
      this.addresses.set(resolution.file, known.add(address));
    }
  }

  /** Where a router shows a file, in the order of the addresses. */
  addressesOf(file: string): readonly string[] {
    return [...(this.addresses.get(file) ?? [])].sort();
  }

  /** In the order of their names. */
  of(file: string): readonly string[] {
    const known = this.known.get(file);
    if (known) return known;
    const pages = this.above(file);
    this.known.set(file, pages);
    return pages;
  }

  /** A name is only trusted where no router shows anything above: `views/parts/Row.vue` is a part of what a router shows. */
  private above(file: string): string[] {
    const seen = new Set([file]);
    const routed = new Set<string>();
    const named = new Set<string>();
    const entries = new Set<string>();
    for (const one of seen) {
      const importers = this.importers.get(one) ?? new Set();
      if (this.addresses.has(one)) {
        routed.add(one);
        continue;
      }
      if (PAGE.test(one)) named.add(one);
      else if (importers.size === 0) entries.add(one);
      if (!PAGE.test(one) || this.addresses.size > 0) for (const importer of importers) seen.add(importer);
    }
    const found = [routed, named, entries].find((pages) => pages.size > 0);
    return [...(found ?? [])].sort();
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
