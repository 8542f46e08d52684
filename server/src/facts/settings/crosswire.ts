/**
 * crosswire.json: checked entry by entry. What is wrong is left out and said at its place; the rest counts. Names of rules and whether folders
 * exist are not known here.
 */
import { isTypo } from '../../base/distance';
import { lineStarts, positionAt } from '../../base/range';
import { type BackendConfig, type CrosswireConfig, LEVELS, RECORD_PARTS, type RecordConfig } from '../config';
import { type JsonEntry, type JsonNode, parseJsonTree } from './json-tree';
import type { Read, SettingsKind } from './kind';

export const crosswire: SettingsKind = {
  is: (name) => name === 'crosswire.json' || name === 'crosswire.jsonc',
  read: (text) => new Check().file(text),
};

/** What a crosswire.json says, for who reads it before there are facts. */
export function readCrosswire(text: string): CrosswireConfig {
  const { facts } = new Check().file(text);
  return facts.of === 'crosswire' ? facts.config : EMPTY;
}

export interface RecordSaid {
  record: RecordConfig | undefined;
  /** While there are any, it is not known where the record lies. Lines and columns from 1. */
  problems: { message: string; line: number; column: number }[];
}

/** Where it says that the record lies. What is wrong in another entry says nothing of that; what is no JSON may hide it. */
export function readRecordPlaces(text: string): RecordSaid {
  const { facts, spans = [] } = new Check().file(text);
  if (facts.of !== 'crosswire') return { record: undefined, problems: [] };
  const { root, errors } = parseJsonTree(text);
  const entries = root?.kind === 'object' ? root.entries : [];
  const isMeant = ({ key }: JsonEntry) => key === 'record' || (!KEYS.includes(key) && isTypo(key.toLowerCase(), 'record'));
  const others = errors.length > 0 ? [] : entries.filter((entry) => !isMeant(entry));
  const starts = lineStarts(text);
  const problems = facts.problems.flatMap((message, i) => {
    const from = spans[2 * i] ?? 0;
    if (others.some((entry) => entry.from <= from && from < entry.value.to)) return [];
    const { line, column } = positionAt(starts, from);
    return [{ message, line: line + 1, column: column + 1 }];
  });
  return { record: facts.config.record, problems };
}

const EMPTY: CrosswireConfig = { include: [], exclude: [], backends: [], ui: [], baseUrls: [], rules: [] };
const KEYS = ['$schema', 'include', 'exclude', 'backends', 'ui', 'baseUrls', 'rules', 'record'];
const RECORD_KEYS = ['folder', ...RECORD_PARTS] as const;
const BACKEND_KEYS = ['folder', 'openapi', 'url'];
const API_FILE = /\.(?:json|ya?ml)$/i;

type Spans = Record<string, number[]>;
type Entries = Omit<JsonNode & { kind: 'object' }, 'kind'>['entries'];

class Check {
  private readonly config: CrosswireConfig = structuredClone(EMPTY);
  private readonly problems: { message: string; from: number; to: number }[] = [];
  private readonly spans: Spans = { backends: [], ui: [], baseUrls: [], rules: [] };

  file(text: string): Read {
    const { root, errors } = parseJsonTree(text);
    for (const { message, at } of errors) this.problem(`This is no JSON: ${message}.`, at, Math.min(at + 1, text.length));
    if (root?.kind === 'object') this.document(root.entries);
    else if (root) this.wrong(root, 'The file must hold an object: { "rules": { … } }.');
    this.problems.sort((a, b) => a.from - b.from);
    return {
      facts: { kind: 'settings', of: 'crosswire', config: this.config, problems: this.problems.map((p) => p.message) },
      spans: this.problems.flatMap((p) => [p.from, p.to]),
      more: this.spans,
    };
  }

  private document(entries: Entries): void {
    for (const entry of this.distinct(entries, KEYS, 'a crosswire.json')) {
      const { key, value } = entry;
      if (key === 'include' || key === 'exclude') this.config[key] = this.texts(value, key, 'patterns');
      else if (key === 'backends') this.each(entry, '{ "tasks": "services/tasks" }', (one) => this.backend(one));
      else if (key === 'ui') this.each(entry, '{ "apps/admin": "tasks" }', (one) => this.ui(one));
      else if (key === 'baseUrls') this.each(entry, '{ "VITE_API_URL": "/api" }', (one) => this.baseUrl(one));
      else if (key === 'rules') this.each(entry, '{ "orphaned-route": "off" }', (one) => this.rule(one));
      else if (key === 'record') this.record(value);
      else if (value.kind !== 'scalar' || typeof value.value !== 'string')
        this.wrong(value, '"$schema" must be the address of a schema.');
    }
  }

  /** Entries of known names, each once. Without `known` every name will do. */
  private distinct(entries: Entries, known: readonly string[] | undefined, of: string): JsonEntry[] {
    const last = new Map(entries.map((entry) => [entry.key, entry]));
    return entries.filter((entry) => {
      const { key, from, to } = entry;
      if (known && !known.includes(key)) {
        const meant = known.find((name) => isTypo(key.toLowerCase(), name.toLowerCase()));
        const hint = meant ? `Did you mean "${meant}"?` : `There is ${known.filter((k) => k[0] !== '$').join(', ')}.`;
        this.problem(
          `${of} has no entry "${key}". ${hint}`.replace(/^./, (c) => c.toUpperCase()),
          from,
          to,
        );
        return false;
      }
      if (last.get(key) !== entry) this.problem(`"${key}" is written twice; the last one counts.`, from, to);
      return last.get(key) === entry;
    });
  }

