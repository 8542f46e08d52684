/** What a value is to the route table, whichever framework knows it; asked by frameworks of each other's objects. */
import type { Context } from '../../values/context';
import type { Value } from '../../values/value';
import { frameworks } from '../frameworks/registry';
import type { Role } from './registration';

export function roleOf(ctx: Context, value: Value): Role | undefined {
  for (const framework of frameworks) {
    const role = framework.role(ctx, value);
    if (role) return role;
  }
  return undefined;
}
