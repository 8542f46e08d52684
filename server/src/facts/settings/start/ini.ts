/** INI-like files: supervisord's [program:x], systemd's [Service], uwsgi.ini and setup.cfg. */
import type { StartedApp } from '../../facts';
import { appsOf } from './servers';
import { folder } from './shell';

export interface IniEntry {
  value: string;
  /** Offset of the value. */
  from: number;
}
export type Ini = { section: string; entries: Map<string, IniEntry> }[];

/** Indented lines, and lines after a backslash, go on with the value before them. */
export function parseIni(text: string): Ini {
  const sections: Ini = [{ section: '', entries: new Map() }];
  let last: IniEntry | undefined;
  for (const line of text.matchAll(/[^\n\r]+/g)) {
    const written = line[0];
    const section = /^\[([^\]]*)\]/.exec(written)?.[1];
    const pair = /^([\w:.-]+)\s*[=:]\s*(.*)$/.exec(written);
    if (/^\s*[#;]/.test(written)) continue;
    if (section !== undefined) {
      sections.push({ section, entries: new Map() });
      last = undefined;
    } else if (last && (/^\s/.test(written) || last.value.endsWith('\\'))) {
      last.value = `${last.value.replace(/\\$/, '')}\n${written}`;
    } else if (pair) {
      const value = pair[2] ?? '';
      last = { value, from: line.index + written.length - value.length };
      sections.at(-1)?.entries.set(pair[1] ?? '', last);
    }
  }
  return sections;
}

export function appsOfIni(text: string): StartedApp[] {
  return parseIni(text).flatMap(({ section, entries }) => {
    if (section === 'uwsgi') return appsOfUwsgi(entries);
    const dir = folder((entries.get('directory') ?? entries.get('WorkingDirectory'))?.value);
    const command = entries.get('command') ?? entries.get('ExecStart');
    return command ? appsOf(command.value.replaceAll('\n', ' '), command.from, environment(entries), dir) : [];
  });
}

/** environment=A="b",C=d · Environment="A=b" */
function environment(entries: Ini[number]['entries']): Record<string, string> {
  const written = (entries.get('environment') ?? entries.get('Environment'))?.value ?? '';
  const pairs = [...written.matchAll(/"?(\w+)=("[^"]*"|[^,"\s]*)/g)];
  return Object.fromEntries(pairs.map((pair) => [pair[1] ?? '', (pair[2] ?? '').replaceAll('"', '')]));
}

function appsOfUwsgi(entries: Ini[number]['entries']): StartedApp[] {
  const module = entries.get('module') ?? entries.get('wsgi') ?? entries.get('wsgi-file');
  if (!module) return [];
  const callable = entries.get('callable')?.value;
  const dir = folder(entries.get('chdir')?.value);
  const target = callable && !module.value.includes(':') ? `${module.value}:${callable}` : module.value;
  const called = /^(.*?)\(.*\)$/.exec(target)?.[1];
  const app = { target: called ?? target, ...(called && { factory: true as const }), ...(dir && { dir }) };
  return [{ ...app, command: `uwsgi --module ${module.value}`, from: module.from }];
}