  private each({ key, value }: JsonEntry, example: string, take: (entry: JsonEntry) => boolean): void {
    if (value.kind !== 'object') return this.wrong(value, `"${key}" must be an object: ${example}.`);
    for (const entry of this.distinct(value.entries, undefined, '')) {
      if (entry.key.trim() === '') this.problem(`A name in "${key}" must not be empty.`, entry.from, entry.to);
      else if (take(entry)) this.spans[key]?.push(entry.from, entry.to);
    }
  }

  private backend({ key: name, value }: JsonEntry): boolean {
    if (value.kind === 'scalar' && typeof value.value === 'string' && value.value !== '') {
      this.config.backends.push({ name, ...place(value.value), urls: [] });
      return true;
    }
    const shape = `must be a folder ("services/tasks"), an OpenAPI file ("api.yaml"), or an object with one of both`;
    if (value.kind !== 'object') {
      this.wrong(value, `The backend "${name}" ${shape}.`);
      return false;
    }
    const backend: BackendConfig = { name, urls: [] };
    const before = this.problems.length;
    for (const entry of this.distinct(value.entries, BACKEND_KEYS, `the backend "${name}"`)) {
      if (entry.key === 'url') backend.urls = this.urls(entry.value, '"url"');
      else if (entry.key === 'folder' || entry.key === 'openapi') {
        const text = this.text(entry.value, `"${entry.key}" must be a path, from the folder of this file.`);
        if (entry.key === 'openapi' && text !== undefined && !API_FILE.test(text))
          this.wrong(entry.value, 'An OpenAPI file ends with .json, .yaml or .yml.');
        else if (text !== undefined) backend[entry.key] = text;
      }
    }
    if ((backend.folder === undefined) !== (backend.openapi === undefined)) {
      this.config.backends.push(backend);
      return true;
    }
    if (backend.folder !== undefined) this.wrong(value, `The backend "${name}" has a folder and an OpenAPI file: give one.`);
    else if (this.problems.length === before) this.wrong(value, `The backend "${name}" ${shape}.`);
    return false;
  }

  private ui({ key: folder, value }: JsonEntry): boolean {
    const one = value.kind === 'scalar' && typeof value.value === 'string' ? [value.value] : undefined;
    if (!one && value.kind !== 'array') {
      this.wrong(value, `"${folder}" must be the name of a backend, or a list of names.`);
      return false;
    }
    this.config.ui.push({ folder, backends: one ?? this.texts(value, folder, 'names of backends') });
    return true;
  }

  private baseUrl({ key: name, value }: JsonEntry): boolean {
    const [url] = value.kind === 'array' ? [] : this.urls(value, `"${name}"`);
    if (value.kind === 'array') this.wrong(value, `"${name}" must be one address or path.`);
    if (url !== undefined) this.config.baseUrls.push({ name, url });
    return url !== undefined;
  }

  private rule({ key: rule, value }: JsonEntry): boolean {
    const level = LEVELS.find((l) => value.kind === 'scalar' && value.value === l);
    if (level) this.config.rules.push({ rule, level });
    else this.wrong(value, `"${rule}" must be one of ${LEVELS.map((l) => `"${l}"`).join(', ')}.`);
    return level !== undefined;
  }

  private record(value: JsonNode): void {
    if (value.kind !== 'object') {
      const folder = this.text(
        value,
        '"record" must be a folder ("docs/crosswire"), or an object: { "folder": "docs/crosswire", "backlog": "docs/backlog.yaml" }.',
      );
      if (folder !== undefined) this.config.record = { folder };
      return;
    }
    const named: RecordConfig = {};
    for (const { key, value: file } of this.distinct(value.entries, RECORD_KEYS, 'the record')) {
      const name = RECORD_KEYS.find((one) => one === key);
      const path = this.text(file, `"${key}" must be a path, from the folder of this file.`);
      if (name && path !== undefined) named[name] = path;
    }
    this.config.record = named;
  }

  /** One address or several: 'https://host:port/path', '//host', '/path', ''. */
  private urls(value: JsonNode, what: string): string[] {
    const items = value.kind === 'array' ? value.items : [value];
    return items.flatMap((item) => {
      const text = item.kind === 'scalar' && typeof item.value === 'string' ? item.value.trim() : undefined;
      if (text !== undefined && /^(?:(?:(?:https?|wss?):)?\/\/[^/?#\s]+(?:\/[^?#\s]*)?|\/[^?#\s]*|)$/i.test(text)) return [text];
      this.wrong(item, `${what} must be an address ("https://api.example.org/v1") or a path ("/api").`);
      return [];
    });
  }

  private text(value: JsonNode, otherwise: string): string | undefined {
    if (value.kind === 'scalar' && typeof value.value === 'string' && value.value.trim() !== '') return value.value;
    this.wrong(value, otherwise);
    return undefined;
  }

  private texts(value: JsonNode, key: string, what: string): string[] {
    if (value.kind !== 'array') {
      this.wrong(value, `"${key}" must be a list of ${what}.`);
      return [];
    }
    return value.items.flatMap((item) => this.text(item, `"${key}" must hold ${what} only.`) ?? []);
  }

  private wrong({ from, to }: JsonNode, message: string): void {
    this.problem(message, from, to);
  }

  private problem(message: string, from: number, to: number): void {
    this.problems.push({ message, from, to });
  }
}

const place = (path: string): { folder: string } | { openapi: string } =>
  API_FILE.test(path) ? { openapi: path } : { folder: path };
