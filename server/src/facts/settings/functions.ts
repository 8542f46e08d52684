/** Functions in the cloud that a settings file lists with their paths: function.json of Azure, serverless.yml, template.yaml of AWS SAM. */
import { parse } from 'yaml';
import type { CloudFunction } from '../facts';
import { parseJsonc } from './jsonc';
import { list, none, reason, record, type SettingsKind, strings } from './kind';
import { start } from './start';

const SERVERLESS = /^serverless\.ya?ml$/;

export const functions: SettingsKind = {
  is: (name) => name === 'function.json' || /^template\.ya?ml$/.test(name) || SERVERLESS.test(name),
  read(text, path) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const started = SERVERLESS.test(name) ? start.read(text, path) : undefined;
    if (started?.facts.of === 'start') return started;
    try {
      const found =
        name === 'function.json'
          ? azure(parseJsonc(text).value, path.split('/').at(-2) ?? '')
          : SERVERLESS.test(name)
            ? serverless(record(parse(text, { logLevel: 'error' })))
            : text.includes('AWS::Serverless')
              ? sam(record(parse(text, { logLevel: 'error' })))
              : [];
      if (found.length === 0) return none('lists no functions');
      return { facts: { kind: 'settings', of: 'functions', functions: found } };
    } catch (error) {
      return none(`broken YAML: ${reason(error)}`);
    }
  },
};

/** {"bindings": [{"type": "httpTrigger", "methods": ["get"], "route": "users/{id}"}]} */
function azure(value: unknown, folder: string): CloudFunction[] {
  const triggers = list(record(value).bindings).map(record);
  return triggers
    .filter(({ type }) => type === 'httpTrigger')
    .map(({ route, methods }) => functionOf(`/api/${typeof route === 'string' ? route : folder}`, strings(methods)));
}

/** events: [{httpApi: {path: /users, method: get}}, {http: GET /users/{id}}] */
function serverless({ functions, provider }: Record<string, unknown>): CloudFunction[] {
  return Object.values(record(functions)).flatMap((one) => {
    const { events, runtime } = record(one);
    return list(events).flatMap((event) => {
      const { http, httpApi } = record(event);
      return triggered(httpApi ?? http, runtime ?? record(provider).runtime);
    });
  });
}

/** Resources: {Users: {Properties: {Events: {Get: {Type: HttpApi, Properties: {Path: /users, Method: get}}}}}} */
function sam({ Resources, Globals }: Record<string, unknown>): CloudFunction[] {
  const usual = record(record(Globals).Function).Runtime;
  return Object.values(record(Resources)).flatMap((resource) => {
    const { Events, Runtime } = record(record(resource).Properties);
    return Object.values(record(Events)).flatMap((event) => {
      const { Path, Method } = record(record(event).Properties);
      return /^(?:Http)?Api$/.test(String(record(event).Type)) ? triggered({ path: Path, method: Method }, Runtime ?? usual) : [];
    });
  });
}

/** What takes every path below it and runs Python is the application itself, which adapters such as Mangum hand all to. */
function triggered(trigger: unknown, runtime: unknown): CloudFunction[] {
  const [verb, written] = typeof trigger === 'string' ? trigger.split(/\s+/) : [record(trigger).method, record(trigger).path];
  if (typeof written !== 'string' || /^\/?(?:\{\w+\+\}|\*)$/.test(written)) return [];
  if (/[+*]/.test(written) && /^python/.test(String(runtime))) return [];
  return [functionOf(written.startsWith('/') ? written : `/${written}`, typeof verb === 'string' ? [verb] : [])];
}

/** 'users/{id}' and '{proxy+}' in the way of rewrites: 'users/:id', ':proxy*'. */
function functionOf(path: string, verbs: readonly string[]): CloudFunction {
  const some = verbs.map((verb) => verb.toUpperCase()).filter((verb) => verb !== 'ANY' && verb !== '*');
  return {
    path: path.replace(/\{\*?(\w+)(\+?)[^}]*\}/g, (_, name: string, rest: string) => `:${name}${rest ? '*' : ''}`),
    ...(some.length > 0 && some.length === verbs.length && { verbs: some.includes('GET') ? [...some, 'HEAD'] : some }),
  };
}
