/** Every file of a kind below the roots, read or not: for questions that are about all of them, which what is read ahead is not. */
import { languageOf } from '../../syntax/languages';
import type { World } from '../../values/world';

/** Asking for the facts of one that is not read makes it wanted. */
export function filesBelow(world: World, roots: readonly string[], fits: (path: string) => boolean): string[] {
  const found: string[] = [];
  const folders = [...roots];
  for (const folder of folders) {
    for (const name of world.listing(folder) ?? []) {
      const path = `${folder}/${name}`;
      if (world.exists(path)) {
        if (fits(path)) found.push(path);
      } else if (world.listing(path)) folders.push(path);
    }
  }
  return found;
}

export const isPython = (path: string): boolean => path.endsWith('.py');
export const isWeb = (path: string): boolean => !isPython(path) && languageOf(path) !== undefined;
