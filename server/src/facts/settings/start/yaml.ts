/**
 * YAML that starts things: compose files, CI workflows, render.yaml, app.yaml, Taskfile.yml, Kubernetes manifests. Looked for are
 * commands under the keys that such files give them, with the folder and the environment written beside them.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml';
import type { StartedApp } from '../../facts';
import { appsOf, appsOfWords } from './servers';
import { commandsOf, expanded, folder, type Vars, type Word } from './shell';

const PARTS = /^(?:entrypoint|command|cmd|args)$/;
const SCRIPTS = /^(?:run|script|start|start_?command|cmds|commands|exec|before_script|release|web)$/i;
const DIRECTORY = /^(?:working_dir|working-directory|workingDir|dir|rootDir|root|chdir)$/;
const ENVIRONMENT = /^(?:environment|env|vars)$/;
const MAX_NODES = 20_000;
const MAX_DEPTH = 60;

export function appsOfYaml(text: string): { apps: StartedApp[]; error?: string } {
  const documents = parseAllDocuments(text, {
    logLevel: 'silent',
    prettyErrors: false,
  });
  const walk: Walk = { document: undefined, left: MAX_NODES, apps: [] };
  let error: string | undefined;
  for (const document of Array.isArray(documents) ? documents : []) {
    walk.document = document;
    error ??= document.errors[0]?.message;
    visit(walk, document.contents, {}, undefined, 0);
  }
  const apps = unique(walk.apps).map((app) => ({ ...app, from: placed(text, app) }));
  return { apps, ...(error !== undefined && { error }) };
}

interface Walk {
  document: Document | undefined;
  left: number;
  apps: StartedApp[];
}

function visit(walk: Walk, node: unknown, vars: Vars, dir: string | undefined, depth: number): void {
  if (depth > MAX_DEPTH || walk.left-- < 0) return;
  const here = resolved(walk, node);
  if (isSeq(here)) for (const item of here.items) visit(walk, item, vars, dir, depth + 1);
  if (!isMap(here)) return;
  const entries = entriesOf(walk, here, 0);
  const inner = { ...vars, ...environmentOf(walk, entries) };
  const written = [...entries].find(([key]) => DIRECTORY.test(key))?.[1];
  const place = folder(textOf(walk, written)?.text, dir) ?? dir;
  walk.apps.push(...appsOfParts(walk, entries, inner, place));
  for (const [key, value] of entries) {
    if (SCRIPTS.test(key)) walk.apps.push(...appsOfScript(walk, value, inner, place));
    visit(walk, value, inner, place, depth + 1);
  }
}

/** What `<<: *base` brings comes first, so that the map's own entries win. */
function entriesOf(walk: Walk, node: unknown, depth: number): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  const map = resolved(walk, node);
  if (isSeq(map) && depth < 4)
    for (const item of map.items) for (const [k, v] of entriesOf(walk, item, depth + 1)) entries.set(k, v);
  if (!isMap(map) || depth > 4) return entries;
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (key === '<<') for (const [k, v] of entriesOf(walk, pair.value, depth + 1)) entries.set(k, v);
  }
  for (const pair of map.items)
    if (isScalar(pair.key) && pair.key.value !== '<<') entries.set(String(pair.key.value), pair.value);
  return entries;
}

/** entrypoint + command, command + args: one command in parts; each part may also be one by itself. */
function appsOfParts(walk: Walk, entries: Map<string, unknown>, vars: Vars, dir: string | undefined): StartedApp[] {
  const parts = ['entrypoint', 'command', 'cmd', 'args']
    .filter((key) => entries.has(key) && PARTS.test(key))
    .map((key) => entries.get(key));
  const words = parts
    .flatMap((part) => wordsOf(walk, part))
    .map((word) => expanded({ ...word, text: word.text.replaceAll('$$', '$') }, vars));
  const together = appsOfWords(words, vars, dir, words.at(-1)?.from ?? 0);
  return together.length > 0 ? together : parts.flatMap((part) => appsOfScript(walk, part, vars, dir));
}

function wordsOf(walk: Walk, node: unknown): Word[] {
  const here = resolved(walk, node);
  if (isSeq(here)) return here.items.flatMap((item) => textOf(walk, item) ?? []);
  const text = textOf(walk, here);
  const commands = text ? commandsOf(text.text, text.from) : [];
  return commands.length === 1 ? (commands[0]?.words ?? []) : [];
}

function appsOfScript(walk: Walk, node: unknown, vars: Vars, dir: string | undefined): StartedApp[] {
  const here = resolved(walk, node);
  if (isSeq(here)) return here.items.flatMap((item) => appsOfScript(walk, item, vars, dir));
  const text = textOf(walk, here);
  return text ? appsOf(text.text.replaceAll('$$', '$'), text.from, vars, dir) : [];
}

/** {FLASK_APP: web} · [FLASK_APP=web] · Kubernetes' [{name: FLASK_APP, value: web}] */
function environmentOf(walk: Walk, entries: Map<string, unknown>): Record<string, string> {
  const vars: Record<string, string> = {};
  const found = [...entries].filter(([key]) => ENVIRONMENT.test(key)).map(([, node]) => resolved(walk, node));
  for (const node of found) {
    if (isMap(node)) for (const [key, value] of entriesOf(walk, node, 0)) vars[key] = textOf(walk, value)?.text ?? '';
    for (const item of isSeq(node) ? node.items : []) {
      const pair = entriesOf(walk, item, 0);
      const [name, value] =
        pair.size > 0 ? [pair.get('name'), pair.get('value')].map((part) => textOf(walk, part)?.text) : halves(walk, item);
      if (name !== undefined && value !== undefined) vars[name] = value;
    }
  }
  return vars;
}

function halves(walk: Walk, item: unknown): (string | undefined)[] {
  return /^(\w+)=([\s\S]*)$/.exec(textOf(walk, item)?.text ?? '')?.slice(1) ?? [];
}

function textOf(walk: Walk, node: unknown): Word | undefined {
  const here = resolved(walk, node);
  if (!isScalar(here) || here.value === null || typeof here.value === 'object') return undefined;
  return { text: String(here.value), from: here.range?.[0] ?? 0 };
}

function resolved(walk: Walk, node: unknown): Node | undefined {
  if (isAlias(node)) return walk.document ? node.resolve(walk.document) : undefined;
  return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined;
}

/** Offsets inside a block scalar fall short by the indentation taken off its lines. */
function placed(text: string, { command, from }: StartedApp): number {
  const at = text.indexOf(command.split(' ').slice(0, 2).join(' '), from);
  return at === -1 ? from : at;
}

function unique(apps: StartedApp[]): StartedApp[] {
  return [...new Map(apps.map((app) => [`${app.from} ${app.target}`, app])).values()];
}
