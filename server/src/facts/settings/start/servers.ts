/**
 * Command lines that start a Python application, whatever starts them: uvicorn, gunicorn, hypercorn, daphne, granian, waitress,
 * uwsgi, flask, quart, fastapi. Wrappers before the server (`exec`, `uv run`, `python -m`, `env A=b`) do not matter.
 */
import { normalise } from '../../../base/uri';
import type { StartedApp } from '../../facts';
import { type Command, commandsOf, folder, type Vars, type Word } from './shell';

interface Server {
  /** Options that take no value; of all others the next word is the value. */
  flags: RegExp;
  port?: RegExp;
  root?: RegExp;
  dir?: RegExp;
  factory?: RegExp;
  /** Options that name the application; without one the first argument does. */
  app?: RegExp;
  /** A module without its attribute will do: `gunicorn project.wsgi`. */
  bare?: true;
  /** What must come before the application: `fastapi run`. */
  verb?: RegExp;
  /** Environment variable that names the application. */
  variable?: string;
}

const PORT = /^(?:-p|--port)$/;
const BIND = /^(?:-b|--bind|--listen|--http|--http-socket|--port)$/;
const COMMON =
  /^(?:--no-[\w-]+|--reload|--debug|--debugger|--factory|--access-log|--proxy-headers|--use-colors|-h|--help|--version)$/;

const SERVERS: Record<string, Server> = {
  uvicorn: {
    flags: /^--(?:server-header|date-header|reset-contextvars)$/,
    port: PORT,
    root: /^--root-path$/,
    dir: /^--app-dir$/,
    factory: /^--factory$/,
  },
  gunicorn: {
    flags:
      /^(?:-D|-R|--daemon|--preload|--check-config|--print-config|--spew|--capture-output|--reuse-port|--initgroups|--log-syslog)$/,
    port: BIND,
    dir: /^(?:--chdir|--pythonpath)$/,
    bare: true,
  },
  hypercorn: { flags: /^(?:--h2c|--debug)$/, port: BIND, root: /^--root-path$/ },
  daphne: { flags: /^(?:--proxy-headers)$/, port: PORT, root: /^--root-path$/ },
  granian: {
    flags: /^--(?:ws|log|respawn-failed-workers|process-name)$/,
    port: PORT,
    root: /^--url-path-prefix$/,
    dir: /^--working-dir$/,
    factory: /^--factory$/,
  },
  'waitress-serve': { flags: /^--call$/, port: BIND, root: /^--url-prefix$/, factory: /^--call$/ },
  uwsgi: {
    flags: /^(?:-M|--master|--enable-threads|--vacuum|--die-on-term|--need-app|--single-interpreter|--lazy-apps)$/,
    port: BIND,
    dir: /^(?:--chdir|--pythonpath|--pp)$/,
    app: /^(?:-w|--module|--wsgi|--wsgi-file|--mount)$/,
  },
  flask: { flags: /^--with-threads$/, port: PORT, app: /^(?:-A|--app)$/, verb: /^run$/, variable: 'FLASK_APP' },
  quart: { flags: /^$/, port: PORT, app: /^(?:-A|--app)$/, verb: /^run$/, variable: 'QUART_APP' },
  fastapi: { flags: /^$/, port: PORT, root: /^--root-path$/, app: /^(?:-e|--entrypoint)$/, verb: /^(?:run|dev)$/, bare: true },
};

