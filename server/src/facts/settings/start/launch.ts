/** .vscode/launch.json and tasks.json: a module with its arguments, or a command. */
import type { StartedApp } from '../../facts';
import { type Jsonc, parseJsonc } from '../jsonc';
import { list, record, stringMap, strings } from '../kind';
import { appsOf, appsOfWords } from './servers';
import { folder } from './shell';

export function appsOfLaunch(text: string): { apps: StartedApp[]; error?: string } {
  const json = parseJsonc(text);
  if (json.error) return { apps: [], error: json.error.message };
  const root = record(json.value);
  return { apps: [...started(json, 'configurations', list(root.configurations)), ...started(json, 'tasks', list(root.tasks))] };
}

function started(json: Jsonc, group: string, items: unknown[]): StartedApp[] {
  return items.flatMap((item, i) => {
    const entry = record(item);
    const key = ['module', 'command'].find((name) => typeof entry[name] === 'string');
    if (key === undefined) return [];
    const from = json.keys.get(`${group}[${i}].${key}`) ?? 0;
    const dir = folder(strings([entry.cwd ?? record(entry.options).cwd])[0]);
    const vars = stringMap(entry.env ?? record(entry.options).env) ?? {};
    const args = typeof entry.args === 'string' ? entry.args.split(/\s+/) : strings(entry.args);
    const words = [String(entry[key]), ...args].map((text) => ({ text, from }));
    const apps = appsOfWords(words, vars, dir, from);
    return (apps.length > 0 ? apps : appsOf(words[0]?.text ?? '', from, vars, dir)).map((app) => ({ ...app, from }));
  });
}
