/**
 * Modules that nobody imports, and which may be what is run: they bring the application along and add routes to it.
 *
 *     main.py:  from web import app
 *               @app.get("/own")
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { relative } from '../../base/uri';
import { moduleRootOf } from '../../values/modules/python-packages';
import type { Site } from '../../values/value';
import type { World } from '../../values/world';
import type { AppNames } from './apps';
import type { Imported } from './imported';

/** What servers look for by themselves; a package's `__init__` is what is named to them. */
const USUAL = /\/(?:app|wsgi|asgi|main|api|application|server|__init__)\.py$/;

export class Mains {
  /** By the file of an application: the modules that nobody imports and that import it. Null where it is known what starts it. */
  private readonly byApp: Query<string, readonly string[] | null>;

  constructor(
    private readonly world: World,
    private readonly imported: Imported,
    private readonly names: AppNames,
    private readonly isTest: (file: string) => boolean,
  ) {
    this.byApp = world.db.query<string, readonly string[] | null>(
      'modules that may be run',
      (app) => this.of(app),
      () => null,
      { equal: equalData },
    );
  }

  /** Under which conditions a module that nobody imports is run with an application; null: it is not. */
  conditions(file: string, app: string): readonly string[] | null {
    const all = this.byApp.get(app, app);
    if (!all?.includes(file)) return null;
    if (all.length === 1 && !USUAL.test(app)) return [];
    return [`${relative(moduleRootOf(this.world, file), file)} is what is run`];
  }

  /**
   * Under which conditions an application is run that no start command names, though one names another application beside it: that it is
   * started. One that a main module brings along is.
   */
  startedIf(app: Site | null, name: string | undefined): readonly string[] {
    if (!app || name === undefined || this.isTest(app.file)) return [];
    if (!this.names.startsBeside(app)) return [];
    const bringing = [app.file, ...this.imported.bringing(app.file)];
    return bringing.some((file) => this.names.starts(file)) ? [] : [`${name} is started`];
  }

  private of(app: string): readonly string[] | null {
    const bringing = [...this.imported.bringing(app)].sort();
    if (this.names.starts(app) || bringing.some((file) => this.names.isCommanded(file))) return null;
    return bringing.filter((file) => !this.isTest(file) && !this.imported.has(file));
  }
}
