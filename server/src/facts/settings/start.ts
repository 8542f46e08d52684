/** Which module is the application: every kind of file that starts a process, read by one small reader each (start/…). */
import type { ComposeService, ProxyRule, StartedApp } from '../facts';
import { none, type Read, type SettingsKind } from './kind';
import { labelledRules, servicesOf } from './start/compose';
import { appsOfDockerfile } from './start/dockerfile';
import { appsOfIni } from './start/ini';
import { appsOfLaunch } from './start/launch';
import { appsOfMakefile } from './start/make';
import { appsOfToml, readPyproject, readSetupCfg } from './start/python-project';
import { appsOf, mentionsServer } from './start/servers';
import { appsOfYaml } from './start/yaml';

interface Started {
  apps: StartedApp[];
  sourceRoots?: string[];
  packageName?: string;
  services?: ComposeService[];
  rules?: ProxyRule[];
  error?: string;
}

/** The first whose name fits reads a file; `always`: also where no server is mentioned. */
const READERS: { is: RegExp; read: (text: string) => Started; always?: true }[] = [
  { is: /(?:^|\/)pyproject\.toml$/, read: readPyproject, always: true },
  { is: /(?:^|\/)setup\.cfg$/, read: readSetupCfg, always: true },
  {
    is: /(?:^|\/)[\w.-]*compose[\w.-]*\.ya?ml$/,
    read: readCompose,
    always: true,
  },
  { is: /(?:^|\/)(?:fly|railway|nixpacks)\.toml$|(?:^|\/)Pipfile$/, read: appsOfToml },
  {
    is: /(?:^|\/)(?:[\w.-]*(?:Dockerfile|Containerfile)(?:\.(?!dockerignore)[\w.-]+)?|[\w.-]+\.dockerfile)$/,
    read: (text) => ({ apps: appsOfDockerfile(text) }),
  },
  {
    is: /(?:^|\/)(?:render|app|Taskfile|heroku|dev|serverless)\.ya?ml$|\/\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)\.gitlab-ci\.yml$/,
    read: appsOfYaml,
  },
  { is: /(?:^|\/)\.(?:vscode|devcontainer)\/(?:launch|tasks)\.json$/, read: appsOfLaunch },
  {
    is: /(?:^|\/)(?:Makefile|makefile|GNUmakefile|[Jj]ustfile|\.justfile|[\w.-]+\.mk)(?:\.[\w-]+)?$/,
    read: (text) => ({ apps: appsOfMakefile(text) }),
  },
  {
    is: /(?:^|\/)Procfile[\w.-]*$/,
    read: (text) => ({ apps: appsOf(text.replace(/^\w[\w-]*:/gm, (name) => ' '.repeat(name.length))) }),
  },
  { is: /\.service$|(?:^|\/)[\w.-]*(?:supervisor|uwsgi)[\w.-]*\.ini$/, read: (text) => ({ apps: appsOfIni(text) }) },
  { is: /(?:^|\/)\.flaskenv$/, read: (text) => ({ apps: appsOf(`${text.replaceAll('\n', ';')};flask run`) }), always: true },
  {
    is: /\.(?:sh|bash|zsh)$|(?:^|\/)(?:[\w-]*entrypoint|start[\w-]*|run[\w-]*|serve[\w-]*|init|manage|dev)$/,
    read: (text) => ({ apps: appsOf(text) }),
  },
];

export const start: SettingsKind = {
  is: (_, path) => READERS.some((reader) => reader.is.test(path)),
  read(text, path) {
    const reader = READERS.find(({ is }) => is.test(path));
    if (!reader) return none('not known');
    if (!reader.always && !mentionsServer(text)) return none('starts no Python application');
    return result(reader.read(text), text.length);
  },
};

/** YAML is dear to read: only where a server is mentioned, or a service is built from what may be its source or publishes a port. */
function readCompose(text: string): Started {
  const started = mentionsServer(text) ? appsOfYaml(text) : { apps: [] };
  const hasServices = started.apps.length > 0 || /\b(?:build|ports)\b/.test(text);
  return {
    ...started,
    services: hasServices ? servicesOf(text, started.apps) : [],
    rules: text.includes('traefik.') ? labelledRules(text) : [],
  };
}

/** supervisord's settings are a `.conf` like many others. */
export function readStartConf(text: string): Read {
  return result({ apps: appsOfIni(text) }, text.length);
}

/** What a broken file says all the same is kept. */
function result({ apps, sourceRoots, packageName, services, rules, error }: Started, length: number): Read {
  if (apps.length === 0 && !sourceRoots && packageName === undefined && !services?.length && !rules?.length)
    return none(error ?? 'starts no Python application');
  return {
    facts: {
      kind: 'settings',
      of: 'start',
      apps,
      ...(sourceRoots && { sourceRoots }),
      ...(packageName !== undefined && { packageName }),
      ...(services?.length && { services }),
      ...(rules?.length && { rules }),
    },
    spans: apps.flatMap((app) => [app.from, Math.min(app.from + app.command.length, length)]),
  };
}
