/** package.json, and the two files that name a monorepo's members outside it: pnpm-workspace.yaml and lerna.json. */
import { parse } from 'yaml';
import type { StartedApp } from '../facts';
import { parseJsonc } from './jsonc';
import { isRecord, none, optional, type Read, reason, record, type SettingsKind, stringMap, strings } from './kind';
import { appsOf } from './start/servers';

export const packageJson: SettingsKind = {
  is: (name) => name === 'package.json' || name === 'lerna.json',
  read(text) {
    const { value, error, keys } = parseJsonc(text);
    if (error) return none(`broken JSON: ${error.message}`);
    if (!isRecord(value)) return none('not an object');
    const apps = startedBy(stringMap(value.scripts) ?? {}, keys);
    const read = facts(value, apps);
    return { ...read, spans: apps.flatMap((app) => [app.from, app.from + app.command.length]) };
  },
};

export const pnpmWorkspace: SettingsKind = {
  is: (name) => name === 'pnpm-workspace.yaml',
  read(text) {
    try {
      const workspaces = strings(record(parse(text)).packages);
      return { facts: { kind: 'settings', of: 'package', dependencies: [], ...(workspaces.length > 0 && { workspaces }) } };
    } catch (error) {
      return none(`broken YAML: ${reason(error)}`);
    }
  },
};

function facts(json: Record<string, unknown>, apps: StartedApp[]): Read {
  const workspaces = strings(
    Array.isArray(json.workspaces) ? json.workspaces : (record(json.workspaces).packages ?? json.packages),
  );
  const scripts = stringMap(json.scripts);
  const exports = exported(json.exports);
  const imports = exported(json.imports);
  const majors = majorsOf(json);
  return {
    facts: {
      kind: 'settings',
      of: 'package',
      ...optional('name', json.name),
      ...optional('main', json.main),
      ...optional('module', json.module),
      ...optional('source', json.source),
      ...optional('types', json.types ?? json.typings),
      ...(workspaces.length > 0 && { workspaces }),
      ...optional('proxy', json.proxy),
      ...(scripts && { scripts }),
      dependencies: dependencies(json),
      ...(majors && { majors }),
      ...(exports && { exports }),
      ...(imports && { imports }),
      ...(apps.length > 0 && { apps }),
    },
  };
}

const kindsOf = (json: Record<string, unknown>): Record<string, unknown>[] =>
  [json.dependencies, json.devDependencies, json.peerDependencies, json.optionalDependencies].map(record);

const dependencies = (json: Record<string, unknown>): string[] => [...new Set(kindsOf(json).flatMap(Object.keys))].sort();

/** Packages of which one major version does to a path what another does not. */
const VERSIONED = ['http-proxy-middleware'];

/** '^3.0.0' is 3; a range of several, a tag or a catalogue says nothing. */
function majorsOf(json: Record<string, unknown>): Record<string, number> | undefined {
  const found = VERSIONED.flatMap((name): [string, number][] => {
    const range = kindsOf(json)
      .map((kind) => kind[name])
      .find((one) => one !== undefined);
    const major = typeof range === 'string' ? /^[\^~=v]?(\d+)(?:\.[\dx*.]+)?(?:-[\w.-]+)?$/.exec(range)?.[1] : undefined;
    return major === undefined ? [] : [[name, Number(major)]];
  });
  return found.length ? Object.fromEntries(found) : undefined;
}

/** "./a.js" · {".": …, "./sub": …} · {"import": …}: each subpath's one file. */
function exported(value: unknown): Record<string, string> | undefined {
  const subpaths = isRecord(value) && Object.keys(value).some((key) => /^[.#]/.test(key)) ? value : { '.': value };
  const files: Record<string, string> = {};
  for (const [subpath, target] of Object.entries(subpaths)) {
    const file = fileOf(target, 0);
    if (file !== undefined) files[subpath] = file;
  }
  return Object.keys(files).length > 0 ? files : undefined;
}

/** Those nearest to what a person wrote come first. */
const CONDITIONS = ['source', 'development', 'svelte', 'browser', 'import', 'module', 'default', 'require', 'node', 'types'];

function fileOf(target: unknown, depth: number): string | undefined {
  if (typeof target === 'string') return target;
  if (depth > 8) return undefined;
  if (Array.isArray(target)) return firstFile(target, depth);
  const conditions = record(target);
  return firstFile([...CONDITIONS.map((name) => conditions[name]), ...Object.values(conditions)], depth);
}

function firstFile(targets: unknown[], depth: number): string | undefined {
  for (const target of targets) {
    const file = target === undefined || target === null ? undefined : fileOf(target, depth + 1);
    if (file !== undefined) return file;
  }
  return undefined;
}

function startedBy(scripts: Record<string, string>, keys: Map<string, number>): StartedApp[] {
  return Object.entries(scripts).flatMap(([name, script]) =>
    appsOf(script).map((app) => ({ ...app, from: keys.get(`scripts.${name}`) ?? 0 })),
  );
}
