/**
 * What applications are called: as a start command names them (uvicorn in a Dockerfile, a Procfile, a pyproject entry point),
 * else by the module and variable or function in which they are made.
 */

import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { dirname } from '../../base/uri';
import type { StartedApp } from '../../facts/facts';
import type { Context } from '../../values/context';
import { findModule } from '../../values/modules/python-modules';
import { moduleRootOf } from '../../values/modules/python-packages';
import { alternatives, type Site, siteKey, type Value } from '../../values/value';
import { objectName, siteOfValue } from './naming';
import { unwrapped } from './registration';
import { roleOf } from './roles';

export interface AppName {
  /** 'app.main:app' */
  name: string;
  /** The folder from which the module is imported. */
  root: string;
}

/** A start command, and the application that it starts. */
export interface StartedAt {
  file: string;
  /** Which of the file's. */
  index: number;
  /** Where the application is made. */
  site: string;
  command: string;
  port?: number;
  /** What a proxy in front of it takes away: '/api/v1'. */
  rootPath?: string;
}

interface Started {
  /** By the place where the application is made. */
  apps: Record<string, AppName>;
  commands: StartedAt[];
  modules: Record<string, true>;
  /** Where their modules are, and where they are made. */
  folders: Record<string, true>;
}

export class AppNames {
  private readonly started: Query<null, Started>;

  constructor(private readonly ctx: Context) {
    this.started = ctx.world.db.query<null, Started>(
      'started applications',
      () => this.all(),
      () => ({ apps: {}, commands: [], modules: {}, folders: {} }),
      { equal: equalData },
    );
  }

  of(app: Value): AppName | undefined {
    const site = siteOfValue(app);
    if (!site) return undefined;
    const named = this.started.get('', null).apps[siteKey(site)];
    if (named) return named;
    const name = objectName(this.ctx, app);
    return name === null ? undefined : { name, root: moduleRootOf(this.ctx.world, site.file) };
  }

  /** Whether a file is where a process starts. */
  starts(file: string): boolean {
    const main = this.ctx.world.chunk(file, '')?.blocks.some((b) => b.test !== undefined && /__name__\s*==/.test(b.test));
    return main === true || this.isCommanded(file);
  }

  /** Whether start commands name an application of this folder, and not this one. */
  startsBeside(app: Site): boolean {
    const { apps, folders } = this.started.get('', null);
    return dirname(app.file) in folders && !(siteKey(app) in apps);
  }

  /** Whether a start command names a module. */
  isCommanded(file: string): boolean {
    return file in this.started.get('', null).modules;
  }

  /** By the place where each started application is made. */
  private all(): Started {
    const out: Started = { apps: {}, commands: [], modules: {}, folders: {} };
    for (const file of this.ctx.world.files('settings')) {
      const facts = this.ctx.world.settings(file);
      const apps = facts?.of === 'start' || facts?.of === 'package' ? (facts.apps ?? []) : [];
      for (const [index, app] of apps.entries()) this.enter(file, index, app, out);
    }
    return out;
  }

  private enter(file: string, index: number, app: StartedApp, out: Started): void {
    const { module, variable } = targetOf(app.target);
    const at = this.find(file, app, module);
    if (at === undefined) return;
    out.modules[at] = true;
    const found = this.applicationIn(at, variable);
    if (!found) return;
    const site = siteKey(found.site);
    for (const one of [at, found.site.file]) out.folders[dirname(one)] = true;
    out.apps[site] ??= { name: `${module}:${found.name}`, root: moduleRootOf(this.ctx.world, at) };
    const { command, port, rootPath } = app;
    out.commands.push({
      ...{ file, index, site, command },
      ...(port === undefined ? {} : { port }),
      ...(rootPath === undefined ? {} : { rootPath }),
    });
  }

  private applicationIn(module: string, variable: string | undefined): { name: string; site: Site } | undefined {
    for (const name of variable ? [variable] : ['app', 'application', 'create_app', 'make_app']) {
      const site = this.made(this.ctx.exported(module, name), 0);
      if (site) return { name, site };
    }
    return undefined;
  }

  /** The applications that a value is, also by name: "app.main:app". */
  sitesOf(file: string, value: Value): Site[] {
    return alternatives(value).flatMap(({ value: one }): Site[] => {
      if (one.kind !== 'str') return listed(this.made(one, 0));
      const { module, variable } = targetOf(one.text);
      const at = this.find(file, {}, module);
      return listed(at === undefined ? undefined : this.applicationIn(at, variable)?.site);
    });
  }

  /** Every start command of which the application is known. */
  commands(): readonly StartedAt[] {
    return this.started.get('', null).commands;
  }

  /** The module, seen from the folder in which the command runs; a Dockerfile may have copied that from anywhere below its own. */
  private find(file: string, app: Pick<StartedApp, 'dir'>, module: string): string | undefined {
    const dir = dirname(file);
    const { world } = this.ctx;
    for (const from of [dir, ...endsOf(app.dir ?? '').map((end) => `${dir}/${end}`)]) {
      const found = findModule(world, `${from}/-.py`, module, 0);
      if (found?.endsWith('.py')) return found;
    }
    const tail = `/${module.replaceAll('.', '/')}`;
    const below = world
      .files('python')
      .filter((f) => f.startsWith(`${dir}/`) && (f.endsWith(`${tail}.py`) || f.endsWith(`${tail}/__init__.py`)));
    return below.length === 1 ? below[0] : undefined;
  }

  private made(value: Value, depth: number): Site | undefined {
    for (const { value: one } of alternatives(value)) {
      const app = unwrapped((v) => roleOf(this.ctx, v), one);
      if (roleOf(this.ctx, app)?.kind === 'app') return siteOfValue(app);
      if (one.kind !== 'fn' || depth > 2) continue;
      const site = this.made(this.ctx.returnOf(one, this.ctx.genericEnv(one.file, one.chunk)), depth + 1);
      if (site) return site;
    }
    return undefined;
  }
}

/** '/app/billing' may be billing of the project, copied to /app. */
function endsOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.map((_, i) => parts.slice(i).join('/'));
}

const listed = (site: Site | undefined): Site[] => (site ? [site] : []);

/** 'app.main:create_app()' */
function targetOf(target: string): { module: string; variable: string | undefined } {
  const [dotted, variable] = target.split(':');
  const module = dotted!.replace(/\.py$/, '').replaceAll('/', '.').replace(/^\.+/, '');
  return { module, variable: variable?.replace(/\(.*$/, '') };
}
