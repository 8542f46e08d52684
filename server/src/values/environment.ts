/** What the environment gives: import.meta.env, process.env, os.environ, as far as files of the workspace say it. */
import type { Context } from './context';
import type { Value } from './value';

export function environmentValue(_ctx: Context, _path: string, _name: string): Value | undefined {
  return undefined;
}
