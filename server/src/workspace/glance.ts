/** Of files of which only names are mentioned: which are worth reading. */
import { readText } from './reader';

export interface Glanced {
  /** The last glance that did not fit the file's text. */
  glance?: RegExp;
}

/** Those whose texts the glance fits. What cannot be read is for whoever reads it to tell. */
export function standing<F extends Glanced & { path: string }>(files: readonly F[], glance: RegExp | undefined): F[] {
  return files.filter((file) => {
    if (!glance || file.glance === glance) return false;
    const read = readText(file.path);
    const fits = 'skipped' in read || glance.test(read.text);
    if (!fits) file.glance = glance;
    return fits;
  });
}
