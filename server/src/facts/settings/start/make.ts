/** Makefiles and justfiles: every line of a recipe is a shell of its own; variables of the file hold in all of them. */
import type { StartedApp } from '../../facts';
import { appsOf } from './servers';

export function appsOfMakefile(text: string): StartedApp[] {
  const vars: Record<string, string> = {};
  const apps: StartedApp[] = [];
  for (const line of text.matchAll(/(?:[^\n\r\\]|\\[\s\S])+/g)) {
    const recipe = /^[\t ]+[@+-]*/.exec(line[0])?.[0];
    const [, name, value] = /^(?:export )?(\w+)\s*(?::|\?|::)?=\s*(.*)$/.exec(line[0]) ?? [];
    if (recipe !== undefined) {
      const shell = line[0].slice(recipe.length).replace(/\$\$/g, '$');
      apps.push(...appsOf(shell, line.index + recipe.length, vars));
    } else if (name !== undefined && value !== undefined) vars[name] = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  }
  return apps;
}
