/** What classic scripts share: `window.Name = …` and top-level names of scripts that are no modules. */
import type { Context } from './context';
import type { Value } from './value';

export function sharedGlobal(_ctx: Context, _name: string): Value | undefined {
  return undefined;
}
