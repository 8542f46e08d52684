/** Which modules are imported by another one: what stands at the top of the others never runs. */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { dirname } from '../../base/uri';
import { findModule } from '../../values/modules/python-modules';
import type { World } from '../../values/world';

/** Functions that import modules by names computed at run time: where one is called, any module may be imported. */
const DYNAMIC = new Set([
  'import_module',
  '__import__',
  'iter_modules',
  'walk_packages',
  'import_string',
  'spec_from_file_location',
  'exec_module',
]);

/** 'home' of views/home.py, 'views' of views/__init__.py */
const moduleName = (file: string): string => /([^/]+?)(?:\/__init__)?\.py$/.exec(file)?.[1] ?? file;

/** Fits the text of every file that may import one of these modules: `from . import home`, `import views.home`, `import_module("home")`. */
function importersGlance(names: ReadonlySet<string>): RegExp {
  const name = String.raw`(?<!\w)(?:${[...names]
    .sort()
    .map((one) => one.replace(/\W/g, '\\$&'))
    .join('|')})(?!\w)`;
  const statement = String.raw`^[ \t]*(?:from|import)[ \t](?:[^\n]*|[^\n]*\([^)]*|[^\n]*\\\r?\n[^\n]*)${name}`;
  return new RegExp(String.raw`${statement}|\b(?:${[...DYNAMIC].join('|')})\b[^\n]*${name}`, 'm');
}

interface FileImports {
  files: string[];
  dynamic: boolean;
}

export class Imported {
  private readonly ofFile: Query<string, FileImports>;
  private readonly all: Query<null, ReadonlySet<string> | null>;
  private glance = { size: 0, glance: /(?!)/ };

  constructor(private readonly world: World) {
    this.ofFile = world.db.query(
      'imports of file',
      (file) => this.importsOf(file),
      (): FileImports => ({ files: [], dynamic: false }),
      { equal: equalData },
    );
    this.all = world.db.query<null, ReadonlySet<string> | null>(
      'imported modules',
      () => this.union(),
      () => null,
      { equal: (a, b) => a === b || (a !== null && b !== null && a.size === b.size && [...a].every((f) => b.has(f))) },
    );
  }

  has(file: string): boolean {
    const all = this.all.get('', null);
    if (all === null || all.has(file)) return true;
    // Who is not read may import it.
    this.world.seekImporters(moduleName(file));
    return false;
  }

  /** Every file that, when it is run, runs another one: it imports it, or what imports it. */
  bringing(module: string): ReadonlySet<string> {
    const importers = new Map<string, string[]>();
    for (const file of this.world.files('python'))
      for (const other of this.ofFile.get(file, file).files) importers.set(other, [...(importers.get(other) ?? []), file]);
    const out = new Set<string>();
    const queue = [module];
    for (const at of queue)
      for (const file of importers.get(at) ?? [])
        if (file !== module && !out.has(file)) {
          out.add(file);
          queue.push(file);
        }
    return out;
  }

  /** The same glance as long as the same modules are meant. */
  sought(): { files: readonly string[]; glance: RegExp } {
    const { names, files } = this.world.sought();
    if (names.size !== this.glance.size) this.glance = { size: names.size, glance: importersGlance(names) };
    return { files, glance: this.glance.glance };
  }

  private union(): ReadonlySet<string> | null {
    const out = new Set<string>();
    for (const file of this.world.files('python')) {
      const { files, dynamic } = this.ofFile.get(file, file);
      if (dynamic) return null;
      for (const other of files) out.add(other);
    }
    return out;
  }

  private importsOf(file: string): FileImports {
    const facts = this.world.code(file);
    const files = new Set<string>();
    let dynamic = false;
    const add = (module: string, level: number) => {
      const at = findModule(this.world, file, module, level);
      if (at === undefined || at === file) return;
      files.add(at);
      for (const around of packagesAround(this.world, at)) if (around !== file) files.add(around);
    };
    for (const chunk of Object.values(facts?.chunks ?? {}))
      for (const e of chunk.arena) {
        if (e.kind === 'import') {
          add(e.module, e.level ?? 0);
          if (e.name !== undefined) add(e.module === '' ? e.name : `${e.module}.${e.name}`, e.level ?? 0);
        } else if (e.kind === 'call') {
          const callee = chunk.arena[e.callee];
          const name = callee && 'name' in callee ? callee.name : undefined;
          if (name !== undefined && DYNAMIC.has(name)) dynamic = true;
        }
      }
    for (const star of facts?.stars ?? []) add(star.module, star.level ?? 0);
    return { files: [...files].sort(), dynamic };
  }
}

/** What runs before a module does: `import shop.api.users` runs shop/__init__.py and shop/api/__init__.py. */
function packagesAround(world: World, module: string): string[] {
  const out: string[] = [];
  for (let dir = dirname(module); world.exists(`${dir}/__init__.py`); dir = dirname(dir)) out.push(`${dir}/__init__.py`);
  return out;
}
