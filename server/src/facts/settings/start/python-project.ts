/**
 * pyproject.toml and setup.cfg: the application that FastAPI's own command starts, commands kept in the project file,
 * the project's name, and the folders in which its packages are looked for.
 */
import { parse } from 'smol-toml';
import type { StartedApp } from '../../facts';
import { list, optional, reason, record, strings } from '../kind';
import { parseIni } from './ini';
import { appsOf, mentionsServer } from './servers';

export interface PythonProject {
  apps: StartedApp[];
  sourceRoots?: string[];
  packageName?: string;
  error?: string;
}

export function readPyproject(text: string): PythonProject {
  let root: Record<string, unknown>;
  try {
    root = record(parse(text));
  } catch (error) {
    return { apps: [], error: `broken TOML: ${reason(error)}` };
  }
  const tool = record(root.tool);
  const name = record(root.project).name ?? record(tool.poetry).name;
  return project([...entrypoint(text, tool), ...scripts(text, root, 0)], [...setuptools(tool), ...otherTools(root, tool)], name);
}

/** Also fly.toml, railway.toml, nixpacks.toml, Pipfile: nothing but commands. */
export function appsOfToml(text: string): PythonProject {
  const { apps, error } = readPyproject(text);
  return { apps, ...(error !== undefined && { error }) };
}

export function readSetupCfg(text: string): PythonProject {
  const sections = new Map(parseIni(text).map(({ section, entries }) => [section, entries]));
  const where = sections.get('options.packages.find')?.get('where')?.value;
  const root = /(?:^|\n)\s*=\s*(\S+)/.exec(sections.get('options')?.get('package_dir')?.value ?? '')?.[1];
  const paths = sections.get('tool:pytest')?.get('pythonpath')?.value.split(/\s+/) ?? [];
  return project([], [where, root, ...paths], sections.get('metadata')?.get('name')?.value);
}

function project(apps: StartedApp[], roots: unknown[], name: unknown): PythonProject {
  const known = strings(roots).map((root) => root.trim().replace(/^\.\//, '').replace(/\/$/, ''));
  const sourceRoots = [...new Set(known)].filter((root) => root !== '' && root !== '.' && !/[$%]/.test(root));
  return { apps, ...(sourceRoots.length > 0 && { sourceRoots }), ...optional('packageName', name) };
}

function entrypoint(text: string, tool: Record<string, unknown>): StartedApp[] {
  const target = record(tool.fastapi).entrypoint;
  if (typeof target !== 'string') return [];
  const from = Math.max(0, text.search(/^\s*entrypoint\s*=/m));
  return [{ target, command: `entrypoint = "${target}"`, from }];
}

/** Every string below a table of scripts, tasks or processes, whichever tool runs them. */
function scripts(text: string, table: Record<string, unknown>, depth: number): StartedApp[] {
  if (depth > 6) return [];
  return Object.entries(table).flatMap(([key, value]) => {
    if (/^(?:scripts|tasks|processes|start|deploy|poe|taskipy|commands?)$/.test(key)) return commands(text, value, 0);
    return scripts(text, record(value), depth + 1);
  });
}

function commands(text: string, value: unknown, depth: number): StartedApp[] {
  if (depth > 6) return [];
  if (typeof value !== 'string') {
    const inner = Array.isArray(value) ? list(value) : Object.values(record(value));
    return inner.flatMap((item) => commands(text, item, depth + 1));
  }
  return mentionsServer(value) ? appsOf(value, Math.max(0, text.indexOf(value))) : [];
}

function setuptools(tool: Record<string, unknown>): unknown[] {
  const table = record(tool.setuptools);
  return [record(table['package-dir'])[''], ...strings(record(record(table.packages).find).where)];
}

function otherTools(root: Record<string, unknown>, tool: Record<string, unknown>): unknown[] {
  const wheel = record(record(record(record(record(tool.hatch).build).targets).wheel));
  const uv = record(record(tool.uv)['build-backend']);
  const backend = record(root['build-system'])['build-backend'];
  const environment = record(record(tool.ty).environment).root;
  return [
    ...list(record(tool.poetry).packages).map((item) => record(item).from),
    ...strings(wheel.packages).map((path) => parent(path)),
    ...(Array.isArray(wheel.sources) ? wheel.sources : Object.keys(record(wheel.sources))),
    record(record(tool.pdm).build)['package-dir'],
    uv['module-root'] ?? (backend === 'uv_build' ? 'src' : undefined),
    ...strings(record(record(tool.pytest).ini_options).pythonpath),
    ...String(record(record(tool.pytest).ini_options).pythonpath ?? '').split(/[\s,]+/),
    ...strings(record(tool.pyright).extraPaths),
    ...(typeof environment === 'string' ? [environment] : list(environment)),
  ];
}

function parent(path: string): string | undefined {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined;
}
