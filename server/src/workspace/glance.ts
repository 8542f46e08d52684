/** Of files of which only names are mentioned: which are worth reading. */
import { readText } from './reader';

export interface Glanced {
  /** Glances that did not fit the file's text. */
  unfit?: WeakSet<RegExp>;
}

/** Those whose texts the glance fits. What cannot be read is for whoever reads it to tell. */
export function standing<F extends Glanced & { path: string }>(files: readonly F[], glance: RegExp): F[] {
  return files.filter((file) => {
    if (file.unfit?.has(glance)) return false;
    const read = readText(file.path);
    const fits = 'skipped' in read || glance.test(read.text);
    if (!fits) {
      file.unfit ??= new WeakSet();
      file.unfit.add(glance);
    }
    return fits;
  });
}
