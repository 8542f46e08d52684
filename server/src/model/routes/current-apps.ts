/**
 * What is registered on `flask.current_app` is on the application that brings the module along; which one, where several do, is a condition.
 *
 *     with app.app_context():
 *         import views            # @current_app.route("/status")
 */
import type { Context } from '../../values/context';
import { keyOf, type Value } from '../../values/value';
import { isCurrentApp } from '../frameworks/current-app';
import type { AppNames } from './apps';
import type { Imported } from './imported';
import { siteOfValue } from './naming';
import type { Registration } from './registration';
import { roleOf } from './roles';
import type { Done, Table, TableEntry } from './route-walk';

export class CurrentApps {
  constructor(
    private readonly ctx: Context,
    private readonly imported: Imported,
    private readonly names: AppNames,
    private readonly isTest: (file: string) => boolean,
  ) {}

  /** Hands what is registered on `current_app` over to the applications that it may be; what none may be stays. */
  place(table: Table, note: (on: Value, data: Registration) => void): void {
    for (const { object, done } of [...table.by.values()]) {
      if (!isCurrentApp(object)) continue;
      const left = done.filter((e) => {
        const possible = this.possible(table, (e.via[0] ?? e.site).file);
        for (const app of possible) {
          const which = possible.length > 1 ? [`current_app is ${this.names.of(app.object)?.name ?? 'that'}`] : [];
          const data: Registration = { ...e.data, on: app.object };
          app.done.push({ ...e, data, conditions: [...e.conditions, ...which] });
          table.by.set(keyOf(app.object), app);
          note(app.object, data);
        }
        return possible.length === 0;
      });
      if (left.length === 0) table.by.delete(keyOf(object));
      else table.by.set(keyOf(object), { object, done: left });
    }
  }

  /** The applications that bring a module along, else all that there are. */
  private possible(table: Table, file: string): TableEntry[] {
    const isMeant = (made: string) => this.isTest(file) || !this.isTest(made);
    const all = [...table.by.values()].filter(({ object }) => this.isApp(object) && isMeant(siteOfValue(object)?.file ?? ''));
    const bringing = new Set([file, ...this.imported.bringing(file)]);
    const near = all.filter(({ object }) => bringing.has(siteOfValue(object)?.file ?? ''));
    if (near.length > 0) return near;
    const bare = [...bringing].filter(isMeant).flatMap((one) => this.madeIn(one));
    return bare.length > 0 ? bare.map((object) => ({ object, done: [] as Done[] })) : all;
  }

  /** Applications that are made in a file and on which nothing else is registered. */
  private madeIn(file: string): Value[] {
    return this.ctx.world.chunkIds(file).flatMap((id) => {
      const place = this.ctx.place(file, id, this.ctx.genericEnv(file, id));
      return (place?.chunk.arena ?? []).flatMap((e, x) => {
        const callee = e.kind === 'call' ? place?.chunk.arena[e.callee] : undefined;
        if (!place || !callee || !('name' in callee) || !/^[A-Z]/.test(callee.name ?? '')) return [];
        const made = this.ctx.evaluate(place, x);
        return this.isApp(made) ? [made] : [];
      });
    });
  }

  private isApp(object: Value): boolean {
    const role = object.kind === 'sym' ? undefined : roleOf(this.ctx, object);
    return role?.kind === 'app' && role.framework === 'flask';
  }
}
