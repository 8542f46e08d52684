/** Of files of which only names are mentioned: which are worth reading. */
import type { Glance } from './options';
import { readText } from './reader';

export interface Glanced {
  /** Glances that did not fit the file's text. */
  unfit?: WeakSet<RegExp>;
}

/** Those whose texts the glance fits. What cannot be read is for whoever reads it to tell. */
export function standing<F extends Glanced & { path: string }>(
  asked: Glance | undefined,
  known: (paths: readonly string[]) => F[],
): F[] {
  if (!asked) return [];
  return known(asked.files).filter((file) => {
    if (file.unfit?.has(asked.glance)) return false;
    const read = readText(file.path);
    const fits = 'skipped' in read || asked.glance.test(read.text);
    if (!fits) {
      file.unfit ??= new WeakSet();
      file.unfit.add(asked.glance);
    }
    return fits;
  });
}
