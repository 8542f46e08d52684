/** Which modules are imported by another one: what stands at the top of the others never runs. */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
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

interface FileImports {
  files: string[];
  dynamic: boolean;
}

export class Imported {
  private readonly ofFile: Query<string, FileImports>;
  private readonly all: Query<null, ReadonlySet<string> | null>;

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
    this.world.wantMentioned();
    return false;
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
      if (at !== undefined && at !== file) files.add(at);
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