const NAMES = new RegExp(`\\b(?:${Object.keys(SERVERS).join('|')})\\b`);
/** Commands whose arguments are not run. */
const TALK =
  /^(?:echo|printf|pip3?|install|add|remove|uninstall|grep|pgrep|pkill|killall|kill|which|man|cat|sed|test|\[\[?|apt|apt-get|apk)$/;
/** What may stand before a server whose application is a bare module name. */
const WRAPPER = /^(?:exec|run|-m|--|env|sudo|nohup|time|run-program|ddtrace-run|opentelemetry-instrument|\$.*|[A-Z_]\w*=.*)$/;
const TARGET = /^([A-Za-z_][\w.]*:[A-Za-z_][\w.]*)(\(.*\))?$/;
const MODULE = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/;
const FILE = /^(?:[\w.-]+\/)*[\w.-]+(?:\.py)?(?::[\w.]+(?:\(.*\))?)?$/;

/** May this text hold a start command at all? */
export function mentionsServer(text: string): boolean {
  return NAMES.test(text);
}

export function appsOf(shell: string, offset = 0, vars: Vars = {}, dir?: string): StartedApp[] {
  return mentionsServer(shell) ? appsIn(commandsOf(shell, offset, vars, dir), 0) : [];
}

/** CMD ["uvicorn", "main:app"]: the words as they are, with no shell between. */
export function appsOfWords(words: Word[], vars: Vars, dir: string | undefined, to: number): StartedApp[] {
  return appsIn([{ words, vars, dir, to }], 0);
}

/** A word that is itself a command line (`sh -c "uvicorn …"`, `concurrently "…"`) is read in its turn. */
function appsIn(commands: Command[], depth: number): StartedApp[] {
  return commands.flatMap((command) => {
    const app = appOf(command);
    if (app) return [app];
    if (depth > 3 || TALK.test(command.words[0]?.text ?? '')) return [];
    return command.words
      .filter((word) => /\s/.test(word.text) && mentionsServer(word.text))
      .flatMap((word) => appsIn(commandsOf(word.text, word.from, command.vars, command.dir), depth + 1));
  });
}

function appOf(command: Command): StartedApp | undefined {
  const texts = command.words.map((word) => word.text);
  for (const [i, text] of texts.entries()) {
    if (TALK.test(text)) return undefined;
    const name = text.slice(text.lastIndexOf('/') + 1);
    const server = Object.hasOwn(SERVERS, name) ? SERVERS[name] : undefined;
    const app = server && started(server, command, i);
    if (app) return app;
  }
  return undefined;
}

interface Options {
  arguments: string[];
  named?: string;
  port?: number;
  root?: string;
  dir?: string;
  factory: boolean;
}

function started(server: Server, command: Command, at: number): StartedApp | undefined {
  const end = command.words.findIndex((word, i) => i > at && /^(?:\d*|&)[<>]/.test(word.text));
  const words = end === -1 ? command.words : command.words.slice(0, end);
  const texts = words.map((word) => word.text);
  const options = parse(server, texts.slice(at + 1));
  const wrapped = at === 0 || WRAPPER.test(texts[at - 1] ?? '');
  const target = targetOf(server, options, wrapped, { ...command.vars, ...prefixed(texts.slice(0, at)) });
  if (target === undefined) return undefined;
  const called = /^(.*?)\(.*\)$/.exec(target)?.[1];
  const path = prefixed(texts.slice(0, at))
    .PYTHONPATH?.split(':')
    .find((part) => part && !part.startsWith('$'));
  const dir = folder(options.dir ?? path, command.dir) ?? command.dir;
  return {
    target: called ?? target,
    ...((called !== undefined || options.factory) && { factory: true as const }),
    ...(options.root !== undefined && !options.root.includes('$') && { rootPath: options.root }),
    ...(dir && dir !== '.' && { dir: normalise(dir) }),
    ...(options.port !== undefined && { port: options.port }),
    command: words
      .slice(at)
      .map((word) => word.written ?? word.text)
      .join(' '),
    from: words[at]?.from ?? 0,
  };
}

/** PYTHONPATH=src FLASK_APP=web uvicorn …: what stands before the command. */
function prefixed(words: string[]): Record<string, string> {
  const found = words.map((word) => /^([A-Z_]\w*)=(.*)$/.exec(word)).filter((match) => match !== null);
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}

function parse(server: Server, words: string[]): Options {
  const options: Options = { arguments: [], factory: false };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!/^-./.test(word)) {
      options.arguments.push(word);
      continue;
    }
    const [name = '', inline] = word.startsWith('--') && word.includes('=') ? split(word) : [word];
    options.factory ||= server.factory?.test(name) ?? false;
    if (inline === undefined && (COMMON.test(name) || server.flags.test(name))) continue;
    const value = inline ?? words[i + 1] ?? '';
    if (inline === undefined && value.startsWith('-')) continue;
    if (inline === undefined) i++;
    take(server, options, name, value);
  }
  return options;
}

function split(word: string): [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function take(server: Server, options: Options, name: string, value: string): void {
  if (server.port?.test(name)) options.port ??= portOf(value);
  else if (server.root?.test(name)) options.root ??= value;
  else if (server.dir?.test(name)) options.dir ??= value;
  else if (server.app?.test(name)) options.named ??= value.replace(/^\/[\w/-]*=/, '');
  else if (server.verb && name === '--app') options.named ??= `:${value}`;
  else if (TARGET.test(value)) options.arguments.push(value);
}

/** 8000 · 0.0.0.0:8000 · [::]:8000 */
function portOf(value: string): number | undefined {
  const digits = /(?:^|:)(\d{2,5})$/.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function targetOf(server: Server, options: Options, wrapped: boolean, vars: Vars): string | undefined {
  const words = options.arguments;
  if (server.verb && !words.some((word) => server.verb?.test(word))) return undefined;
  const named = options.named;
  if (named !== undefined && !named.startsWith(':')) return FILE.test(named) || TARGET.test(named) ? named : undefined;
  if (server.verb) {
    const verb = words.findIndex((word) => server.verb?.test(word));
    const given = server.variable === undefined ? words[verb + 1] : vars[server.variable];
    if (given === undefined || !FILE.test(given)) return undefined;
    return `${given}${named ?? ''}`;
  }
  const target = words.find((word) => TARGET.test(word));
  if (target !== undefined || server.bare === undefined || !wrapped) return target;
  return words[0] !== undefined && MODULE.test(words[0]) ? words[0] : undefined;
}
