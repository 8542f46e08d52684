/**
 * What applications are called: as a start command names them (uvicorn in a Dockerfile, a Procfile, a pyproject entry point),
 * else by the module and variable or function in which they are made.
 */

import { equalData } from '../base/equal';
import type { Query } from '../base/query';
import { dirname } from '../base/uri';
import type { StartedApp } from '../facts/facts';
import type { Context } from '../values/context';
import { findModule, moduleRootOf } from '../values/python-modules';
import { alternatives, type Site, type Value } from '../values/value';
import { objectName, siteOfValue } from './naming';
import { unwrapped } from './registration';
import { roleOf } from './roles';

export interface AppName {
  /** 'app.main:app' */
  name: string;
  /** The folder from which the module is imported. */
  root: string;
}

interface Started {
  /** By the place where the application is made. */
  apps: Record<string, AppName>;
  modules: Record<string, true>;
}

export class AppNames {
  private readonly started: Query<null, Started>;

  constructor(private readonly ctx: Context) {
    this.started = ctx.world.db.query<null, Started>(
      'started applications',
      () => this.all(),
      () => ({ apps: {}, modules: {} }),
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
    return main === true || file in this.started.get('', null).modules;
  }

  /** By the place where each started application is made. */
  private all(): Started {
    const out: Started = { apps: {}, modules: {} };
    for (const file of this.ctx.world.files('settings')) {
      const facts = this.ctx.world.settings(file);
      const apps = facts?.of === 'start' || facts?.of === 'package' ? (facts.apps ?? []) : [];
      for (const app of apps) this.enter(file, app, out);
    }
    return out;
  }

  private enter(file: string, app: StartedApp, out: Started): void {
    const [dotted, variable] = app.target.split(':');
    const module = dotted!.replace(/\.py$/, '').replaceAll('/', '.').replace(/^\.+/, '');
    const at = this.find(file, app, module);
    if (at === undefined) return;
    out.modules[at] = true;
    const named = variable?.replace(/\(.*$/, '');
    for (const name of named ? [named] : ['app', 'application', 'create_app', 'make_app']) {
      const site = this.made(this.ctx.exported(at, name), 0);
      if (!site) continue;
      out.apps[siteKey(site)] ??= { name: `${module}:${name}`, root: moduleRootOf(this.ctx.world, at) };
      return;
    }
  }

  /** The module, seen from the folder in which the command runs; a Dockerfile may have copied that from anywhere below its own. */
  private find(file: string, app: StartedApp, module: string): string | undefined {
    const dir = dirname(file);
    const { world } = this.ctx;
    for (const from of [dir, ...(app.dir ? [`${dir}/${app.dir.replace(/^\.?\/+/, '')}`] : [])]) {
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

const siteKey = (s: Site) => `${s.file}#${s.chunk}#${s.x}`;
